package ui

import (
	"strings"

	"charm.land/glamour/v2"
	"charm.land/glamour/v2/ansi"
	xansi "github.com/charmbracelet/x/ansi"

	"reftel/ui/theme"
)

// markdown renders a page of our own prose for a width: the keys, what a term means, a note. A cable is no Markdown and
// never comes here. What the page quotes from outside must have passed package safe, and then quote.
func (m *Model) markdown(source string, width int) []string {
	r, err := glamour.NewTermRenderer(glamour.WithStyles(pageStyle(m.theme)), glamour.WithWordWrap(max(width-2, 10)))
	if err != nil {
		return strings.Split(source, "\n")
	}
	out, err := r.Render(source)
	if err != nil { // the source is as readable
		out = source
	}
	lines := strings.Split(strings.Trim(out, "\n"), "\n")
	entry := false
	for i, s := range lines {
		s = strings.TrimRight(s, " ")
		plain := xansi.Strip(s)
		switch { // what a point of a list goes on with stands under its words
		case strings.HasPrefix(plain, m.glyphs.Tick+" "):
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
func quote(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte("\\`*_{}[]()<>#+-.!|~&", s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
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
		List:        ansi.StyleList{LevelIndent: 2},
		Table:       ansi.StyleTable{ColumnSeparator: text(" "), RowSeparator: text(t.Glyphs.Rule), CenterSeparator: text(t.Glyphs.Rule)},
		HorizontalRule: ansi.StylePrimitive{Color: colour(theme.Dim),
			Format: "\n" + strings.Repeat(t.Glyphs.Rule, 8) + "\n"},
	}
}
