package ui

import "reftel/ui/page"

// Focus is the pane that keys go to.
type Focus uint8

// The panes.
const (
	FocusList Focus = iota
	FocusOutline
	FocusText
)

// Rect is where a pane stands on the screen.
type Rect struct{ X, Y, W, H int }

// Empty tells whether the pane does not show.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Contains tells whether a cell is in it.
func (r Rect) Contains(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Layout is where everything stands. Titles are one line above each pane; the status is the last line.
type Layout struct {
	List, Outline, Text Rect
	Preview             Rect // the summary under the list
	Gutter              page.Gutter
	Titles, Status      bool
	Over                bool // the outline lies over the right of the text
}

// Open says what the layout has to make room for.
type Open struct {
	Focus     Focus
	NoList    bool
	NoOutline bool
	Zoom      bool
	Single    bool // one cable: no list
	Facets    bool // what the list is made of stands in the place of the outline
	List      int  // columns that were chosen by hand; 0 for what the screen suggests
	Outline   int
}

// The least columns of a pane that was made narrower by hand.
const (
	leastList    = 20
	leastOutline = 12
	leastText    = 40
)

// widths are the columns of list and outline beside a text, on a screen that has room for them.
func (o Open) widths(width int) (list, outline int) {
	list, outline = min(max(width*30/100, 34), 60), min(max(width*13/100, 22), 28)
	if o.List > 0 {
		list = o.List
	}
	if o.Outline > 0 {
		outline = o.Outline
	}
	list = min(max(list, leastList), max(width-leastOutline-leastText-2, leastList))
	outline = min(max(outline, leastOutline), max(width-leastText-1, leastOutline))
	if width >= 150 && !o.Single && !o.NoList {
		outline = min(outline, max(width-list-leastText-2, leastOutline))
	}
	return list, outline
}

// Arrange lays out the panes for a screen.
func Arrange(width, height int, o Open) Layout {
	var l Layout
	if width < 1 || height < 1 {
		return l
	}
	if width < 20 || height < 4 {
		l.Text = Rect{0, 0, width, height}
		return l
	}
	l.Status = true
	l.Titles = true
	top, body := 1, height-2
	switch {
	case width < 50 || height < 10:
		l.Gutter = page.GutterNone
	case width < 80:
		l.Gutter = page.GutterNarrow
	default:
		l.Gutter = page.GutterWide
	}
	whole := Rect{0, top, width, body}
	switch {
	case o.Zoom || width < 110:
		switch o.Focus {
		case FocusList:
			l.List = whole
		case FocusOutline:
			l.Outline = whole
			if !o.Zoom && width >= 80 && !o.Facets {
				_, w := o.widths(width)
				l.Text, l.Outline, l.Over = whole, Rect{width - w, top, w, body}, true
			}
		default:
			l.Text = whole
		}
	case width < 150:
		if o.Facets && o.Focus != FocusText {
			_, w := o.widths(width)
			w = min(w+6, width/3)
			l.List = Rect{0, top, width - w - 1, body}
			l.Outline = Rect{width - w, top, w, body}
			break
		}
		if o.Focus == FocusList {
			l.List = whole
			break
		}
		l.Text = whole
		if !o.NoOutline {
			_, w := o.widths(width)
			l.Outline = Rect{0, top, w, body}
			l.Text = Rect{w + 1, top, width - w - 1, body}
		}
	default:
		x := 0
		list, outline := o.widths(width)
		if !o.Single && !o.NoList {
			l.List = Rect{0, top, list, body}
			x = list + 1
		}
		if !o.NoOutline {
			l.Outline = Rect{x, top, outline, body}
			x += outline + 1
		}
		l.Text = Rect{x, top, width - x, body}
	}
	if !l.List.Empty() && l.List.H >= 16 {
		h := min(max(l.List.H/4, 6), 12)
		l.Preview = Rect{l.List.X, l.List.Y + l.List.H - h, l.List.W, h}
		l.List.H -= h
	}
	return l
}
