package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/vocab"
	"reftel/ui/command"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// action is how a verb is done, and why it may be off.
type action struct {
	do  func(*Model) tea.Cmd
	off func(*Model) string
}

// actions has one entry for each verb of package command; a test holds the two together.
var actions map[command.Name]action

func noCable(m *Model) string {
	if m.cable == nil {
		return "no cable is open"
	}
	if len(m.cable.Paragraphs) == 0 {
		return "this cable has no paragraphs"
	}
	return ""
}

func plain(do func(*Model)) action {
	return action{do: func(m *Model) tea.Cmd { do(m); return nil }}
}

func reading(do func(*Model)) action {
	a := plain(do)
	a.off = noCable
	return a
}

// moving does one thing in the list, another in the outline, and a third in the text.
func moving(inList, inOutline, inText func(*Model)) action {
	return plain(func(m *Model) {
		switch m.open.Focus {
		case FocusList:
			inList(m)
		case FocusOutline:
			inOutline(m)
		default:
			if m.cable != nil {
				inText(m)
				m.follow()
			}
		}
	})
}

func init() {
	lines := func(n int) action {
		return moving(func(m *Model) { m.list.MoveBy(n, m.count()) }, func(m *Model) { m.outline.MoveBy(n) }, func(m *Model) { m.text.ScrollBy(n) })
	}
	pages := func(n int) action {
		return moving(func(m *Model) { m.list.PageBy(n, m.count()) }, func(m *Model) { m.outline.MoveBy(n * 20) }, func(m *Model) { m.text.PageBy(n) })
	}
	half := func(n int) action {
		return moving(func(m *Model) { m.list.MoveBy(n*m.layout.List.H/2, m.count()) }, func(m *Model) { m.outline.MoveBy(n * 10) }, func(m *Model) { m.text.HalfBy(n) })
	}
	step := func(n int) action {
		return reading(func(m *Model) { m.leaveOnce(); m.text.Step(n); m.follow() })
	}
	section := func(n int) action {
		return reading(func(m *Model) { m.leaveOnce(); m.text.StepSection(n); m.follow() })
	}
	cable := func(n int) action {
		return plain(func(m *Model) {
			m.list.MoveBy(n, m.count())
			if at := m.at(m.list.Cursor()); at != m.position {
				m.leave()
				m.read(at)
			} else {
				m.message = "there is no other cable in that direction"
			}
		})
	}
	pane := func(f Focus) action { return plain(func(m *Model) { m.open.Focus = f }) }
	cycle := func(n int) action {
		return plain(func(m *Model) {
			for range 3 {
				m.open.Focus = Focus((int(m.open.Focus) + n + 3) % 3)
				if m.open.Focus != FocusOutline || !m.open.NoOutline {
					break
				}
			}
		})
	}
	measure := func(n int) action {
		return plain(func(m *Model) {
			w := m.text.Measure
			if w == 0 {
				w = 100
			}
			m.text.SetMeasure(min(max(w+n, 40), 100))
			m.message = "lines of " + itoa(m.text.Measure)
		})
	}
	hit := func(n int) action {
		a := reading(func(m *Model) { m.text.NextHit(n); m.follow() })
		a.off = func(m *Model) string {
			if m.text.Query() == "" {
				return "nothing is searched for: press / first"
			}
			if _, n := m.text.Hits(); n == 0 {
				return "not in this cable: " + m.text.Query()
			}
			return ""
		}
		return a
	}
	actions = map[command.Name]action{
		"down": lines(1), "up": lines(-1), "page-down": pages(1), "page-up": pages(-1), "half-down": half(1), "half-up": half(-1),
		"top": moving(func(m *Model) { m.list.MoveTo(0, m.count()) }, func(m *Model) { m.outline.MoveBy(-1 << 20) }, func(m *Model) { m.leave(); m.text.Top() }),
		"bottom": moving(func(m *Model) { m.list.MoveTo(m.count(), m.count()) }, func(m *Model) { m.outline.MoveBy(1 << 20) },
			func(m *Model) { m.leave(); m.text.Bottom() }),
		"left": reading(func(m *Model) { m.text.Shift(-8) }), "right": reading(func(m *Model) { m.text.Shift(8) }),
		"next-paragraph": step(1), "previous-paragraph": step(-1), "next-section": section(1), "previous-section": section(-1),
		"paragraphs": reading(chooseParagraph),
		"summary": {do: func(m *Model) tea.Cmd { m.leave(); m.text.Goto(m.cable.Summary.First); m.follow(); return nil }, off: func(m *Model) string {
			if why := noCable(m); why != "" {
				return why
			}
			if m.cable.Summary.Origin != model.SummaryOfficial {
				return "this cable has no summary of its own"
			}
			return ""
		}},
		"comment": {do: func(m *Model) tea.Cmd { m.leave(); m.text.Goto(m.nextComment()); m.follow(); return nil }, off: func(m *Model) string {
			if why := noCable(m); why != "" {
				return why
			}
			if m.nextComment() < 0 {
				return "no comment in this cable"
			}
			return ""
		}},
		"list": pane(FocusList), "outline-pane": pane(FocusOutline), "text": pane(FocusText), "next-pane": cycle(1), "previous-pane": cycle(-1),
		"zoom":       plain(func(m *Model) { m.open.Zoom = !m.open.Zoom }),
		"outline":    plain(func(m *Model) { m.open.NoOutline = !m.open.NoOutline }),
		"next-cable": cable(1), "previous-cable": cable(-1),
		"open": plain(openChosen),
		"back": {do: back}, "quit": {do: func(*Model) tea.Cmd { return tea.Quit }},
		"jump-back": {do: func(m *Model) tea.Cmd { m.travel(&m.past, &m.future); return nil }, off: func(m *Model) string {
			if len(m.past) == 0 {
				return "there was no jump to go back from"
			}
			return ""
		}},
		"jump-forward": {do: func(m *Model) tea.Cmd { m.travel(&m.future, &m.past); return nil }, off: func(m *Model) string {
			if len(m.future) == 0 {
				return "there is nothing to go forward to"
			}
			return ""
		}},
		"search": {do: func(m *Model) tea.Cmd {
			if m.open.Focus == FocusList {
				return m.ask("narrow", "narrow the list: ")
			}
			return m.ask("search", "/")
		}},
		"next-hit": hit(1), "previous-hit": hit(-1),
		"only-matching": {do: func(m *Model) tea.Cmd { m.onlyMatching(); return nil }, off: func(m *Model) string {
			if m.text.Kept() {
				return ""
			}
			return hit(1).off(m)
		}},
		"find":       {do: func(m *Model) tea.Cmd { return m.ask("find", "search all cables: ") }},
		"references": {do: func(m *Model) tea.Cmd { m.showReferences(); return nil }, off: noCable},
		"mark": reading(func(m *Model) {
			if m.marks[m.position] == nil {
				m.marks[m.position] = map[model.ParagraphIndex]bool{}
			}
			at := m.text.Cursor()
			if m.marks[m.position][at] {
				delete(m.marks[m.position], at)
			} else {
				m.marks[m.position][at] = true
			}
			m.text.Marked = m.marks[m.position]
		}),
		"marks": plain(func(m *Model) { m.showMarks() }),
		"copy": {do: func(m *Model) tea.Cmd {
			p := m.cable.Paragraphs[m.text.Cursor()]
			return m.copy(p.Text.String()+"\n\n("+m.citation()+")\n", "paragraph and citation")
		}, off: noCable},
		"cite": {do: func(m *Model) tea.Cmd { return m.copy(m.citation(), "citation "+m.citation()) }, off: noCable},
		"head": reading(func(m *Model) { m.full = !m.full; m.text.SetHead(m.headLines()) }),
		"received": reading(func(m *Model) {
			m.beside = !m.beside
			m.arrange()
			m.follow()
		}),
		"theme":      plain(nextTheme),
		"summaries":  plain(func(m *Model) { m.list.Summaries = !m.list.Summaries }),
		"level":      reading(nextLevel),
		"narrower":   measure(-4),
		"wider":      measure(4),
		"full-width": plain(func(m *Model) { m.text.SetMeasure(0) }),
		"explain":    {do: func(m *Model) tea.Cmd { m.explain(); return nil }, off: noCable},
		"mouse": plain(func(m *Model) {
			m.mouse = !m.mouse
			m.message = map[bool]string{true: "mouse on: hold Shift to select text", false: "mouse off: the terminal selects text"}[m.mouse]
		}),
		"repaint": {do: func(*Model) tea.Cmd { return tea.ClearScreen }},
		"help":    plain(func(m *Model) { m.showVerbs("Keys", false) }),
		"palette": plain(func(m *Model) { m.showVerbs("Commands", true) }),
	}
}

