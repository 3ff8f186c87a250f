package parser

import (
	"strconv"
	"strings"

	"reftel/model"
)

// record unwraps a cable that is a JSON object: one of the many forms into which people have turned the dump, told by
// the names of its fields, or one that this program has exported.
func (p *parser) record(raw string) {
	if strings.Contains(raw, `"paragraphs"`) && strings.Contains(raw, `"message_sections"`) {
		p.exported(raw)
		return
	}
	var w weaver
	a := &p.about
	id := ""
	weak := false // it may be that of the first reference
	set := func(to *string, v jsonValue) {
		if *to == "" {
			*to = v.of(raw)
		}
	}
	r := &jsonReader{s: raw, i: strings.IndexByte(raw, '{')}
	r.each = func(path []string, v jsonValue) {
		if len(path) == 0 {
			return
		}
		name := path[len(path)-1]
		if name == "" && len(path) > 1 {
			name = path[len(path)-2]
		}
		switch field := recordField(name); field {
		case columnHeader, columnBody:
			if field == columnHeader && w.b.Len() > 0 {
				// It stands behind the body; as a rule without its line ends, and with nothing that the body has not.
				p.outside = append(p.outside, mark{int32(v.start), int32(v.end), model.ElementHeader})
				return
			}
			if w.b.Len() > 0 {
				w.replace("\n", v.start, v.start)
			}
			v.weave(&w, raw)
			return
		case columnID:
			n := normalName(name)
			if w := n == "id"; id == "" || weak && !w {
				id, weak = v.of(raw), w
			}
		case columnCreated:
			set(&a.Created, v)
		case columnOrigin:
			set(&a.Origin, v)
		case columnClassification:
			set(&a.Classification, v)
		case columnReferences:
			for _, s := range strings.FieldsFunc(v.of(raw), func(r rune) bool { return r == '|' || r == ',' || r == ';' }) {
				a.References = append(a.References, strings.TrimSpace(s))
			}
		}
		p.outside = append(p.outside, mark{int32(v.start), int32(v.end), model.ElementMetadata})
	}
	if r.i < 0 {
		r.i = 0
	}
	r.value()
	if r.bad {
		p.note(RecordDamaged, w.b.Len(), w.b.Len(), "the JSON object is broken or cut off")
	}
	if w.b.Len() == 0 { // no field with a text: all of it is shown
		w.copy(raw, 0, len(raw))
		p.outside = nil
	}
	p.woven(&w)
	if weak && !p.numbered(id) {
		id = ""
	}
	if a.ID == "" || id != "" && !a.Part {
		a.ID = id
	}
}

// numbered tells whether the beginning of the text speaks of the number in an identifier.
func (p *parser) numbered(id string) bool {
	is, ok := readID(id)
	if !ok {
		return false
	}
	head := p.s[:min(len(p.s), 400)]
	for i := 0; i < len(head); {
		n := digits(head[i:])
		if n == 0 {
			i++
			continue
		}
		if serial, err := strconv.Atoi(head[i : i+n]); err == nil && serial == int(is.Serial) {
			return true
		}
		i += n
	}
	return false
}

// normalName is the name of a field in small letters, without what separates its words.
func normalName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, name)
}

// recordField is the column of the dump that a field of a record stands for; -1 where it stands for none.
func recordField(name string) int {
	switch normalName(name) {
	case "id", "identifier", "refid", "referenceid", "cableid", "canonicalid", "documentnumber", "docnbr", "mrn":
		return columnID
	case "created", "createdat", "date", "datetime", "datesent", "sent", "timestamp":
		return columnCreated
	case "origin", "embassy", "post", "office", "station":
		return columnOrigin
	case "classification", "class", "origclass", "originalclassification":
		return columnClassification
	case "references", "refs", "reference":
		return columnReferences
	case "header", "head":
		return columnHeader
	case "body", "content", "text", "fulltext", "contenttext", "rawtext", "message", "msgtext":
		return columnBody
	}
	return -1
}
