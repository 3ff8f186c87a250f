package parser

import (
	"slices"
	"strings"

	"reftel/model"
)

// body is the state of reading the paragraphs.
type body struct {
	*parser
	starts []chosen
	next   int // in starts
	end    int // line behind the last one

	open      bool // a paragraph is open
	paraStart int  // of its text in buf
	firstBlk  int  // its first block
	fixed     bool // the open block is fixed
	closed    bool // the open block takes no more lines
	blank     bool // a blank line stands since the last line of text
	prevEnd   int  // working offset behind the last word of text
	textStart int  // of the text not yet marked as such
	textEnd   int
	style     byte // of the paragraph's first list entries
	letter    byte // of its last list entry, where letters count them
	doubled   bool // a blank line stands behind every line
	width     int  // that lines are wrapped at; 0 where they are not
	lastLine  int  // length of the last line of text

	kind   model.ParagraphKind // that the heading gives
	blocks []model.Block
	places []int32 // per paragraph: start and end of text in buf, first block
}

// body reads the paragraphs from a line on.
func (p *parser) body(start int) {
	p.divide(start)
	end := p.ending(start)
	b := &body{parser: p, end: end}
	b.starts = p.number(start, end)
	if b.splitInside(start) {
		end = b.end
	}
	p.c.Paragraphs, p.c.Sections = p.paragraphs[:0], p.sections[:0]
	b.blocks, b.places = p.blocks[:0], p.places[:0]
	if start < len(p.lines) {
		p.buf = slices.Grow(p.buf[:0], len(p.s)-int(p.lines[start].start))
	}
	b.measure(start)
	for i := start; i < end; {
		i = b.read(i)
	}
	b.flush()
	b.finish()
}

// measure finds the width that lines are wrapped at, and whether a blank line stands behind every one.
func (b *body) measure(start int) {
	var lengths [101]int
	texts, long, doubled := 0, 0, 0
	for i := start; i < b.end; i++ {
		l := &b.lines[i]
		if l.form != formText {
			continue
		}
		texts++
		n := int(l.end - l.text)
		if n > 100 {
			long++
			continue
		}
		lengths[n]++
		if i+2 < b.end && b.lines[i+1].form == formBlank && b.lines[i+2].form == formText && n > 40 && strings.IndexByte(".:?!;", b.s[l.end-1]) < 0 {
			doubled++
		}
	}
	b.doubled = texts > 8 && doubled*2 > texts
	if texts < 8 || long*4 > texts {
		return
	}
	above := 0
	for n := 100; n > 40; n-- {
		if above += lengths[n]; above*10 > texts {
			b.width = n
			return
		}
	}
}

// broken tells whether the line above ends where it does on purpose: the first word of the next line had room on it by far.
func (b *body) broken(s string) bool {
	if b.width == 0 || b.lastLine == 0 || b.lastLine > b.width*6/10 {
		return false
	}
	word := strings.IndexByte(s, ' ')
	if word < 0 {
		word = len(s)
	}
	return b.lastLine+1+word < b.width*7/10
}

// splitInside makes the numbers that stand inside a line begin lines of their own.
func (b *body) splitInside(start int) bool {
	p := b.parser
	any := false
	for _, c := range b.starts {
		any = any || c.inside
	}
	if !any {
		return false
	}
	lines := make([]line, 0, len(p.lines)+len(b.starts))
	k := 0
	for i, l := range p.lines {
		for ; k < len(b.starts) && b.starts[k].line == i; k++ {
			c := &b.starts[k]
			if c.inside {
				p.note(TextReflowed, c.at, c.text, "a paragraph inside a line")
				head := p.line(int(l.start), c.at)
				if head.form != formBlank { // backslashes alone are no text
					head.form = formText
				}
				if h := titleBefore(p.s[head.text:head.end], p.s[head.end:c.at]); h > 0 || h == 0 && head.end > head.text && titleAlone(p.s[head.text:head.end]) {
					title := p.line(int(head.text)+h, c.at)
					title.form = formTitle
					if h > 0 {
						head = p.line(int(l.start), int(head.text)+h)
						head.form = formText
						lines = append(lines, head)
					}
					head = title
				}
				lines = append(lines, head)
				rest := p.line(c.at, int(l.next))
				rest.form, rest.end = formText, min(rest.end, l.end)
				l = rest
			}
			c.line = len(lines)
		}
		lines = append(lines, l)
		if i == b.end-1 {
			b.end = -len(lines)
		}
	}
	if b.end < 0 {
		b.end = -b.end
	} else {
		b.end = len(lines)
	}
	p.lines = lines
	return true
}

