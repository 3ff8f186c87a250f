package parser

import (
	"strings"

	"reftel/model"
)

// isRow tells whether text is a row of the dump: "1","12/28/1966 18:48","66BUENOSAIRES2481",...
func isRow(s string) bool {
	if len(s) < 20 || s[0] != '"' {
		return false
	}
	d := digits(s[1:])
	if d == 0 || !strings.HasPrefix(s[1+d:], `","`) {
		return false
	}
	rest := s[4+d:]
	i := strings.IndexByte(rest[:min(len(rest), 24)], '"')
	if i < 0 {
		return false
	}
	_, ok := created(rest[:i])
	return ok
}

// row unwraps a row of the dump: eight quoted fields, with backslash escapes or doubled quotes. The last two are the
// header and the body; what the others say goes to the container.
func (p *parser) row(raw string) {
	var w weaver
	field, i := 0, 0
	for i < len(raw) && raw[i] == '"' {
		i++
		start := i
		text := field == 6 || field == 7
		if field == 7 && w.b.Len() > 0 {
			w.replace("\n", i, i)
		}
		at := i
		for i < len(raw) {
			switch c := raw[i]; {
			case c == '\\' && i+1 < len(raw) && (raw[i+1] == '"' || raw[i+1] == '\'' || raw[i+1] == '\\'),
				c == '"' && i+1 < len(raw) && raw[i+1] == '"' && !(i+2 < len(raw) && raw[i+2] == ','):
				if text {
					w.copy(raw, at, i)
					at = i + 1
				}
				i += 2
				continue
			case c == '"':
			default:
				i++
				continue
			}
			break
		}
		if text {
			w.copy(raw, at, i)
		} else {
			p.outside = append(p.outside, mark{int32(start), int32(i), model.ElementMetadata})
			p.column(field, raw[start:i])
		}
		field++
		if i++; i >= len(raw) || raw[i] != ',' {
			break
		}
		i++
	}
	p.woven(&w)
}

// column takes over what one column of the dump says.
func (p *parser) column(field int, value string) {
	a := &p.about
	set := func(to *string) {
		if *to == "" {
			*to = value
		}
	}
	switch field {
	case 1:
		set(&a.Created)
	case 2:
		set(&a.ID)
	case 3:
		set(&a.Origin)
	case 4:
		set(&a.Classification)
	case 5:
		if a.References == nil && value != "" {
			a.References = strings.Split(value, "|")
		}
	}
}
