package parser

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// openBlock begins a block of the open paragraph.
func (b *body) openBlock(kind model.BlockKind, label int) {
	b.endBlock()
	if len(b.buf) > b.paraStart {
		b.buf = append(b.buf, '\n')
	}
	at := int32(len(b.buf) - b.paraStart)
	b.blocks = append(b.blocks, model.Block{Kind: kind, Start: at, End: at})
	b.closed, b.fixed = false, false
}

// endBlock ends the open block.
func (b *body) endBlock() {
	if !b.closed && len(b.blocks) > b.firstBlk {
		b.blocks[len(b.blocks)-1].End = int32(len(b.buf) - b.paraStart)
	}
	b.closed, b.fixed = true, false
}

// entry writes the first line of a list entry: its label, one blank, its words. Single are the blanks of a line that are known
// to be so.
func (b *body) entry(s string, n int, single bool) {
	blk := &b.blocks[len(b.blocks)-1]
	style := s[0]
	if isUpper(style) {
		b.letter = style
	}
	if isAlpha(style) || isDigit(style) {
		style = s[min(1, len(s)-1)]
	}
	if b.style == 0 {
		b.style = style
	} else if b.style != style {
		blk.Depth = 1
	}
	label := strings.TrimRight(s[:n], " \t")
	b.buf = append(b.buf, label...)
	b.buf = append(b.buf, ' ')
	blk.Label = int32(len(label) + 1)
	b.squeezed(s[n:], single)
}

// prose adds a line to the open prose or entry, with the line end turned into a blank.
func (b *body) prose(s string, single bool) {
	k := len(b.buf)
	if k > b.paraStart && b.buf[k-1] != '\n' && b.buf[k-1] != ' ' {
		switch {
		case b.buf[k-1] != '-' || k-b.paraStart < 2 || !isAlpha(b.buf[k-2]) || !isAlpha(s[0]):
			b.buf = append(b.buf, ' ')
		case (b.telegram || b.year > 0 && b.year < 1985 && capitals(s)) && b.divided(s):
			// The terminals of the 1970s divided words at the line's end.
			b.buf = b.buf[:k-1]
		}
	}
	b.squeezed(s, single)
}

// divided tells whether the hyphen at the end of the text divides a word, and does not join two.
func (b *body) divided(s string) bool {
	k := len(b.buf) - 1
	j := k
	for j > b.paraStart && isAlpha(b.buf[j-1]) {
		j--
	}
	switch strings.ToUpper(string(b.buf[j:k])) {
	case "NON", "SELF", "EX", "ANTI", "PRO", "CO", "WELL", "HIGH", "LOW", "LONG", "SHORT", "PRE", "POST", "SEMI", "HALF", "ALL", "MID", "VICE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "TEN", "US", "SO":
		return false
	}
	return j < 2 || b.buf[j-1] != '-'
}

// squeezed appends text with runs of blanks made one. It may be known that there are none.
func (b *body) squeezed(s string, known bool) {
	if known || single(s) { // nearly always
		b.buf = append(b.buf, s...)
		return
	}
	if strings.IndexByte(s, '\t') >= 0 || s != "" && isSpace(s[len(s)-1]) {
		b.respaced(s)
		return
	}
	for {
		i := strings.Index(s, "  ")
		if i < 0 {
			b.buf = append(b.buf, s...)
			return
		}
		b.buf = append(b.buf, s[:i+1]...)
		for i < len(s) && s[i] == ' ' {
			i++
		}
		s = s[i:]
	}
}

// respaced is squeezed for text with tabs, or with blanks at its end.
func (b *body) respaced(s string) {
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > ' ' {
			continue
		}
		if c == ' ' && (i+1 >= len(s) || s[i+1] > ' ') || !isSpace(c) {
			continue
		}
		b.buf = append(b.buf, s[from:i]...)
		for i < len(s) && isSpace(s[i]) {
			i++
		}
		b.buf = append(b.buf, ' ')
		from = i
		i--
	}
	b.buf = append(b.buf, s[from:]...)
	for k := len(b.buf); k > b.paraStart && b.buf[k-1] == ' ' && len(s) > 0; k-- {
		b.buf = b.buf[:k-1]
	}
}