// titleBefore is where a heading begins that stands between the last sentence of s and the number of the next paragraph,
// in capitals or set off by blanks: "... in July.  The Road Ahead  7. (C)"; 0 where there is none.
func titleBefore(s, gap string) int {
	for i := len(s) - 3; i > 0 && len(s)-i < longestHeading; i-- {
		if strings.IndexByte(".?!\")", s[i]) < 0 && s[i] != 0x9D || !isSpace(s[i+1]) {
			continue
		}
		j := skip(s, i+1)
		t := s[j:]
		if t == "" || !isUpper(t[0]) && t[0] != '"' || strings.IndexByte(".,;:?!", t[len(t)-1]) >= 0 && !isSummaryHeading(t) || strings.Contains(t, ". ") {
			return 0
		}
		wide := j-i > 2 && len(gap) > 1
		switch {
		case isSummaryHeading(t) && (wide || capitals(t)):
		case capitals(t) && len(t) > 5 && !isSignature(t) && (wide || strings.IndexByte(t, ' ') > 0):
		case wide && titled(t) && wordCount(t) < 12 && len(t) > 5:
		default:
			return 0
		}
		return j
	}
	return 0
}

// titleAlone tells whether what stands before the first number on a line is nothing but a heading: "SUMMARY 1. (C) ...".
func titleAlone(s string) bool {
	return len(s) < longestHeading && (isSummaryHeading(s) || capitals(s) && len(s) > 5 && strings.IndexByte(".,;:", s[len(s)-1]) < 0 && !strings.Contains(s, "SIPDIS"))
}

// read reads the line i and tells which comes next.
func (b *body) read(i int) int {
	p := b.parser
	l := &p.lines[i]
	switch l.form {
	case formBlank:
		if !b.doubled || i+1 < b.end && b.lines[i+1].form != formText || i > 0 && b.lines[i-1].form != formText {
			b.blank = true
		}
		return i + 1
	case formRead:
		return i + 1
	case formPage, formBanner, formEnd, formHead, formStamp, formRelay:
		e := [...]model.Element{formPage: model.ElementPageBreak, formBanner: model.ElementPageBreak, formStamp: model.ElementPageBreak,
			formHead: model.ElementHeader, formEnd: model.ElementEnd, formRelay: model.ElementCaption}[l.form]
		b.mark()
		p.put(int(l.text), int(l.end), e)
		p.cut = true
		return i + 1
	case formRule:
		return b.boxed(i)
	case formTitle:
		b.section(i, i+1)
		return i + 1
	}
	if b.next < len(b.starts) && b.starts[b.next].line == i {
		b.begin(i)
		return i + 1
	}
	s := p.s[l.text:l.end]
	if n := b.headingAt(i, s); n > 0 {
		return i + n
	}
	if m, n := portion(s); n > 0 && (b.blank || !b.open) { // an unnumbered paragraph
		b.flush()
		p.put(int(l.text), int(l.text)+n, model.ElementMark)
		b.start(0, m, int(l.text))
		j := int(l.text) + n
		for j < int(l.end) && isSpace(p.s[j]) {
			j++
		}
		b.text(j, int(l.end), l)
		return i + 1
	}
	b.more(i, s)
	return i + 1
}

// begin opens the numbered paragraph that begins at line i.
func (b *body) begin(i int) {
	p := b.parser
	l := &p.lines[i]
	c := b.starts[b.next]
	b.next++
	b.flush()
	p.put(c.at, c.text, model.ElementNumber)
	j := c.text
	for j < int(l.end) && isSpace(p.s[j]) {
		j++
	}
	s := p.s[j:l.end]
	m, n := portion(s)
	if n == 0 {
		if n = bareMark(s); n > 0 {
			m, _ = parseMark(s[:n-1])
			p.note(MarkBracket, j, j+n, "read as ("+m.Written+")")
		}
	}
	p.put(j, j+n, model.ElementMark)
	b.start(c.value, m, c.at)
	if n == 0 {
		b.entire(s)
	}
	j += n
	for j < int(l.end) && isSpace(p.s[j]) {
		j++
	}
	// "(C) (SUMMARY)" and the like stay text; a second mark is text too.
	b.text(j, int(l.end), l)
}

