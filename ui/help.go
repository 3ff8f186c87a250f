package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/ui/command"
)

// showHelp opens the page of the keys in force. It can be narrowed by typing, and enter does what a line tells of.
func (m *Model) showHelp() {
	o := &overlay{title: "Keys   type to narrow, enter does it, esc closes", closes: m.keys.Key("help")}
	o.resized = func(o *overlay, width int) {
		o.page(m.markdown(m.helpPage(), max(width-2, 10)), func(line string) func(*Model) tea.Cmd {
			words := strings.Fields(line)
			if len(words) < 2 {
				return nil
			}
			name := command.Name(words[len(words)-1])
			if _, ok := command.Lookup(name); !ok {
				return nil
			}
			return func(m *Model) tea.Cmd { return m.run(name) }
		})
	}
	o.resize(m.width)
	m.overlay = o
}

// helpPage is the table of verbs as Markdown: keys, what each does, why it is off now if it is, and its name.
func (m *Model) helpPage() string {
	var b strings.Builder
	b.WriteString("| Keys | | Name |\n|---|---|---|\n")
	group := ""
	for _, v := range command.Verbs() {
		keys := m.keys.Keys(v.Name)
		if v.Group != group {
			group = v.Group
			b.WriteString("| **" + quote(group) + "** | | |\n")
		}
		shown := quote(":" + string(v.Name))
		if len(keys) > 0 {
			var all []string
			for _, k := range keys {
				all = append(all, "**"+quote(k)+"**")
			}
			shown = strings.Join(all, " ")
		}
		what := quote(v.Help)
		if why := m.off(v.Name); why != "" {
			what += " *(" + quote(why) + ")*"
		}
		b.WriteString("| " + shown + " | " + what + " | *" + quote(string(v.Name)) + "* |\n")
	}
	return b.String()
}
