// Package theme turns roles ("the marking of Secret", "a hit") into styles, one set per session.
// It knows nothing of panes; nothing in it is shared between sessions.
//
//	t, err := theme.New("terminal", theme.Unicode)
//	line := t.Paint(theme.Heading, "Certification")
package theme

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"reftel/model"
)

// Role is what a piece of text is, for its colours.
type Role uint8

// The roles.
const (
	Text Role = iota
	Dim
	Heading
	Number
	Focus // the title of the pane with the focus
	Title
	Divider
	Selected
	Bar
	Hit
	CurrentHit
	Link
	Redaction
	Term // the term that is set off
	Warn
	Key
	Label
	Damage
	markFirst
	bannerFirst = markFirst + Role(model.LevelTopSecret) + 1
	roleCount   = bannerFirst + Role(model.LevelTopSecret) + 1
)

// Mark is the role of a portion mark of a level.
func Mark(l model.Level) Role { return markFirst + Role(min(l, model.LevelTopSecret)) }

// Banner is the role of the marking of a whole cable.
func Banner(l model.Level) Role { return bannerFirst + Role(min(l, model.LevelTopSecret)) }

// Glyphs are the few characters that are not text.
type Glyphs struct {
	Bar, Divider, Ellipsis, Pilcrow, Dot, Thumb, Rule, Tick, Flag, Note string
	Bars                                                                []string // of a chart, from the smallest part of a cell to the full one
}

