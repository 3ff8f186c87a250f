package paint

import (
	uv "github.com/charmbracelet/ultraviolet"
)

// gap is how many cells that stay make it worth to go over them instead of sending them again.
const gap = 16

// pieces draws lines that change at both ends, such as a mark on the left and the scroll bar on the right, piece by piece:
// the renderer by itself sends everything between the first cell that changes and the last. What is shown is before.
func (p *Painter) pieces(before *uv.RenderBuffer) {
	const most = 2 // pieces before the last
	for range most {
		found := false
		for y := range p.height {
			old, line := before.Lines[y], p.frame.Lines[y]
			if end, ok := firstPiece(old, line); ok {
				if !found {
					found = true
					p.partly.Touched = nil
					p.partly.Resize(p.width, p.height)
					p.partly.Clear()
					for k := range p.height {
						copy(p.partly.Lines[k], before.Lines[k])
					}
				}
				copy(p.partly.Lines[y][:end], line[:end])
			}
		}
		if !found {
			return
		}
		p.screen.Render(p.partly.RenderBuffer)
		before = p.partly.RenderBuffer
		p.partly, p.other = p.other, p.partly
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
