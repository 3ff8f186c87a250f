package export

import (
	"fmt"
	"io"
	"strings"
	"time"

	"reftel/model"
	"reftel/model/safe"
)

// Plain writes the clean text of a cable: what is known of it, then its paragraphs, each block on a line of its own.
// Errors of writing are those of w, which is meant to be a buffer.
func Plain(w io.Writer, c *model.Cable) {
	banner := c.Classification.Full()
	if banner != "" {
		fmt.Fprintf(w, "%s\n\n", banner)
	}
	for _, f := range Head(c) {
		fmt.Fprintf(w, "%s: %s\n", f.Name, f.Value)
	}
	section := model.SectionIndex(-1)
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		if p.Section != section {
			section = p.Section
			if title := sectionTitle(c, p); !title.Empty() {
				fmt.Fprintf(w, "\n%s\n", title)
			}
		}
		fmt.Fprint(w, "\n")
		Paragraph(w, p)
	}
	if !c.SignedBy.Empty() {
		fmt.Fprintf(w, "\n%s\n", c.SignedBy)
	}
	if banner != "" {
		fmt.Fprintf(w, "\n%s\n", banner)
	}
}

// Paragraph writes one paragraph as plain text: its number, its mark, its words, and each block on lines of its own.
func Paragraph(w io.Writer, p *model.Paragraph) {
	fmt.Fprintf(w, "%s%s\n", Label(p), p.Text)
}

// Label is what stands before the words of a paragraph, with a blank behind it: "4. (C) ". Empty where there is nothing.
func Label(p *model.Paragraph) string {
	var b strings.Builder
	if p.Number != 0 {
		fmt.Fprintf(&b, "%d. ", p.Number)
	}
	if mark := Mark(p.Mark); mark != "" {
		fmt.Fprintf(&b, "(%s) ", mark)
	}
	return b.String()
}

// Mark is a portion mark as written, or, where it is inferred, in letters.
func Mark(m model.Marking) string {
	if m.Written != "" {
		return safe.Of(m.Written).String()
	}
	return m.Level.Letters()
}

// Field is one thing known of a cable, for people to read.
type Field struct{ Name, Value string }

// Head lists what is known of a cable besides its text, in the order in which people ask for it.
func Head(c *model.Cable) []Field {
	var out []Field
	add := func(name string, values ...string) {
		var present []string
		for _, v := range values {
			if v != "" {
				present = append(present, v)
			}
		}
		if len(present) > 0 {
			out = append(out, Field{name, strings.Join(present, ", ")})
		}
	}
	add("Cable", c.ID.String())
	add("Subject", c.Subject.String())
	add("Origin", c.Origin.String())
	if !c.Created.IsZero() {
		add("Sent", c.Created.UTC().Format("2006-01-02 15:04Z"))
	}
	var precedence []string
	for _, p := range c.Precedence {
		precedence = append(precedence, p.String())
	}
	add("Precedence", precedence...)
	add("From", c.From.Name.String())
	add("To", names(c.To)...)
	add("Info", names(c.Info)...)
	add("Captions", lines(c.Captions)...)
	for _, a := range c.Attention {
		add("Attention", a.Text.String())
	}
	add("E.O.", strings.TrimSpace(c.ExecutiveOrder.String()+" "+c.DeclassifyText.String()))
	if !c.DeclassifyOn.IsZero() {
		add("Declassify on", c.DeclassifyOn.Format(time.DateOnly))
	}
	add("TAGS", append(lines(c.TAGS), lines(c.Terms)...)...)
	for _, r := range c.References {
		add("Reference", referenceText(r))
	}
	if by := c.ClassifiedBy; by != nil {
		add("Classified by", by.Text.String())
	}
	if c.Partial {
		add("Note", "a partial extract of the original cable")
	}
	return out
}

func names(of []model.Addressee) []string {
	var out []string
	for _, a := range of {
		if a.Name.Empty() {
			out = append(out, a.Route.String())
			continue
		}
		out = append(out, strings.TrimSpace(a.Name.String()+" "+a.Precedence.String()))
	}
	return out
}

// referenceText is a reference with its letter and, where its text does not say it, its identifier.
func referenceText(r model.Reference) string {
	var b strings.Builder
	if !r.Letter.Empty() {
		fmt.Fprintf(&b, "%s. ", r.Letter)
	}
	b.WriteString(r.Text.String())
	if id := r.ID.String(); id != "" && id != r.Text.String() {
		fmt.Fprintf(&b, " (%s)", id)
	}
	return b.String()
}
