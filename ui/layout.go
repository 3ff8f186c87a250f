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
}

// Open says what the layout has to make room for.
type Open struct {
	Focus     Focus
	NoOutline bool
	Zoom      bool
	Single    bool // one cable: no list
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
		default:
			l.Text = whole
		}
	case width < 150:
		if o.Focus == FocusList {
			l.List = whole
			break
		}
		l.Text = whole
		if !o.NoOutline {
			l.Outline = Rect{0, top, 24, body}
			l.Text = Rect{25, top, width - 25, body}
		}
	default:
		x := 0
		if !o.Single {
			w := min(max(width*30/100, 34), 60)
			l.List = Rect{0, top, w, body}
			x = w + 1
		}
		if !o.NoOutline {
			w := min(max(width*13/100, 22), 28)
			l.Outline = Rect{x, top, w, body}
			x += w + 1
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
