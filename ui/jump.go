package ui

import (
	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
)

// follow keeps the outline and the received text beside the paragraph that is read.
func (m *Model) follow() {
	m.outline.Follow(m.text.Cursor())
	if m.beside && m.other.Cursor() != m.text.Cursor()+1 {
		m.other.Goto(m.text.Cursor() + 1)
	}
}

// leave remembers where one was before a jump.
func (m *Model) leave() {
	if m.cable == nil {
		return
	}
	m.past = append(m.past, jump{m.position, m.text.Place()})
	m.future = nil
	if len(m.past) > 200 {
		m.past = m.past[1:]
	}
}

// leaveOnce remembers the beginning of a run of steps within one cable, not every step.
func (m *Model) leaveOnce() {
	if n := len(m.past); n == 0 || m.past[n-1].position != m.position {
		m.leave()
	}
}

// travel takes the last place of one list and puts the present one on the other.
func (m *Model) travel(from, to *[]jump) {
	j := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, jump{m.position, m.text.Place()})
	if j.position == m.position || m.read(j.position) {
		m.text.Return(j.place)
		m.open.Focus = FocusText
		m.follow()
	}
}

// gotoNumber goes to the paragraph with a printed number.
func (m *Model) gotoNumber(n model.ParagraphNumber) bool {
	if m.cable == nil {
		return false
	}
	for i := range m.cable.Paragraphs {
		if m.cable.Paragraphs[i].Number == n {
			m.text.Goto(model.ParagraphIndex(i))
			m.follow()
			return true
		}
	}
	return false
}

// nextComment is the next comment after the cursor, round the end; -1 for none.
func (m *Model) nextComment() model.ParagraphIndex {
	n := len(m.cable.Paragraphs)
	for k := 1; k <= n; k++ {
		i := (int(m.text.Cursor()) + k) % n
		if m.cable.Paragraphs[i].Kind == model.KindComment {
			return model.ParagraphIndex(i)
		}
	}
	return -1
}

// openEntry opens a cable of the list, on the paragraph that was found in it.
func (m *Model) openEntry(e library.Entry) bool {
	if e.Handle != m.position {
		m.leave()
		if !m.read(e.Handle) {
			return false
		}
	}
	if e.Hit == nil {
		return true
	}
	if at := e.Hit.Paragraph; at >= 0 && int(at) < len(m.cable.Paragraphs) {
		m.text.Goto(at)
	} else {
		m.text.Top()
	}
	q := m.lib.typed
	m.text.SearchFunc(q.Text, func(text string) [][2]int {
		var out [][2]int
		for _, s := range query.Lit(q, text) {
			out = append(out, [2]int{s.Start, s.End})
		}
		return out
	})
	m.fromList = true
	m.message = ""
	m.follow()
	return true
}

func openChosen(m *Model) tea.Cmd {
	switch m.open.Focus {
	case FocusList:
		if e, ok := m.lib.onRow(m.list.Cursor()); ok && m.openEntry(e) {
			m.open.Focus = FocusText
		}
	case FocusOutline:
		if m.open.Facets {
			return m.narrowByFacet()
		}
		m.leave()
		if at := m.outline.Chosen(); at < 0 {
			m.text.Top()
		} else if m.cable != nil {
			m.text.Goto(at)
		}
		m.open.Focus = FocusText
		m.follow()
	default:
		if m.cable != nil && !m.followTerm() {
			m.text.ScrollBy(1)
			m.follow()
		}
	}
	return nil
}

func back(m *Model) tea.Cmd {
	switch {
	case m.term != nil:
		m.setTerm(nil)
	case m.running != nil:
		m.running()
	case m.text.Kept():
		m.level = 0
		m.text.SetKeep(nil)
	case m.text.Query() != "" && m.open.Focus == FocusText:
		m.text.Search("")
		if m.fromList { // what was found in the list is left for the list
			m.fromList = false
			m.focus(FocusList)
		}
	case m.beside:
		toggleReceived(m)
	case m.open.Zoom:
		m.open.Zoom = false
	case m.open.Focus == FocusList && m.searching != nil:
		m.endSearch()
		m.message = "the search was ended"
	case m.open.Focus == FocusOutline && m.open.Facets:
		m.open.Facets = false
		m.focus(FocusList)
	case m.open.Focus == FocusList && m.lib.narrowed():
		return m.look(query.Query{}, m.lib.request.Order)
	case m.open.Focus == FocusOutline:
		m.open.Focus = FocusText
	case m.open.Focus == FocusText && !m.open.Single:
		m.focus(FocusList)
	default:
		return m.quit()
	}
	return nil
}
