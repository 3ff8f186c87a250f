package parser

import (
	"strconv"
	"strings"

	"reftel/model"
)

// html unwraps a Cablegate page: the metadata of its table, and the text of its pre elements.
func (p *parser) html(raw string) {
	table := strings.Index(raw, "<table class='cable'>")
	if table < 0 {
		table = strings.Index(raw, `<table class="cable">`)
	}
	from := 0
	if table >= 0 {
		end := strings.Index(raw[table:], "</table>")
		if end > 0 {
			from = table + end
			p.outside = append(p.outside, mark{int32(table), int32(from), model.ElementMetadata})
			p.pageTable(raw[table:from])
		}
	}
	var w weaver
	for {
		i := strings.Index(raw[from:], "<pre>")
		if i < 0 {
			break
		}
		i += from + len("<pre>")
		j := strings.Index(raw[i:], "</pre>")
		if j < 0 {
			j = len(raw) - i
		}
		if w.b.Len() > 0 {
			w.replace("\n", i, i)
		}
		p.pre(&w, raw, i, i+j)
		from = i + j
	}
	p.woven(&w)
}

// pageTable reads the table of a page: heads and cells in the same order.
func (p *parser) pageTable(s string) {
	heads, cells := elements(s, "th"), elements(s, "td")
	for i, h := range heads {
		if i >= len(cells) {
			break
		}
		v := cells[i]
		to := (*string)(nil)
		switch h {
		case "Reference ID":
			to = &p.about.ID
		case "Created":
			to = &p.about.Created
		case "Classification":
			to = &p.about.Classification
		case "Origin":
			to = &p.about.Origin
		}
		if to != nil && *to == "" {
			*to = v
		}
	}
}

// elements are the texts of all elements of one name.
func elements(s, name string) []string {
	var out []string
	for {
		i := strings.Index(s, "<"+name)
		if i < 0 {
			return out
		}
		j := strings.IndexByte(s[i:], '>')
		k := strings.Index(s[i:], "</"+name+">")
		if j < 0 || k < j {
			return out
		}
		out = append(out, squeeze(plain(s[i+j+1:i+k])))
		s = s[i+k+1:]
	}
}

// plain is a piece of a page without tags and entities.
func plain(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		switch s[i] {
		case '<':
			if j := strings.IndexByte(s[i:], '>'); j > 0 {
				i += j + 1
				continue
			}
		case '&':
			if r, n := entity(s[i:]); n > 0 {
				b.WriteString(r)
				i += n
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// pre unwraps text with tags and entities from one offset to another.
func (p *parser) pre(w *weaver, raw string, from, to int) {
	at := from
	for i := from; i < to; {
		switch raw[i] {
		case '<':
			j := strings.IndexByte(raw[i:min(to, i+600)], '>')
			if j < 0 || i+1 >= to || !isAlpha(raw[i+1]) && raw[i+1] != '/' && raw[i+1] != '!' {
				i++
				continue
			}
			w.copy(raw, at, i)
			if tag := raw[i+1 : i+j]; hasFold(tag, "BR") && (len(tag) == 2 || !isAlpha(tag[2])) {
				w.replace("\n", i, i+j+1)
			}
			i += j + 1
			at = i
		case '&':
			r, n := entity(raw[i:to])
			if n == 0 {
				i++
				continue
			}
			w.copy(raw, at, i)
			w.replace(r, i, i+n)
			i += n
			at = i
		default:
			i++
		}
	}
	w.copy(raw, at, to)
}

// entities are the named ones that pages use; a bare ampersand and unknown names stay as they are.
var entities = [...]struct{ name, text string }{{"amp;", "&"}, {"lt;", "<"}, {"gt;", ">"}, {"quot;", `"`}, {"apos;", "'"}, {"nbsp;", " "}, {"para;", "¶"}}

// entity reads an entity at the start of s and tells how long it is.
func entity(s string) (string, int) {
	if len(s) > 3 && s[1] == '#' {
		j := strings.IndexByte(s[:min(len(s), 12)], ';')
		if j < 3 {
			return "", 0
		}
		digits, base := s[2:j], 10
		if digits[0] == 'x' || digits[0] == 'X' {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err != nil || n > 0x10FFFF {
			return "", 0
		}
		return string(rune(n)), j + 1
	}
	for _, e := range entities {
		if strings.HasPrefix(s[1:], e.name) {
			return e.text, 1 + len(e.name)
		}
	}
	return "", 0
}
