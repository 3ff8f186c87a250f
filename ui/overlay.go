package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model/safe"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// overlay is a list over the panes, into which one can type to narrow it: keys, verbs, paragraphs, references.
type overlay struct {
	title   string
	rows    []choice
	filter  string
	cursor  int
	top     int
	matched []int
	typed   func(*Model, string) tea.Cmd // takes what was typed where no row matches; nil where that is nothing
}

// choice is a row of an overlay; do is nil for one that only informs.
type choice struct {
	text string
	do   func(*Model) tea.Cmd
}

func (o *overlay) add(s string, do func(*Model) tea.Cmd) {
	o.rows = append(o.rows, choice{safe.Of(s).String(), do})
	o.matched = append(o.matched, len(o.rows)-1)
}

func (o *overlay) insert(s string) {
	if len(o.filter)+len(s) < 200 {
		o.filter += safe.Of(s).String()
		o.match()
	}
}

func (o *overlay) match() {
	o.matched, o.cursor, o.top = o.matched[:0], 0, 0
	fold := strings.ToLower(o.filter) == o.filter
	for i, r := range o.rows {
		if at, _ := page.Index(r.text, o.filter, fold); at >= 0 || o.filter == "" {
			o.matched = append(o.matched, i)
		}
	}
}

func (o *overlay) move(by int) {
	o.cursor = min(max(o.cursor+by, 0), max(len(o.matched)-1, 0))
}

func (m *Model) overlayKey(k tea.Key) tea.Cmd {
	o := m.overlay
	switch name := k.String(); name {
	case "esc":
		m.overlay = nil
	case "enter":
		m.overlay = nil
		if len(o.matched) == 0 && o.typed != nil && strings.TrimSpace(o.filter) != "" {
			return o.typed(m, o.filter)
		}
		if len(o.matched) > 0 {
			if do := o.rows[o.matched[o.cursor]].do; do != nil {
				cmd := do(m)
				m.arrange()
				return cmd
			}
		}
	case "down", "ctrl+n":
		o.move(1)
	case "up", "ctrl+p":
		o.move(-1)
	case "pgdown", "ctrl+f":
		o.move(max(m.height-6, 1))
	case "pgup", "ctrl+b":
		o.move(-max(m.height-6, 1))
	case "home":
		o.move(-len(o.rows))
	case "end":
		o.move(len(o.rows))
	case "backspace":
		if r := []rune(o.filter); len(r) > 0 {
			o.filter = string(r[:len(r)-1])
			o.match()
		} else {
			m.overlay = nil
		}
	default:
		if o.filter == "" && (name == "q" || name == "?") && o.rows != nil && strings.HasPrefix(o.title, "Keys") {
			m.overlay = nil
			return nil
		}
		if k.Text != "" {
			o.insert(k.Text)
		}
	}
	return nil
}

// draw gives the lines of the overlay, which take the whole body of the screen.
func (o *overlay) draw(t *theme.Theme, width, height int) []string {
	out := make([]string, 0, height)
	title := o.title
	if o.filter != "" {
		title += "  /" + o.filter
	}
	out = append(out, t.Paint(theme.Focus, page.Fit(" "+title, width, t.Glyphs.Ellipsis)))
	room := height - 1
	if o.cursor < o.top {
		o.top = o.cursor
	}
	if o.cursor >= o.top+room {
		o.top = o.cursor - room + 1
	}
	for i := o.top; i < len(o.matched) && len(out) < height; i++ {
		r := o.rows[o.matched[i]]
		text := page.Fit(" "+r.text, width, t.Glyphs.Ellipsis)
		switch {
		case i == o.cursor && r.do != nil:
			text = t.Paint(theme.Selected, text)
		case r.do == nil && strings.HasPrefix(r.text, " ") || r.do == nil && i == o.cursor:
			text = t.Paint(theme.Text, text)
		}
		out = append(out, text)
	}
	for len(out) < height {
		out = append(out, strings.Repeat(" ", width))
	}
	return out[:height]
}
