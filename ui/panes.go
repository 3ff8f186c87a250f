package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
)

// focus gives the keys to a pane, and opens it if it was closed.
func (m *Model) focus(f Focus) {
	switch f {
	case FocusList:
		m.open.NoList = false
	case FocusOutline:
		m.open.NoOutline = false
	}
	m.open.Focus = f
}

// toggleOutline shows the outline beside the text or puts it away; where there is no room for both, it goes to it and back.
func (m *Model) toggleOutline() {
	if m.width < 110 || m.open.Zoom {
		if m.open.Focus == FocusOutline {
			m.focus(FocusText)
		} else {
			m.focus(FocusOutline)
		}
		return
	}
	m.open.NoOutline = !m.open.NoOutline
	if m.open.NoOutline && m.open.Focus == FocusOutline {
		m.open.Focus = FocusText
	}
	if m.open.Focus == FocusList && m.width < 150 { // neither of them is on the screen
		m.message = map[bool]string{true: "no outline beside the text", false: "the outline stands beside the text"}[m.open.NoOutline]
	}
}

// toggleZoom shows the pane with the focus alone, or the others beside it again.
func (m *Model) toggleZoom() {
	if m.width < 110 && !m.layout.Over && !m.open.Zoom {
		m.message = "there is one pane here already"
		return
	}
	m.open.Zoom = !m.open.Zoom
}

// toggleSummaries shows summaries in the list, or takes them away.
func (m *Model) toggleSummaries() {
	m.list.Summaries = !m.list.Summaries
	if m.layout.List.Empty() {
		m.message = map[bool]string{true: "summaries in the list", false: "no summaries in the list"}[m.list.Summaries]
	}
}

// closePane closes the pane with the focus.
func (m *Model) closePane() {
	switch m.open.Focus {
	case FocusList:
		m.open.NoList = true
	case FocusOutline:
		m.open.NoOutline = true
	default:
		m.message = "the text stays open: " + m.keys.Key("next-pane") + " goes to another pane, " + m.keys.Key("zoom") + " shows one alone"
		return
	}
	m.open.Focus = FocusText
}

// widen gives the pane with the focus more columns, or fewer. The text takes them from the pane beside it.
func (m *Model) widen(by int) {
	list, outline := m.open.widths(m.width)
	l := m.layout
	switch {
	case l.Text.Empty() || l.List.Empty() && l.Outline.Empty():
		m.message = "there is one pane here: there is nothing to share columns with"
	case m.open.Focus == FocusList:
		m.open.List = list + by
	case m.open.Focus == FocusOutline:
		m.open.Outline = outline + by
	case !l.Outline.Empty():
		m.open.Outline = outline - by
	default:
		m.open.List = list - by
	}
	m.open.List, m.open.Outline = max(m.open.List, 0), max(m.open.Outline, 0)
	if list, outline = m.open.widths(m.width); m.open.List > 0 { // what was asked beyond the bounds is not remembered
		m.open.List = list
	}
	if m.open.Outline > 0 {
		m.open.Outline = outline
	}
}

// askGo asks where to go.
func (m *Model) askGo() {
	m.prompt = &prompt{label: "go to: ", done: func(s string) tea.Cmd { m.goTo(s); m.arrange(); return nil },
		hint: func() string { return "a cable such as 05ALMATY538, with #4 for a paragraph, or a number" }}
}

// goTo goes to a cable of the collection, to one of its paragraphs, or to a paragraph of this cable.
func (m *Model) goTo(to string) {
	to = strings.TrimSpace(to)
	if n, err := model.ParseParagraphNumber(strings.TrimPrefix(to, "#")); err == nil {
		m.gotoTyped(itoa(int(n)))
		return
	}
	id, n, err := model.ParseAddress(to)
	if err != nil {
		m.message = err.Error()
		return
	}
	at, ok := m.lib.find(id)
	if !ok {
		m.message = id.String() + " is not in this collection"
		return
	}
	m.visit(at, n)
}

// visit opens a cable at a paragraph, 0 for where it was left, and remembers where one came from.
func (m *Model) visit(at position, n model.ParagraphNumber) {
	m.leave()
	if at != m.position && !m.read(at) {
		return
	}
	m.open.Focus = FocusText
	if n > 0 && !m.gotoNumber(n) {
		m.message = "there is no paragraph " + itoa(int(n)) + " in this cable"
	}
}