// follow keeps the outline and the received text beside the paragraph that is read.
func (m *Model) follow() {
	m.outline.Follow(m.text.Cursor())
	if m.beside {
		m.other.Goto(m.text.Cursor() + 1)
	}
}

// leave remembers where one was before a jump.
func (m *Model) leave() {
	if m.cable == nil {
		return
	}
	m.past = append(m.past, jump{m.position, m.text.Place()})
	m.future = nil
	if len(m.past) > 200 {
		m.past = m.past[1:]
	}
}

// leaveOnce remembers the beginning of a run of steps within one cable, not every step.
func (m *Model) leaveOnce() {
	if n := len(m.past); n == 0 || m.past[n-1].position != m.position {
		m.leave()
	}
}

// travel takes the last place of one list and puts the present one on the other.
func (m *Model) travel(from, to *[]jump) {
	j := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, jump{m.position, m.text.Place()})
	if j.position == m.position || m.read(j.position) {
		m.text.Return(j.place)
		m.open.Focus = FocusText
		m.follow()
	}
}

// gotoNumber goes to the paragraph with a printed number.
func (m *Model) gotoNumber(n model.ParagraphNumber) bool {
	if m.cable == nil {
		return false
	}
	for i := range m.cable.Paragraphs {
		if m.cable.Paragraphs[i].Number == n {
			m.text.Goto(model.ParagraphIndex(i))
			m.follow()
			return true
		}
	}
	return false
}

