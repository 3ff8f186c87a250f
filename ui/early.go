package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"reftel/model/library"
)

// sofarer is a library that tells what it found so far of a list that is asked for, and which part of the collection it
// has looked through.
type sofarer interface {
	Sofar(ctx context.Context, r library.Request, to int) (p library.Page, part float64, ok bool, err error)
}

// waited says that a search has not answered for a while.
type waited struct{ about int }

// early is the beginning of a list that is still looked for.
type early struct {
	about int
	list  listing
	part  float64
	ok    bool
}

// waitFor is how long a search may take before the screen shows how far it has come.
const waitFor = 300 * time.Millisecond

// wait looks after a while how far a search has come.
func (m *Model) wait(about int) tea.Cmd {
	if _, ok := m.lib.lib.(sofarer); !ok {
		return nil
	}
	return tea.Tick(waitFor, func(time.Time) tea.Msg { return waited{about} })
}

// askEarly asks what was found so far.
func (m *Model) askEarly(msg waited) tea.Cmd {
	lib, ok := m.lib.lib.(sofarer)
	if !ok || m.searching == nil || m.searching.about != msg.about {
		return nil
	}
	l := m.searching.begun.Load()
	if l == nil { // the shelf has not answered
		return m.wait(msg.about)
	}
	return func() tea.Msg {
		ctx, cancel := short()
		defer cancel()
		e := early{about: msg.about, list: *l}
		page, part, ok, err := lib.Sofar(ctx, l.request, partRows)
		e.list.parts = map[int][]library.Entry{0: page.Entries}
		e.list.missing = map[int]bool{}
		e.list.total = len(page.Entries)
		e.part, e.ok = part, ok && err == nil
		return e
	}
}

// showEarly lists what was found so far, if it is more than before. What is looked for once more stands already.
func (m *Model) showEarly(msg early) tea.Cmd {
	s := m.searching
	if s == nil || s.about != msg.about {
		return nil
	}
	if msg.ok {
		s.part = msg.part
		if !s.again && msg.list.total > s.shown {
			m.replace(msg.list, s.shown > 0)
			s.shown = msg.list.total
		}
	}
	return m.wait(msg.about)
}

// looked says how far a search has come.
func (m *Model) looked() string {
	s := m.glyphs.Ellipsis
	if of := m.searching; of.part > 0 {
		s = fmt.Sprintf("%d%% looked through%s", int(of.part*100), s)
		if of.shown > 0 {
			s = m.howMany() + " cables, " + s
		}
	}
	return s
}

// endSearch ends the search that is under way because the reader says so. What was found stays, and is not counted on.
func (m *Model) endSearch() {
	about := m.searching.about
	m.stopSearch()
	if m.lib.about == about {
		m.tally = &tally{about, func() {}}
	}
}
