package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// changed says that the library has changed, and unchanged that it has not for a while.
type (
	changed   struct{}
	unchanged struct{}
)

// watchFor bounds how long a change is waited for at a time, so that nothing is left waiting behind a session that ended.
const watchFor = 30 * time.Second

// Init waits for the library to change.
func (m *Model) Init() tea.Cmd { return m.watch() }

// watch answers when the library has changed, also one that is whole: another program may take cables into it.
func (m *Model) watch() tea.Cmd {
	ch := m.lib.changed() // before State, or the last change can be missed
	if !m.lib.state().Loading {
		m.grown() // it may have ended before anybody waited
	}
	if ch == nil { // files that were read do not change any more
		return nil
	}
	return func() tea.Msg {
		late := time.NewTimer(watchFor)
		defer late.Stop()
		select {
		case <-ch:
			time.Sleep(100 * time.Millisecond) // gathers many additions into one frame
			return changed{}
		case <-late.C:
			return unchanged{}
		}
	}
}

// showChanged takes notice of a change. What the list is made of is counted once more, when all is there.
func (m *Model) showChanged() tea.Cmd {
	m.grown()
	watch := m.watch()
	if m.lib.state().Loading {
		return watch
	}
	return tea.Batch(watch, m.countMade())
}

// grown takes notice of cables that were added. The cursor of the list stays on its cable.
func (m *Model) grown() {
	at := m.lib.at(m.list.Cursor())
	if m.lib.refresh() {
		if row, ok := m.lib.row(at); ok {
			m.list.MoveTo(row, m.lib.count())
		}
	}
	if m.cable == nil {
		m.read(m.lib.at(0))
	}
	m.arrange()
}