// nextComment is the next comment after the cursor, round the end; -1 for none.
func (m *Model) nextComment() model.ParagraphIndex {
	n := len(m.cable.Paragraphs)
	for k := 1; k <= n; k++ {
		i := (int(m.text.Cursor()) + k) % n
		if m.cable.Paragraphs[i].Kind == model.KindComment {
			return model.ParagraphIndex(i)
		}
	}
	return -1
}

func openChosen(m *Model) {
	switch m.open.Focus {
	case FocusList:
		if at := m.at(m.list.Cursor()); at >= 0 {
			if at != m.position {
				m.leave()
			}
			if at == m.position || m.read(at) {
				m.open.Focus = FocusText
			}
		}
	case FocusOutline:
		m.leave()
		if at := m.outline.Chosen(); at < 0 {
			m.text.Top()
		} else if m.cable != nil {
			m.text.Goto(at)
		}
		m.open.Focus = FocusText
		m.follow()
	default:
		if m.cable != nil {
			m.text.ScrollBy(1)
			m.follow()
		}
	}
}

func back(m *Model) tea.Cmd {
	switch {
	case m.text.Kept():
		m.level = 0
		m.text.SetKeep(nil)
	case m.text.Query() != "":
		m.text.Search("")
	case m.beside:
		m.beside = false
	case m.open.Zoom:
		m.open.Zoom = false
	case m.open.Focus == FocusList && m.shown != nil:
		m.narrow("")
	case m.open.Focus == FocusOutline:
		m.open.Focus = FocusText
	case m.open.Focus == FocusText && !m.open.Single:
		m.open.Focus = FocusList
	default:
		return tea.Quit
	}
	return nil
}

