package parser

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// longestHeading is how long a line may be that is taken for a heading without a rule.
const longestHeading = 85

// boxed reads a heading between two rules that begins at line i, or takes the rule for layout.
func (b *body) boxed(i int) int {
	first := b.over(i + 1)
	j := first
	for j < b.end && j-first <= 6 && b.lines[j].form == formText && !b.numberedAt(j) && b.lines[j].end-b.lines[j].text <= 160 {
		j++
	}
	if rule := b.over(j); j > first && rule < b.end && b.lines[rule].form == formRule {
		b.mark()
		b.breaks(i, first)
		b.section(first, j)
		b.breaks(j, rule+1)
		return rule + 1
	}
	l := &b.lines[i]
	if b.open && b.entriesOrFixed(i) {
		// A rule inside a table stays where it is.
		b.buf = append(b.buf, '\n')
		b.columns(b.s[l.start:l.end])
		b.claim(int(l.text), int(l.end))
		return i + 1
	}
	b.mark()
	b.put(int(l.text), int(l.end), model.ElementLayout)
	b.blank = true
	return i + 1
}

// over is line i, or where a page break stands there, the line behind it.
func (b *body) over(i int) int {
	k, page := i, false
	for k < b.end && (b.lines[k].form == formBlank || b.lines[k].form == formPage || b.lines[k].form == formRelay) {
		page = page || b.lines[k].form != formBlank
		k++
	}
	if page {
		return k
	}
	return i
}

// entriesOrFixed tells whether a rule stands inside fixed columns.
func (b *body) entriesOrFixed(i int) bool {
	return b.fixed && i+1 < b.end && b.wide(i+1)
}

// numberedAt tells whether a numbered paragraph begins at line i.
func (b *body) numberedAt(i int) bool {
	for k := b.next; k < len(b.starts) && b.starts[k].line <= i; k++ {
		if b.starts[k].line == i {
			return true
		}
	}
	return false
}

// headingAt reads a heading at line i: "#### Russia", underlined, or bare; it tells how many lines it is.
func (b *body) headingAt(i int, s string) int {
	if s[0] == '#' {
		n := 0
		for n < len(s) && s[n] == '#' {
			n++
		}
		if n < len(s) && s[n] == ' ' {
			l := &b.lines[i]
			b.mark()
			b.flush()
			b.put(int(l.text), int(l.text)+skip(s, n), model.ElementMarkup)
			l.text += int32(skip(s, n))
			b.section(i, i+1)
			return 1
		}
	}
	if len(s) > 2*longestHeading {
		return 0
	}
	// Underlined: up to three lines above a rule that opens no box.
	first := s[0]
	if first == '-' || first == '*' || isLower(first) && !b.blank {
		return 0
	}
	fresh := b.blank || !b.open
	if i+2 < b.end && b.lines[i+1].form == formRule && b.wide(i) && b.wide(i+2) { // the head of a table
		return 0
	}
	if !fresh && b.open && len(b.buf) > b.paraStart && i+1 < b.end && b.numberedAt(i+1) && b.ended() && strings.IndexByte(":;", b.buf[len(b.buf)-1]) < 0 && (capitals(s) || titled(s) && len(s) < 60) && strings.IndexByte(".,;:?!\")", s[len(s)-1]) < 0 && len(s) > 5 && len(s) <= longestHeading && entryLabel(s) == 0 {
		b.section(i, i+1) // a copy without blank lines
		return 1
	}
	n := 1
	if fresh {
		for n < 3 && i+n < b.end && b.lines[i+n].form == formText && b.lines[i+n].end-b.lines[i+n].text <= longestHeading && !b.numberedAt(i+n) {
			n++
		}
	}
	if rule := b.over(i + n); rule < b.end && b.lines[rule].form == formRule && (fresh || b.ended() && !strings.HasSuffix(s, ".")) && !b.opensBox(rule) {
		words := b.s[b.lines[i].text:b.lines[i+n-1].end]
		if len(words) <= 3*longestHeading && !(strings.HasSuffix(words, ".") && len(words) > longestHeading) && entryLabelIsHeading(s) {
			b.section(i, i+n)
			b.breaks(i+n, rule+1)
			return rule + 1 - i
		}
	}
	if fresh && !b.cut || fresh && b.ended() {
		return b.bare(i, s)
	}
	return 0
}

// entryLabelIsHeading tells whether a line may be a heading though it begins as a list entry does: "A. Trade".
func entryLabelIsHeading(s string) bool { return s[0] != '-' && s[0] != 'o' }

// opensBox tells whether the rule at line i is the upper one of a boxed heading.
func (b *body) opensBox(i int) bool {
	first := b.over(i + 1)
	j := first
	for j < b.end && j-first <= 6 && b.lines[j].form == formText && b.lines[j].end-b.lines[j].text <= longestHeading && !b.numberedAt(j) {
		j++
	}
	rule := b.over(j)
	return j > first && rule < b.end && b.lines[rule].form == formRule
}

