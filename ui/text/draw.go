package text

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"reftel/model"
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
	if r.Blank || int(r.Item) >= len(p.page.Items) {
		return 0
	}
	it := &p.page.Items[r.Item]
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
		text := strings.ReplaceAll(it.Text[start:end], "\t", "        ")
		if p.side > 0 {
			_, skip := page.Cut(text, p.side)
			text = text[min(skip, len(text)):]
		}
		cut, w := page.Cut(text, limit-used)
		if len(cut) < len(text) && w > 0 && limit-used > 1 {
			cut = page.Fit(text, limit-used, p.Theme.Glyphs.Ellipsis)
			w = page.Width(cut)
		}
		p.Theme.Write(b, role, cut)
		return used + w
	}
	text, w := page.Cut(it.Text[start:end], limit-used)
	p.lit(b, role, int(r.Item), start, text)
	return used + w
}

// lit draws text with the hits in it.
func (p *Pane) lit(b *strings.Builder, role theme.Role, item, start int, text string) {
	end := start + len(text)
	at := start
	for i := p.firstHit(item, start); i < len(p.hits); i++ {
		h := p.hits[i]
		if h.Item != item || h.Start >= end {
			break
		}
		from, to := max(h.Start, at), min(h.End, end)
		if from >= to {
			continue
		}
		p.Theme.Write(b, role, text[at-start:from-start])
		hit := theme.Hit
		if i == p.current {
			hit = theme.CurrentHit
		}
		p.Theme.Write(b, hit, text[from-start:to-start])
		at = to
	}
	if at < end {
		p.Theme.Write(b, role, text[at-start:])
	}
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
