// Package note is the pane in which a note is written: several lines, wrapped as one types.
//
//	e := note.New(theme)
//	e.Open("what stood in the note")
//	e.Key(key)                  // typing
//	lines := e.Draw()
//	text := e.Text()            // clean, to be kept
package note

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"reftel/model/safe"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// Longest is how many bytes a note may have.
const Longest = 64 << 10

// Editor is a note that is being written.
type Editor struct {
	Theme *theme.Theme

	area          textarea.Model
	before        string
	width, height int
}

// New makes an editor.
func New(t *theme.Theme) *Editor {
	e := &Editor{Theme: t, area: textarea.New()}
	e.area.ShowLineNumbers = false
	e.area.Prompt = ""
	e.area.CharLimit = Longest
	e.area.MaxHeight = 0
	// Nothing here may read a clipboard: over SSH it would be the server's. Terminals paste by themselves.
	e.area.KeyMap.Paste = key.NewBinding(key.WithDisabled())
	e.area.KeyMap.CopySelection = key.NewBinding(key.WithDisabled())
	plain := textarea.StyleState{Selection: lipgloss.NewStyle().Reverse(true)}
	e.area.SetStyles(textarea.Styles{Focused: plain, Blurred: plain}) // a cursor that blinks would write while nobody types
	e.area.SetVirtualCursor(true)
	e.area.Focus()
	return e
}

// Open begins with a text.
func (e *Editor) Open(text safe.Text) {
	e.before = text.String()
	e.area.SetValue(text.String())
	e.area.MoveToEnd()
}

// Resize gives the pane its size.
func (e *Editor) Resize(width, height int) {
	e.width, e.height = max(width, 1), max(height, 1)
	e.area.SetWidth(e.width)
	e.area.SetHeight(e.height)
}

// Key types or moves.
func (e *Editor) Key(k tea.Key) {
	if k.Text != "" {
		clean := safe.TextOf(k.Text).String()
		if e.area.Length()+len(clean) > Longest {
			return
		}
		k.Text = clean
	}
	e.area, _ = e.area.Update(tea.KeyPressMsg(k))
}

// Insert takes pasted text; it is hostile until it has passed package safe. It tells whether all of it found room.
func (e *Editor) Insert(s string) bool {
	clean := safe.TextOf(strings.ReplaceAll(s, "\r\n", "\n")).String()
	room := max(Longest-len(e.area.Value()), 0)
	whole := len(clean) <= room
	if !whole {
		clean = safe.TextOf(clean).Slice(0, room).String()
	}
	e.area.InsertString(clean)
	return whole
}

// Text is what has been written, without blanks at its ends.
func (e *Editor) Text() safe.Text { return safe.TextOf(strings.TrimSpace(e.area.Value())) }

// Changed tells whether it differs from what it began with.
func (e *Editor) Changed() bool { return e.area.Value() != e.before }

// Draw gives the lines of the pane.
func (e *Editor) Draw() []string {
	if e.width == 0 {
		return nil
	}
	out := strings.Split(e.area.View(), "\n")
	for i := range out {
		if n := ansi.StringWidth(out[i]); n < e.width {
			out[i] += strings.Repeat(" ", e.width-n)
		} else if n > e.width {
			out[i] = ansi.Truncate(out[i], e.width, "")
		}
	}
	for len(out) < e.height {
		out = append(out, page.Fit("", e.width, ""))
	}
	return out[:e.height]
}
