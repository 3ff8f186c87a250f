package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// tally is the counting of a list of which only the beginning was found.
type tally struct {
	about  int
	cancel context.CancelFunc
}

// counted is how long a list is, or, where that is not the end of it, how much of it was found so far.
type counted struct {
	about, total int
	end          bool
	err          error
}

// sofar says that it is time to see how far a tally has come.
type sofar struct{ about int }

// tallyEvery is how often the screen shows how far a tally has come.
const tallyEvery = 300 * time.Millisecond

// count begins to count the present list, where its length is not known and nothing else is looked for.
func (m *Model) count() tea.Cmd {
	if m.tally != nil && m.tally.about != m.lib.about {
		m.stopTally()
	}
	if m.tally != nil || m.searching != nil || m.lib.exact || !m.lib.narrowed() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), longSearch)
	m.tally = &tally{m.lib.about, cancel}
	lib, about, q := m.lib.lib, m.lib.about, m.lib.request.Query
	return tea.Batch(m.countAgain(about), func() tea.Msg {
		defer cancel()
		n, err := lib.Count(ctx, q)
		return counted{about, n, true, err}
	})
}

// countAgain looks after a while how far a tally has come.
func (m *Model) countAgain(about int) tea.Cmd {
	return tea.Tick(tallyEvery, func(time.Time) tea.Msg { return sofar{about} })
}

// stopTally ends the counting; it begins anew where the list that was counted shows again.
func (m *Model) stopTally() {
	if m.tally != nil {
		m.tally.cancel()
		m.tally = nil
	}
}

// underWay takes what comes of a search or tally before its end.
func (m *Model) underWay(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case counted:
		return m.showCounted(msg)
	case sofar:
		return m.showSofar(msg)
	case waited:
		return m.askEarly(msg)
	case early:
		return m.showEarly(msg)
	}
	return nil
}

// showSofar asks how far a tally has come, which takes no time.
func (m *Model) showSofar(msg sofar) tea.Cmd {
	if m.tally == nil || msg.about != m.tally.about || m.lib.exact {
		return nil
	}
	if m.lib.state().Loading { // a collection that grows would be searched from its beginning
		return m.countAgain(msg.about)
	}
	lib, r := m.lib.lib, m.lib.request
	return func() tea.Msg {
		ctx, cancel := short()
		defer cancel()
		page, err := lib.Page(ctx, r, 0, 0)
		return counted{msg.about, page.Total, false, err}
	}
}

// showCounted takes the length of the list, or what is known of it so far. A list that could not be counted is not
// counted again.
func (m *Model) showCounted(msg counted) tea.Cmd {
	switch {
	case msg.about != m.lib.about || m.lib.exact:
		return nil
	case msg.err == nil:
		m.lib.total, m.lib.exact = max(msg.total, m.lib.total), msg.end
	}
	if msg.end {
		return nil
	}
	return m.countAgain(msg.about)
}
