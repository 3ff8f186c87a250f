package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"reftel/model"
	"reftel/model/safe"
	"reftel/ui/command"
	"reftel/ui/page"
	"reftel/ui/theme"
)

func textLine(s string) safe.Line { return safe.Of(s) }

// View draws the whole screen.
func (m *Model) View() tea.View {
	v := tea.NewView(m.draw())
	v.AltScreen = true
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	title := "reftel"
	if m.cable != nil && !m.cable.ID.Zero() {
		title = "reftel " + m.cable.ID.String()
	}
	v.WindowTitle = safe.Of(title).String()
	return v
}

// draw makes the screen as text: titles, panes side by side, the status line.
func (m *Model) draw() string {
	if m.width < 1 || m.height < 1 {
		return ""
	}
	l := m.layout
	lines := make([]strings.Builder, m.height)
	switch {
	case m.writing != nil && l.Status:
		for i, s := range m.drawWriting(m.width, m.height-1) {
			lines[i].WriteString(s)
		}
	case m.overlay != nil && l.Status:
		for i, s := range m.overlay.draw(m.theme, m.width, m.height-1) {
			lines[i].WriteString(s)
		}
	default:
		m.panes(lines)
		if m.prompt != nil && l.Status {
			offers := m.offers.draw(m.theme, m.width, m.height-3)
			if _, wrong := m.prompt.draw(m.theme, m.width); len(wrong) > 0 {
				offers = wrong[:min(len(wrong), max(m.height-3, 0))]
			}
			for i, s := range offers {
				line := &lines[m.height-1-len(offers)+i]
				line.Reset()
				line.WriteString(s)
			}
		}
	}
	if l.Status {
		lines[m.height-1].WriteString(m.status())
	}
	var b strings.Builder
	b.Grow(m.width * m.height * 2)
	for i := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(lines[i].String())
	}
	return b.String()
}

// Moving is the pane that scrolls with the keys, where nothing lies over it.
func (m *Model) Moving() (x, y, w, h int) {
	r := m.layout.Text
	switch {
	case m.overlay != nil:
		return 0, 1, m.width, m.height - 2
	case m.writing != nil || m.layout.Over:
		return 0, 0, 0, 0
	case r.Empty(), m.open.Focus == FocusList && !m.layout.List.Empty():
		r = m.layout.List
	}
	return r.X, r.Y, r.W, r.H
}

func (m *Model) panes(lines []strings.Builder) {
	l, first := m.layout, true
	put := func(r Rect, title string, body []string) {
		divider := ""
		if !first {
			divider = m.theme.Paint(theme.Divider, m.glyphs.Divider)
		}
		first = false
		if l.Titles {
			lines[0].WriteString(divider + title)
		}
		for i, s := range body {
			if y := r.Y + i; y < len(lines) {
				lines[y].WriteString(divider + s)
			}
		}
	}
	title := func(f Focus, s string, w int) string {
		role := theme.Title
		if m.open.Focus == f {
			role = theme.Focus
		}
		return m.theme.Paint(role, page.Fit(s, w, m.glyphs.Ellipsis))
	}
	if r := l.List; !r.Empty() {
		from, to := m.list.Window(m.lib.count())
		entries := m.lib.rows(from, to)
		m.list.Traces = m.desk.traced(entries)
		body := m.list.Draw(entries, m.open.Focus == FocusList)
		if !l.Preview.Empty() {
			body = append(body, m.preview(l.Preview.W, l.Preview.H)...)
		}
		put(r, title(FocusList, m.listTitle(r.W), r.W), body)
	}
	if r := l.Outline; !r.Empty() && !l.Over {
		if m.open.Facets {
			put(r, title(FocusOutline, " MADE OF", r.W), m.facets.Draw(m.open.Focus == FocusOutline))
		} else {
			put(r, title(FocusOutline, " OUTLINE", r.W), m.outline.Draw(m.text.Cursor(), m.open.Focus == FocusOutline))
		}
	}
	if r := l.Text; !r.Empty() {
		body := m.text.Draw()
		if m.text.Empty() {
			body = make([]string, r.H)
			for i := range body {
				body[i] = strings.Repeat(" ", r.W)
			}
		}
		if m.beside && !m.other.Empty() {
			for i, s := range m.other.Draw() {
				if m.alone() {
					body[i] = s
				} else {
					body[i] += m.theme.Paint(theme.Divider, m.glyphs.Divider) + s
				}
			}
		}
		put(r, m.banner(r.W), body)
	}
	if r := l.Outline; l.Over {
		m.cover(lines, r, title(FocusOutline, " OUTLINE", r.W))
	}
}