// entire reads "C - ENTIRE TEXT." of 1979 as the paragraph's mark; the words stay text.
func (b *body) entire(s string) {
	if i := indexFold(s[:min(len(s), 40)], "ENTIRE TEXT"); i > 0 {
		if m, ok := parseMark(strings.Trim(s[:i], " (-,")); ok {
			b.c.Paragraphs[len(b.c.Paragraphs)-1].Mark = m
		}
	}
}

// start opens a paragraph.
func (b *body) start(number int, m model.Marking, at int) {
	c := b.c
	if len(c.Sections) == 0 {
		c.Sections = append(c.Sections, model.Section{})
	}
	c.Paragraphs = append(c.Paragraphs, model.Paragraph{Number: model.ParagraphNumber(number), Mark: m, Kind: b.kind,
		Section: model.SectionIndex(len(c.Sections) - 1), Span: model.Span{Start: int32(at), End: int32(at)}})
	b.open, b.paraStart, b.firstBlk, b.closed, b.fixed, b.style, b.letter = true, len(b.buf), len(b.blocks), true, false, 0, 0
	b.blank, b.cut = false, false
}

// mark says that what was read since the last mark is text.
func (b *body) mark() {
	if b.textEnd > b.textStart {
		b.put(b.textStart, b.textEnd, model.ElementText)
	}
	b.textStart, b.textEnd = 0, 0
}

// claim adds a range of the working text to the open paragraph.
func (b *body) claim(start, end int) {
	if b.textEnd == 0 {
		b.textStart = start
	}
	b.textEnd, b.prevEnd = end, end
	b.c.Paragraphs[len(b.c.Paragraphs)-1].Span.End = int32(end)
}

// flush ends the open paragraph.
func (b *body) flush() {
	if !b.open {
		return
	}
	b.mark()
	b.open = false
	b.endBlock()
	b.places = append(b.places, int32(b.paraStart), int32(len(b.buf)), int32(b.firstBlk))
	text := b.buf[b.paraStart:]
	// Keeps the last character of one paragraph and the first of the next from becoming one.
	b.buf = append(b.buf, '\n')
	if b.kind == model.KindSummary && indexFold(tail(text), "END SUMMARY") >= 0 || b.kind == model.KindComment && indexFold(tail(text), "END COMMENT") >= 0 {
		b.kind = model.KindText
	}
}

// tail is the end of a paragraph, where its end words stand.
func tail(s []byte) string { return string(s[max(0, len(s)-60):]) }

// text adds a range of a line to the open paragraph.
func (b *body) text(start, end int, l *line) {
	if start >= end {
		return
	}
	s := b.s[start:end]
	if n := b.entryAt(s); n > 0 && b.closed {
		b.openBlock(model.BlockEntry, n)
		b.entry(s, n, l.single)
	} else {
		if b.closed {
			b.openBlock(model.BlockProse, 0)
		}
		b.prose(s, l.single)
	}
	b.claim(start, end)
	b.blank, b.cut, b.lastLine = false, false, int(l.end-l.text)
}

