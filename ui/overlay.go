package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"reftel/model/safe"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// overlay is a list over the panes, into which one can type to narrow it: keys, verbs, paragraphs, references.
type overlay struct {
	title    string
	command  bool                        // what is typed is a command, not a word to narrow by
	numbered bool                        // a digit chooses a row
	closes   string                      // a key besides esc that closes it while nothing is typed
	fill     func(typed string) []choice // makes the rows anew from what is typed; nil narrows those there are
	resized  func(o *overlay, width int) // makes the rows for a width
	rows     []choice
	filter   string
	cursor   int
	top      int
	width    int
	matched  []int
	shown    int                          // how many rows there was room for
	typed    func(*Model, string) tea.Cmd // takes what was typed where no row matches; nil where that is nothing
}

// choice is a row of an overlay; do is nil for one that only informs.
type choice struct {
	text     string                           // plain; what typing narrows by
	styled   string                           // drawn instead of text: a line of a rendered page
	complete string                           // what tab makes of what is typed
	beneath  func(width, height int) []string // what shows below the rows while the cursor stands here
	do       func(*Model) tea.Cmd
}

// add adds a row. What stands in it is hostile until it has passed package safe.
func (o *overlay) add(s string, do func(*Model) tea.Cmd) {
	o.put(choice{text: safe.Of(s).String(), do: do})
}

// page adds the lines of a rendered page; act gives what a line does, or nil.
func (o *overlay) page(lines []string, act func(plain string) func(*Model) tea.Cmd) {
	for _, s := range lines {
		plain := ansi.Strip(s)
		o.put(choice{text: plain, styled: s, do: act(plain)})
	}
}

func (o *overlay) put(c choice) {
	o.rows = append(o.rows, c)
	o.matched = append(o.matched, len(o.rows)-1)
}

func (o *overlay) insert(s string) {
	if len(o.filter)+len(s) < 200 {
		o.filter += safe.Of(s).String()
		o.match()
	}
}

// match finds the rows that show.
func (o *overlay) match() {
	o.matched, o.cursor, o.top = o.matched[:0], 0, 0
	if o.fill != nil {
		o.rows = o.fill(o.filter)
	}
	fold := strings.ToLower(o.filter) == o.filter
	for i, r := range o.rows {
		if o.filter != "" && o.fill == nil {
			if at, _ := page.Index(r.text, o.filter, fold); at < 0 {
				continue
			}
		}
		o.matched = append(o.matched, i)
	}
}

func (o *overlay) move(by int) {
	o.cursor = min(max(o.cursor+by, 0), max(len(o.matched)-1, 0))
}

// chosen is the row that the cursor stands on.
func (o *overlay) chosen() (choice, bool) {
	if o.cursor >= len(o.matched) {
		return choice{}, false
	}
	return o.rows[o.matched[o.cursor]], true
}

// resize makes the rows of a page anew for another width.
func (o *overlay) resize(width int) {
	if o.resized == nil || width == o.width {
		return
	}
	o.width = width
	cursor, top := o.cursor, o.top
	o.rows, o.matched = nil, nil
	o.resized(o, width)
	o.match()
	o.top = top
	o.move(cursor)
}

func (m *Model) overlayKey(k tea.Key) tea.Cmd {
	o := m.overlay
	switch name := k.String(); name {
	case "esc":
		m.overlay = nil
	case "enter":
		return m.choose()
	case "tab":
		if c, ok := o.chosen(); ok && c.complete != "" {
			if o.filter == c.complete {
				o.move(1)
				break
			}
			o.filter = c.complete
			o.match()
		}
	case "down", "ctrl+n":
		o.move(1)
	case "up", "ctrl+p":
		o.move(-1)
	case "pgdown", "ctrl+f":
		o.move(max(o.shown-2, 1))
	case "pgup", "ctrl+b":
		o.move(-max(o.shown-2, 1))
	case "home":
		o.move(-len(o.rows))
	case "end":
		o.move(len(o.rows))
	case "ctrl+u":
		o.filter = ""
		o.match()
	case "backspace":
		if r := []rune(o.filter); len(r) > 0 {
			o.filter = string(r[:len(r)-1])
			o.match()
		} else {
			m.overlay = nil
		}
	default:
		if o.filter == "" {
			if name == o.closes || name == "q" && o.closes != "" {
				m.overlay = nil
				return nil
			}
			if o.numbered && len(name) == 1 && name[0] >= '1' && name[0] <= '9' && int(name[0]-'1') < len(o.matched) {
				o.cursor = int(name[0] - '1')
				return m.choose()
			}
		}
		if k.Text != "" {
			o.insert(k.Text)
		}
	}
	return nil
}

// choose does what the row under the cursor stands for.
func (m *Model) choose() tea.Cmd {
	c, ok := m.overlay.chosen()
	if ok && c.do == nil && m.overlay.numbered { // nothing to follow: the list stays, so that one can look further
		m.message = "that one leads nowhere in this collection"
		return nil
	}
	if ok && c.do == nil && c.complete != "" {
		m.overlay.filter = c.complete
		m.overlay.match()
		return nil
	}
	o := m.overlay
	m.overlay = nil
	if !ok && o.typed != nil && strings.TrimSpace(o.filter) != "" {
		cmd := o.typed(m, o.filter)
		m.arrange()
		return cmd
	}
	if !ok || c.do == nil {
		return nil
	}
	cmd := c.do(m)
	m.arrange()
	return cmd
}

// draw gives the lines of the overlay, which take the whole body of the screen.
func (o *overlay) draw(t *theme.Theme, width, height int) []string {
	out := make([]string, 0, height)
	title := o.title
	if o.filter != "" && !o.command {
		title += "  /" + o.filter
	}
	out = append(out, t.Paint(theme.Focus, page.Fit(" "+title, width, t.Glyphs.Ellipsis)))
	room := height - 1
	var below []string
	if c, ok := o.chosen(); ok && c.beneath != nil && height >= 8 {
		below = c.beneath(width, height/2)
		room -= len(below)
	}
	o.shown = room
	if o.cursor < o.top {
		o.top = o.cursor
	}
	if o.cursor >= o.top+room {
		o.top = o.cursor - room + 1
	}
	for i := o.top; i < len(o.matched) && len(out) <= room; i++ {
		r := o.rows[o.matched[i]]
		lead := " "
		if o.numbered {
			lead = "    "
			if i < 9 {
				lead = " " + itoa(i+1) + "  "
			}
		}
		switch {
		case i == o.cursor && r.do != nil:
			out = append(out, t.Paint(theme.Selected, page.Fit(lead+r.text, width, t.Glyphs.Ellipsis)))
		case r.styled != "":
			out = append(out, fitStyled(lead+r.styled, width, t.Glyphs.Ellipsis))
		default:
			out = append(out, page.Fit(lead+r.text, width, t.Glyphs.Ellipsis))
		}
	}
	if len(o.matched) == 0 && o.filter != "" && !o.command && len(out) < height {
		nothing := "nothing here has " + o.filter
		if o.typed != nil {
			nothing += "   enter takes it as a new name"
		}
		out = append(out, t.Paint(theme.Dim, page.Fit("  "+nothing, width, t.Glyphs.Ellipsis)))
	}
	for len(out) < height-len(below) {
		out = append(out, strings.Repeat(" ", width))
	}
	return append(out, below...)[:height]
}

// fitStyled cuts a line with colours to a width, or fills it up.
func fitStyled(s string, width int, ellipsis string) string {
	s = ansi.Truncate(s, width, ellipsis)
	return s + strings.Repeat(" ", max(width-ansi.StringWidth(s), 0))
}
