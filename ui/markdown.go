package ui

import (
	"strings"

	"charm.land/glamour/v2"
	"charm.land/glamour/v2/ansi"
	xansi "github.com/charmbracelet/x/ansi"

	"reftel/model/safe"
	"reftel/ui/theme"
)

// markdown renders a page of our own prose for a width: the keys, what a term means. A cable is no Markdown and never
// comes here. What the page quotes from outside must have passed package safe, and then quote.
func (m *Model) markdown(source string, width int) []string {
	return m.rendered(source, width)
}

// rendered is a source as Glamour sets it. Nothing comes of it but text and colours: Glamour makes characters of "&#27;"
// and links to wherever a source says, neither of which may reach a terminal.
func (m *Model) rendered(source string, width int, more ...glamour.TermRendererOption) []string {
	source = aside(source, "&")
	r, err := glamour.NewTermRenderer(append(more, glamour.WithStyles(pageStyle(m.theme)), glamour.WithWordWrap(max(width-2, 10)))...)
	if err != nil {
		return strings.Split(restored(source), "\n")
	}
	out, err := r.Render(source)
	if err != nil { // the source is as readable
		out = source
	}
	lines := strings.Split(strings.Trim(out, "\n"), "\n")
	entry := false
	for i, s := range lines {
		s = onlyColours(s)
		plain := xansi.Strip(s)
		switch { // what a point of a list goes on with stands under its words
		case strings.HasPrefix(plain, m.glyphs.Tick+" "), strings.HasPrefix(plain, "[x] "), strings.HasPrefix(plain, "[ ] "):
			entry = true
		case strings.TrimSpace(plain) == "":
			entry = false
		case entry:
			s = "  " + s
		}
		lines[i] = s
	}
	return lines
}

// quote makes text stand in Markdown as it is.
func quote(s string) string { return aside(s, "\\`*_{}[]()<>#+-.!|~&") }

// putAside is where characters are put that Markdown must not see. Text that has passed package safe has none of these.
const putAside = 0xE000

// aside puts characters aside until the page is rendered; restored brings them back.
func aside(s, which string) string {
	if !strings.ContainsAny(s, which) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r < 0x80 && strings.IndexByte(which, byte(r)) >= 0 {
			return putAside + r
		}
		return r
	}, s)
}

func restored(s string) string {
	return strings.Map(func(r rune) rune {
		if r > putAside && r < putAside+0x80 {
			return r - putAside
		}
		return r
	}, s)
}

// onlyColours is a line of Glamour's with nothing in it but clean text and colours, and without blanks at its end.
func onlyColours(s string) string {
	var b strings.Builder
	end, painted, state := 0, false, byte(0) // end is behind the last character that shows
	for len(s) > 0 {
		seq, width, n, next := xansi.DecodeSequence(s, state, nil)
		s, state = s[n:], next
		switch {
		case width > 0:
			b.WriteString(safe.Of(restored(seq)).String())
			if seq != " " {
				end = b.Len()
			}
		case strings.HasPrefix(seq, "\x1b[") && strings.HasSuffix(seq, "m"):
			b.WriteString(seq)
			painted = true
		}
	}
	out := b.String()[:end]
	if painted && out != "" {
		out += "\x1b[m"
	}
	return out
}

// pageStyle is the style of a page in the roles of a theme.
func pageStyle(t *theme.Theme) ansi.StyleConfig {
	yes, indent := true, uint(1)
	colour := func(r theme.Role) *string {
		if c := t.Colour(r); c != "" {
			return &c
		}
		return nil
	}
	text := func(s string) *string { return &s }
	heading := ansi.StyleBlock{StylePrimitive: ansi.StylePrimitive{Bold: &yes, Color: colour(theme.Heading)}}
	rule := t.Glyphs.Divider
	return ansi.StyleConfig{
		Heading: heading, H1: heading, H2: heading, H3: heading,
		Strong: ansi.StylePrimitive{Bold: &yes},
		Emph:   ansi.StylePrimitive{Color: colour(theme.Label)},
		Code:   ansi.StyleBlock{StylePrimitive: ansi.StylePrimitive{Bold: &yes, Color: colour(theme.Number)}},
		Link:   ansi.StylePrimitive{Underline: &yes, Color: colour(theme.Link)},
		BlockQuote: ansi.StyleBlock{StylePrimitive: ansi.StylePrimitive{Color: colour(theme.Dim)}, Indent: &indent,
			IndentToken: text(rule + " ")},
		Item:        ansi.StylePrimitive{BlockPrefix: t.Glyphs.Tick + " "},
		Enumeration: ansi.StylePrimitive{BlockPrefix: ". "},
		Task:        ansi.StyleTask{Ticked: "[x] ", Unticked: "[ ] "},
		List:        ansi.StyleList{LevelIndent: 2},
		Table:       ansi.StyleTable{ColumnSeparator: text(" "), RowSeparator: text(t.Glyphs.Rule), CenterSeparator: text(t.Glyphs.Rule)},
		HorizontalRule: ansi.StylePrimitive{Color: colour(theme.Dim),
			Format: "\n" + strings.Repeat(t.Glyphs.Rule, 8) + "\n"},
	}
}
