package ui

import (
	"strings"

	"reftel/ui/command"
	"reftel/ui/page"
)

// hint is a few words on what the keys of some verbs do.
type hint struct {
	what  string
	verbs []command.Name
}

// hints are the words with the keys in force before them, as many as fit; verbs without a key are left out.
func (m *Model) hints(width int, all ...hint) string {
	var b strings.Builder
	used := 0
	for _, h := range all {
		var keys []string
		for _, v := range h.verbs {
			if k := m.keys.Keys(v); len(k) > 0 {
				keys = append(keys, k[0])
			}
		}
		if len(keys) == 0 {
			continue
		}
		s := "  " + strings.Join(keys, " ") + " " + h.what
		if used += page.Width(s); used > width {
			break
		}
		b.WriteString(s)
	}
	return b.String()
}

// lastThatFit are as many of some words as fit, the last ones first: they say how to get out.
func lastThatFit(width int, words ...string) string {
	for len(words) > 1 && page.Width("  "+strings.Join(words, "  ")) > width {
		words = words[1:]
	}
	return "  " + strings.Join(words, "  ")
}

// number is how one goes to a paragraph by its number: "  12g to ¶12".
func (m *Model) number(n string) string {
	k := m.keys.Keys("top")
	if len(k) == 0 {
		return ""
	}
	first, _, _ := strings.Cut(k[0], " ")
	return "  " + n + first + " to " + m.glyphs.Pilcrow + n
}

// hint is what the status line says while nothing else has to be said: what one can do here.
func (m *Model) hint() string {
	switch {
	case m.overlay != nil && m.overlay.numbered:
		return lastThatFit(m.width, "type to narrow", "a digit or enter follows", "esc closes")
	case m.overlay != nil:
		return lastThatFit(m.width, "type to narrow", "enter chooses", "esc closes")
	}
	help, back := hint{"keys", []command.Name{"help"}}, hint{"back", []command.Name{"back"}}
	switch m.open.Focus {
	case FocusList:
		return m.hints(m.width, hint{"move", []command.Name{"down", "up"}}, hint{"read", []command.Name{"open"}}, help, hint{"search", []command.Name{"search"}},
			hint{"made of", []command.Name{"facets"}}, hint{"order", []command.Name{"order"}}, hint{"summaries", []command.Name{"summaries"}}, back)
	case FocusOutline:
		if m.open.Facets {
			return m.hints(m.width, hint{"move", []command.Name{"down", "up"}}, hint{"narrow by it", []command.Name{"open"}}, hint{"next group", []command.Name{"next-section"}}, help, hint{"close", []command.Name{"facets"}}, back)
		}
		return m.hints(m.width, hint{"move", []command.Name{"down", "up"}}, hint{"read from there", []command.Name{"open"}}, help, hint{"hide", []command.Name{"outline"}}, back)
	}
	if m.text.Percent() == 100 && m.text.Scrolls() && !m.open.Single {
		return m.hints(m.width, hint{"next cable", []command.Name{"next-cable"}}, hint{"to the top", []command.Name{"top"}}, help, back)
	}
	first := m.hints(m.width, hint{"line", []command.Name{"down", "up"}}, hint{"paragraph", []command.Name{"next-paragraph", "previous-paragraph"}}, help)
	if m.text.Wide() && !m.alone() {
		first += m.hints(m.width-page.Width(first), hint{"the table", []command.Name{"left", "right"}})
	}
	if n := m.number("12"); page.Width(first)+page.Width(n) <= m.width {
		first += n
	}
	return first + m.hints(m.width-page.Width(first), hint{"search", []command.Name{"search"}}, hint{"terms", []command.Name{"next-term", "previous-term"}}, hint{"references", []command.Name{"references"}}, back)
}
