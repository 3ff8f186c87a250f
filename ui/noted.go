package ui

import (
	"strings"

	"charm.land/glamour/v2"

	"reftel/model/library"
	"reftel/model/safe"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// A note is set as Markdown where that takes no time: what is longer, or nested deeper, is shown as it was written, since a
// note may have been pasted from anywhere.
const (
	longestSet = 8 << 10
	deepestSet = 8
)

// noteLines are the lines of a note that is read, not written. Lines stay as they were typed, and nothing is left out that
// Markdown would take for a tag, a character by its number, or the target of a link.
func (m *Model) noteLines(text safe.Text, width int) []string {
	s := text.String()
	if len(s) > longestSet || deep(s) {
		var out []string
		for _, line := range strings.Split(s, "\n") {
			out = append(out, fold(line, max(width, 1))...)
		}
		return out
	}
	lines := strings.Split(aside(s, "<&"), "\n")
	for i, l := range lines { // "[A]: 05ALMATY1" is a reference of a cable, not the target of a link
		if t := strings.TrimLeft(l, " >"); strings.HasPrefix(t, "[") && strings.Contains(t, "]:") {
			at := len(l) - len(t)
			lines[i] = l[:at] + aside("[", "[") + l[at+1:]
		}
	}
	return m.rendered(strings.Join(lines, "\n"), width, glamour.WithPreservedNewLines())
}

// deep tells whether a line begins with many quotes or points of lists in one another.
func deep(s string) bool {
	for line := range strings.SplitSeq(s, "\n") {
		marks := 0
		for _, r := range line {
			if strings.ContainsRune(">-*+", r) || r == '\t' {
				marks++
			} else if r != ' ' && r != '.' && r != ')' && (r < '0' || r > '9') {
				break
			}
		}
		if marks > deepestSet && strings.Trim(line, "-* ") != "" { // a line of dashes is a rule
			return true
		}
	}
	return false
}

// beneath shows a note under the list of notes, as much of it as there is room for.
func (m *Model) beneath(n library.Note) func(width, height int) []string {
	var lines []string
	set := 0
	return func(width, height int) []string {
		if set != width {
			lines, set = m.noteLines(n.Text, min(width-2, widestPage)), width
		}
		title := m.paragraphLabel(n.Card, n.Number, n.Paragraph)
		if !n.Title.Empty() {
			title += "  " + n.Title.String()
		}
		out := []string{m.theme.Paint(theme.Dim, page.Fit(m.glyphs.Rule+" "+title+" "+strings.Repeat(m.glyphs.Rule, width), width, ""))}
		for i, s := range lines {
			if len(out) == height-1 && i < len(lines)-1 {
				more := itoa(len(lines)-i) + " more lines: " + m.keys.Key("explain") + " at the paragraph shows all"
				return append(out, m.theme.Paint(theme.Dim, page.Fit(" "+more, width, m.glyphs.Ellipsis)))
			}
			out = append(out, fitStyled(" "+s, width, m.glyphs.Ellipsis))
		}
		return out
	}
}
