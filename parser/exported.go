package parser

import (
	"encoding/json"
	"strings"
	"time"

	"reftel/model"
	"reftel/model/safe"
)

// exported is what this program writes of a cable as JSON, but for its paragraphs.
type exported struct {
	ID             string    `json:"id"`
	Created        time.Time `json:"created"`
	Origin         string    `json:"origin"`
	Classification string    `json:"classification"`
	Captions       []string  `json:"captions"`
	Partial        bool      `json:"partial"`
	Precedence     []string  `json:"precedence"`
	DTG            string    `json:"dtg"`
	TransmissionID string    `json:"transmission_id"`
	From           addressed `json:"from"`
	To             []addressed
	Info           []addressed
	Attention      []string
	ExecutiveOrder string `json:"executive_order"`
	DeclassifyOn   string `json:"declassify_on"`
	DeclassifyText string `json:"declassify_text"`
	Tags           []string
	Terms          []string
	Subject        string
	References     []struct {
		Letter, ID, Kind, Text string
	}
	ClassifiedBy *struct {
		Name, Title, Text string
		Reasons           []string
	} `json:"classified_by"`
	MessageSections int `json:"message_sections"`
}

type addressed struct{ Route, Name, Precedence, MCN string }

// exported unwraps an object that this program has exported: the paragraphs and the name below them become the text,
// the other fields are taken over as they are.
func (p *parser) exported(raw string) {
	var w weaver
	section, heading := "", ""
	number, mark0, text := jsonValue{}, jsonValue{}, false
	r := &jsonReader{s: raw, i: max(0, strings.IndexByte(raw, '{'))}
	r.each = func(path []string, v jsonValue) {
		switch strings.Join(path, "/") {
		case "paragraphs//number":
			number = v
		case "paragraphs//mark":
			mark0 = v
		case "paragraphs//section":
			heading = v.of(raw)
		case "paragraphs//text":
			w.replace("\n", v.start, v.start)
			if heading != section {
				section = heading
				w.replace("\n"+heading+"\n"+strings.Repeat("-", max(3, len(heading)))+"\n\n", v.start, v.start)
			}
			if s := number.of(raw); s != "" {
				w.replace(s+". ", v.start, v.start)
			}
			if s := mark0.of(raw); s != "" {
				w.replace("("+s+") ", v.start, v.start)
			}
			v.weaveLines(&w, raw)
			w.replace("\n", v.end, v.end)
			text = true
			return
		case "signed_by":
			if v.of(raw) != "" && text {
				w.replace("\n\n", v.start, v.start)
				v.weave(&w, raw)
				w.replace("\n", v.end, v.end)
				return
			}
		}
		p.outside = append(p.outside, mark{int32(v.start), int32(v.end), model.ElementMetadata})
	}
	r.open = func(path []string, _ int) {
		if strings.Join(path, "/") == "paragraphs/" {
			number, mark0, heading = jsonValue{}, jsonValue{}, ""
		}
	}
	r.value()
	p.woven(&w)
	e := &exported{}
	object := raw[max(0, strings.IndexByte(raw, '{')):]
	if err := json.NewDecoder(strings.NewReader(object)).Decode(e); err != nil || r.bad {
		p.note(RecordDamaged, w.b.Len(), w.b.Len(), "the JSON object is broken or cut off")
	}
	a := &p.about
	if e.ID != "" {
		a.ID = e.ID
	}
	a.Origin, a.Classification = e.Origin, e.Classification
	if !e.Created.IsZero() {
		a.Created = e.Created.UTC().Format(time.DateTime)
	}
	p.known = e
}

// weaveLines takes over the text of a paragraph. A line end in it divides, and would be joined if it stood alone.
func (v jsonValue) weaveLines(w *weaver, raw string) {
	at := v.start
	for at < v.end {
		k := strings.Index(raw[at:v.end], `\n`)
		if k < 0 {
			break
		}
		jsonValue{at, at + k, true}.weave(w, raw)
		w.replace("\n\n", at+k, at+k+2)
		at += k + 2
	}
	jsonValue{at, v.end, true}.weave(w, raw)
}

// furnished takes over what an exported object says. The text below it is read by the grammar of the body.
func (p *parser) furnished(e *exported) {
	c := p.c
	p.fields++
	c.Captions = p.fieldsOf(e.Captions)
	c.Partial = e.Partial
	for _, s := range e.Precedence {
		for _, of := range [...]model.Precedence{model.Flash, model.Immediate, model.Priority, model.Routine} {
			if of.String() == s {
				c.Precedence = append(c.Precedence, of)
			}
		}
	}
	c.DTG, c.TransmissionID = p.field(e.DTG), p.field(e.TransmissionID)
	c.From = p.addressed(e.From)
	for _, a := range e.To {
		c.To = append(c.To, p.addressed(a))
	}
	for _, a := range e.Info {
		c.Info = append(c.Info, p.addressed(a))
	}
	for _, s := range e.Attention {
		c.Attention = append(c.Attention, model.Attention{Text: p.field(s)})
	}
	c.ExecutiveOrder, c.DeclassifyText = p.field(e.ExecutiveOrder), p.field(e.DeclassifyText)
	if t, err := time.Parse(time.DateOnly, e.DeclassifyOn); err == nil {
		c.DeclassifyOn = t
	}
	c.TAGS, c.Terms, c.Subject = p.fieldsOf(e.Tags), p.fieldsOf(e.Terms), p.field(e.Subject)
	for _, r := range e.References {
		of := model.Reference{Letter: p.field(r.Letter), Text: p.field(r.Text)}
		if id, ok := readID(r.ID); ok {
			of.ID = id
		}
		for k := model.ReferenceCable; k <= model.ReferenceOther; k++ {
			if k.String() == r.Kind {
				of.Kind = k
			}
		}
		c.References = append(c.References, of)
	}
	if by := e.ClassifiedBy; by != nil {
		c.ClassifiedBy = &model.ClassifiedBy{Name: p.field(by.Name), Title: p.field(by.Title), Text: p.field(by.Text), Reasons: p.fieldsOf(by.Reasons)}
	}
	c.MessageSections = e.MessageSections
}

func (p *parser) addressed(a addressed) model.Addressee {
	return model.Addressee{Route: p.field(a.Route), Name: p.field(a.Name), Precedence: p.field(a.Precedence), Continuity: p.field(a.MCN)}
}

func (p *parser) fieldsOf(of []string) []safe.Line {
	var out []safe.Line
	for _, s := range of {
		out = append(out, p.field(s))
	}
	return out
}
