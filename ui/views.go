package ui

import (
	"strings"

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
	m.message = itoa(len(match)) + " paragraphs match; " + m.keys.Key("only-matching") + " shows all again"
}

// toggleReceived shows the text as received beside the clean one, or ends that.
func toggleReceived(m *Model) {
	alone := m.alone()
	m.beside = !m.beside
	m.arrange()
	if alone { // one may have moved in it
		m.text.Reveal(m.text.Cursor())
	}
	if m.beside {
		m.other.Goto(m.text.Cursor() + 1)
	}
}

// shownLevels are the markings that paragraphs can be narrowed to; 0 shows all.
var shownLevels = []model.Level{0, model.LevelUnclassified, model.LevelSensitive, model.LevelConfidential, model.LevelSecret}

// levelNames are those markings as they are typed.
func levelNames() []string {
	out := []string{"all"}
	for _, l := range shownLevels[1:] {
		out = append(out, l.Letters())
	}
	return out
}

func levelNamed(name string) (model.Level, bool) {
	for i, n := range levelNames() {
		if strings.EqualFold(n, name) || strings.EqualFold(shownLevels[i].String(), name) {
			return shownLevels[i], true
		}
	}
	return 0, false
}

func nextLevel(m *Model) {
	for i, l := range shownLevels {
		if l == m.level {
			m.showLevel(shownLevels[(i+1)%len(shownLevels)])
			return
		}
	}
}

// showLevel shows only paragraphs at or below a marking.
func (m *Model) showLevel(most model.Level) {
	m.level = most
	if most == 0 {
		m.text.SetKeep(nil)
		m.message = "all paragraphs"
		return
	}
	c := m.cable
	m.text.SetKeep(func(i model.ParagraphIndex) bool {
		l := c.Paragraphs[i].Mark.Level
		if l == model.LevelNone {
			l = c.Classification.Level
		}
		return l <= most
	})
	m.message = "only paragraphs at or below " + most.String() + "  " + m.keys.Key("back") + " shows all"
}

func nextTheme(m *Model) {
	names := theme.Names()
	for i, n := range names {
		if n == m.theme.Name {
			m.useTheme(names[(i+1)%len(names)])
			return
		}
	}
}

// useTheme changes the colours.
func (m *Model) useTheme(name string) {
	t, err := theme.New(name, m.glyphs)
	if err != nil {
		m.message = err.Error()
		return
	}
	m.theme = t
	m.list.Theme, m.outline.Theme, m.text.Theme, m.other.Theme = t, t, t, t
	m.message = "theme " + t.Name
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
