// Package text is the pane that shows one cable: its rows, the paragraph that one reads, hits and the scroll bar.
// It is told its size and draws into it; keys are the business of package ui.
//
//	p := text.New(theme)
//	p.Show(cable, head)
//	p.Resize(90, 40, page.GutterWide)
//	lines := p.Draw()
package text

import (
	"math"

	"reftel/model"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// Pane shows one cable.
type Pane struct {
	Theme   *theme.Theme
	Marked  map[model.ParagraphIndex]bool
	Noted   map[model.ParagraphIndex]bool
	Measure int
	Tight   bool // the lines of a paragraph stand as they came

	cable  *model.Cable
	head   []page.HeadLine
	keep   func(model.ParagraphIndex) bool
	page   *page.Page
	width  int
	height int
	gutter page.Gutter

	top    int         // first row shown
	anchor page.Anchor // of that row; kept through every width until one moves
	cursor model.ParagraphIndex
	side   int // columns that fixed rows are shifted

	query   string
	find    func(text string) [][2]int // nil looks for the query as it stands
	hits    []page.Hit
	sought  bool // the first hit is shown when the pane has a size
	current int

	off    span // what is set off
	inline map[model.ParagraphIndex][]span
	laid   []span // what lies on the row that is drawn
}

// span is a part of a paragraph's text with a role of its own.
type span struct {
	paragraph  model.ParagraphIndex
	start, end int
	role       theme.Role
}

// New makes an empty pane.
func New(t *theme.Theme) *Pane { return &Pane{Theme: t, Measure: 72, current: -1} }

// Show opens a cable at its beginning.
func (p *Pane) Show(c *model.Cable, head []page.HeadLine) {
	p.cable, p.head = c, head
	p.anchor = page.Anchor{Paragraph: page.HeadParagraph}
	p.cursor, p.side, p.keep = 0, 0, nil
	p.off, p.inline = span{paragraph: -1}, map[model.ParagraphIndex][]span{}
	p.layout()
	p.search()
}

// SetHead changes the head and keeps the place.
func (p *Pane) SetHead(head []page.HeadLine) {
	p.head = head
	if p.anchor.Paragraph < 0 {
		p.anchor = page.Anchor{Paragraph: page.HeadParagraph}
	}
	p.layout()
	p.search()
}

// SetKeep shows only some paragraphs; nil shows all.
func (p *Pane) SetKeep(keep func(model.ParagraphIndex) bool) {
	p.keep = keep
	p.layout()
	p.search()
}

// Kept tells whether only some paragraphs are shown.
func (p *Pane) Kept() bool { return p.keep != nil }

// Resize gives the pane its size. The place stays.
func (p *Pane) Resize(width, height int, gutter page.Gutter) {
	width, height = max(width, 1), max(height, 1)
	if width == p.width && gutter == p.gutter && p.page != nil {
		if height == p.height {
			return
		}
		p.height = height
		p.settle()
		return
	}
	p.width, p.height, p.gutter = width, height, gutter
	p.layout()
	p.search()
	if p.sought {
		p.seek()
	}
}

// SetMeasure changes how long lines are; 0 is as wide as the pane.
func (p *Pane) SetMeasure(columns int) {
	p.Measure = columns
	p.layout()
	p.search()
}

func (p *Pane) layout() {
	if p.cable == nil || p.width == 0 {
		return
	}
	bar := 1
	if p.width < 10 {
		bar = 0
	}
	p.page = page.Layout(p.cable, page.Options{Width: max(p.width-bar, 1), Measure: p.Measure, Gutter: p.gutter, Head: p.head, Keep: p.keep, Tight: p.Tight})
	p.settle()
}

// settle puts the top row where the anchor is.
func (p *Pane) settle() {
	if p.page != nil {
		p.top = min(p.page.RowOf(p.anchor), p.last())
	}
}

// last is the lowest top row: a cable stops hard at its end.
func (p *Pane) last() int { return max(p.page.Len()-p.height, 0) }

// Empty tells whether no cable is shown.
func (p *Pane) Empty() bool { return p.page == nil }

// Page is what is laid out.
func (p *Pane) Page() *page.Page { return p.page }

// Place is where one reads: the first row shown and the paragraph.
type Place struct {
	Anchor page.Anchor
	Cursor model.ParagraphIndex
}

// Place is where one reads.
func (p *Pane) Place() Place { return Place{p.anchor, p.cursor} }

// Return goes back to a place.
func (p *Pane) Return(to Place) {
	p.anchor, p.cursor = to.Anchor, to.Cursor
	p.settle()
}

// Cursor is the paragraph that one reads.
func (p *Pane) Cursor() model.ParagraphIndex { return p.cursor }

// Percent is how much of the cable has been shown.
func (p *Pane) Percent() int {
	if p.page == nil || p.last() == 0 {
		return 100
	}
	return int(math.Round(float64(p.top) * 100 / float64(p.last())))
}

// ScrollBy moves by rows. It tells whether anything moved.
func (p *Pane) ScrollBy(rows int) bool {
	if p.page == nil {
		return false
	}
	old := p.top
	p.top = min(max(p.top+rows, 0), p.last())
	if p.top == old {
		return p.follow(rows)
	}
	p.anchor = p.page.AnchorAt(p.top)
	p.follow(0)
	return true
}

// follow keeps the cursor on a paragraph that shows. At the hard stops it goes on to the last or first one.
func (p *Pane) follow(direction int) bool {
	if len(p.cable.Paragraphs) == 0 {
		return false
	}
	first, last := p.visible()
	old := p.cursor
	switch {
	case direction > 0:
		p.cursor = last
	case direction < 0:
		p.cursor = first
	default:
		p.cursor = min(max(p.cursor, first), last)
	}
	p.cursor = min(max(p.cursor, 0), model.ParagraphIndex(len(p.cable.Paragraphs)-1))
	return p.cursor != old
}

// visible are the first and last paragraph of which a row shows.
func (p *Pane) visible() (first, last model.ParagraphIndex) {
	first, last = -1, -1
	for row := p.top; row < min(p.top+p.height, p.page.Len()); row++ {
		r := p.page.Rows[row]
		if r.Blank || p.page.Items[r.Item].Kind != page.ItemParagraph {
			continue
		}
		if first < 0 {
			first = p.page.Items[r.Item].Paragraph
		}
		last = p.page.Items[r.Item].Paragraph
	}
	if first < 0 {
		first, last = p.cursor, p.cursor
	}
	return first, last
}

// PageBy moves by pages, of which two lines stay.
func (p *Pane) PageBy(pages int) bool { return p.ScrollBy(pages * max(p.height-2, 1)) }

// HalfBy moves by half pages.
func (p *Pane) HalfBy(halves int) bool { return p.ScrollBy(halves * max(p.height/2, 1)) }

// Top goes to the beginning, Bottom to the end.
func (p *Pane) Top() { p.ScrollBy(-math.MaxInt32); p.cursor = 0 }

// Bottom goes to the end.
func (p *Pane) Bottom() { p.ScrollBy(math.MaxInt32); p.follow(1) }

// Goto puts a paragraph at the top, with the heading above it if it is the first of its section.
func (p *Pane) Goto(i model.ParagraphIndex) {
	if p.cable == nil || len(p.cable.Paragraphs) == 0 {
		return
	}
	i = min(max(i, 0), model.ParagraphIndex(len(p.cable.Paragraphs)-1))
	p.cursor, p.anchor = i, page.Anchor{Paragraph: i, Heading: true}
	if p.page == nil { // before the terminal has told its size
		return
	}
	p.top = min(p.page.RowOfHeading(i), p.last())
	p.anchor = p.page.AnchorAt(p.top)
}

// Step goes to the next or previous paragraph that shows. It scrolls only if that one is not wholly on the screen.
func (p *Pane) Step(by int) bool {
	if p.page == nil {
		return false
	}
	for i := p.cursor + model.ParagraphIndex(by); i >= 0 && int(i) < len(p.cable.Paragraphs); i += model.ParagraphIndex(by) {
		if p.page.Shown(i) {
			p.Reveal(i)
			return true
		}
	}
	return false
}

// Reveal makes a paragraph the one that is read and brings it onto the screen.
func (p *Pane) Reveal(i model.ParagraphIndex) {
	from := p.page.RowOfHeading(i)
	to := p.page.Len()
	if int(i)+1 < len(p.cable.Paragraphs) {
		to = p.page.RowOfHeading(i + 1)
	}
	p.cursor = i
	if from < p.top || to > p.top+p.height {
		p.Goto(i)
	}
}

// StepSection goes to the first paragraph of the next or previous section.
func (p *Pane) StepSection(by int) bool {
	if p.page == nil || len(p.cable.Paragraphs) == 0 {
		return false
	}
	s := p.cable.Paragraphs[p.cursor].Section
	if by < 0 && int(s) < len(p.cable.Sections) && p.cursor > p.cable.Sections[s].First {
		p.Goto(p.cable.Sections[s].First)
		return true
	}
	s += model.SectionIndex(by)
	if s < 0 || int(s) >= len(p.cable.Sections) {
		return false
	}
	p.Goto(p.cable.Sections[s].First)
	return true
}

// Shift moves tables sideways. It tells whether they moved.
func (p *Pane) Shift(columns int) bool {
	old := p.side
	p.side = min(max(p.side+columns, 0), p.beyond())
	return p.side != old
}

// Wide tells whether a line that shows keeps its width and reaches beyond the page.
func (p *Pane) Wide() bool {
	if p.page == nil {
		return false
	}
	return p.over(p.page.Rows[p.top:min(p.top+p.height, p.page.Len())]) > 0
}

// beyond is how many columns of the widest line that keeps its width do not fit.
func (p *Pane) beyond() int {
	if p.page == nil {
		return 0
	}
	return p.over(p.page.Rows)
}

func (p *Pane) over(rows []page.Row) int {
	most := 0
	for _, r := range rows {
		if r.Fixed {
			room := p.page.Options.Width - p.page.Options.Gutter.Columns() - int(r.Indent)
			most = max(most, page.Width(untabbed(p.page.Items[r.Item].Text[r.Start:r.End]))-room)
		}
	}
	return most
}

// Scrolls tells whether the cable is longer than the pane.
func (p *Pane) Scrolls() bool { return p.page != nil && p.last() > 0 }

// SetOff sets off a part of a paragraph; an index of -1 ends that.
func (p *Pane) SetOff(i model.ParagraphIndex, start, end int) {
	p.off = span{i, start, end, theme.Term}
}

// RevealByte makes a paragraph the one that is read and brings the row with a byte of its text onto the screen.
func (p *Pane) RevealByte(i model.ParagraphIndex, offset int) {
	if p.page == nil {
		return
	}
	p.cursor = i
	row := p.page.RowOf(page.Anchor{Paragraph: i, Offset: offset})
	if row < p.top || row >= p.top+p.height {
		p.top = min(max(row-2, 0), p.last())
		p.anchor = p.page.AnchorAt(p.top)
	}
}

// ByteAt is the byte of a paragraph's text under a cell of the pane.
func (p *Pane) ByteAt(x, y int) (model.ParagraphIndex, int, bool) {
	if p.page == nil || y < 0 || p.top+y >= p.page.Len() {
		return 0, 0, false
	}
	r := p.page.Rows[p.top+y]
	if r.Blank || int(r.Item) >= len(p.page.Items) {
		return 0, 0, false
	}
	it := &p.page.Items[r.Item]
	if x -= p.page.Options.Gutter.Columns() + int(r.Indent); r.First {
		x -= page.Width(it.Prefix)
	}
	if r.Fixed {
		x += p.side
	}
	if it.Kind != page.ItemParagraph || x < 0 {
		return 0, 0, false
	}
	text, _ := page.Cut(it.Text[r.Start:r.End], x)
	if int(r.Start)+len(text) >= int(r.End) {
		return 0, 0, false
	}
	return it.Paragraph, int(r.Start) + len(text), true
}

// Search looks for a query in the whole cable; "" ends it.
func (p *Pane) Search(query string) { p.SearchFunc(query, nil) }

// SearchFunc lights what a function finds in each text of the cable; query is what it looks for, in words. It goes to
// the first hit from here on; see Page.FindFunc. Without a function the query is looked for as it stands.
func (p *Pane) SearchFunc(query string, find func(text string) [][2]int) {
	p.query, p.find = query, find
	p.search()
	p.seek()
}

// seek goes to the first hit from here on.
func (p *Pane) seek() {
	if p.sought = p.page == nil; p.sought {
		return
	}
	p.current = -1
	for i, h := range p.hits { // the first from here on
		if p.page.RowOfHit(h) >= p.top {
			p.current = i
			break
		}
	}
	if p.current < 0 && len(p.hits) > 0 {
		p.current = 0
	}
	p.showHit()
}

func (p *Pane) search() {
	p.hits = nil
	if p.page != nil && p.query != "" {
		if p.find != nil {
			p.hits = p.page.FindFunc(p.find)
		} else {
			p.hits = p.page.Find(p.query)
		}
	}
	p.current = min(p.current, len(p.hits)-1)
}

// Finder is the function that SearchFunc was given; nil where the query is looked for as it stands.
func (p *Pane) Finder() func(text string) [][2]int { return p.find }

// Query is what is searched for.
func (p *Pane) Query() string { return p.query }

// Hits is the current hit, from 1, and how many there are.
func (p *Pane) Hits() (current, all int) { return p.current + 1, len(p.hits) }

// Matching is the paragraphs in which something was found.
func (p *Pane) Matching() map[model.ParagraphIndex]bool {
	out := map[model.ParagraphIndex]bool{}
	for _, h := range p.hits {
		if it := p.page.Items[h.Item]; it.Kind == page.ItemParagraph {
			out[it.Paragraph] = true
		}
	}
	return out
}

// NextHit goes to another hit, round the end.
func (p *Pane) NextHit(by int) bool {
	if len(p.hits) == 0 {
		return false
	}
	p.current = (p.current + by + len(p.hits)) % len(p.hits)
	p.showHit()
	return true
}

func (p *Pane) showHit() {
	if p.current < 0 || p.current >= len(p.hits) {
		return
	}
	row := p.page.RowOfHit(p.hits[p.current])
	if row < p.top || row >= p.top+p.height {
		p.top = min(max(row-2, 0), p.last())
		p.anchor = p.page.AnchorAt(p.top)
	}
	if at := p.page.ParagraphAt(row); at >= 0 {
		p.cursor = at
	}
}

// ParagraphAtLine is the paragraph on a line of the pane.
func (p *Pane) ParagraphAtLine(y int) (model.ParagraphIndex, bool) {
	if p.page == nil || y < 0 || p.top+y >= p.page.Len() {
		return 0, false
	}
	i := p.page.ParagraphAt(p.top + y)
	return i, i >= 0
}

// SetCursor makes a paragraph the one that is read, without scrolling.
func (p *Pane) SetCursor(i model.ParagraphIndex) { p.cursor = i }
