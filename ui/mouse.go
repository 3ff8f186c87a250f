package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// wheelRows is how far one step of the wheel goes, and wheelPause how long steps are gathered into one.
const (
	wheelRows  = 3
	wheelPause = 16 * time.Millisecond
)

// wheeled says that the pause after a step of the wheel is over.
type wheeled struct{}

// Gather lets the steps of a wheel that come faster than frames become one: a flood of them would draw a screen each.
// It is the filter of the program, and runs where Update does.
func (m *Model) Gather(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		if !m.wheeling {
			break
		}
		m.wheelX, m.wheelY = msg.X, msg.Y
		m.steps += step(msg)
		return nil
	case wheeled:
		if m.steps == 0 { // nothing to draw
			m.wheeling = false
			return nil
		}
	}
	return msg
}

func step(msg tea.MouseWheelMsg) int {
	switch msg.Button {
	case tea.MouseWheelUp:
		return -wheelRows
	case tea.MouseWheelDown:
		return wheelRows
	}
	return 0
}

// wheel scrolls the pane under the pointer, and begins to gather.
func (m *Model) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	m.scrollAt(msg.X, msg.Y, step(msg))
	return m.gather()
}

// gathered scrolls by what was gathered.
func (m *Model) gathered() tea.Cmd {
	m.scrollAt(m.wheelX, m.wheelY, m.steps)
	return m.gather()
}

func (m *Model) gather() tea.Cmd {
	m.wheeling, m.steps = true, 0
	return tea.Tick(wheelPause, func(time.Time) tea.Msg { return wheeled{} })
}

func (m *Model) scrollAt(x, y, by int) {
	switch l := m.layout; {
	case m.prompt != nil, m.writing != nil:
	case m.overlay != nil:
		m.overlay.move(by)
	case l.List.Contains(x, y):
		m.list.MoveBy(by, m.lib.count())
	case l.Outline.Contains(x, y) && m.open.Facets:
		m.facets.MoveBy(by)
	case l.Outline.Contains(x, y):
		m.outline.MoveBy(by)
	case m.cable != nil:
		m.text.ScrollBy(by)
		m.follow()
	}
}

// click chooses what is under the pointer.
func (m *Model) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft || m.prompt != nil || m.writing != nil {
		return nil
	}
	m.message = ""
	l := m.layout
	switch {
	case m.overlay != nil:
		if row := m.overlay.top + msg.Y - 1; msg.Y > 0 && msg.Y <= m.overlay.shown && row < len(m.overlay.matched) {
			m.overlay.cursor = row
			return m.choose()
		}
	case m.divider(msg.X, msg.Y):
	case l.List.Contains(msg.X, msg.Y):
		if row := m.list.RowAtLine(msg.Y - l.List.Y); row < m.lib.count() {
			m.open.Focus = FocusList
			m.list.MoveTo(row, m.lib.count())
			return m.run("open")
		}
	case l.Outline.Contains(msg.X, msg.Y) && m.open.Facets:
		if m.facets.At(msg.Y - l.Outline.Y) {
			m.open.Focus = FocusOutline
			return m.run("open")
		}
	case l.Outline.Contains(msg.X, msg.Y):
		if _, ok := m.outline.At(msg.Y - l.Outline.Y); ok {
			m.open.Focus = FocusOutline
			return m.run("open")
		}
	case l.Text.Contains(msg.X, msg.Y):
		m.open.Focus = FocusText
		if i, ok := m.text.ParagraphAtLine(msg.Y - l.Text.Y); ok {
			m.text.SetCursor(i)
			m.termAt(msg.X-l.Text.X, msg.Y-l.Text.Y)
			m.follow()
		}
		m.arrange()
	}
	return nil
}

// divider takes hold of a divider under the pointer, if there is one.
func (m *Model) divider(x, y int) bool {
	l := m.layout
	if y < l.Text.Y || y >= l.Text.Y+l.Text.H {
		return false
	}
	switch {
	case !l.List.Empty() && x == l.List.X+l.List.W:
		m.dragged = FocusList
	case l.Over && x == l.Outline.X-1, !l.Over && !l.Outline.Empty() && x == l.Outline.X+l.Outline.W:
		m.dragged = FocusOutline
	default:
		return false
	}
	return m.layout.Text.W > 0
}

// drag moves the divider that the mouse holds.
func (m *Model) drag(x int) {
	l := m.layout
	switch m.dragged {
	case FocusList:
		m.open.List = max(x-l.List.X, leastList)
	case FocusOutline:
		w := x - l.Outline.X
		if l.Over {
			w = m.width - x - 1
		}
		m.open.Outline = max(w, leastOutline)
	default:
		return
	}
	m.arrange()
}
