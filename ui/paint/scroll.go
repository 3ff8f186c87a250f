package paint

import (
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Moving is what a program may say of the part of its screen that scrolls, so that the terminal can move it: columns
// x to x+w of lines y to y+h.
type Moving interface{ Moving() (x, y, w, h int) }

// Scrolls says which part of the next frame may have scrolled since the last one; a width of 0 for none.
func (p *Painter) Scrolls(x, y, w, h int) {
	p.moving = uv.Rect(x, y, w, h).Intersect(uv.Rect(0, 0, p.width, p.height))
}

// scroll finds out whether the moving part has scrolled, and if moving whole lines and mending what stands beside it costs
// less than drawing that part anew, has the terminal do so; shown is then what it shows. The renderer by itself only sees
// that whole lines have moved.
func (p *Painter) scroll(shown, frame *uv.ScreenBuffer) bool {
	r := p.moving
	if r.Dx() < 8 || r.Dy() < 4 {
		return false
	}
	by := shift(shown, frame, r)
	if by == 0 {
		return false
	}
	stays, moves, within := 0, 20, 60 // of the region and the movement itself
	for y := r.Min.Y; y < r.Max.Y; y++ {
		stays += cost(shown, frame, y, y, 0, p.width)
		from := y + by
		if from < r.Min.Y || from >= r.Max.Y {
			from = nothing
		}
		moves += cost(shown, frame, y, from, 0, p.width)
		within += cost(shown, frame, y, from, r.Min.X, r.Max.X)
	}
	if p.Margins && within < min(moves, stays) {
		p.within(shown, r, by)
		return true
	}
	if moves >= stays {
		return false
	}
	p.move(shown, r, 0, p.width, by)
	p.screen.Render(shown.RenderBuffer) // the renderer recognises what has happened. The real frame is next
	return true
}

// within scrolls the part alone, in a terminal that has margins to the left and right.
func (p *Painter) within(shown *uv.ScreenBuffer, r uv.Rectangle, by int) {
	p.move(shown, r, r.Min.X, r.Max.X, by)
	p.screen.SetScrollOptim(false)
	p.screen.Render(shown.RenderBuffer)
	_ = p.screen.Flush()
	p.diff.Reset() // what it would send is known to come to this:
	p.diff.WriteString(ansi.SetModeLeftRightMargin + ansi.SetTopBottomMargins(r.Min.Y+1, r.Max.Y) + ansi.SetLeftRightMargins(r.Min.X+1, r.Max.X))
	if by > 0 {
		p.diff.WriteString(ansi.ScrollUp(by))
	} else {
		p.diff.WriteString(ansi.ScrollDown(-by))
	}
	x, y := p.screen.Position()
	p.diff.WriteString(ansi.SetTopBottomMargins(1, p.height) + ansi.SetLeftRightMargins(1, p.width) + ansi.ResetModeLeftRightMargin + ansi.CursorPosition(min(x, p.width-1)+1, y+1))
}

// move moves columns x0 to x1 of some lines up, and leaves blank ones behind.
func (p *Painter) move(shown *uv.ScreenBuffer, r uv.Rectangle, x0, x1, by int) {
	lines := shown.Lines[r.Min.Y:r.Max.Y]
	for i := range lines {
		y := i
		if by < 0 { // from below, so that none is overwritten before it has moved
			y = len(lines) - 1 - i
		}
		if from := y + by; from >= 0 && from < len(lines) {
			copy(lines[y][x0:x1], lines[from][x0:x1])
			continue
		}
		for x := x0; x < x1; x++ {
			lines[y][x] = uv.EmptyCell
		}
	}
	shown.Touched = nil
	for y := range p.height {
		shown.TouchLine(0, y, p.width)
	}
}

// shift is by how many lines the moving part has gone up; 0 where it has not, or nothing of it is left. Lines that are
// there once before and once after vote.
func shift(shown, frame *uv.ScreenBuffer, r uv.Rectangle) int {
	type place struct{ line, count int }
	before := make(map[uint64]place, r.Dy())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		if h, ok := hash(shown.Lines[y][r.Min.X:r.Max.X]); ok {
			before[h] = place{y, before[h].count + 1}
		}
	}
	votes := map[int]int{}
	best, most := 0, 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		h, ok := hash(frame.Lines[y][r.Min.X:r.Max.X])
		if b := before[h]; ok && b.count == 1 {
			by := b.line - y
			if votes[by]++; votes[by] > most {
				best, most = by, votes[by]
			}
		}
	}
	if most < 3 {
		return 0
	}
	return best
}

// hash is that of the text of a line but for its edges, where marks and the scroll bar stand; false for a blank one.
func hash(cells []uv.Cell) (uint64, bool) {
	h, blank := uint64(14695981039346656037), true
	for i := 1; i < len(cells)-1; i++ {
		s := cells[i].Content
		if s != " " && s != "" {
			blank = false
		}
		for k := 0; k < len(s); k++ {
			h = (h ^ uint64(s[k])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return h, !blank
}

// nothing is a line that is not shown.
const nothing = -1

// cost is about what it takes to bring line y to the next frame where line from is shown in columns x0 to x1, and line y
// beside them: the renderer sends everything from the first cell that differs to the last.
func cost(shown, frame *uv.ScreenBuffer, y, from, x0, x1 int) int {
	line := frame.Lines[y]
	first, last := -1, -1
	for x := range line {
		old := &shown.Lines[y][x]
		if x >= x0 && x < x1 {
			if old = &uv.EmptyCell; from != nothing {
				old = &shown.Lines[from][x]
			}
		}
		if !same(&line[x], old) {
			if first < 0 {
				first = x
			}
			last = x
		}
	}
	if first < 0 {
		return 0
	}
	sum, blanks, style := 7, 0, uv.Style{} // to get there
	for x := first; x <= last; x++ {
		if c := &line[x]; !c.Style.Equal(&style) {
			style = c.Style
			sum += 6
		} else if c.Content == " " {
			blanks++
		} else {
			blanks = 0
		}
		if blanks < 10 { // more are erased with one word
			sum++
		}
	}
	return sum
}

// same tells whether two cells show the same.
func same(a, b *uv.Cell) bool {
	if a.Content != b.Content || a.Width != b.Width {
		return false
	}
	return a.Style == b.Style && a.Link == b.Link || a.Equal(b)
}
