// Package list is the virtual list of cables: it fetches only the rows that show, however long the collection is.
//
//	p := list.New(theme)
//	p.Resize(48, 30)
//	need := p.Window(count)       // which entries to fetch
//	lines := p.Draw(count, entries, focused)
package list

import (
	"strings"
	"time"

	"reftel/model/library"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// Pane is the list and its cursor.
type Pane struct {
	Theme     *theme.Theme
	Summaries bool                           // two lines a cable
	Excerpts  bool                           // two lines a cable, the second with what a search found
	Open      library.Handle                 // the cable that is read; marked
	Traces    map[library.Card]library.Trace // what the reader left in the cables that show

	// Leap says that the list goes on by nearly a page when its cursor leaves it: beside other panes, moving all its rows
	// with each step would cost a terminal the whole pane every time.
	Leap bool

	cursor, top   int
	width, height int
}

// New makes a list at its beginning.
func New(t *theme.Theme) *Pane {
	return &Pane{Theme: t, Open: -1}
}

// Resize gives the pane its size.
func (p *Pane) Resize(width, height int) { p.width, p.height = max(width, 1), max(height, 1) }

func (p *Pane) lines() int {
	if p.Summaries || p.Excerpts {
		return 2
	}
	return 1
}

func (p *Pane) rows() int { return max(p.height/p.lines(), 1) }

// Cursor is the row that is chosen.
func (p *Pane) Cursor() int { return p.cursor }

// MoveBy moves the cursor; count is how many rows there are.
func (p *Pane) MoveBy(by, count int) { p.MoveTo(p.cursor+by, count) }

// PageBy moves by pages, of which two rows stay.
func (p *Pane) PageBy(pages, count int) { p.MoveBy(pages*max(p.rows()-2, 1), count) }

// MoveTo puts the cursor on a row.
func (p *Pane) MoveTo(row, count int) { p.cursor = min(max(row, 0), max(count-1, 0)) }

// RowAtLine is the row on a line of the pane.
func (p *Pane) RowAtLine(y int) int { return p.top + y/p.lines() }

// Window says which rows show.
func (p *Pane) Window(count int) (from, to int) {
	p.cursor = min(p.cursor, max(count-1, 0))
	n := p.rows()
	more := 0
	if p.Leap {
		more = max(n-3, 0)
	}
	if p.cursor < p.top {
		p.top = max(p.cursor-more, 0)
	}
	if p.cursor >= p.top+n {
		p.top = p.cursor - n + 1 + more
	}
	p.top = min(p.top, max(count-n, 0))
	return p.top, min(p.top+n, count)
}

// Draw gives the lines of the pane for the entries of its window.
func (p *Pane) Draw(entries []library.Entry, focused bool) []string {
	out := make([]string, 0, p.height)
	var b strings.Builder
	for i, e := range entries {
		b.Reset()
		p.entry(&b, e, p.top+i == p.cursor, focused)
		out = append(out, b.String())
		if p.lines() > 1 && len(out) < p.height {
			out = append(out, p.second(e))
		}
	}
	for len(out) < p.height {
		out = append(out, strings.Repeat(" ", p.width))
	}
	return out[:p.height]
}

// second is the line under a cable: where its query matches, or its summary.
func (p *Pane) second(e library.Entry) string {
	const indent = "     "
	if e.Hit == nil {
		return p.Theme.Paint(theme.Dim, page.Fit(indent+e.Summary.Line().String(), p.width, p.Theme.Glyphs.Ellipsis))
	}
	text, from := e.Hit.Excerpt.String(), 0
	if room := p.width - len(indent); len(e.Hit.Matches) > 0 && page.Width(text[:e.Hit.Matches[0].End]) > room { // the match shows, and some words before it
		from = e.Hit.Matches[0].Start
		for words := 0; from > 0 && words < 3; from-- {
			if text[from-1] == ' ' {
				words++
			}
		}
		if from > 0 {
			from++
		}
	}
	var b strings.Builder
	used := min(len(indent), p.width)
	b.WriteString(indent[:used])
	put := func(role theme.Role, s string) {
		s, w := page.Cut(s, p.width-used)
		p.Theme.Write(&b, role, s)
		used += w
	}
	for _, m := range e.Hit.Matches {
		if m.Start < from || m.End > len(text) || m.Start > m.End {
			continue
		}
		put(theme.Dim, text[from:m.Start])
		put(theme.Hit, text[m.Start:m.End])
		from = m.End
	}
	put(theme.Dim, text[min(from, len(text)):])
	b.WriteString(strings.Repeat(" ", max(p.width-used, 0)))
	return b.String()
}

// datedFrom is how wide a list must be to show dates.
const datedFrom = 44

// entry draws "2005-02-07 ALMATY538  C  TITLE".
func (p *Pane) entry(b *strings.Builder, e library.Entry, chosen, focused bool) {
	g := p.Theme.Glyphs
	bar := " "
	if e.Handle < 0 { // not fetched yet
		b.WriteString(p.Theme.Paint(theme.Dim, page.Fit("  "+g.Ellipsis, p.width, "")))
		return
	}
	if e.Handle == p.Open {
		bar = g.Bar
	}
	// Where there is room, the date, and a name without its year; else the name as it is.
	dated := p.width >= datedFrom
	date, name := "", e.Name.String()
	if dated {
		date = strings.Repeat(" ", len(time.DateOnly)+1)
		if !e.Created.IsZero() {
			date = e.Created.Format(time.DateOnly) + " "
		}
	}
	if !e.ID.Zero() {
		name = e.ID.String()
		if dated && !e.Created.IsZero() {
			for _, year := range []string{e.Created.Format("2006"), e.Created.Format("06")} {
				if rest, ok := strings.CutPrefix(name, year); ok {
					name = rest
					break
				}
			}
		}
	}
	mark := e.Classification.Level.Letters()
	nameWidth := 14
	if dated {
		nameWidth = min(max(p.width/4, 12), 16) // the name is what one cites: a little more of it than of the title
	}
	name = page.Fit(name, min(nameWidth, p.width), g.Ellipsis)
	left := date + name + " "
	trace := p.Traces[e.Card]
	title := tokens(trace, g) + e.Title.String()
	rest := p.width - 1 - page.Width(left) - 4
	if rest < 0 {
		b.WriteString(page.Fit(bar+left, p.width, ""))
		return
	}
	b.WriteString(bar + date)
	switch { // only the name of the chosen one is set off: a move must cost few bytes
	case chosen && focused:
		name = p.Theme.Paint(theme.Selected, name)
	case chosen:
		name = p.Theme.Paint(theme.Heading, name)
	}
	b.WriteString(name + " ")
	b.WriteString(p.Theme.Paint(theme.Mark(e.Classification.Level), page.Fit(mark, 4, "")))
	role := theme.Text
	if e.TitleMade || trace.Opened {
		role = theme.Dim
	}
	b.WriteString(p.Theme.Paint(role, page.Fit(title, rest, g.Ellipsis)))
}

// tokens are what a reader left in a cable, before its title: flagged, marked, noted.
func tokens(t library.Trace, g theme.Glyphs) string {
	s := ""
	if t.Flagged {
		s += "!"
	}
	if t.Marks > 0 {
		s += g.Tick
	}
	if t.Notes > 0 {
		s += g.Note
	}
	for _, l := range t.Labels {
		s += "[" + l.String() + "]"
	}
	if s != "" {
		s += " "
	}
	return s
}
