package parser

import (
	"bytes"
	"fmt"
	"strings"

	"reftel/model"
)

// columns is how many fields a row of the dump has.
const columns = 8

// The fields of a row of the dump, counted from 0.
const (
	columnCreated = 1 + iota
	columnID
	columnOrigin
	columnClassification
	columnReferences
	columnHeader
	columnBody
)

// IsRow tells whether text begins as a row of the dump does: "1","12/28/1966 18:48",". The quotes cannot stand so in
// a field, where they would be escaped, so that rows are found by this form wherever one begins to read.
func IsRow(s []byte) bool {
	i := 0
	digit := func(least, most int) bool {
		n := 0
		for i < len(s) && isDigit(s[i]) && n < most {
			i++
			n++
		}
		return n >= least
	}
	is := func(c byte) bool {
		if i >= len(s) || s[i] != c {
			return false
		}
		i++
		return true
	}
	return is('"') && digit(1, 12) && is('"') && is(',') && is('"') &&
		digit(1, 2) && is('/') && digit(1, 2) && is('/') && digit(4, 4) && is(' ') && digit(1, 2) && is(':') && digit(2, 2) &&
		is('"') && is(',') && is('"')
}

// LongestRowStart is how many bytes IsRow looks at, at most.
const LongestRowStart = 40

// RowFields finds the fields of a row of the dump, without their quotes, and says what is wrong with it; empty where
// nothing is. Quotes within a field are escaped with a backslash or doubled; a bare one is taken for a part of the text
// unless the end of the row or another field follows it.
func RowFields(row []byte) (fields [columns][2]int, n int, wrong string) {
	i, end := 0, len(bytes.TrimRight(row, "\r\n"))
	for {
		if n == columns {
			return fields, n, fmt.Sprintf("text behind field %d", columns)
		}
		if i < end && row[i] != '"' { // empty, or NULL as some databases write it
			to := bytes.IndexByte(row[i:end], ',')
			if to < 0 {
				to = end - i
			}
			fields[n] = [2]int{i, i + to}
			n++
			if i += to; i == end {
				break
			}
			i++
			continue
		}
		start := i + 1
		at, closed := closing(row[:end], start)
		fields[n] = [2]int{min(start, end), at}
		n++
		if !closed {
			return fields, n, fmt.Sprintf("field %d: unclosed quote", n)
		}
		if i = at + 1; i >= end {
			break
		}
		i++ // the comma, as closing has seen
	}
	if n < columns {
		return fields, n, fmt.Sprintf("%d fields instead of %d", n, columns)
	}
	return fields, n, ""
}

// closing finds the quote that closes the field whose text begins at start.
func closing(row []byte, start int) (int, bool) {
	for i := start; i < len(row); {
		k := bytes.IndexByte(row[i:], '"')
		if k < 0 {
			break
		}
		k += i
		b := k
		for b > i && row[b-1] == '\\' {
			b--
		}
		switch {
		case (k-b)%2 == 1:
			i = k + 1
		case k+1 == len(row) || row[k+1] == ',' && fieldFollows(row[k+2:]):
			return k, true
		case row[k+1] == '"':
			i = k + 2
		default:
			i = k + 1
		}
	}
	return len(row), false
}

// fieldFollows tells whether a field begins at s: a quote, nothing, or NULL.
func fieldFollows(s []byte) bool {
	return len(s) == 0 || s[0] == '"' || s[0] == ',' || s[0] == '\\' && len(s) > 1 && s[1] == 'N'
}

// row unwraps a row of the dump. Its last two fields are the header and the body; what the others say goes to the
// container.
func (p *parser) row() {
	raw := p.c.Received
	fields, n, wrong := RowFields(raw)
	w := weaver{runs: p.scratch.runs[:0]}
	w.b.Grow(len(raw))
	first := string(raw[:fields[min(n, columnHeader)-1][1]]) // the columns before the header
	for f, at := range fields[:n] {
		start, end := at[0], at[1]
		if f != columnHeader && f != columnBody {
			p.outside = append(p.outside, mark{int32(start), int32(end), model.ElementMetadata})
			p.column(f, first[start:end])
			continue
		}
		if f == columnBody && w.b.Len() > 0 {
			w.replace("\n", start, start)
		}
		p.unescape(&w, raw, start, end)
	}
	p.woven(&w)
	p.scratch.runs = w.runs
	if wrong != "" {
		p.note(RowDamaged, 0, 0, wrong)
	}
}

// unescape weaves a field of a row, without the characters that protect others.
func (p *parser) unescape(w *weaver, raw []byte, start, end int) {
	at := start
	slash, quote := start-1, start-1 // where each comes next; end where it does not
	for i := start; ; {
		if slash < i {
			slash = nextByte(raw, i, end, '\\')
		}
		if quote < i {
			quote = nextByte(raw, i, end, '"')
		}
		i = min(slash, quote)
		if i >= end {
			break
		}
		if i+1 < end && (raw[i+1] == '"' || raw[i] == '\\' && (raw[i+1] == '\'' || raw[i+1] == '\\')) {
			w.copyBytes(raw, at, i)
			at = i + 1
			i++
		}
		i++
	}
	w.copyBytes(raw, at, end)
}

// nextByte is the offset of a byte in a range of a text; the end of the range where it is not there.
func nextByte(s []byte, start, end int, c byte) int {
	if start < end {
		if k := bytes.IndexByte(s[start:end], c); k >= 0 {
			return start + k
		}
	}
	return end
}

// column takes over what one column of the dump says.
func (p *parser) column(field int, value string) {
	a := &p.about
	set := func(to *string) {
		if *to == "" && value != `\N` {
			*to = value
		}
	}
	switch field {
	case columnCreated:
		set(&a.Created)
	case columnID:
		set(&a.ID)
	case columnOrigin:
		set(&a.Origin)
	case columnClassification:
		set(&a.Classification)
	case columnReferences:
		if a.References == nil && value != "" {
			a.References = strings.Split(value, "|")
		}
	}
}
