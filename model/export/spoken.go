package export

import (
	"fmt"
	"io"
	"strings"

	"reftel/model"
)

// Speak writes a cable in the form that is read aloud: no signs that have to be seen, and every place said in words.
func Speak(w io.Writer, c *model.Cable) {
	if id := c.ID.String(); id != "" {
		fmt.Fprintf(w, "Cable %s.\n", id)
	} else {
		fmt.Fprintf(w, "A cable without identifier, from %s.\n", c.Source.Path)
	}
	if m := SpokenMarking(c.Classification); m != "" {
		fmt.Fprintf(w, "Classification: %s.\n", m)
	}
	if title, official := c.Title(); official {
		fmt.Fprintf(w, "Subject: %s.\n", strings.TrimRight(title.String(), ". "))
	} else if !title.Empty() {
		fmt.Fprintf(w, "No subject. Begins: %s.\n", strings.TrimRight(title.String(), ". "))
	}
	for _, f := range Head(c) {
		if f.Name == "Cable" || f.Name == "Subject" {
			continue
		}
		fmt.Fprintf(w, "%s: %s.\n", f.Name, strings.TrimRight(f.Value, ". "))
	}
	if n := len(c.Diagnostics); n > 0 {
		fmt.Fprintf(w, "%s in the text as received.\n", plural(n, "repair or remark", "repairs or remarks"))
	}
	for i := range c.Paragraphs {
		fmt.Fprint(w, "\n")
		SpeakParagraph(w, c, model.ParagraphIndex(i))
	}
	if !c.SignedBy.Empty() {
		fmt.Fprintf(w, "\nSigned: %s.\n", c.SignedBy)
	}
	fmt.Fprintln(w, "\nEnd of cable.")
}

// SpeakParagraph writes one paragraph with its place: "Paragraph 4 of 10. Confidential. Section: Russia."
func SpeakParagraph(w io.Writer, c *model.Cable, i model.ParagraphIndex) {
	p := &c.Paragraphs[i]
	fmt.Fprintf(w, "%s.", place(c, p))
	if m := SpokenMarking(p.Mark); m != "" {
		fmt.Fprintf(w, " %s.", m)
	} else if c.Classification.Level != model.LevelNone {
		fmt.Fprint(w, " Not marked.")
	}
	if p.Kind != model.KindText {
		fmt.Fprintf(w, " %s.", capitalised(p.Kind.String()))
	}
	if title := sectionTitle(c, p); !title.Empty() {
		fmt.Fprintf(w, " Section: %s.", strings.TrimRight(title.String(), ". :"))
	}
	fmt.Fprintf(w, "\n%s\n", p.Text)
}

// place is "Paragraph 4 of 10", counted by the printed numbers.
func place(c *model.Cable, p *model.Paragraph) string {
	if p.Number == 0 {
		return "Unnumbered paragraph"
	}
	last := p.Number
	for i := range c.Paragraphs {
		last = max(last, c.Paragraphs[i].Number)
	}
	return fmt.Sprintf("Paragraph %d of %d", p.Number, last)
}

// SpokenMarking is a marking in words: "Secret, NOFORN". Empty where there is none.
func SpokenMarking(m model.Marking) string {
	level, controls, _ := strings.Cut(m.Full(), "//")
	if level == "" {
		return ""
	}
	out := capitalised(strings.ToLower(level))
	for _, c := range strings.Split(controls, "//") {
		switch c {
		case "":
		case string(model.OfficialUseOnly):
			out += ", for official use only"
		default:
			out += ", " + c
		}
	}
	return out
}

func capitalised(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
