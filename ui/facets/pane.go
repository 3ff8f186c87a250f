// Package facets is the pane that shows what a list of cables is made of: when they were sent, as a bar chart, by which
// posts, with which TAGS, markings and captions. Each bar is a narrowing of the list.
//
//	p := facets.New(theme)
//	p.Show(facets.Groups(months, values, query), total)
//	lines := p.Draw(focused)
//	row, ok := p.Chosen() // row.Field, row.Value: what to narrow by
package facets

import (
	"strings"

	"reftel/ui/page"
	"reftel/ui/theme"
)

// Pane is the groups of one list, of which each shows its largest values until it is opened.
type Pane struct {
	Theme *theme.Theme

	groups        []Group
	total         int
	waiting       bool
	open          map[string]bool // groups that show all of their values, by title
	lines         []line
	cursor, top   int
	width, height int
}

// line is the title of a group, one of its values, or what tells that there are more.
type line struct {
	group, row int // row is titleRow or moreRow where it is no value
}

const (
	titleRow = -1
	moreRow  = -2
)

// shownValues is how many values of a group show before it is opened.
const shownValues = 8

// New makes an empty pane.
func New(t *theme.Theme) *Pane { return &Pane{Theme: t, open: map[string]bool{}} }

// Show takes the groups of a list of total cables. The cursor stays on the value it stood on, if that is still there.
func (p *Pane) Show(groups []Group, total int) {
	was, had := p.Chosen()
	p.groups, p.total, p.waiting = groups, total, false
	p.lay()
	if had {
		for i, l := range p.lines {
			if l.row >= 0 {
				if r := p.groups[l.group].Rows[l.row]; r.Field == was.Field && r.Value == was.Value {
					p.cursor = i
				}
			}
		}
	}
	p.MoveBy(0)
}

// Wait says that the list has changed and its groups are being counted; what stands is shown dimmed until Show.
func (p *Pane) Wait() { p.waiting = true }

// Resize gives the pane its size.
func (p *Pane) Resize(width, height int) { p.width, p.height = max(width, 1), max(height, 1) }

// lay makes the lines.
func (p *Pane) lay() {
	p.lines = p.lines[:0]
	for g := range p.groups {
		if len(p.groups[g].Rows) == 0 {
			continue
		}
		p.lines = append(p.lines, line{g, titleRow})
		left := 0
		for r := range p.groups[g].Rows {
			if r >= shownValues && !p.groups[g].Chart && !p.open[p.groups[g].Title] && !p.groups[g].Rows[r].Chosen {
				left++
				continue
			}
			p.lines = append(p.lines, line{g, r})
		}
		if left > 0 {
			p.lines = append(p.lines, line{g, moreRow})
		}
	}
	p.cursor = min(p.cursor, max(len(p.lines)-1, 0))
}

// MoveBy moves the cursor by lines; it does not rest on titles.
func (p *Pane) MoveBy(by int) {
	p.cursor = min(max(p.cursor+by, 0), max(len(p.lines)-1, 0))
	if len(p.lines) == 0 || p.lines[p.cursor].row != titleRow {
		return
	}
	if by < 0 && p.cursor > 0 {
		p.cursor--
	} else {
		p.cursor++ // a title is followed by a value
	}
}

// StepGroup moves the cursor to the first value of the next or previous group.
func (p *Pane) StepGroup(by int) {
	if len(p.lines) == 0 {
		return
	}
	want := p.lines[p.cursor].group + by
	for i, l := range p.lines {
		if l.row == titleRow && (l.group == want || by > 0 && l.group > want) {
			p.cursor = i + 1
			return
		}
	}
}

// PageBy moves the cursor by pages.
func (p *Pane) PageBy(pages int) { p.MoveBy(pages * max(p.height-2, 1)) }

// Chosen is the value that the cursor stands on; false where it stands on none.
func (p *Pane) Chosen() (Row, bool) {
	if p.cursor >= len(p.lines) || p.lines[p.cursor].row < 0 {
		return Row{}, false
	}
	l := p.lines[p.cursor]
	return p.groups[l.group].Rows[l.row], true
}

// Open shows all values of the group under the cursor, or its largest again; true if the cursor stood on the line
// that tells of more, so that there is nothing to narrow by.
func (p *Pane) Open() bool {
	if p.cursor >= len(p.lines) || p.lines[p.cursor].row != moreRow {
		return false
	}
	p.open[p.groups[p.lines[p.cursor].group].Title] = true
	p.lay()
	return true
}

