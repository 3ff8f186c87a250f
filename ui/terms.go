package ui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/model/inline"
	"reftel/model/vocab"
	"reftel/ui/page"
)

// term is a part of a paragraph that means more than its words: a reference, or a word that the tables know.
type term struct {
	paragraph  model.ParagraphIndex
	start, end int // bytes of the paragraph's text
	text       string
	leads      *inline.Range // what it refers to or stands for; nil for a word
	meanings   []vocab.Explanation
}

// termsOf lists the terms of a paragraph in their order.
func termsOf(c *model.Cable, i model.ParagraphIndex) []term {
	text := c.Paragraphs[i].Text.String()
	ranges := inline.Of(c, i)
	var out []term
	take := func(start, end int) bool {
		word := text[start:end]
		if e := vocab.Explain(word); e != nil {
			out = append(out, term{paragraph: i, start: start, end: end, text: word, meanings: e})
			return true
		}
		return false
	}
	words := wordsOf(text)
	for k := 0; k < len(words); k++ {
		w := words[k]
		for len(ranges) > 0 && int(ranges[0].End) <= w[0] {
			out = append(out, rangeTerm(i, text, ranges[0]))
			ranges = ranges[1:]
		}
		if len(ranges) > 0 && int(ranges[0].Start) < w[1] { // the range says more than its words
			continue
		}
		if k+1 < len(words) { // "1.4 (b)", "New Delhi"
			next := words[k+1]
			if gap := text[w[1]:next[0]]; strings.Trim(gap, " (") == "" && (len(ranges) == 0 || int(ranges[0].Start) >= next[1]) && proper(text[w[0]:w[1]]) {
				if end := next[1]; take(w[0], closed(text, end)) {
					k++
					continue
				}
			}
		}
		if proper(text[w[0]:w[1]]) {
			take(w[0], w[1])
		}
	}
	for _, r := range ranges {
		out = append(out, rangeTerm(i, text, r))
	}
	kept := out[:0]
	for _, t := range out {
		if t.leads == nil || t.leads.Kind != inline.Apostrophe {
			kept = append(kept, t)
		}
	}
	return kept
}

func rangeTerm(i model.ParagraphIndex, text string, r inline.Range) term {
	return term{paragraph: i, start: int(r.Start), end: int(r.End), text: text[r.Start:r.End], leads: &r}
}

// closed takes in a bracket that was opened before.
func closed(text string, end int) int {
	if end < len(text) && text[end] == ')' {
		return end + 1
	}
	return end
}

// proper tells whether a word can be a term: it has a capital, a digit or a stroke, or is one of cable language.
func proper(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) || r == '/' }) ||
		strings.HasPrefix(word, "reftel") || strings.HasPrefix(word, "septel")
}

// wordsOf gives where the words of a text begin and end, without the punctuation around them.
func wordsOf(s string) [][2]int {
	var out [][2]int
	for i := 0; i < len(s); {
		for i < len(s) && (s[i] == ' ' || s[i] == '\n') {
			i++
		}
		start := i
		for i < len(s) && s[i] != ' ' && s[i] != '\n' {
			i++
		}
		from, to := start, i
		for from < to && strings.IndexByte("([{\"'`,;:-.", s[from]) >= 0 {
			from++
		}
		for to > from && strings.IndexByte(")]}\"'`,;:-.!?", s[to-1]) >= 0 {
			to--
		}
		if from < to {
			out = append(out, [2]int{from, to})
		}
	}
	return out
}

// setTerm sets a term off and says in the status line what it is; nil ends that.
func (m *Model) setTerm(t *term) {
	m.term = t
	if t == nil {
		m.text.SetOff(-1, 0, 0)
		return
	}
	m.text.SetOff(t.paragraph, t.start, t.end)
	m.message = t.text + "  " + m.briefly(t)
}

// briefly is what a term is, in one line.
func (m *Model) briefly(t *term) string {
	follow := "  " + m.keys.Key("open") + " follows"
	if t.leads == nil {
		s := t.meanings[0].Kind.String() + ": " + t.meanings[0].Meaning.String()
		if more := len(t.meanings) - 1; more > 0 || !t.meanings[0].More.Empty() {
			s += "  " + m.keys.Key("explain") + " tells more"
		}
		return s
	}
	switch r := t.leads; r.Kind {
	case inline.Paragraph:
		return m.glyphs.Pilcrow + itoa(int(r.Paragraph)) + " of this cable  " + m.beginning(r.Paragraph) + follow
	case inline.Redaction:
		return "taken out before this was made public"
	case inline.Protection:
		return "whoever is named here is to be protected"
	case inline.Septel:
		return "a cable that is sent separately, and not named"
	default:
		id := r.ID
		if id.Zero() && r.Reference >= 0 && r.Reference < len(m.cable.References) {
			ref := m.cable.References[r.Reference]
			return ref.Kind.String() + ": " + ref.Text.String()
		}
		if id.Zero() {
			return "one of the references of this cable" + follow
		}
		at, ok := m.lib.find(id)
		if !ok {
			return id.String() + "  not in this collection"
		}
		return strings.TrimSpace(m.lib.title(at)) + follow
	}
}