// cover lays the outline over the right of what has been drawn.
func (m *Model) cover(lines []strings.Builder, r Rect, title string) {
	divider := m.theme.Paint(theme.Divider, m.glyphs.Divider)
	over := append([]string{title}, m.outline.Draw(m.text.Cursor(), true)...)
	for y, s := range over {
		if y >= len(lines) {
			break
		}
		under := ansi.Truncate(lines[y].String(), r.X-1, "")
		lines[y].Reset()
		lines[y].WriteString(under)
		lines[y].WriteString(strings.Repeat(" ", max(r.X-1-ansi.StringWidth(under), 0)))
		lines[y].WriteString(divider + s)
	}
}

// listTitle says what is listed: how many cables there are always, how far words are searched, and of the rest what there
// is room for.
func (m *Model) listTitle(width int) string {
	s := m.lib.state()
	part := " " + m.glyphs.Dot + " "
	count, head := thousands(s.Len), m.lib.name()
	if s.Loading {
		count += m.glyphs.Ellipsis
	}
	if m.lib.narrowed() {
		count, head = m.howMany()+" of "+count, m.lib.typed.Text
	}
	if n := len(s.Problems); n > 0 {
		count += "  " + m.glyphs.Flag + itoa(n)
	}
	if reach := m.reach(); reach != "" {
		count += part + reach
	}
	least := min(page.Width(head), 12)
	if sign := m.sign(); sign != "" && 1+least+len("  ")+page.Width(count+part+sign) <= width {
		count += part + sign
	}
	if long := m.lib.name() + "  " + head; m.lib.narrowed() && 1+page.Width(long+part+count) <= width {
		head = long
	}
	join := " "
	if m.lib.narrowed() {
		join = part
	}
	room := width - 1 - page.Width(join+count)
	if room < 3 {
		return " " + count
	}
	return " " + page.Fit(head, min(page.Width(head), room), m.glyphs.Ellipsis) + join + count
}

// reach says how much of the collection a search of words reaches, while that is not all of it.
func (m *Model) reach() string {
	s := m.lib.state()
	if s.Indexed >= s.Len {
		return ""
	}
	return itoa(s.Indexed*100/s.Len) + "% can be searched"
}

// preview is the summary of the cable that the list's cursor rests on.
func (m *Model) preview(width, height int) []string {
	out := make([]string, 0, height)
	label, body := "", ""
	level := model.LevelNone
	if e, ok := m.lib.entry(m.previewed); ok {
		level = e.Classification.Level
		label = e.ID.String()
		body = e.Summary.Line().String()
		if e.SummaryOrigin == model.SummaryLead {
			body = "(auto) " + body
		}
		if body == "" {
			body = e.Title.String()
		}
		if full := e.Classification.Full(); full != "" {
			label = strings.TrimSpace(label + " " + full)
		}
	}
	rule := page.Fit(m.glyphs.Rule+" "+label+" "+strings.Repeat(m.glyphs.Rule, max(width, 1)), width, "")
	out = append(out, m.theme.Paint(theme.Mark(level), rule))
	for _, s := range fold(body, max(width-2, 1)) {
		if len(out) == height {
			break
		}
		out = append(out, page.Fit(" "+s, width, m.glyphs.Ellipsis))
	}
	for len(out) < height {
		out = append(out, strings.Repeat(" ", width))
	}
	return out
}

// banner is the title of the text: the marking of the whole cable, always.
func (m *Model) banner(width int) string {
	if m.cable == nil {
		return strings.Repeat(" ", max(width, 0))
	}
	c := m.cable
	mark := c.Classification.Full()
	if mark == "" {
		mark = "NOT MARKED"
	}
	short := " " + mark + " "
	mark = " " + mark
	for _, caption := range c.Captions {
		if !implied(c.Classification, caption.String()) {
			mark += " " + caption.String()
		}
	}
	mark += " "
	id := c.ID.String()
	if id == "" {
		id = c.Source.Path.String()
	}
	here := ""
	if at := m.text.Cursor(); int(at) < len(c.Paragraphs) && width >= 40 {
		here = m.glyphs.Pilcrow + where(c, at) + "  "
	}
	here += itoa(m.text.Percent()) + "%"
	tail := "  " + here
	if d := declassification(c, m.now); d != "" && width >= page.Width(id)+2+page.Width(mark)+4+page.Width(d)+page.Width(here) {
		tail = "  " + d + "  " + here
	}
	// The identifier and the marking are the last to be cut, captions the first.
	if room := width - page.Width(id) - 2 - page.Width(tail); page.Width(mark) > room {
		mark = page.Fit(strings.TrimRight(mark, " "), max(room-1, page.Width(short)-1), m.glyphs.Ellipsis) + " "
	}
	role := theme.Title
	if m.open.Focus == FocusText {
		role = theme.Focus
	}
	w := width
	out := ""
	if room := w - page.Width(mark) - page.Width(tail) - 2; room >= 4 {
		id = page.Fit(id, min(page.Width(id), room), m.glyphs.Ellipsis)
		out = m.theme.Paint(role, " "+id+" ")
		w -= page.Width(id) + 2
	}
	mark = page.Fit(mark, min(page.Width(mark), w), m.glyphs.Ellipsis)
	out += m.theme.Paint(theme.Banner(c.Classification.Level), mark)
	w -= page.Width(mark)
	if page.Width(tail) > w { // a part of it would mislead
		tail = "  " + itoa(m.text.Percent()) + "%"
	}
	if page.Width(tail) > w {
		tail = ""
	}
	return out + m.theme.Paint(theme.Title, page.Fit(tail, w, ""))
}