// columns appends a line as it is, with tabs widened and the outer blanks of its end gone.
func (b *body) columns(s string) {
	col := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t':
			for {
				b.buf = append(b.buf, ' ')
				col++
				if col%8 == 0 {
					break
				}
			}
		case c == '\r' || c == '\n':
		default:
			b.buf = append(b.buf, c)
			col++
		}
	}
}

// entryLabel is the length of the label of a list entry with the blanks behind it, 0 where there is none.
func entryLabel(s string) int {
	if len(s) < 3 {
		return 0
	}
	n := 0
	switch c := s[0]; {
	case c == '-':
		n = 1
		if s[1] == '-' {
			n = 2
		}
	case c == '*' || c == '>':
		n = 1
	case c == 'o' && s[1] == ' ':
		n = 1
	case c == 0xE2 && strings.HasPrefix(s, "•"):
		n = len("•")
	case c == '(':
		j := strings.IndexByte(s[:min(len(s), 6)], ')')
		if j < 2 || !labelWordAt(s[1:j]) {
			return 0
		}
		n = j + 1
	case isAlpha(c) || isDigit(c):
		j := 1
		for j < len(s) && j < 4 && (isAlpha(s[j]) || isDigit(s[j])) {
			j++
		}
		if j >= len(s) || s[j] != '.' && s[j] != ')' || !labelWordAt(s[:j]) {
			return 0
		}
		n = j + 1
	default:
		return 0
	}
	if n < len(s) && s[0] == '-' && isUpper(s[n]) && len(s) > n+2 { // "--Encourage"
		return n
	}
	if n >= len(s) || !isBlank(s[n]) {
		return 0
	}
	for n < len(s) && isBlank(s[n]) {
		n++
	}
	if n == len(s) {
		return 0
	}
	return n
}

// labelWordAt tells whether a word may number a list entry: one letter, up to two digits, a small Roman number.
func labelWordAt(s string) bool {
	if len(s) == 1 {
		return isAlpha(s[0]) || isDigit(s[0])
	}
	if digits(s) == len(s) {
		return len(s) <= 2
	}
	return strings.Trim(s, "ivx") == "" || strings.Trim(s, "IVX") == ""
}

// finish gives every paragraph its clean text and its blocks.
func (b *body) finish() {
	c := b.c
	b.closeSections()
	p := b.parser
	p.paragraphs, p.sections, p.blocks, p.places = c.Paragraphs, c.Sections, b.blocks, b.places
	c.Paragraphs, b.blocks = taken(p.paragraphs), taken(p.blocks)
	c.Sections = nil
	if len(p.sections) > 0 {
		c.Sections = taken(p.sections)
	}
	all, hits := safe.Clean(string(b.buf))
	for i := range c.Paragraphs {
		q := &c.Paragraphs[i]
		start, end, first := b.places[3*i], b.places[3*i+1], b.places[3*i+2]
		last := int32(len(b.blocks))
		if i+1 < len(c.Paragraphs) {
			last = b.places[3*i+5]
		}
		q.Blocks = b.blocks[first:last:last]
		if hits == 0 {
			q.Text = all.Slice(int(start), int(end))
		} else {
			q.Text = cleanBlocks(string(b.buf[start:end]), q.Blocks)
		}
		if k := kindOfText(q.Text.String()); k != model.KindText {
			q.Kind = k
		}
	}
	c.Replaced += hits
}

// cleanBlocks makes the text of a paragraph showable and moves its blocks to where their text is then.
func cleanBlocks(s string, blocks []model.Block) safe.Text {
	parts := make([]safe.Text, 0, len(blocks))
	at := int32(0)
	for i := range blocks {
		k := &blocks[i]
		label, rest := safe.TextOf(s[k.Start:k.Start+k.Label]), safe.TextOf(s[k.Start+k.Label:k.End])
		whole := safe.TextOf(label.String() + rest.String())
		k.Start, k.Label = at, int32(label.Len())
		k.End = at + int32(whole.Len())
		at = k.End + 1
		parts = append(parts, whole)
	}
	return safe.JoinText(parts...)
}