// more adds a line that begins nothing to the open paragraph, or opens an unnumbered one.
func (b *body) more(i int, s string) {
	l := &b.lines[i]
	at := int(l.text)
	if strings.HasPrefix(s, "¶") && len(s) > 2 && !isSpace(s[2]) {
		// A pilcrow before a list entry, or before a number that only ends a sentence.
		b.mark()
		b.put(at, at+2, model.ElementNumber)
		at += 2
		s = s[2:]
	}
	if !b.open {
		b.start(0, model.Marking{}, at)
		b.addLine(i, at, s)
		return
	}
	if b.blank {
		ended := b.ended()
		low := isLower(s[0]) || isDigit(s[0]) && isNumbered(s)
		switch {
		case low && !ended && (entryLabel(s) == 0 || isDigit(s[0])) || b.cut && !ended && entryLabel(s) == 0 && !b.fixed:
			b.note(PageBreakJoined, b.prevEnd, at, "a sentence joined over a page break")
		case b.numbered() || entryLabel(s) > 0 || b.fixedLine(i) || b.fixed || b.cut && b.entries():
			b.endBlock()
		default:
			b.flush()
			b.start(0, model.Marking{}, at)
		}
	} else if b.cut && !b.ended() && b.open && len(b.buf) > b.paraStart {
		b.note(PageBreakJoined, b.prevEnd, at, "a sentence joined over a page break")
	} else if !b.cut && !b.fixed && b.broken(s) && !isLower(s[0]) {
		b.endBlock()
	}
	b.addLine(i, at, s)
}

// numbered tells whether the open paragraph has a number.
func (b *body) numbered() bool {
	return b.c.Paragraphs[len(b.c.Paragraphs)-1].Number != 0
}

// entries tells whether the open paragraph has list entries.
func (b *body) entries() bool {
	return len(b.blocks) > b.firstBlk && b.blocks[len(b.blocks)-1].Kind == model.BlockEntry
}

// ended tells whether the text so far ends a sentence.
func (b *body) ended() bool {
	k := len(b.buf)
	for k > b.paraStart && strings.IndexByte("\")'] ", b.buf[k-1]) >= 0 {
		k--
	}
	return k == b.paraStart || strings.IndexByte(".:?!;", b.buf[k-1]) >= 0
}

// addLine adds a line to the open paragraph, as prose, list entry or fixed columns.
func (b *body) addLine(i, at int, s string) {
	l := &b.lines[i]
	end := int(l.end)
	switch {
	case b.fixedLine(i):
		if !b.fixed || b.closed {
			b.openBlock(model.BlockFixed, 0)
			b.fixed = true
		} else {
			b.buf = append(b.buf, '\n')
		}
		b.columns(b.s[l.start:end])
	default:
		if n := b.entryAt(s); n > 0 && (b.closed || b.blank || b.ended() || s[0] == '-' && isUpper(s[n]) && b.entries() && b.sameLabel(s, n)) {
			b.openBlock(model.BlockEntry, n)
			b.entry(s, n, l.single)
			break
		}
		if b.fixed || b.closed {
			b.openBlock(model.BlockProse, 0)
		}
		b.prose(s, l.single)
	}
	b.claim(at, end)
	b.blank, b.cut, b.lastLine = false, false, end-at
}

// entryAt is the length of the label of a list entry, where the line is one: "J. Doe" begins with an initial if no "I." was
// before it.
func (b *body) entryAt(s string) int {
	n := entryLabel(s)
	if n > 0 && isUpper(s[0]) && s[1] == '.' && s[0] > 'H' && b.letter != s[0]-1 {
		return 0
	}
	return n
}

// sameLabel tells whether the label of a line is that of the open entry.
func (b *body) sameLabel(s string, n int) bool {
	k := b.blocks[len(b.blocks)-1]
	return strings.TrimRight(string(b.buf[b.paraStart+int(k.Start):b.paraStart+int(k.Start+k.Label)]), " ") == strings.TrimRight(s[:n], " ")
}

// fixedLine tells whether a line has columns: three or more blanks inside it, as the line above or below has.
func (b *body) fixedLine(i int) bool {
	if !b.wide(i) {
		return false
	}
	return b.fixed && !b.closed || i+1 < b.end && b.wide(i+1) || i+2 < b.end && (b.lines[i+1].form == formBlank || b.lines[i+1].form == formRule) && b.wide(i+2)
}

func (b *body) wide(i int) bool {
	l := &b.lines[i]
	if l.form != formText || l.end-l.text > 200 {
		return false
	}
	if l.seen {
		return l.wide
	}
	s := b.s[l.text:l.end]
	k := -1
	if l.single = single(s); !l.single {
		if k = strings.Index(s, "   "); k < 0 {
			k = strings.IndexByte(s, '\t')
		}
	}
	l.seen, l.wide = true, k > 0 && entryLabel(s) < k
	return l.wide
}
