package ui

import (
	"reftel/model"
	"reftel/model/readable"
)

// worded is the open cable as its words are shown: as they are, or, where the reader wants it, capitals in sentence case
// and commas that were apostrophes mended. Every byte of it stands where it stands in the cable, so places, marks and
// notes hold in each.
func (m *Model) worded(c *model.Cable) *model.Cable {
	if m.mended {
		c = readable.Mended(c)
	}
	if m.cased {
		c = readable.Cable(c)
	}
	return c
}

// reword shows the open cable in other words, at the same place.
func (m *Model) reword() {
	if m.cable == nil {
		return
	}
	at, query, find := m.text.Place(), m.text.Query(), m.text.Finder()
	shown := m.worded(m.cable)
	m.text.Show(shown, m.headLines())
	m.outline.Show(shown)
	m.text.Return(at)
	if query != "" {
		m.text.SearchFunc(query, find)
		m.text.Return(at)
	}
	m.setTerm(nil)
	m.follow()
}

// toggleCase turns capitals into sentence case, or back.
func (m *Model) toggleCase() {
	m.cased = !m.cased
	m.reword()
	m.message = map[bool]string{true: "capitals are shown in sentence case; the text as received stands unchanged beside it", false: "letters as received"}[m.cased]
}

// toggleMended shows commas that were apostrophes as apostrophes, or as they were received.
func (m *Model) toggleMended() {
	m.mended = !m.mended
	m.reword()
	m.message = map[bool]string{true: "commas that were apostrophes are mended", false: "commas as received"}[m.mended]
}

// noCommas says why there is nothing to mend.
func noCommas(m *Model) string {
	if why := noCable(m); why != "" {
		return why
	}
	for _, d := range m.cable.Diagnostics {
		if d.Kind == "apostrophe-comma" {
			return ""
		}
	}
	return "no comma of this cable looks like an apostrophe"
}