// stepTerm sets off the next or previous term, in this paragraph or a later one.
func (m *Model) stepTerm(by int) {
	c, at := m.cable, m.text.Cursor()
	from := -1 // byte behind which, or before which, the next one is
	if t := m.term; t != nil && t.paragraph == at {
		from = t.start
	} else if by < 0 {
		from = len(c.Paragraphs[at].Text.String()) + 1
	}
	for i := at; i >= 0 && int(i) < len(c.Paragraphs); i += model.ParagraphIndex(by) {
		if !m.text.Page().Shown(i) {
			continue
		}
		all := termsOf(c, i)
		for k := range all {
			t := &all[k]
			if by < 0 {
				t = &all[len(all)-1-k]
			}
			if i != at || by > 0 && t.start > from || by < 0 && t.start < from {
				m.text.RevealByte(i, t.start)
				m.setTerm(t)
				m.follow()
				return
			}
		}
	}
	m.message = map[bool]string{true: "no further term in this cable", false: "no term before this one"}[by > 0]
}

// termAt sets off the term under a cell of the text pane, if there is one.
func (m *Model) termAt(x, y int) {
	i, offset, ok := m.text.ByteAt(x, y)
	if ok {
		for _, t := range termsOf(m.cable, i) {
			if offset >= t.start && offset < t.end {
				m.setTerm(&t)
				return
			}
		}
	}
	m.setTerm(nil)
}

// followTerm goes where the term that is set off leads; false where it leads nowhere.
func (m *Model) followTerm() bool {
	t := m.term
	if t == nil || t.leads == nil || !t.leads.Follows() {
		return false
	}
	switch r := t.leads; {
	case r.Kind == inline.Paragraph:
		m.gotoTyped(itoa(int(r.Paragraph)))
	case r.ID.Zero() && r.Reference >= 0:
		m.message = t.text + "  " + m.briefly(t)
	case r.ID.Zero():
		m.showReferences()
	default:
		at, ok := m.lib.find(r.ID)
		if !ok {
			m.message = r.ID.String() + " is not in this collection"
			break
		}
		m.visit(at, r.Paragraph)
	}
	return true
}

// explain opens a page on the term that is set off, and on the others of the paragraph and of the head.
func (m *Model) explain() {
	c, at := m.cable, m.text.Cursor()
	var b strings.Builder
	seen := map[string]bool{}
	tell := func(text string) { m.tell(&b, seen, text) }
	if t := m.term; t != nil && t.paragraph == at {
		if t.leads != nil {
			b.WriteString("- **" + quote(t.text) + "**: " + quote(m.briefly(t)) + "\n")
		}
		tell(t.text)
	}
	p := &c.Paragraphs[at]
	tell(p.Mark.Written)
	for _, t := range termsOf(c, at) {
		if t.leads == nil {
			tell(t.text)
		}
	}
	paragraph := b.Len()
	for _, t := range c.TAGS {
		tell(t.String())
	}
	for _, s := range c.Captions {
		tell(s.String())
	}
	if c.ClassifiedBy != nil {
		for _, r := range c.ClassifiedBy.Reasons {
			tell(r.String())
		}
	}
	source, note := b.String(), m.desk.notes[at].Text
	if source == "" && note.Empty() {
		m.message = "no term of this paragraph is in the tables"
		return
	}
	if paragraph > 0 && paragraph < len(source) {
		source = source[:paragraph] + "\n### In the head of the cable\n\n" + source[paragraph:]
	}
	m.showPage("Explained", func(width int) []string {
		if note.Empty() {
			return m.markdown(source, width)
		}
		lines := append(m.markdown("### Your note", width), m.noteLines(note, width)...)
		if source != "" {
			lines = append(append(lines, ""), m.markdown("### In the paragraph\n\n"+source, width)...)
		}
		return lines
	})
}

// tell writes what the tables know of a text.
func (m *Model) tell(b *strings.Builder, seen map[string]bool, text string) {
	for _, e := range vocab.Explain(text) {
		line := "- **" + quote(e.Term.String()) + "** *" + quote(e.Kind.String()) + "*: " + quote(e.Meaning.String())
		if more := e.More.String(); more != "" {
			line += " (" + quote(more) + ")"
		}
		if !seen[line] {
			seen[line] = true
			b.WriteString(line + "\n")
		}
	}
}

// explainTerm opens a page on any term.
func (m *Model) explainTerm(text string) {
	var b strings.Builder
	m.tell(&b, map[string]bool{}, text)
	if b.Len() == 0 {
		m.message = "the tables know nothing of " + text
		return
	}
	m.showPage("Explained", func(width int) []string { return m.markdown(b.String(), width) })
}

// widestPage is how many columns a page of prose has at most.
const widestPage = 100

// showPage opens a page that can be narrowed by typing; lines gives those of a width.
func (m *Model) showPage(title string, lines func(width int) []string) {
	o := &overlay{title: title + "   type to narrow, esc closes", closes: m.keys.Key("explain")}
	o.resized = func(o *overlay, width int) {
		o.page(lines(min(max(width-2, 10), widestPage)), func(string) func(*Model) tea.Cmd { return nil })
	}
	o.resize(m.width)
	m.overlay = o
}

// fold wraps a line of our own for a width.
func fold(s string, width int) []string {
	p := page.Layout(&model.Cable{}, page.Options{Width: width, Head: []page.HeadLine{{Text: textLine(s)}}})
	var out []string
	for _, r := range p.Rows {
		out = append(out, p.Items[r.Item].Text[r.Start:r.End])
	}
	return out
}
