package parser

import (
	"strings"

	"reftel/model"
)

// usualColumns are those of a list, in the order in which it is given.
var usualColumns = [...]string{"URL", "Draft Date", "Document Number", "Film Number", "From", "Subject", "TAGS", "To"}

// listed unwraps a line of a list that NARA's search gives. What the list knows of the telegram is taken over; it does
// not have its text.
func (p *parser) listed(raw string) {
	e := &exported{}
	columns := p.about.Columns
	if len(columns) == 0 {
		columns = usualColumns[:]
	}
	for f, i := 0, 0; i < len(raw); f++ {
		start, end, next := listField(raw, i)
		i = next
		p.outside = append(p.outside, mark{int32(start), int32(end), model.ElementMetadata})
		value := squeeze(strings.ReplaceAll(raw[start:end], `""`, `"`))
		if f >= len(columns) {
			continue
		}
		switch strings.ToLower(columns[f]) {
		case "document number":
			if p.about.ID == "" {
				p.about.ID = value
			}
		case "draft date":
			p.day = value
		case "from":
			e.From.Name = value
		case "to":
			for s := range strings.SplitSeq(value, "|") {
				if s = strings.TrimSpace(s); s != "" {
					e.To = append(e.To, addressed{Name: s})
				}
			}
		case "subject":
			e.Subject = value
		case "tags":
			for _, s := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == '|' }) {
				if s = strings.TrimSpace(s); s != "" {
					e.Tags = append(e.Tags, s)
				}
			}
		}
	}
	p.woven(&weaver{})
	p.known = e
	p.note(TextMissing, 0, 0, "the list has no text, only what is known of the telegram")
}

// listField finds the field of a comma-separated line that begins at i, without its quotes, and where the next begins.
func listField(s string, i int) (start, end, next int) {
	if s[i] != '"' {
		end = i + len(s[i:])
		if k := strings.IndexByte(s[i:], ','); k >= 0 {
			return i, i + k, i + k + 1
		}
		return i, i + len(strings.TrimRight(s[i:], "\r\n")), end
	}
	start = i + 1
	for i = start; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			i++
			continue
		}
		next = i + 1
		if k := strings.IndexByte(s[next:], ','); k >= 0 {
			return start, i, next + k + 1
		}
		return start, i, len(s)
	}
	return start, len(s), len(s)
}

// ListFields are the fields of a comma-separated line.
func ListFields(line string) []string {
	var out []string
	for i := 0; i < len(line); {
		start, end, next := listField(line, i)
		out = append(out, strings.TrimSpace(strings.ReplaceAll(line[start:end], `""`, `"`)))
		i = next
	}
	return out
}
