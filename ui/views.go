package ui

import (
	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/ui/theme"
)

func (m *Model) onlyMatching() {
	if m.text.Kept() {
		m.text.SetKeep(nil)
		return
	}
	match := m.text.Matching()
	m.text.SetKeep(func(i model.ParagraphIndex) bool { return match[i] })
	m.message = itoa(len(match)) + " paragraphs match; & shows all again"
}

func nextLevel(m *Model) {
	levels := []model.Level{0, model.LevelUnclassified, model.LevelSensitive, model.LevelConfidential, model.LevelSecret}
	for i, l := range levels {
		if l == m.level {
			m.level = levels[(i+1)%len(levels)]
			break
		}
	}
	if m.level == 0 {
		m.text.SetKeep(nil)
		m.message = "all paragraphs"
		return
	}
	c, most := m.cable, m.level
	m.text.SetKeep(func(i model.ParagraphIndex) bool {
		l := c.Paragraphs[i].Mark.Level
		if l == model.LevelNone {
			l = c.Classification.Level
		}
		return l <= most
	})
	m.message = "only paragraphs at or below " + most.String()
}

func nextTheme(m *Model) {
	names := theme.Names()
	for i, n := range names {
		if n == m.theme.Name {
			t, err := theme.New(names[(i+1)%len(names)], m.glyphs)
			if err == nil {
				m.theme = t
				m.list.Theme, m.outline.Theme, m.text.Theme, m.other.Theme = t, t, t, t
			}
			break
		}
	}
	m.message = "theme " + m.theme.Name
}

// citation is "05ALMATY538, ¶4 (C)".
func (m *Model) citation() string {
	p := &m.cable.Paragraphs[m.text.Cursor()]
	s := m.cable.ID.String()
	if s == "" {
		s = m.cable.Source.Path.String()
	}
	if p.Number > 0 {
		s += ", ¶" + itoa(int(p.Number))
	}
	if p.Mark.Level != model.LevelNone {
		s += " (" + p.Mark.Level.Letters() + ")"
	}
	return s
}

func (m *Model) copy(s, what string) tea.Cmd {
	m.message = what + " sent to the terminal's clipboard (OSC 52)"
	return tea.SetClipboard(s)
}
