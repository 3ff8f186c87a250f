package page

import (
	"sort"
	"strconv"
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// Gutter is the column before a paragraph, which holds its number and portion mark.
type Gutter uint8

// The gutters: number and mark in ten columns, the number in six, or nothing, with both in the line.
const (
	GutterNone Gutter = iota
	GutterNarrow
	GutterWide
)

// Columns is how wide the gutter is.
func (g Gutter) Columns() int { return [...]int{0, 6, 10}[g] }

// HeadParagraph stands for the head of the text in an Anchor or Row.
const HeadParagraph model.ParagraphIndex = -1

// HeadLine is one line of the head: what it is, and its text.
type HeadLine struct {
	Label safe.Line // "TAGS"; empty for the title
	Text  safe.Line
	Tone  Tone
}

// Tone says how a head line is shown.
type Tone uint8

// The tones of head lines.
const (
	TonePlain Tone = iota
	ToneTitle
	ToneDim
	ToneWarn
)

// Options say how to lay a cable out.
type Options struct {
	Width   int // columns, gutter included
	Measure int // most columns of text; 0 for no bound
	Gutter  Gutter
	Head    []HeadLine
	Keep    func(model.ParagraphIndex) bool // nil keeps all
	Tight   bool                            // blocks of a paragraph stand close
}

// ItemKind says what an item is.
type ItemKind uint8

// The kinds of item.
const (
	ItemHead ItemKind = iota
	ItemHeading
	ItemParagraph
	ItemHidden // stands for paragraphs that were not kept
	ItemReceived
)

// Item is a piece of text that is wrapped as one.
type Item struct {
	Kind      ItemKind
	Paragraph model.ParagraphIndex // of a heading: the one that follows
	Text      string
	Prefix    string // drawn before the first row
	Tone      Tone
	Spans     []model.Span // of received text: what its bytes are, relative to Text
}

// Row is one line of the page.
type Row struct {
	Item       int32
	Start, End int32 // bytes of the item's text
	Indent     int16 // columns between gutter and text
	Blank      bool  // between items, or, with a Start, within one
	First      bool  // the first row of its item
	Fixed      bool  // keeps its width; may be wider than the page
}

// Anchor is a place in a cable that holds at every width.
type Anchor struct {
	Paragraph model.ParagraphIndex // HeadParagraph for the head
	Heading   bool                 // the heading above the paragraph
	Offset    int                  // bytes into the paragraph's text; in the head, of all its lines
}

// Page is a cable laid out.
type Page struct {
	Cable   *model.Cable
	Options Options
	Items   []Item
	Rows    []Row
	first   []int32 // row of an item
	item    []int32 // item of a paragraph; -1 where it was not kept
}

// Layout lays a cable out.
func Layout(c *model.Cable, o Options) *Page {
	p := &Page{Cable: c, Options: o}
	o.Width = max(o.Width, 1)
	g := o.Gutter.Columns()
	measure := max(o.Width-g, 1)
	if o.Measure > 0 {
		measure = min(measure, o.Measure)
	}
	size := 0
	for i := range c.Paragraphs {
		size += c.Paragraphs[i].Text.Len()
	}
	p.Rows = make([]Row, 0, size/max(measure-6, 1)+4*len(c.Paragraphs)+2*len(o.Head)+8)
	p.item = make([]int32, len(c.Paragraphs))
	var cuts []span
	labels := 0
	for _, h := range o.Head {
		labels = max(labels, Width(h.Label.String()))
	}
	if labels > 0 {
		labels += 2
	}
	if labels > measure/3 {
		labels = 2
	}
	for _, h := range o.Head {
		it := Item{Kind: ItemHead, Paragraph: HeadParagraph, Text: h.Text.String(), Tone: h.Tone}
		indent := 0
		if l := h.Label.String(); l != "" {
			if Width(l)+1 < labels || labels > 2 {
				it.Prefix = Fit(l, labels, " ")
				indent = labels
			} else {
				it.Prefix, indent = l+" ", labels
			}
		}
		p.open(it)
		cuts = wrap(cuts[:0], it.Text, 0, len(it.Text), measure-Width(it.Prefix), measure-indent)
		if len(cuts) == 0 {
			cuts = append(cuts, span{})
		}
		for i, s := range cuts {
			p.Rows = append(p.Rows, Row{Item: int32(len(p.Items) - 1), Start: s.start, End: s.end, First: i == 0, Indent: int16(indent)})
		}
	}
	section, hidden := model.SectionIndex(-1), 0
	for i := range c.Paragraphs {
		para := &c.Paragraphs[i]
		index := model.ParagraphIndex(i)
		if o.Keep != nil && !o.Keep(index) {
			p.item[i] = -1
			hidden++
			continue
		}
		p.hide(&hidden, index)
		if para.Section != section && int(para.Section) < len(c.Sections) {
			section = para.Section
			if title := c.Sections[section].Title.String(); title != "" {
				p.gap()
				p.open(Item{Kind: ItemHeading, Paragraph: index, Text: title})
				cuts = wrap(cuts[:0], title, 0, len(title), measure, measure)
				for k, s := range cuts {
					p.Rows = append(p.Rows, Row{Item: int32(len(p.Items) - 1), Start: s.start, End: s.end, First: k == 0})
				}
			}
		}
		p.gap()
		p.item[i] = int32(len(p.Items))
		cuts = p.paragraph(para, index, measure, cuts)
	}
	p.hide(&hidden, model.ParagraphIndex(len(c.Paragraphs)-1))
	return p
}

// open begins an item at the next row.
func (p *Page) open(it Item) {
	p.first = append(p.first, int32(len(p.Rows)))
	p.Items = append(p.Items, it)
}

// gap puts a blank row before the next item.
func (p *Page) gap() {
	if len(p.Rows) > 0 {
		p.Rows = append(p.Rows, Row{Item: int32(len(p.Items)), Blank: true})
	}
}

// hide says how many paragraphs were not kept, if any.
func (p *Page) hide(hidden *int, next model.ParagraphIndex) {
	if *hidden == 0 {
		return
	}
	p.gap()
	text := strconv.Itoa(*hidden) + " paragraphs hidden"
	if *hidden == 1 {
		text = "1 paragraph hidden"
	}
	text, _ = Cut(text, max(p.Options.Width-p.Options.Gutter.Columns(), 1))
	p.open(Item{Kind: ItemHidden, Paragraph: max(next, 0), Text: text})
	p.Rows = append(p.Rows, Row{Item: int32(len(p.Items) - 1), End: int32(len(text)), First: true})
	*hidden = 0
}

func (p *Page) paragraph(para *model.Paragraph, index model.ParagraphIndex, measure int, cuts []span) []span {
	it := Item{Kind: ItemParagraph, Paragraph: index, Text: para.Text.String(), Prefix: prefix(para, p.Options.Gutter)}
	p.open(it)
	id := int32(len(p.Items) - 1)
	lead := Width(it.Prefix)
	if lead > measure/2 && measure > 4 && lead >= measure {
		it.Prefix, lead = "", 0
		p.Items[id].Prefix = ""
	}
	first := true
	blocks := para.Blocks
	if len(blocks) == 0 {
		blocks = []model.Block{{End: int32(len(it.Text))}}
	}
	for k, b := range blocks {
		if k > 0 && !p.Options.Tight && apart(blocks[k-1], b) {
			p.Rows = append(p.Rows, Row{Item: id, Start: b.Start - 1, End: b.Start - 1, Blank: true})
		}
		indent := min(int(b.Depth)*2, measure/3)
		if b.Kind == model.BlockFixed {
			start := b.Start
			for start <= b.End {
				stop := b.End
				if n := strings.IndexByte(it.Text[start:b.End], '\n'); n >= 0 {
					stop = start + int32(n)
				}
				p.Rows = append(p.Rows, Row{Item: id, Start: start, End: stop, Indent: int16(indent), First: first, Fixed: true})
				first = false
				start = stop + 1
			}
			continue
		}
		hang := indent
		if b.Kind == model.BlockEntry {
			hang = min(indent+Width(it.Text[b.Start:b.Start+b.Label]), measure/2)
		}
		room := measure - indent
		if first {
			room -= lead
		}
		cuts = wrap(cuts[:0], it.Text, int(b.Start), int(b.End), room, measure-hang)
		if len(cuts) == 0 {
			cuts = append(cuts, span{b.Start, b.Start})
		}
		for i, s := range cuts {
			in := hang
			if i == 0 {
				in = indent
			}
			p.Rows = append(p.Rows, Row{Item: id, Start: s.start, End: s.end, Indent: int16(in), First: first})
			first = false
		}
	}
	return cuts
}

// apart tells whether two blocks of a paragraph have a blank row between them: prose behind something else has, unless both
// are short lines, such as the end of a letter.
func apart(before, b model.Block) bool {
	const short = 60
	if b.Kind != model.BlockProse || before.Kind == model.BlockFixed {
		return false
	}
	return b.End-b.Start > short || before.End-before.Start > short
}

// prefix is what of number and mark stands in the line itself.
func prefix(para *model.Paragraph, g Gutter) string {
	mark := para.Mark.Written
	if mark == "" {
		mark = para.Mark.Level.Letters()
	}
	var b strings.Builder
	if g == GutterNone && para.Number > 0 {
		b.WriteString(strconv.Itoa(int(para.Number)))
		b.WriteByte(' ')
	}
	if mark != "" && (g != GutterWide || len(mark) > MarkColumns) {
		b.WriteString("(" + mark + ") ")
	}
	return b.String()
}

// MarkColumns is how long a mark may be to stand in the wide gutter; a longer one stands in the line.
const MarkColumns = 4

// Len is the number of rows.
func (p *Page) Len() int { return len(p.Rows) }

// RowOfParagraph is the first row of a paragraph, or of the next one that is shown.
func (p *Page) RowOfParagraph(i model.ParagraphIndex) int {
	if i < 0 {
		return 0
	}
	for ; int(i) < len(p.item); i++ {
		if it := p.item[i]; it >= 0 {
			return int(p.first[it])
		}
	}
	return max(len(p.Rows)-1, 0)
}

// RowOfHeading is the first row of the heading directly above a paragraph, or of the paragraph itself.
func (p *Page) RowOfHeading(i model.ParagraphIndex) int {
	row := p.RowOfParagraph(i)
	if i >= 0 && int(i) < len(p.item) && p.item[i] > 0 {
		if h := p.item[i] - 1; p.Items[h].Kind == ItemHeading {
			return int(p.first[h])
		}
	}
	return row
}

// Shown tells whether a paragraph is on the page.
func (p *Page) Shown(i model.ParagraphIndex) bool {
	return i >= 0 && int(i) < len(p.item) && p.item[i] >= 0
}

// RowOf is the row at an anchor, or the nearest there is.
func (p *Page) RowOf(a Anchor) int {
	if len(p.Rows) == 0 {
		return 0
	}
	if a.Paragraph < 0 {
		seen := 0
		for i, it := range p.Items {
			if it.Kind != ItemHead {
				return max(int(p.first[i])-1, 0) // the blank row behind the head
			}
			if a.Offset <= seen+len(it.Text) {
				return p.rowIn(i, a.Offset-seen)
			}
			seen += len(it.Text) + 1
		}
		return 0
	}
	if a.Heading {
		row := p.RowOfHeading(a.Paragraph)
		if row != p.RowOfParagraph(a.Paragraph) {
			return p.rowIn(int(p.item[a.Paragraph])-1, a.Offset)
		}
		return row
	}
	if int(a.Paragraph) < len(p.item) && p.item[a.Paragraph] >= 0 {
		return p.rowIn(int(p.item[a.Paragraph]), a.Offset)
	}
	return p.RowOfParagraph(a.Paragraph)
}

// rowIn is the row of an item that holds a byte of its text; behind the text, the blank row under it.
func (p *Page) rowIn(item, offset int) int {
	from := int(p.first[item])
	to := p.end(item)
	if offset > len(p.Items[item].Text) {
		return min(to, len(p.Rows)-1)
	}
	n := sort.Search(to-from, func(k int) bool { return int(p.Rows[from+k].Start) > offset })
	return from + max(n-1, 0)
}

// end is the row behind the last of an item.
func (p *Page) end(item int) int {
	to := len(p.Rows)
	if item+1 < len(p.first) {
		to = int(p.first[item+1])
	}
	for to > int(p.first[item]) && p.Rows[to-1].Blank {
		to--
	}
	return to
}

// AnchorAt is the anchor of a row. A blank row belongs to what stands above it.
func (p *Page) AnchorAt(row int) Anchor {
	if len(p.Rows) == 0 {
		return Anchor{Paragraph: HeadParagraph}
	}
	row = min(max(row, 0), len(p.Rows)-1)
	r := p.Rows[row]
	if r.Blank && r.Start == 0 && row > 0 && r.Item > 0 {
		r = Row{Item: r.Item - 1, Start: int32(len(p.Items[r.Item-1].Text) + 1)}
	}
	if int(r.Item) >= len(p.Items) {
		return Anchor{Paragraph: HeadParagraph}
	}
	it := &p.Items[r.Item]
	switch it.Kind {
	case ItemHead:
		seen := 0
		for _, h := range p.Items[:r.Item] {
			seen += len(h.Text) + 1
		}
		return Anchor{Paragraph: HeadParagraph, Offset: seen + int(r.Start)}
	case ItemHeading:
		return Anchor{Paragraph: it.Paragraph, Heading: true, Offset: int(r.Start)}
	}
	return Anchor{Paragraph: it.Paragraph, Offset: int(r.Start)}
}

// ParagraphAt is the paragraph that a row belongs to; HeadParagraph in the head.
func (p *Page) ParagraphAt(row int) model.ParagraphIndex {
	if len(p.Rows) == 0 {
		return HeadParagraph
	}
	r := p.Rows[min(max(row, 0), len(p.Rows)-1)]
	if int(r.Item) >= len(p.Items) {
		return HeadParagraph
	}
	return p.Items[r.Item].Paragraph
}
