// Package outline is the pane that shows what a cable is made of: its summary, sections and paragraphs.
//
//	p := outline.New(theme)
//	p.Show(cable)
//	lines := p.Draw(current, focused)
package outline

import (
	"fmt"
	"strings"

	"reftel/model"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// Pane is the outline of one cable.
type Pane struct {
	Theme         *theme.Theme
	cable         *model.Cable
	lines         []line
	width, height int
	laid          int // width for which lines were made
	cursor, top   int
}

// line is a heading, or a row of paragraphs.
type line struct {
	title       string
	first, last model.ParagraphIndex
	heading     bool
}

// New makes an empty outline.
func New(t *theme.Theme) *Pane { return &Pane{Theme: t} }

// Show takes a cable.
func (p *Pane) Show(c *model.Cable) {
	p.cable, p.laid, p.cursor, p.top = c, 0, 0, 0
	p.lay()
}

// Resize gives the pane its size.
func (p *Pane) Resize(width, height int) {
	p.width, p.height = max(width, 1), max(height, 1)
	p.lay()
}

// lay makes the lines: the head, each heading, and the paragraphs, as many in a line as fit.
func (p *Pane) lay() {
	if p.cable == nil || p.laid == p.width || p.width == 0 {
		return
	}
	p.laid = p.width
	p.lines = []line{{title: "header", first: page.HeadParagraph, last: page.HeadParagraph, heading: true}}
	section := model.SectionIndex(-1)
	for i := 0; i < len(p.cable.Paragraphs); {
		para := &p.cable.Paragraphs[i]
		index := model.ParagraphIndex(i)
		if para.Section != section && int(para.Section) < len(p.cable.Sections) {
			section = para.Section
			if t := p.cable.Sections[section].Title.String(); t != "" {
				p.lines = append(p.lines, line{title: t, first: index, last: index, heading: true})
			}
		}
		if para.Kind != model.KindText {
			p.lines = append(p.lines, line{first: index, last: index, title: para.Kind.String()})
			i++
			continue
		}
		used, last := 1, i
		for k := i; k < len(p.cable.Paragraphs); k++ {
			q := &p.cable.Paragraphs[k]
			if q.Section != section || q.Kind != model.KindText {
				break
			}
			used += page.Width(p.label(q)) + 2
			if used > p.width && k > i {
				break
			}
			last = k
		}
		p.lines = append(p.lines, line{first: index, last: model.ParagraphIndex(last)})
		i = last + 1
	}
}

// label is a paragraph in short: "4 C".
func (p *Pane) label(q *model.Paragraph) string {
	n := p.Theme.Glyphs.Pilcrow
	if q.Number > 0 {
		n = fmt.Sprint(int(q.Number))
	}
	m := q.Mark.Level.Letters()
	if m == "" {
		return strings.TrimSpace(n)
	}
	return n + " " + m
}

// MoveBy moves the cursor of the outline.
func (p *Pane) MoveBy(by int) { p.cursor = min(max(p.cursor+by, 0), max(len(p.lines)-1, 0)) }

// Chosen is the paragraph that the cursor stands on; page.HeadParagraph for the head.
func (p *Pane) Chosen() model.ParagraphIndex {
	if len(p.lines) == 0 {
		return page.HeadParagraph
	}
	return p.lines[p.cursor].first
}

// At is the paragraph on a line of the pane.
func (p *Pane) At(y int) (model.ParagraphIndex, bool) {
	if i := p.top + y; y >= 0 && i < len(p.lines) {
		p.cursor = i
		return p.lines[i].first, true
	}
	return 0, false
}

// Follow puts the cursor on the paragraph that is read.
func (p *Pane) Follow(current model.ParagraphIndex) {
	for i, l := range p.lines {
		if !l.heading && current >= l.first && current <= l.last {
			p.cursor = i
			return
		}
	}
}

// still is how many rows at the foot of the outline stay blank. On them the lines of the text beside it are all there
// is, so that a terminal's renderer sees that the text has scrolled and lets the terminal move it, which costs half.
const still = 4

// rows is how many lines show.
func (p *Pane) rows() int {
	if p.height > 6*still {
		return p.height - still
	}
	return p.height
}

// Draw gives the lines of the pane.
func (p *Pane) Draw(current model.ParagraphIndex, focused bool) []string {
	n := p.rows()
	if p.cursor < p.top {
		p.top = p.cursor
	}
	if p.cursor >= p.top+n {
		p.top = p.cursor - n + 1
	}
	p.top = min(p.top, max(len(p.lines)-n, 0))
	out := make([]string, 0, p.height)
	for i := p.top; i < min(p.top+n, len(p.lines)); i++ {
		out = append(out, p.line(p.lines[i], current, focused && i == p.cursor))
	}
	for len(out) < p.height {
		out = append(out, strings.Repeat(" ", p.width))
	}
	return out
}

func (p *Pane) line(l line, current model.ParagraphIndex, chosen bool) string {
	g := p.Theme.Glyphs
	if l.heading {
		text := page.Fit(" "+l.title, p.width, g.Ellipsis)
		if chosen {
			return p.Theme.Paint(theme.Selected, text)
		}
		return text
	}
	var b strings.Builder
	used, role := 1, theme.Text
	here := current >= l.first && current <= l.last
	if here {
		b.WriteString(g.Bar)
	} else {
		b.WriteByte(' ')
	}
	if chosen {
		role = theme.Selected
	}
	for i := l.first; i <= l.last; i++ {
		q := &p.cable.Paragraphs[i]
		text := p.label(q) + "  "
		if l.title != "" {
			text = p.label(q) + " " + l.title
		}
		text, w := page.Cut(text, p.width-used)
		used += w
		switch {
		case chosen:
			p.Theme.Write(&b, role, text)
		case i == current:
			p.Theme.Write(&b, theme.Key, text)
		default:
			b.WriteString(text)
		}
	}
	if used < p.width {
		b.WriteString(strings.Repeat(" ", p.width-used))
	}
	if p.width < 1 {
		return ""
	}
	return b.String()
}
