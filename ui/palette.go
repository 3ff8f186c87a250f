package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/ui/command"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// showPalette opens the line in which verbs are typed by name, with what may stand behind them.
func (m *Model) showPalette() {
	o := &overlay{title: "Commands   tab completes, enter runs, esc closes", command: true, fill: m.commandRows}
	o.match()
	m.overlay = o
}

// commandRows lists what a command line that is being typed can become.
func (m *Model) commandRows(line string) []choice {
	word, arg, more := strings.Cut(strings.TrimLeft(line, " "), " ")
	if n, err := strconv.Atoi(word); err == nil {
		return []choice{{text: "to paragraph " + word + "  " + m.beginning(model.ParagraphNumber(n)), do: func(m *Model) tea.Cmd { m.gotoTyped(word); return nil }}}
	}
	if v, ok := command.Lookup(command.Name(word)); ok && more && v.Takes() != "" {
		return m.argumentRows(v, arg)
	}
	var exact, begins, holds []choice
	for _, v := range command.Verbs() {
		name := string(v.Name)
		c := m.verbRow(v)
		if v.Takes() != "" {
			c.complete += " "
		}
		at, _ := page.Index(name+" "+v.Help, strings.ToLower(word), true)
		switch {
		case name == word:
			exact = append(exact, c)
		case strings.HasPrefix(name, word):
			begins = append(begins, c)
		case at >= 0:
			holds = append(holds, c)
		}
	}
	return append(append(exact, begins...), holds...)
}

// verbRow is a verb in the palette: its name, its keys, what it does, and why it is off if it is.
func (m *Model) verbRow(v command.Verb) choice {
	name := string(v.Name)
	if v.Takes() != "" {
		name += " " + v.Takes()
	}
	text := page.Fit(name, 22, m.glyphs.Ellipsis) + " " + page.Fit(strings.Join(m.keys.Keys(v.Name), " "), 14, m.glyphs.Ellipsis) + " " + v.Help
	if why := m.off(v.Name); why != "" {
		text += "  (" + why + ")"
	}
	return choice{text: text, complete: string(v.Name), do: func(m *Model) tea.Cmd { return m.run(v.Name) }}
}

// argumentRows lists what can stand behind a verb.
func (m *Model) argumentRows(v command.Verb, arg string) []choice {
	run := func(arg string) choice {
		line := string(v.Name) + " " + arg
		return choice{text: line, complete: line, do: func(m *Model) tea.Cmd { return m.call(v.Name, strings.TrimSpace(arg)) }}
	}
	var of []string
	switch v.Name {
	case "theme":
		of = theme.Names()
	case "level":
		of = levelNames()
	case "write":
		var out []choice
		if arg != "" {
			out = append(out, run(arg))
		}
		for _, f := range fileNames(arg, 50) {
			c := run(f)
			c.do = nil // completes only: whoever chooses a file that is there means to overwrite it, and has to type so
			out = append(out, c)
		}
		return out
	default:
		c := run(arg)
		c.text += "   " + v.Help
		return []choice{c}
	}
	var out []choice
	for _, s := range of {
		if strings.HasPrefix(s, strings.TrimSpace(arg)) {
			out = append(out, run(s))
		}
	}
	if len(out) == 0 {
		out = append(out, run(arg))
	}
	return out
}

// beginning is the first words of a paragraph.
func (m *Model) beginning(n model.ParagraphNumber) string {
	if m.cable != nil && n > 0 {
		for i := range m.cable.Paragraphs {
			if m.cable.Paragraphs[i].Number == n {
				return m.cable.Paragraphs[i].Text.Line().String()
			}
		}
	}
	return ""
}
