package ui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/ui/page"
)

func chooseParagraph(m *Model) {
	o := &overlay{title: "Paragraphs of " + m.cable.ID.String()}
	for i := range m.cable.Paragraphs {
		p := &m.cable.Paragraphs[i]
		index := model.ParagraphIndex(i)
		n := "    "
		if p.Number > 0 {
			n = page.Fit(itoa(int(p.Number)), 4, "")
		}
		o.add(n+page.Fit(p.Mark.Level.Letters(), 4, "")+p.Text.Line().String(), func(m *Model) tea.Cmd {
			m.leave()
			m.open.Focus = FocusText
			m.text.Goto(index)
			m.follow()
			return nil
		})
	}
	o.move(int(m.text.Cursor()))
	m.overlay = o
}

func (m *Model) showReferences() {
	o := &overlay{title: "References of " + m.cable.ID.String(), numbered: true}
	follow := func(at position) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd { m.visit(at, 0); return nil }
	}
	for _, r := range m.cable.References {
		line := "cites "
		if l := r.Letter.String(); l != "" {
			line += l + ". "
		}
		line += r.Text.String()
		if r.ID.Zero() {
			o.add(line+"  ("+r.Kind.String()+")", nil)
			continue
		}
		if !says(r.Text.String(), r.ID.String()) {
			line += "  " + r.ID.String()
		}
		at, ok := m.lib.find(r.ID)
		if !ok {
			o.add(line+"  not in collection", nil)
			continue
		}
		e, _ := m.lib.entry(at)
		o.add(line+"  "+e.Title.String(), follow(at))
	}
	for _, at := range m.lib.citedBy(m.cable.ID) {
		o.add("cited by"+m.lib.title(at), follow(at))
	}
	if len(o.rows) == 0 {
		m.message = "no references in this cable, and no cable here cites it"
		return
	}
	m.overlay = o
}

// says tells whether a reference says the whole identifier, in whatever spelling.
func says(text, id string) bool {
	bare := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' {
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
	return strings.Contains(bare, id)
}