// Unicode and ASCII are the two sets of glyphs.
var (
	Unicode = Glyphs{Bar: "▌", Divider: "│", Ellipsis: "…", Pilcrow: "¶", Dot: "·", Thumb: "▐", Rule: "─", Tick: "•", Flag: "⚠", Note: "+",
		Bars: []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"}}
	ASCII = Glyphs{Bar: ">", Divider: "|", Ellipsis: "~", Pilcrow: "par ", Dot: ".", Thumb: "#", Rule: "-", Tick: "*", Flag: "!", Note: "+", Bars: []string{"#"}}
)

// Theme is the styles of one session.
type Theme struct {
	Name        string
	Glyphs      Glyphs
	open, close [roleCount]string
	colours     [roleCount]string
}

// Colour is the foreground of a role as Lip Gloss takes it; empty for that of the terminal.
func (t *Theme) Colour(r Role) string { return t.colours[r] }

// Names lists the themes, the default first.
func Names() []string {
	return []string{"terminal", "paper", "night", "mono", "high-contrast", "colour-blind"}
}

// palette gives the colours of a theme: U, SBU, LOU, C, S, TS as in the government's labels, and the rest.
type palette struct {
	levels                                              [7]string
	onLevel                                             [7]string
	dim, heading, number, focus, hit, onHit, link, warn string
	confidential                                        string // of its marks, where that of the banner cannot be read as letters; else empty
	plain                                               bool
}

func palettes(name string) (palette, bool) {
	switch name {
	case "", "terminal":
		return palette{levels: [7]string{"8", "2", "5", "5", "4", "1", "3"}, onLevel: [7]string{"15", "0", "15", "15", "15", "15", "0"},
			dim: "8", heading: "", number: "", focus: "", hit: "3", onHit: "0", link: "6", warn: "3", confidential: "12"}, true // bold where others have colors: on a light ground as on a dark one
	case "paper":
		return palette{levels: [7]string{"#666666", "#007a33", "#502b85", "#502b85", "#0033a0", "#c8102e", "#b85a00"}, onLevel: [7]string{"#ffffff", "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#ffffff"},
			dim: "#6b6b6b", heading: "#222222", number: "#00507a", focus: "#00507a", hit: "#ffe08a", onHit: "#000000", link: "#00507a", warn: "#a33c00"}, true
	case "night":
		return palette{levels: [7]string{"#8a8a8a", "#4cc27a", "#b793f0", "#b793f0", "#6ea8ff", "#ff6b78", "#ff9d42"}, onLevel: [7]string{"#000000", "#000000", "#000000", "#000000", "#000000", "#000000", "#000000"},
			dim: "#8f959e", heading: "#e8e6e3", number: "#7cc7d8", focus: "#7cc7d8", hit: "#d9b34a", onHit: "#000000", link: "#7cc7d8", warn: "#f0b24a"}, true
	case "high-contrast":
		return palette{levels: [7]string{"15", "10", "13", "13", "12", "9", "11"}, onLevel: [7]string{"0", "0", "0", "0", "15", "15", "0"},
			dim: "7", heading: "15", number: "15", focus: "11", hit: "11", onHit: "0", link: "14", warn: "11"}, true
	case "colour-blind": // Okabe and Ito
		return palette{levels: [7]string{"#999999", "#009e73", "#cc79a7", "#cc79a7", "#0072b2", "#d55e00", "#e69f00"}, onLevel: [7]string{"#000000", "#000000", "#000000", "#000000", "#ffffff", "#000000", "#000000"},
			dim: "8", heading: "", number: "#56b4e9", focus: "#56b4e9", hit: "#f0e442", onHit: "#000000", link: "#56b4e9", warn: "#e69f00"}, true
	case "mono":
		return palette{plain: true}, true
	}
	return palette{}, false
}

// New makes a theme by name; "" is the default.
func New(name string, glyphs Glyphs) (*Theme, error) {
	p, ok := palettes(name)
	if !ok {
		return nil, fmt.Errorf("there is no theme %q: choose one of %s", name, strings.Join(Names(), ", "))
	}
	if name == "" {
		name = Names()[0]
	}
	t := &Theme{Name: name, Glyphs: glyphs}
	colour := func(s lipgloss.Style, fg string) lipgloss.Style {
		if fg == "" || p.plain {
			return s
		}
		return s.Foreground(lipgloss.Color(fg))
	}
	n := lipgloss.NewStyle
	if !p.plain {
		t.colours[Dim], t.colours[Heading], t.colours[Number], t.colours[Label], t.colours[Link], t.colours[Warn] = p.dim, p.heading, p.number, p.dim, p.link, p.warn
	}
	t.set(Dim, colour(n().Faint(p.plain), p.dim))
	t.set(Heading, colour(n().Bold(true), p.heading))
	t.set(Number, colour(n().Bold(true), p.number))
	t.set(Focus, colour(n().Bold(true).Underline(true), p.focus))
	t.set(Title, colour(n(), p.dim))
	t.set(Divider, colour(n(), p.dim))
	t.set(Selected, n().Reverse(true))
	t.set(Bar, colour(n().Bold(true), p.number))
	t.set(Link, n().Underline(true)) // within the text: a line is enough, and a colour would cost bytes wherever one scrolls
	t.set(Redaction, colour(n().Italic(true).Faint(p.plain), p.dim))
	t.set(Term, n().Reverse(true))
	t.set(Warn, colour(n().Bold(true), p.warn))
	t.set(Key, n().Bold(true))
	t.set(Label, colour(n(), p.dim))
	t.set(Damage, colour(n().Reverse(p.plain), p.warn))
	hit := n().Underline(true)
	current := n().Reverse(true).Bold(true)
	if !p.plain {
		hit = hit.Foreground(lipgloss.Color(p.onHit)).Background(lipgloss.Color(p.hit))
	}
	t.set(Hit, hit)
	t.set(CurrentHit, current)
	for l := model.LevelNone; l <= model.LevelTopSecret; l++ {
		fg := p.levels[l]
		if p.confidential != "" && l == model.LevelConfidential {
			fg = p.confidential
		}
		t.set(Mark(l), colour(n().Bold(l.Classified()), fg))
		b := n().Bold(true)
		if p.plain {
			b = b.Reverse(true)
		} else {
			b = b.Foreground(lipgloss.Color(p.onLevel[l])).Background(lipgloss.Color(p.levels[l]))
		}
		t.set(Banner(l), b)
	}
	return t, nil
}

// set keeps what stands before and behind a text of a role, so that painting is two copies.
func (t *Theme) set(r Role, s lipgloss.Style) {
	const probe = "x"
	before, behind, _ := strings.Cut(s.Render(probe), probe)
	t.open[r], t.close[r] = before, behind
}

// Paint puts a text into its role. The text must have passed package safe.
func (t *Theme) Paint(r Role, s string) string {
	if s == "" || t.open[r] == "" {
		return s
	}
	return t.open[r] + s + t.close[r]
}

// Write is Paint into a builder.
func (t *Theme) Write(b *strings.Builder, r Role, s string) {
	b.WriteString(t.open[r])
	b.WriteString(s)
	b.WriteString(t.close[r])
}