func chooseParagraph(m *Model) {
	o := &overlay{title: "Paragraphs of " + m.cable.ID.String()}
	for i := range m.cable.Paragraphs {
		p := &m.cable.Paragraphs[i]
		index := model.ParagraphIndex(i)
		n := "    "
		if p.Number > 0 {
			n = page.Fit(itoa(int(p.Number)), 4, "")
		}
		o.add(n+page.Fit(p.Mark.Level.Letters(), 4, "")+p.Text.Line().String(), func(m *Model) tea.Cmd {
			m.leave()
			m.open.Focus = FocusText
			m.text.Goto(index)
			m.follow()
			return nil
		})
	}
	o.move(int(m.text.Cursor()))
	m.overlay = o
}

func (m *Model) onlyMatching() {
	if m.text.Kept() {
		m.text.SetKeep(nil)
		return
	}
	p := m.text.Page()
	match := map[model.ParagraphIndex]bool{}
	for _, h := range p.Find(m.text.Query()) {
		if it := p.Items[h.Item]; it.Kind == page.ItemParagraph {
			match[it.Paragraph] = true
		}
	}
	m.text.SetKeep(func(i model.ParagraphIndex) bool { return match[i] })
	m.message = itoa(len(match)) + " paragraphs match; & shows all again"
}

func nextLevel(m *Model) {
	levels := []model.Level{0, model.LevelUnclassified, model.LevelSensitive, model.LevelConfidential, model.LevelSecret}
	for i, l := range levels {
		if l == m.level {
			m.level = levels[(i+1)%len(levels)]
			break
		}
	}
	if m.level == 0 {
		m.text.SetKeep(nil)
		m.message = "all paragraphs"
		return
	}
	c, most := m.cable, m.level
	m.text.SetKeep(func(i model.ParagraphIndex) bool {
		l := c.Paragraphs[i].Mark.Level
		if l == model.LevelNone {
			l = c.Classification.Level
		}
		return l <= most
	})
	m.message = "only paragraphs at or below " + most.String()
}

func nextTheme(m *Model) {
	names := theme.Names()
	for i, n := range names {
		if n == m.theme.Name {
			t, err := theme.New(names[(i+1)%len(names)], m.glyphs)
			if err == nil {
				m.theme = t
				m.list.Theme, m.outline.Theme, m.text.Theme, m.other.Theme = t, t, t, t
			}
			break
		}
	}
	m.message = "theme " + m.theme.Name
}

// citation is "05ALMATY538, ¶4 (C)".
func (m *Model) citation() string {
	p := &m.cable.Paragraphs[m.text.Cursor()]
	s := m.cable.ID.String()
	if s == "" {
		s = m.cable.Source.Path.String()
	}
	if p.Number > 0 {
		s += ", ¶" + itoa(int(p.Number))
	}
	if p.Mark.Level != model.LevelNone {
		s += " (" + p.Mark.Level.Letters() + ")"
	}
	return s
}

func (m *Model) copy(s, what string) tea.Cmd {
	m.message = what + " sent to the terminal's clipboard (OSC 52)"
	return tea.SetClipboard(s)
}

func (m *Model) showReferences() {
	o := &overlay{title: "References of " + m.cable.ID.String()}
	follow := func(at library.Position) func(*Model) tea.Cmd {
		return func(m *Model) tea.Cmd {
			m.leave()
			m.read(at)
			m.open.Focus = FocusText
			return nil
		}
	}
	for _, r := range m.cable.References {
		line := "cites    "
		if l := r.Letter.String(); l != "" {
			line += l + ". "
		}
		line += r.Text.String()
		if r.ID.Zero() {
			o.add(line+"  ("+r.Kind.String()+")", nil)
			continue
		}
		at, ok, err := m.lib.Find(context.Background(), r.ID.Key())
		if err != nil || !ok {
			o.add(line+"  "+r.ID.String()+"  not in collection", nil)
			continue
		}
		o.add(line+"  "+r.ID.String()+m.titleOf(at), follow(at))
	}
	citing, err := m.lib.CitedBy(context.Background(), m.cable.ID.Key())
	if err == nil && !m.cable.ID.Zero() {
		for _, at := range citing {
			o.add("cited by"+m.titleOf(at), follow(at))
		}
	}
	if len(o.rows) == 0 {
		m.message = "no references in this cable, and no cable here cites it"
		return
	}
	m.overlay = o
}

