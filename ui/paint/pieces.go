package paint

import (
	uv "github.com/charmbracelet/ultraviolet"
)

// gap is how many cells that stay make it worth to go over them instead of sending them again.
const gap = 16

// pieces draws lines that change at both ends, such as a mark on the left and the scroll bar on the right, piece by piece:
// the renderer by itself sends everything between the first cell that changes and the last. Shown is then what is shown.
func (p *Painter) pieces(shown, frame *uv.ScreenBuffer, scrolled bool) {
	const most = 2 // pieces before the last
	for range most {
		shown.Touched = make([]*uv.LineData, p.height)
		found := false
		for y := range p.height {
			line := frame.Lines[y]
			if end, ok := firstPiece(shown.Lines[y], line); ok {
				copy(shown.Lines[y][:end], line[:end])
				found = true
			} else if scrolled { // the renderer need not look; where it looks for lines that have moved, it needs all
				continue
			}
			shown.Touched[y] = &uv.LineData{LastCell: p.width}
		}
		if !found {
			return
		}
		p.screen.Render(shown.RenderBuffer)
	}
}

// firstPiece is where the first run of cells that differ ends, if another one follows far behind it.
func firstPiece(old, line uv.Line) (end int, ok bool) {
	first, stay := -1, 0
	for x := range line {
		if same(&line[x], &old[x]) {
			stay++
			continue
		}
		if first >= 0 && stay >= gap {
			return x - stay, true
		}
		first, stay = x, 0
	}
	return 0, false
}
