package text

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"reftel/model"
	"reftel/model/inline"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// Draw gives the lines of the pane, each exactly as wide as it.
func (p *Pane) Draw() []string {
	lines := make([]string, p.height)
	if p.page == nil {
		for i := range lines {
			lines[i] = strings.Repeat(" ", p.width)
		}
		return lines
	}
	bar := p.scrollBar()
	var b strings.Builder
	for i := range lines {
		b.Reset()
		used := 0
		if row := p.top + i; row < p.page.Len() {
			used = p.row(&b, p.page.Rows[row])
		}
		if rest := p.width - used - Width(bar); rest > 0 {
			b.WriteString(blanks(rest))
		}
		if bar != nil {
			b.WriteString(bar[i])
		}
		lines[i] = b.String()
	}
	return lines
}

// Width is how many columns the scroll bar takes.
func Width(bar []string) int {
	if bar == nil {
		return 0
	}
	return 1
}

const blank = "                                                                                                                                "

func blanks(n int) string {
	if n <= len(blank) {
		return blank[:n]
	}
	return strings.Repeat(" ", n)
}

// row draws one row and returns its width.
func (p *Pane) row(b *strings.Builder, r page.Row) int {
	if r.Blank && r.Start == 0 || int(r.Item) >= len(p.page.Items) {
		return 0
	}
	it := &p.page.Items[r.Item]
	if r.Blank {
		return p.drawGutter(b, it, r)
	}
	limit := p.page.Options.Width
	used := p.drawGutter(b, it, r)
	role := theme.Text
	prefix := theme.Number
	switch it.Kind {
	case page.ItemHead:
		prefix = theme.Label
		switch it.Tone {
		case page.ToneTitle:
			role = theme.Heading
		case page.ToneDim:
			role = theme.Dim
		case page.ToneWarn:
			role = theme.Warn
		}
	case page.ItemHeading:
		role = theme.Heading
	case page.ItemHidden:
		role = theme.Dim
	case page.ItemParagraph:
		prefix = theme.Mark(p.cable.Paragraphs[it.Paragraph].Mark.Level)
	}
	indent := int(r.Indent)
	if r.First && it.Prefix != "" {
		if it.Kind == page.ItemHead {
			indent = 0
		}
		b.WriteString(blanks(indent))
		used += indent
		text, w := page.Cut(it.Prefix, limit-used)
		p.Theme.Write(b, prefix, text)
		used += w
	} else if indent > 0 {
		indent = min(indent, limit-used)
		b.WriteString(blanks(indent))
		used += indent
	}
	start, end := int(r.Start), int(r.End)
	if r.Fixed {
		return used + p.fixed(b, role, r, it.Text[start:end], limit-used)
	}
	text, w := page.Cut(it.Text[start:end], limit-used)
	p.lit(b, role, int(r.Item), start, text)
	return used + w
}

// fixed draws a line that keeps its width, from the column to which tables have been moved, and returns the width.
func (p *Pane) fixed(b *strings.Builder, role theme.Role, r page.Row, text string, room int) int {
	plain := untabbed(text)
	before, _ := page.Cut(plain, p.side)
	skip := len(before)
	cut, w := page.Cut(plain[skip:], room)
	more := ""
	if skip+len(cut) < len(plain) && w > 0 && room > 1 {
		more = p.Theme.Glyphs.Ellipsis
		cut, w = page.Cut(plain[skip:], room-1)
		w++
	}
	if len(plain) == len(text) { // hits are where they were found
		p.lit(b, role, int(r.Item), int(r.Start)+skip, cut)
	} else {
		p.Theme.Write(b, role, cut)
	}
	b.WriteString(more)
	return w
}

// untabbed is a line whose tabs are blanks, eight for each: columns that were set with them stay apart.
func untabbed(s string) string { return strings.ReplaceAll(s, "\t", "        ") }

// lit draws text with what lies on it: what leads somewhere, hits, and what is set off, each above the one before.
func (p *Pane) lit(b *strings.Builder, role theme.Role, item, start int, text string) {
	end := start + len(text)
	p.laid = p.laid[:0]
	lay := func(from, to int, r theme.Role) {
		if from, to = max(from, start), min(to, end); from < to {
			p.laid = append(p.laid, span{start: from, end: to, role: r})
		}
	}
	if it := &p.page.Items[item]; it.Kind == page.ItemParagraph {
		for _, s := range p.spans(it.Paragraph) {
			lay(s.start, s.end, s.role)
		}
	}
	for i := p.firstHit(item, start); i < len(p.hits) && p.hits[i].Item == item && p.hits[i].Start < end; i++ {
		hit := theme.Hit
		if i == p.current {
			hit = theme.CurrentHit
		}
		lay(p.hits[i].Start, p.hits[i].End, hit)
	}
	if it := &p.page.Items[item]; it.Kind == page.ItemParagraph && it.Paragraph == p.off.paragraph {
		lay(p.off.start, p.off.end, p.off.role)
	}
	for at := start; at < end; {
		r, stop := role, end
		for _, s := range p.laid {
			if s.start <= at && at < s.end {
				r, stop = s.role, s.end
			}
		}
		for _, s := range p.laid { // until the next one begins
			if s.start > at && s.start < stop {
				stop = s.start
			}
		}
		p.Theme.Write(b, r, text[at-start:stop-start])
		at = stop
	}
}