// implied tells whether a caption says no more than the marking does.
func implied(m model.Marking, caption string) bool {
	switch caption {
	case "SENSITIVE", "SENSITIVE BUT UNCLASSIFIED", "FOR OFFICIAL USE ONLY", "FOUO":
		return m.Level == model.LevelSensitive
	case "NOFORN":
		return m.Has(model.NoForn)
	}
	return false
}

// where is a paragraph among those of its cable: "4/10" by the printed numbers, "4+/10" for one without a number behind
// the fourth, "-/10" before the first; counted where there are no numbers.
func where(c *model.Cable, at model.ParagraphIndex) string {
	last, before := model.ParagraphNumber(0), model.ParagraphNumber(0)
	for i := range c.Paragraphs {
		n := c.Paragraphs[i].Number
		last = max(last, n)
		if n > 0 && model.ParagraphIndex(i) <= at {
			before = n
		}
	}
	switch {
	case last == 0:
		return itoa(int(at)+1) + "/" + itoa(len(c.Paragraphs))
	case c.Paragraphs[at].Number > 0:
		return itoa(int(before)) + "/" + itoa(int(last))
	case before == 0:
		return "-/" + itoa(int(last))
	}
	return itoa(int(before)) + "+/" + itoa(int(last))
}

// status is the last line: what is typed, what was said, or what keys there are.
func (m *Model) status() string {
	switch {
	case m.prompt != nil:
		line, _ := m.prompt.draw(m.theme, m.width)
		return line
	case m.overlay != nil && m.overlay.command:
		return m.theme.Paint(theme.Key, page.Fit(":"+m.overlay.filter+"_", m.width, m.glyphs.Ellipsis))
	case m.chord != "":
		return m.theme.Paint(theme.Key, page.Fit(m.chord+" "+m.glyphs.Ellipsis+"  "+strings.Join(m.keys.Completions(m.chord), "   "), m.width, m.glyphs.Ellipsis))
	case m.writing != nil && m.message == "":
		return m.theme.Paint(theme.Dim, page.Fit(" esc keeps the note  ctrl+g leaves it as it was  an empty one is taken away", m.width, m.glyphs.Ellipsis))
	case m.digits != "":
		n, _ := strconv.Atoi(m.digits)
		words := m.beginning(model.ParagraphNumber(n))
		if words == "" {
			words = "there is no such paragraph"
		}
		s := "to " + m.glyphs.Pilcrow + m.digits + "  " + words
		if _, pane, _ := m.keys.For(m.digits); pane && len(m.digits) == 1 { // it has done something already
			s = m.number(m.digits) + m.hint()
		}
		return m.theme.Paint(theme.Key, page.Fit(s, m.width, m.glyphs.Ellipsis))
	case m.message != "":
		return m.theme.Paint(theme.Warn, page.Fit(" "+safe.Of(m.message).String(), m.width, m.glyphs.Ellipsis))
	}
	if q := m.text.Query(); q != "" && m.overlay == nil {
		at, n := m.text.Hits()
		count := "  " + itoa(at) + "/" + itoa(n)
		q = " /" + page.Fit(q, min(page.Width(q), max(m.width-page.Width(count)-2, 3)), m.glyphs.Ellipsis) + count
		return page.Fit(q+m.hints(m.width-page.Width(q), hint{"next, previous", []command.Name{"next-hit", "previous-hit"}},
			hint{"only these", []command.Name{"only-matching"}}, hint{"end", []command.Name{"back"}}), m.width, m.glyphs.Ellipsis)
	}
	if n, ok := m.desk.notes[m.text.Cursor()]; ok && m.open.Focus == FocusText && m.overlay == nil && m.cable != nil {
		line, all := " "+m.glyphs.Note+" "+n.Text.Line().String(), ""
		if key := m.keys.Key("explain"); page.Width(line) > m.width || strings.Contains(n.Text.String(), "\n") {
			all = "  " + key + " shows it whole"
		}
		return m.theme.Paint(theme.Dim, page.Fit(page.Fit(line, max(min(page.Width(line), m.width-page.Width(all)), 1), m.glyphs.Ellipsis)+all, m.width, m.glyphs.Ellipsis))
	}
	return m.theme.Paint(theme.Dim, page.Fit(m.hint(), m.width, m.glyphs.Ellipsis))
}
