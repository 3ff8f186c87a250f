package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model/library"
	"reftel/model/query"
	"reftel/ui/facets"
)

// made is what the present list is made of.
type made struct {
	about  int
	months []library.Month
	values map[library.Facet][]library.Value
	err    error
}

// mostValues is how many values of a facet are counted out.
const mostValues = 200

// countMade asks what the present list is made of, if that shows.
func (m *Model) countMade() tea.Cmd {
	if !m.open.Facets {
		return nil
	}
	m.facets.Wait()
	if m.counting != nil {
		m.counting()
	}
	ctx, cancel := context.WithTimeout(context.Background(), longSearch)
	m.counting = cancel
	lib, about, q := m.lib.lib, m.lib.about, m.lib.request.Query
	return func() tea.Msg {
		defer cancel()
		months, err := lib.Histogram(ctx, q)
		if err != nil {
			return made{about: about, err: err}
		}
		values, err := lib.Facets(ctx, q, facets.Shown(), mostValues)
		return made{about, months, values, err}
	}
}

// showMade takes what the list is made of.
func (m *Model) showMade(msg made) {
	if msg.about != m.lib.about {
		return
	}
	if msg.err != nil {
		if ctx := context.Canceled; msg.err != ctx {
			m.message = problem(msg.err)
		}
		return
	}
	m.facets.Show(facets.Groups(msg.months, msg.values, m.narrowedBy), m.lib.count())
}

// narrowedBy tells whether the list is narrowed by a value already.
func (m *Model) narrowedBy(field query.FieldName, value string) bool {
	f, err := query.NewField(field, query.Equal, value)
	if err != nil {
		return false
	}
	for _, g := range fieldsOf(m.lib.typed) {
		if g.String() == f.String() {
			return true
		}
	}
	return false
}

// fieldsOf are the fields that stand side by side in a query.
func fieldsOf(q query.Query) []query.Field {
	nodes := []query.Node{q.Root}
	if and, ok := q.Root.(query.And); ok {
		nodes = and.Nodes
	}
	var out []query.Field
	for _, n := range nodes {
		if f, ok := n.(query.Field); ok {
			out = append(out, f)
		}
	}
	return out
}

// toggleFacets shows what the list is made of, or the outline again.
func (m *Model) toggleFacets() tea.Cmd {
	if m.open.Facets && m.open.Focus == FocusOutline {
		m.open.Facets = false
		m.focus(FocusList)
		return nil
	}
	m.open.Facets = true
	m.focus(FocusOutline)
	m.facets.MoveBy(0)
	return m.countMade()
}

// narrowByFacet narrows the list by the bar under the cursor, or takes that narrowing out again.
func (m *Model) narrowByFacet() tea.Cmd {
	if m.facets.Open() {
		return nil
	}
	row, ok := m.facets.Chosen()
	if !ok {
		m.message = "there is nothing to narrow the list by"
		return nil
	}
	f, err := query.NewField(row.Field, query.Equal, row.Value)
	if err != nil {
		m.message = problem(err)
		return nil
	}
	q := m.lib.typed
	if !row.Chosen {
		q = query.With(q, f)
	} else {
		others := fieldsOf(q)
		q = query.Without(q, row.Field)
		for _, g := range others {
			if g.Name == row.Field && g.String() != f.String() {
				q = query.With(q, g)
			}
		}
	}
	m.message = "search: " + q.Text
	if q.Root == nil {
		m.message = "all cables"
	}
	return m.look(q, m.lib.request.Order)
}

// thousands writes a number as people read it.
func thousands(n int) string { return facets.Thousands(n) }

func repeat(s string, n int) string { return strings.Repeat(s, max(n, 0)) }