// bare reads a heading that is a short line between blank lines with a paragraph behind it.
func (b *body) bare(i int, s string) int {
	if len(s) > longestHeading || !isUpper(s[0]) && !isDigit(s[0]) && s[0] != '"' && s[0] != '(' && s[0] < 0x80 {
		return 0
	}
	n := 1
	if i+1 < b.end && b.lines[i+1].form == formText {
		if b.lines[i+1].end-b.lines[i+1].text > longestHeading || b.numberedAt(i+1) {
			if !b.numberedAt(i + 1) {
				return 0
			}
		} else if n = 2; i+2 < b.end && b.lines[i+2].form == formText && !b.numberedAt(i+2) {
			return 0
		}
	}
	l := &b.lines[i+n-1]
	last := b.s[l.end-1]
	if strings.IndexByte(".,;:", last) >= 0 && !isSummaryHeading(s) {
		return 0
	}
	if !isSummaryHeading(s) && kindOfText(s) != model.KindText || strings.Contains(s, ". ") && entryLabel(s) == 0 && !capitals(s) {
		return 0
	}
	if entryLabel(s) > 0 && !isUpper(s[0]) || strings.Contains(s, "   ") {
		return 0
	}
	j := i + n
	for j < b.end && b.lines[j].form == formBlank {
		j++
	}
	if j >= b.end {
		return 0
	}
	if b.numberedAt(j) {
		if n == 2 && !capitals(s) && !titled(s) {
			return 0
		}
		b.section(i, i+n)
		return n
	}
	if b.lines[j].form != formText || n > 1 || j == i+n {
		return 0
	}
	next := b.s[b.lines[j].text:b.lines[j].end]
	if _, k := portion(next); k > 0 || isSummaryHeading(s) {
		b.section(i, i+n)
		return n
	}
	if entryLabel(next) > 0 && next[0] == '-' && len(s) <= 60 && strings.IndexByte(s, ' ') > 0 && (capitals(s) || titled(s)) && entryLabel(s) == 0 {
		b.section(i, i+n)
		return n
	}
	if len(next) > 45 && len(s) <= 60 && (capitals(s) || len(b.starts) == 0 && titled(s)) && entryLabel(next) == 0 && !strings.Contains(next, "   ") {
		b.section(i, i+n)
		return n
	}
	return 0
}

// titled tells whether most words of a line begin with a capital letter.
func titled(s string) bool {
	small, all := 0, 0
	for w := range strings.FieldsSeq(s) {
		if !isAlpha(w[0]) {
			continue
		}
		all++
		if isLower(w[0]) && len(w) > 3 {
			small++
		}
	}
	return all > 0 && small*3 <= all
}

// breaks marks the page breaks among lines that a heading passed over.
func (b *body) breaks(i, j int) {
	for ; i < j; i++ {
		if l := &b.lines[i]; l.form == formPage {
			b.put(int(l.text), int(l.end), model.ElementPageBreak)
		} else if l.form == formRelay {
			b.put(int(l.text), int(l.end), model.ElementCaption)
		} else if l.form == formRule {
			b.put(int(l.text), int(l.end), model.ElementLayout)
		}
	}
}

// section begins a section under the heading that stands in lines i up to j.
func (b *body) section(i, j int) {
	b.mark()
	b.flush()
	title := ""
	for k := i; k < j; k++ {
		l := &b.lines[k]
		b.put(int(l.text), int(l.end), model.ElementHeading)
		if k > i {
			title += " "
		}
		title += strings.Trim(b.s[l.text:l.end], "-= ")
	}
	title = squeeze(title)
	var m model.Marking
	if k, n := portion(title); n > 0 {
		m, title = k, strings.TrimSpace(title[n:])
	}
	if strings.HasSuffix(title, "**") {
		title = strings.Trim(title, "* ")
	}
	span := model.Span{Start: b.lines[i].text, End: b.lines[j-1].end, Element: model.ElementHeading}
	c := b.c
	if k := len(c.Sections); k > 0 && c.Sections[k-1].First == model.ParagraphIndex(len(c.Paragraphs)) && !c.Sections[k-1].Title.Empty() {
		// Two headings in a row are one.
		s := &c.Sections[k-1]
		s.Title = b.field(s.Title.String() + " - " + title)
		s.Span.End = span.End
	} else {
		c.Sections = append(c.Sections, model.Section{Title: b.field(title), Mark: m, First: model.ParagraphIndex(len(c.Paragraphs)), Span: span})
	}
	b.kind = kindOfHeading(title)
	b.blank, b.cut = true, false
}

