package parser

import (
	"unicode/utf16"
)

// utf16 reads text in UTF-16, which its byte order mark tells, line by line. It tells whether it was such.
func (p *parser) utf16(raw string) bool {
	if len(raw) < 2 || !(raw[0] == 0xFF && raw[1] == 0xFE || raw[0] == 0xFE && raw[1] == 0xFF) {
		return false
	}
	high := 1
	if raw[0] == 0xFE {
		high = 0
	}
	var w weaver
	start := 2
	var units []uint16
	give := func(end int) {
		w.replace(string(utf16.Decode(units)), start, end)
		start, units = end, units[:0]
	}
	for i := 2; i+1 < len(raw); i += 2 {
		u := uint16(raw[i+high])<<8 | uint16(raw[i+1-high])
		units = append(units, u)
		if u == '\n' {
			give(i + 2)
		}
	}
	if len(units) > 0 {
		give(len(raw) &^ 1)
	}
	p.woven(&w)
	p.note(EncodingGuessed, 0, 0, "read as UTF-16, which its first two bytes tell")
	return true
}
