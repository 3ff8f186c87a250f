package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"reftel/model"
	"reftel/model/safe"
)

// The public format. The order of fields is the order in which they are written. A pointer is null where nothing is known.
type (
	cable struct {
		ID              *string      `json:"id"`
		Created         *string      `json:"created"`
		Origin          *string      `json:"origin"`
		Classification  *string      `json:"classification"`
		Captions        []string     `json:"captions"`
		Partial         bool         `json:"partial"`
		Precedence      []string     `json:"precedence"`
		DTG             *string      `json:"dtg"`
		TransmissionID  *string      `json:"transmission_id"`
		From            *sender      `json:"from"`
		To              []addressee  `json:"to"`
		Info            []addressee  `json:"info"`
		Attention       []string     `json:"attention"`
		ExecutiveOrder  *string      `json:"executive_order"`
		DeclassifyOn    *string      `json:"declassify_on"`
		DeclassifyText  *string      `json:"declassify_text"`
		Tags            []string     `json:"tags"`
		Terms           []string     `json:"terms"`
		Subject         *string      `json:"subject"`
		References      []reference  `json:"references"`
		ClassifiedBy    *authority   `json:"classified_by"`
		Summary         summary      `json:"summary"`
		Sections        []section    `json:"sections"`
		Paragraphs      []paragraph  `json:"paragraphs"`
		SignedBy        *string      `json:"signed_by"`
		MessageSections *int         `json:"message_sections"`
		Diagnostics     []diagnostic `json:"diagnostics"`
		Source          source       `json:"source"`
	}
	sender struct {
		Route *string `json:"route"`
		Name  *string `json:"name"`
	}
	addressee struct {
		Route      *string `json:"route"`
		Name       *string `json:"name"`
		Precedence *string `json:"precedence"`
		MCN        *string `json:"mcn"`
	}
	reference struct {
		Letter *string `json:"letter"`
		ID     *string `json:"id"`
		Kind   string  `json:"kind"`
		Text   string  `json:"text"`
	}
	authority struct {
		Name    *string  `json:"name"`
		Title   *string  `json:"title"`
		Text    *string  `json:"text"`
		Reasons []string `json:"reasons"`
	}
	summary struct {
		Text   *string `json:"text"`
		Origin string  `json:"origin"`
	}
	section struct {
		Title      *string `json:"title"`
		Paragraphs []*int  `json:"paragraphs"`
	}
	paragraph struct {
		Number   *int     `json:"number"`
		Mark     *string  `json:"mark"`
		Level    *string  `json:"level"`
		Controls []string `json:"controls"`
		Kind     string   `json:"kind"`
		Section  *string  `json:"section"`
		Text     string   `json:"text"`
	}
	diagnostic struct {
		Kind    string `json:"kind"`
		Line    int    `json:"line"`
		Message string `json:"message"`
	}
	source struct {
		Path   *string `json:"path"`
		Format string  `json:"format"`
	}
)

// encode gives a cable as one JSON object with a line feed behind it; indented if indent is not empty.
func encode(c *model.Cable, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // "<", ">" and "&" are read by people here
	e.SetIndent("", indent)
	if err := e.Encode(public(c)); err != nil {
		return nil, fmt.Errorf("%s as JSON: %w", c.ID, err)
	}
	return b.Bytes(), nil
}

// indent gives a cable as a JSON object over several lines, without a line feed at the end.
func indent(c *model.Cable, prefix string) ([]byte, error) {
	object, err := encode(c, "  ")
	object = bytes.TrimSuffix(object, []byte("\n"))
	return bytes.ReplaceAll(object, []byte("\n"), []byte("\n"+prefix)), err
}

