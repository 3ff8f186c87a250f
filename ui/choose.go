package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/vocab"
	"reftel/ui/command"
	"reftel/ui/page"
)

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
		at, ok := m.lib.find(r.ID)
		if !ok {
			o.add(line+"  "+r.ID.String()+"  not in collection", nil)
			continue
		}
		o.add(line+"  "+r.ID.String()+m.lib.title(at), follow(at))
	}
	for _, at := range m.lib.citedBy(m.cable.ID) {
		o.add("cited by"+m.lib.title(at), follow(at))
	}
	if len(o.rows) == 0 {
		m.message = "no references in this cable, and no cable here cites it"
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
