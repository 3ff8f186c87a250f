package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/ui/command"
	"reftel/ui/paint"
	"reftel/ui/text"
)

// action is how a verb is done, and why it may be off.
type action struct {
	do     func(*Model) tea.Cmd
	with   func(*Model, string) tea.Cmd // with what was typed behind the name; nil where nothing may
	off    func(*Model) string
	always bool // with an argument, off does not hold
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

// away says that the reader sits elsewhere, before another reason.
func away(off func(*Model) string) func(*Model) string {
	return func(m *Model) string {
		if m.remote {
			return "not over SSH: it would touch the server's machine"
		}
		return off(m)
	}
}

func noEditor(m *Model) string {
	if m.editor == "" {
		return "no editor is set: set VISUAL or EDITOR to the command of yours"
	}
	return noCable(m)
}

func plain(do func(*Model)) action {
	return action{do: func(m *Model) tea.Cmd { do(m); return nil }}
}

func reading(do func(*Model)) action {
	a := plain(do)
	a.off = noCable
	return a
}

// ofCable is a verb about a cable of the list, or the open one.
func ofCable(do func(*Model)) action {
	a := plain(do)
	a.off = noCableMeant
	return a
}

// moving does one thing in the list, another in the outline, others in what the list is made of and in the text.
func moving(inList, inOutline, inFacets, inText func(*Model)) action {
	return plain(func(m *Model) {
		switch m.open.Focus {
		case FocusList:
			inList(m)
		case FocusOutline:
			if m.open.Facets {
				inFacets(m)
			} else {
				inOutline(m)
			}
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
		return moving(func(m *Model) { m.list.MoveBy(n, m.lib.count()) }, func(m *Model) { m.outline.MoveBy(n) }, func(m *Model) { m.facets.MoveBy(n) }, func(m *Model) { m.scroll(func(p *text.Pane) { p.ScrollBy(n) }) })
	}
	pages := func(n int) action {
		return moving(func(m *Model) { m.list.PageBy(n, m.lib.count()) }, func(m *Model) { m.outline.MoveBy(n * 20) }, func(m *Model) { m.facets.PageBy(n) }, func(m *Model) { m.scroll(func(p *text.Pane) { p.PageBy(n) }) })
	}
	half := func(n int) action {
		return moving(func(m *Model) { m.list.MoveBy(n*m.layout.List.H/2, m.lib.count()) }, func(m *Model) { m.outline.MoveBy(n * 10) }, func(m *Model) { m.facets.MoveBy(n * 10) }, func(m *Model) { m.scroll(func(p *text.Pane) { p.HalfBy(n) }) })
	}
	step := func(n int) action {
		return reading(func(m *Model) {
			m.leaveOnce()
			if !m.text.Step(n) {
				m.message = map[bool]string{true: "no further paragraph in this cable", false: "no paragraph before this one"}[n > 0]
			}
			m.follow()
		})
	}
	section := func(n int) action {
		return reading(func(m *Model) {
			if m.open.Facets && m.open.Focus == FocusOutline {
				m.facets.StepGroup(n)
				return
			}
			m.leaveOnce()
			if !m.text.StepSection(n) {
				m.message = map[bool]string{true: "no further section in this cable", false: "no section before this one"}[n > 0]
			}
			m.follow()
		})
	}
	cable := func(n int) action {
		return plain(func(m *Model) {
			m.list.MoveBy(n, m.lib.count())
			if e, ok := m.lib.onRow(m.list.Cursor()); ok && e.Handle != m.position {
				m.openEntry(e)
			} else {
				m.message = "there is no other cable in that direction"
			}
		})
	}
	pane := func(f Focus) action { return plain(func(m *Model) { m.focus(f) }) }
	cycle := func(n int) action {
		return plain(func(m *Model) {
			f := m.open.Focus
			for range 3 {
				f = Focus((int(f) + n + 3) % 3)
				if (f != FocusOutline || !m.open.NoOutline) && (f != FocusList || !m.open.NoList && !m.open.Single) {
					break
				}
			}
			m.open.Focus = f
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
	sideways := func(n int) action {
		return reading(func(m *Model) {
			if !m.text.Shift(n) {
				m.message = "no table goes on in that direction"
			}
		})
	}
	hit := func(n int) action {
		a := reading(func(m *Model) { m.text.NextHit(n); m.follow() })
		a.off = func(m *Model) string {
			if m.text.Query() == "" {
				return "nothing is searched for: press " + m.keys.Key("search") + " first"
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
		"top": moving(func(m *Model) { m.list.MoveTo(0, m.lib.count()) }, func(m *Model) { m.outline.MoveBy(-1 << 20) }, func(m *Model) { m.facets.MoveBy(-1 << 20) }, func(m *Model) { m.leave(); m.scroll((*text.Pane).Top) }),
		"bottom": moving(func(m *Model) { m.list.MoveTo(m.lib.count(), m.lib.count()) }, func(m *Model) { m.outline.MoveBy(1 << 20) }, func(m *Model) { m.facets.MoveBy(1 << 20) },
			func(m *Model) { m.leave(); m.scroll((*text.Pane).Bottom) }),
		"left": sideways(-8), "right": sideways(8),
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
		"zoom": plain((*Model).toggleZoom),
		"outline": {do: func(m *Model) tea.Cmd { m.toggleOutline(); return nil }, off: func(m *Model) string {
			if m.open.Facets {
				return "what the list is made of has its place: " + m.keys.Key("facets") + " puts that away"
			}
			return ""
		}},
		"next-cable": cable(1), "previous-cable": cable(-1),
		"open": {do: openChosen},
		"back": {do: back}, "quit": {do: func(m *Model) tea.Cmd { return m.quit() }},
		"suspend":       {do: func(*Model) tea.Cmd { return paint.Suspend }, off: away(func(*Model) string { return "" })},
		"close":         plain(func(m *Model) { m.closePane() }),
		"pane-narrower": plain(func(m *Model) { m.widen(-2) }), "pane-wider": plain(func(m *Model) { m.widen(2) }),
		"go": {do: func(m *Model) tea.Cmd { m.askGo(); return nil }, with: func(m *Model, to string) tea.Cmd { m.goTo(to); return nil }},
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
			if m.open.Focus == FocusText {
				m.searchText()
			} else {
				m.askQuery(m.lib.typed.Text)
			}
			return nil
		}, with: func(m *Model, words string) tea.Cmd {
			if m.open.Focus == FocusText {
				return m.searchFor(words)
			}
			return m.lookFor(words)
		}},
		"next-hit": hit(1), "previous-hit": hit(-1),
		"only-matching": {do: func(m *Model) tea.Cmd { m.onlyMatching(); return nil }, off: func(m *Model) string {
			if m.text.Kept() {
				return ""
			}
			return hit(1).off(m)
		}},
		"find":     {do: func(m *Model) tea.Cmd { m.askQuery(m.lib.typed.Text); return nil }, with: (*Model).lookFor},
		"thread":   {do: (*Model).followThread, off: noCable},
		"versions": reading((*Model).showVersions),
		"case":     reading((*Model).toggleCase), "mend": {do: func(m *Model) tea.Cmd { m.toggleMended(); return nil }, off: noCommas},
		"facets": {do: (*Model).toggleFacets}, "order": plain((*Model).chooseOrder),
		"searches": plain((*Model).chooseSearch), "forget": {do: func(m *Model) tea.Cmd { m.chooseSearch(); return nil }, with: (*Model).forgetSearch},
		"references": {do: func(m *Model) tea.Cmd { m.showReferences(); return nil }, off: noCable},
		"mark":       reading((*Model).toggleMark), "marks": plain((*Model).showMarks),
		"note": reading((*Model).writeNote), "notes": plain((*Model).showNotes), "history": plain((*Model).showHistory),
		"flag": ofCable((*Model).toggleFlag), "read": ofCable((*Model).toggleRead), "labels": ofCable((*Model).chooseLabels),
		"copy": {do: func(m *Model) tea.Cmd {
			p := m.cable.Paragraphs[m.text.Cursor()]
			return m.copy(p.Text.String()+"\n\n("+m.citation()+")\n", "paragraph and citation")
		}, off: noCable},
		"cite":     {do: func(m *Model) tea.Cmd { return m.copy(m.citation(), "citation "+m.citation()) }, off: noCable},
		"head":     reading(func(m *Model) { m.full = !m.full; m.text.SetHead(m.headLines()) }),
		"received": reading(toggleReceived),
		"theme":    {do: func(m *Model) tea.Cmd { nextTheme(m); return nil }, with: func(m *Model, name string) tea.Cmd { m.useTheme(name); return nil }},
		"summaries": {do: func(m *Model) tea.Cmd { m.toggleSummaries(); return nil }, off: func(m *Model) string {
			if m.list.Excerpts {
				return "the list shows what was found, in the place of summaries"
			}
			return ""
		}},
		"level": {do: func(m *Model) tea.Cmd { nextLevel(m); return nil }, off: noCable, with: func(m *Model, name string) tea.Cmd {
			l, ok := levelNamed(name)
			if !ok {
				m.message = "there is no marking " + name + ": choose one of " + strings.Join(levelNames(), ", ")
				return nil
			}
			m.showLevel(l)
			return nil
		}},
		"measure": {do: func(m *Model) tea.Cmd { m.message = "lines of " + itoa(m.text.Measure); return nil }, with: func(m *Model, n string) tea.Cmd {
			columns, err := strconv.Atoi(n)
			if err != nil || columns < 20 || columns > 200 {
				m.message = "a line has 20 to 200 columns, such as: measure 72"
				return nil
			}
			m.text.SetMeasure(columns)
			return nil
		}},
		"narrower":   measure(-4),
		"wider":      measure(4),
		"full-width": plain(func(m *Model) { m.text.SetMeasure(0); m.message = "lines as wide as the pane" }),
		"next-term":  {do: func(m *Model) tea.Cmd { m.stepTerm(1); return nil }, off: noCable}, "previous-term": {do: func(m *Model) tea.Cmd { m.stepTerm(-1); return nil }, off: noCable},
		"explain": {do: func(m *Model) tea.Cmd { m.explain(); return nil }, off: noCable, always: true, with: func(m *Model, term string) tea.Cmd { m.explainTerm(term); return nil }},
		"write":   {do: func(m *Model) tea.Cmd { m.askWrite(); return nil }, off: away(noCable), with: func(m *Model, path string) tea.Cmd { m.write(path); return nil }},
		"pipe":    {do: func(m *Model) tea.Cmd { m.askPipe(); return nil }, off: away(noCable), with: func(m *Model, command string) tea.Cmd { return m.pipe(command) }},
		"edit":    {do: func(m *Model) tea.Cmd { return m.edit() }, off: away(noEditor)},
		"mouse": plain(func(m *Model) {
			m.mouse = !m.mouse
			m.message = map[bool]string{true: "mouse on: hold Shift to select text", false: "mouse off: the terminal selects text"}[m.mouse]
		}),
		"repaint": {do: func(*Model) tea.Cmd { return tea.ClearScreen }},
		"help":    plain(func(m *Model) { m.showHelp() }),
		"palette": plain(func(m *Model) { m.showPalette() }),
	}
}