// closeSections closes the sections: a last heading without text becomes a paragraph, so that it is read.
func (b *body) closeSections() {
	c := b.c
	if k := len(c.Sections); k > 0 && int(c.Sections[k-1].First) == len(c.Paragraphs) && !c.Sections[k-1].Title.Empty() {
		s := c.Sections[k-1]
		c.Sections = c.Sections[:k-1]
		b.kind = model.KindText
		b.start(0, model.Marking{}, int(s.Span.Start))
		b.openBlock(model.BlockProse, 0)
		b.squeezed(s.Title.String(), false)
		c.Paragraphs[len(c.Paragraphs)-1].Span.End = s.Span.End
		b.flush()
	}
	for i := range c.Sections {
		last := len(c.Paragraphs)
		if i+1 < len(c.Sections) {
			last = int(c.Sections[i+1].First)
		}
		c.Sections[i].Last = model.ParagraphIndex(last - 1)
	}
}

// isSummaryWord tells whether a line begins the body because it says so.
func isSummaryWord(s string) bool {
	if hasFold(s, "BEGIN ") {
		s = s[6:]
	}
	for _, w := range [...]string{"SUMMARY", "KEY POINTS"} {
		if hasFold(s, w) {
			rest := s[len(w):]
			return rest == "" || !isAlpha(rest[0]) && (capitals(s[:len(w)]) || rest[0] != ' ' || len(rest) < 30)
		}
	}
	return false
}

// isSummaryHeading tells whether a line is a heading for a summary or comment and nothing else.
func isSummaryHeading(s string) bool {
	s = strings.TrimRight(s, ":.- ")
	return len(s) < 40 && kindOfHeading(s) != model.KindText && strings.IndexByte(s, ':') < 0 && !strings.Contains(s, ". ") && wordCount(s) <= 4
}

// kindOfHeading is what the paragraphs under a heading are.
func kindOfHeading(s string) model.ParagraphKind {
	switch {
	case hasFold(s, "SUMMARY"), hasFold(s, "KEY POINTS"), hasFold(s, "EXECUTIVE SUMMARY"), hasFold(s, "INTRODUCTION AND SUMMARY"), hasFold(s, "BEGIN SUMMARY"):
		return model.KindSummary
	case hasFold(s, "COMMENT"):
		return model.KindComment
	case hasFold(s, "ACTION REQUEST"):
		return model.KindActionRequest
	case hasFold(s, "END NOTE"):
		return model.KindEndNotes
	case hasFold(s, "BIO NOTE"), hasFold(s, "BIOGRAPHIC"), hasFold(s, "BIO DATA"):
		return model.KindBiographic
	}
	return model.KindText
}

// kindOfText is what a paragraph says of itself in its first words: "Comment:", "SUMMARY.".
func kindOfText(s string) model.ParagraphKind {
	if s == "" {
		return model.KindText
	}
	if hasFold(s, "BEGIN ") {
		s = s[6:]
	}
	s = strings.TrimLeft(s, "(")
	if s == "" {
		return model.KindText
	}
	switch upper(s[0]) {
	case 'S', 'C', 'A', 'N', 'B', 'K', 'E':
	default:
		return model.KindText
	}
	for _, k := range [...]struct {
		word string
		kind model.ParagraphKind
	}{{"SUMMARY", model.KindSummary}, {"KEY POINTS", model.KindSummary}, {"COMMENT", model.KindComment}, {"ACTION REQUEST", model.KindActionRequest}, {"NOTE", model.KindNote},
		{"BIO NOTE", model.KindBiographic}, {"BIOGRAPHIC NOTE", model.KindBiographic}, {"END NOTES", model.KindEndNotes}, {"EMBASSY COMMENT", model.KindComment}} {
		if !hasFold(s, k.word) {
			continue
		}
		rest := s[len(k.word):]
		if rest == "" {
			return k.kind
		}
		if strings.IndexByte(":.-/,)", rest[0]) >= 0 || hasFold(rest, " AND ") || hasFold(rest, " & ") || hasFold(rest, " --") || hasFold(rest, " -") {
			return k.kind
		}
	}
	return model.KindText
}

// titles gives a cable without subject a title made from its first heading or words.
func (p *parser) titles() {
	c := p.c
	if !c.Subject.Empty() {
		return
	}
	made := ""
	for _, s := range c.Sections {
		if !s.Title.Empty() && kindOfHeading(s.Title.String()) == model.KindText {
			made = s.Title.String()
			break
		}
	}
	if made == "" && !c.Summary.Text.Empty() {
		made = c.Summary.Text.String()
	}
	for i := 0; made == "" && i < len(c.Paragraphs); i++ {
		made = c.Paragraphs[i].Text.String()
	}
	if made == "" {
		return
	}
	words := strings.Fields(made)
	made = ""
	for _, w := range words {
		if len(made)+len(w) > 80 {
			made += " ..."
			break
		}
		if made != "" {
			made += " "
		}
		made += w
	}
	c.SetFallbackTitle(safe.Of(made))
	if p.fields > 0 {
		p.note(NoSubject, 0, 0, "no SUBJECT line; the title is made from the text")
	}
}