// At puts the cursor on a line of the pane; false where there is nothing to choose.
func (p *Pane) At(y int) bool {
	i := p.top + y
	if y < 0 || i >= len(p.lines) || p.lines[i].row == titleRow {
		return false
	}
	p.cursor = i
	return true
}

// Draw gives the lines of the pane.
func (p *Pane) Draw(focused bool) []string {
	if p.cursor < p.top+1 { // the title above stays in sight
		p.top = max(p.cursor-1, 0)
	}
	if p.cursor >= p.top+p.height {
		p.top = p.cursor - p.height + 1
	}
	p.top = min(max(p.top, 0), max(len(p.lines)-p.height, 0))
	out := make([]string, 0, p.height)
	for i := p.top; i < min(p.top+p.height, len(p.lines)); i++ {
		out = append(out, p.draw(p.lines[i], focused && i == p.cursor))
	}
	if len(p.lines) == 0 {
		said := " nothing to count"
		if p.waiting {
			said = " counting" + p.Theme.Glyphs.Ellipsis
		}
		out = append(out, p.Theme.Paint(theme.Dim, page.Fit(said, p.width, p.Theme.Glyphs.Ellipsis)))
	}
	for len(out) < p.height {
		out = append(out, strings.Repeat(" ", p.width))
	}
	return out
}

// draw gives one line: a title, or " 2005      ██████▌ 24,131".
func (p *Pane) draw(l line, chosen bool) string {
	g := p.Theme.Glyphs
	group := &p.groups[l.group]
	switch l.row {
	case titleRow:
		title := " " + group.Title
		if p.waiting {
			title += " " + g.Ellipsis
		}
		return p.Theme.Paint(theme.Heading, page.Fit(title, p.width, g.Ellipsis))
	case moreRow:
		left := 0
		for i := range group.Rows {
			if i >= shownValues && !group.Rows[i].Chosen {
				left++
			}
		}
		role := theme.Dim
		if chosen {
			role = theme.Selected
		}
		return p.Theme.Paint(role, page.Fit("   "+Thousands(left)+" more"+g.Ellipsis, p.width, g.Ellipsis))
	}
	row := &group.Rows[l.row]
	count := Thousands(row.Count)
	most := 1
	for i := range group.Rows {
		most = max(most, group.Rows[i].Count)
	}
	label := row.Label
	if row.Meaning != "" && p.width >= 40 {
		label += "  " + row.Meaning
	}
	head := " "
	if row.Chosen {
		head = g.Tick
	}
	countWidth := len(Thousands(most))
	room := p.width - page.Width(head) - countWidth - 2
	if room < 6 { // the label alone
		return p.paint(chosen, row.Chosen, page.Fit(head+label, p.width, g.Ellipsis))
	}
	labels := min(p.labels(group), max(room*6/10, 4))
	bars := room - labels - 1
	var b strings.Builder
	b.WriteString(p.paint(chosen, row.Chosen, head+page.Fit(label, labels, g.Ellipsis)))
	b.WriteByte(' ')
	if bars > 0 {
		bar := Bar(row.Count, most, bars, g.Bars)
		p.Theme.Write(&b, theme.Number, bar)
		b.WriteString(strings.Repeat(" ", bars-page.Width(bar)))
	}
	b.WriteByte(' ')
	b.WriteString(p.paint(chosen, row.Chosen, strings.Repeat(" ", countWidth-len(count))+count))
	b.WriteByte(' ')
	return b.String()
}

// labels is the width of the longest label of a group.
func (p *Pane) labels(g *Group) int {
	w := 4
	for i := range g.Rows {
		n := page.Width(g.Rows[i].Label)
		if m := g.Rows[i].Meaning; m != "" && p.width >= 40 {
			n += 2 + page.Width(m)
		}
		w = max(w, n)
	}
	return w
}

func (p *Pane) paint(chosen, narrowed bool, s string) string {
	switch {
	case chosen:
		return p.Theme.Paint(theme.Selected, s)
	case narrowed:
		return p.Theme.Paint(theme.Key, s)
	case p.waiting:
		return p.Theme.Paint(theme.Dim, s)
	}
	return s
}