// spans are the parts of a paragraph that lead somewhere or stand for what was taken out, found when it first shows.
func (p *Pane) spans(i model.ParagraphIndex) []span {
	if s, ok := p.inline[i]; ok {
		return s
	}
	var out []span
	for _, r := range inline.Of(p.cable, i) {
		switch {
		case r.Follows():
			out = append(out, span{i, int(r.Start), int(r.End), theme.Link})
		case r.Kind == inline.Redaction, r.Kind == inline.Protection:
			out = append(out, span{i, int(r.Start), int(r.End), theme.Redaction})
		}
	}
	p.inline[i] = out
	return out
}

// firstHit is the first hit that can reach a place.
func (p *Pane) firstHit(item, start int) int {
	lo, hi := 0, len(p.hits)
	for lo < hi {
		mid := (lo + hi) / 2
		if h := p.hits[mid]; h.Item < item || (h.Item == item && h.End <= start) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// drawGutter draws number and mark and returns the width.
func (p *Pane) drawGutter(b *strings.Builder, it *page.Item, r page.Row) int {
	g := p.page.Options.Gutter
	if g == page.GutterNone {
		return 0
	}
	bar := " "
	if it.Kind == page.ItemParagraph && it.Paragraph == p.cursor {
		bar = p.Theme.Glyphs.Bar
	}
	b.WriteString(bar) // without a style: it moves over many rows with each step
	if it.Kind != page.ItemParagraph || !r.First {
		b.WriteString(blanks(g.Columns() - 1))
		return g.Columns()
	}
	para := &p.cable.Paragraphs[it.Paragraph]
	number := "   "
	if para.Number > 0 {
		number = fmt.Sprintf("%3d", para.Number)
	}
	if len(number) > 3 {
		number = number[len(number)-3:]
	}
	p.Theme.Write(b, theme.Number, number)
	flag := " "
	if p.Marked[it.Paragraph] {
		flag = p.Theme.Glyphs.Tick
	}
	if p.Noted[it.Paragraph] {
		flag = p.Theme.Glyphs.Note
	}
	if g == page.GutterNarrow {
		b.WriteString(" " + flag)
		return g.Columns()
	}
	b.WriteString(flag)
	mark := para.Mark.Written
	if mark == "" {
		mark = para.Mark.Level.Letters()
	}
	if len(mark) > page.MarkColumns {
		mark = para.Mark.Level.Letters()
	}
	role := theme.Mark(para.Mark.Level)
	if mark == "" {
		mark, role = p.Theme.Glyphs.Dot, theme.Dim
	} else if para.Mark.Above(p.cable.Classification) && p.cable.Classification.Level != model.LevelNone {
		role = theme.Damage
	}
	mark = page.Fit(mark, page.MarkColumns, "")
	p.Theme.Write(b, role, mark)
	b.WriteByte(' ')
	return g.Columns()
}

// scrollBar gives a cell for each line: the thumb, and a tick where something was found or marked; nil where there is no room.
func (p *Pane) scrollBar() []string {
	if p.width < 10 {
		return nil
	}
	cells := make([]string, p.height)
	for i := range cells {
		cells[i] = " "
	}
	all := p.page.Len()
	if all <= p.height {
		return cells
	}
	size := max(p.height*p.height/all, 1)
	from := 0
	if p.last() > 0 {
		from = p.top * (p.height - size) / p.last()
	}
	for i := from; i < min(from+size, p.height); i++ {
		cells[i] = p.Theme.Glyphs.Thumb
	}
	tick := p.Theme.Paint(theme.Warn, p.Theme.Glyphs.Tick)
	for _, h := range p.hits {
		cells[min(p.page.RowOfHit(h)*p.height/all, p.height-1)] = tick
	}
	for _, i := range slices.Concat(slices.Collect(maps.Keys(p.Marked)), slices.Collect(maps.Keys(p.Noted))) {
		cells[min(p.page.RowOfParagraph(i)*p.height/all, p.height-1)] = tick
	}
	return cells
}
