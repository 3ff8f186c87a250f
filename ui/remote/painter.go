package remote

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"reftel/ui/paint"
)

// painter draws the screen of a session.
type painter struct {
	*paint.Painter
	lean bool
}

func newPainter(env []string, profile colorprofile.Profile, s size, lean bool) *painter {
	return &painter{paint.New(env, profile, s.width, s.height), lean}
}

// upgrade takes it that the terminal has all colors, and tells whether that is news. One that wants none keeps none.
func (p *painter) upgrade() bool {
	if p.lean || p.Colors() < colorprofile.ANSI {
		return false
	}
	return p.Profile(colorprofile.TrueColor)
}

// paint gives what brings the terminal to what a reader shows; on a poor line, without the title of the window.
func (p *painter) paint(m tea.Model) []byte {
	v := m.View()
	if p.lean {
		v.WindowTitle = ""
	}
	if m, ok := m.(paint.Moving); ok {
		p.Scrolls(m.Moving())
	}
	return p.Paint(v)
}