// public turns a cable into the public format.
func public(c *model.Cable) *cable {
	out := &cable{
		ID:             str(c.ID.String()),
		Origin:         line(c.Origin),
		Classification: str(c.Classification.Full()),
		Captions:       lines(c.Captions),
		Partial:        c.Partial,
		Precedence:     []string{},
		DTG:            line(c.DTG),
		TransmissionID: line(c.TransmissionID),
		To:             addressees(c.To),
		Info:           addressees(c.Info),
		Attention:      []string{},
		ExecutiveOrder: line(c.ExecutiveOrder),
		DeclassifyText: line(c.DeclassifyText),
		Tags:           lines(c.TAGS),
		Terms:          lines(c.Terms),
		Subject:        line(c.Subject),
		References:     []reference{},
		Summary:        summary{str(c.Summary.Text.String()), c.Summary.Origin.String()},
		Sections:       []section{},
		Paragraphs:     []paragraph{},
		SignedBy:       line(c.SignedBy),
		Diagnostics:    []diagnostic{},
		Source:         source{line(c.Source.Path), string(c.Source.Format)},
	}
	if !c.Created.IsZero() {
		out.Created = str(c.Created.UTC().Format(time.RFC3339))
	}
	if !c.DeclassifyOn.IsZero() {
		out.DeclassifyOn = str(c.DeclassifyOn.Format(time.DateOnly))
	}
	if !c.From.Zero() {
		out.From = &sender{line(c.From.Route), line(c.From.Name)}
	}
	if c.MessageSections > 0 {
		out.MessageSections = &c.MessageSections
	}
	if by := c.ClassifiedBy; by != nil {
		out.ClassifiedBy = &authority{line(by.Name), line(by.Title), line(by.Text), lines(by.Reasons)}
	}
	for _, p := range c.Precedence {
		if word := p.String(); word != "" {
			out.Precedence = append(out.Precedence, word)
		}
	}
	for _, a := range c.Attention {
		out.Attention = append(out.Attention, a.Text.String())
	}
	for _, r := range c.References {
		out.References = append(out.References, reference{line(r.Letter), str(r.ID.String()), r.Kind.String(), r.Text.String()})
	}
	for _, s := range c.Sections {
		of := section{Title: line(s.Title), Paragraphs: []*int{}}
		for i := max(s.First, 0); i <= s.Last && int(i) < len(c.Paragraphs); i++ {
			of.Paragraphs = append(of.Paragraphs, number(c.Paragraphs[i].Number))
		}
		out.Sections = append(out.Sections, of)
	}
	for i := range c.Paragraphs {
		out.Paragraphs = append(out.Paragraphs, publicParagraph(c, &c.Paragraphs[i]))
	}
	for _, d := range c.Diagnostics {
		out.Diagnostics = append(out.Diagnostics, diagnostic{string(d.Kind), d.Line, d.Message.String()})
	}
	return out
}

func publicParagraph(c *model.Cable, p *model.Paragraph) paragraph {
	out := paragraph{
		Number:   number(p.Number),
		Mark:     str(p.Mark.Written),
		Level:    str(p.Mark.Level.String()),
		Controls: []string{},
		Kind:     p.Kind.String(),
		Section:  line(sectionTitle(c, p)),
		Text:     p.Text.String(),
	}
	for _, control := range p.Mark.Controls {
		out.Controls = append(out.Controls, string(control))
	}
	return out
}

// sectionTitle is the heading that a paragraph stands under; empty before the first one.
func sectionTitle(c *model.Cable, p *model.Paragraph) safe.Line {
	if p.Section < 0 || int(p.Section) >= len(c.Sections) {
		return safe.Line{}
	}
	return c.Sections[p.Section].Title
}

func addressees(from []model.Addressee) []addressee {
	out := []addressee{}
	for _, a := range from {
		out = append(out, addressee{line(a.Route), line(a.Name), line(a.Precedence), line(a.Continuity)})
	}
	return out
}

func number(n model.ParagraphNumber) *int {
	if n == 0 {
		return nil
	}
	i := int(n)
	return &i
}

func str(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func line(l safe.Line) *string { return str(l.String()) }

func lines(from []safe.Line) []string {
	out := []string{}
	for _, l := range from {
		out = append(out, l.String())
	}
	return out
}
