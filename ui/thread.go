package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model/library"
	"reftel/ui/page"
)

// The thread around a cable: how many citations away it goes, and how many cables it has at most.
const (
	threadDepth = 2
	threadMost  = 300
)

// threaded is the thread around a cable.
type threaded struct {
	at    position
	links []library.Linked
	err   error
}

// followThread asks for the thread around the open cable.
func (m *Model) followThread() tea.Cmd {
	at, lib := m.position, m.lib.lib
	m.message = "looking for the thread" + m.glyphs.Ellipsis
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), longSearch)
		defer cancel()
		links, err := library.Thread(ctx, lib, at, threadDepth, threadMost)
		return threaded{at, links, err}
	}
}

// showThread lists the cables around one in the order in which they were sent: what is cited, what cites, and through what.
func (m *Model) showThread(msg threaded) {
	if msg.at != m.position || m.prompt != nil || m.overlay != nil || m.writing != nil {
		return
	}
	m.message = ""
	switch {
	case msg.err != nil:
		m.message = problem(msg.err)
		return
	case len(msg.links) < 2:
		m.message = "no thread: this cable cites none, and no cable here cites it"
		return
	}
	title := "Thread around " + m.citedAs() + "   " + itoa(len(msg.links)) + " cables"
	if len(msg.links) == threadMost {
		title += ", the nearest"
	}
	o := &overlay{title: title}
	for i, l := range msg.links {
		o.add(m.threadRow(l), nil)
		if l.Held {
			e := l.Entry
			o.rows[i].do = func(m *Model) tea.Cmd { m.visit(e.Handle, 0); return nil }
		}
		if l.Relation == library.RelationItself {
			o.move(i)
		}
	}
	m.overlay = o
}

// threadRow is "2005-02-07  > 05ALMATY347  C  SUBJECT   cited by 05ALMATY538".
func (m *Model) threadRow(l library.Linked) string {
	date := strings.Repeat(" ", len("2006-01-02"))
	if l.Held && !l.Entry.Created.IsZero() {
		date = l.Entry.Created.Format("2006-01-02")
	}
	lead := strings.Repeat("  ", l.Depth)
	title, mark := "not in collection", ""
	if l.Held {
		title, mark = l.Entry.Title.String(), l.Entry.Classification.Level.Letters()
	}
	name := l.ID.String()
	if l.ID.Zero() && l.Held {
		name = l.Entry.Name.String()
	}
	row := date + "  " + page.Fit(lead+name, 24, m.glyphs.Ellipsis) + " " + page.Fit(mark, 4, "") + title
	switch l.Relation {
	case library.RelationItself:
		return row + "   (this cable)"
	case library.RelationCited:
		return row + "   cited by " + l.Through.String()
	}
	return row + "   cites " + l.Through.String()
}

// citedAs names the open cable.
func (m *Model) citedAs() string {
	if m.cable.ID.Zero() {
		return m.cable.Source.Path.String()
	}
	return m.cable.ID.String()
}

// showVersions lists the versions of the open cable that the collection holds.
func (m *Model) showVersions() {
	all := m.lib.versions(m.cable.ID)
	if len(all) < 2 {
		m.message = "there is one version of this cable here"
		return
	}
	o := &overlay{title: "Versions of " + m.citedAs() + "   the first is the one that is shown in lists", numbered: true}
	for _, at := range all {
		e, ok := m.lib.entry(at)
		if !ok {
			continue
		}
		line := e.Name.String() + "   " + itoa(e.Paragraphs) + " paragraphs  " + e.Title.String()
		if e.Partial {
			line += "  (partial extract)"
		}
		if at == m.position {
			line += "  (open)"
		}
		o.add(line, func(m *Model) tea.Cmd { m.visit(at, 0); return nil })
	}
	m.overlay = o
}