func (m *Model) titleOf(at library.Position) string {
	e, err := m.lib.Rows(context.Background(), at, at+1)
	if err != nil || len(e) == 0 {
		return ""
	}
	return "  " + e[0].ID.String() + "  " + e[0].Title.String()
}

func (m *Model) showMarks() {
	o := &overlay{title: "Marked paragraphs"}
	for at := range m.count() {
		position := m.at(at)
		for i := model.ParagraphIndex(0); i < 10000 && len(m.marks[position]) > 0; i++ {
			if !m.marks[position][i] {
				continue
			}
			o.add(m.titleOf(position)+"  ¶ "+itoa(int(i)+1), func(m *Model) tea.Cmd {
				m.leave()
				if position == m.position || m.read(position) {
					m.open.Focus = FocusText
					m.text.Goto(i)
				}
				return nil
			})
		}
	}
	if len(o.rows) == 0 {
		m.message = "no paragraph is marked: m marks one"
		return
	}
	m.overlay = o
}

// showVerbs lists the verbs with their keys; one that is off says why.
func (m *Model) showVerbs(title string, all bool) {
	o := &overlay{title: title + "   type to narrow, esc closes"}
	group := ""
	for _, v := range command.Verbs() {
		if v.Group != group && !all {
			group = v.Group
			o.add(group, nil)
		}
		line := "  " + page.Fit(strings.Join(v.Keys, " "), 14, m.glyphs.Ellipsis) + page.Fit(string(v.Name), 20, "") + v.Help
		if off := actions[v.Name].off; off != nil {
			if why := off(m); why != "" {
				line += "  (" + why + ")"
			}
		}
		o.add(line, func(m *Model) tea.Cmd { return m.run(v.Name) })
	}
	m.overlay = o
}

// explain lists what is known of the marks and terms of the paragraph that is read, and of the head.
func (m *Model) explain() {
	o := &overlay{title: "Explained   type to narrow, esc closes"}
	seen := map[string]bool{}
	tell := func(term string) {
		term = strings.Trim(term, ".,;:()[]\"'!?")
		if len(term) < 1 || seen[term] {
			return
		}
		seen[term] = true
		for _, e := range vocab.Explain(term) {
			for i, line := range fold(e.Term.String()+"  "+e.Kind.String()+": "+e.Meaning.String(), max(m.width-4, 10)) {
				if i > 0 {
					line = "    " + line
				}
				o.add(line, nil)
			}
		}
	}
	p := &m.cable.Paragraphs[m.text.Cursor()]
	tell(p.Mark.Written)
	for _, w := range strings.FieldsFunc(p.Text.String(), func(r rune) bool { return r == ' ' || r == '\n' }) {
		if w == strings.ToUpper(w) || strings.Contains(w, "/") {
			tell(w)
		}
	}
	for _, t := range m.cable.TAGS {
		tell(t.String())
	}
	for _, c := range m.cable.Captions {
		tell(c.String())
	}
	if m.cable.ClassifiedBy != nil {
		for _, r := range m.cable.ClassifiedBy.Reasons {
			tell(r.String())
		}
	}
	if len(o.rows) == 0 {
		m.message = "no term of this paragraph is in the tables"
		return
	}
	m.overlay = o
}

// fold wraps our own lines for an overlay.
func fold(s string, width int) []string {
	c := &model.Cable{}
	p := page.Layout(c, page.Options{Width: width, Head: []page.HeadLine{{Text: textLine(s)}}})
	var out []string
	for _, r := range p.Rows {
		out = append(out, p.Items[r.Item].Text[r.Start:r.End])
	}
	return out
}
