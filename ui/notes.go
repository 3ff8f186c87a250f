package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
	"reftel/ui/note"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// writing is a note that is being written.
type writing struct {
	editor    *note.Editor
	paragraph model.ParagraphIndex
	title     string
}

// writeNote opens the note of the paragraph that is read.
func (m *Model) writeNote() {
	at := m.text.Cursor()
	w := &writing{editor: note.New(m.theme), paragraph: at, title: "Note on " + m.citation()}
	w.editor.Open(m.desk.notes[at].Text)
	m.writing = w
}

// writingKey types into the note: esc and ctrl+s keep it, ctrl+g gives up what was changed.
func (m *Model) writingKey(k tea.Key) {
	w := m.writing
	switch k.String() {
	case "esc", "ctrl+s":
		m.keepNote(w)
	case "ctrl+g":
		m.writing = nil
		if w.editor.Changed() {
			m.message = "the note was left as it had been"
		}
	default:
		w.editor.Key(k)
	}
}

// keepNote keeps what was written. Where that fails the note stays open, with its text.
func (m *Model) keepNote(w *writing) {
	if !w.editor.Changed() {
		m.writing = nil
		return
	}
	d := &m.desk
	title, _ := m.cable.Title()
	p := &m.cable.Paragraphs[w.paragraph]
	n := library.Note{Card: d.card, Paragraph: w.paragraph, Number: p.Number, Portion: safe.Of(p.Mark.Level.Letters()), Title: title,
		Text: w.editor.Text(), When: library.Now()}
	if m.message = d.ask(func(ctx context.Context) error { return d.shelf.SetNote(ctx, n) }); m.message != "" {
		return
	}
	m.writing = nil
	if n.Text.Empty() {
		delete(d.notes, w.paragraph)
		m.message = "the note was taken away"
	} else {
		d.notes[w.paragraph] = n
		m.message = "the note is kept" + d.kept()
	}
	d.touched()
	m.text.Noted = d.noted()
}

// drawWriting gives the lines of the note, which takes the body of the screen.
func (m *Model) drawWriting(width, height int) []string {
	w := m.writing
	out := []string{m.theme.Paint(theme.Focus, page.Fit(" "+w.title, width, m.glyphs.Ellipsis))}
	if height < 2 {
		return out[:height]
	}
	w.editor.Resize(width, height-1)
	return append(out, w.editor.Draw()...)
}

// jumpTo goes to a paragraph of a cable that a shelf names, if the collection has it.
func (m *Model) jumpTo(at position, paragraph model.ParagraphIndex) tea.Cmd {
	m.leave()
	if at == m.position || m.read(at) {
		m.open.Focus = FocusText
		if int(paragraph) < len(m.cable.Paragraphs) {
			m.text.Goto(paragraph)
		}
		m.follow()
	}
	return nil
}

// putCard adds a row for a cable of the shelf to a list; one that is not in the collection only informs.
func (m *Model) putCard(o *overlay, card library.Card, label string, paragraph model.ParagraphIndex) {
	at, ok := m.lib.findCard(card)
	if !ok {
		o.add(label+"   not in collection", nil)
		return
	}
	o.add(label, func(m *Model) tea.Cmd { return m.jumpTo(at, paragraph) })
}

// paragraphLabel is "05ALMATY538, ¶4".
func (m *Model) paragraphLabel(card library.Card, n model.ParagraphNumber, at model.ParagraphIndex) string {
	s := safe.Of(string(card)).String()
	switch {
	case n > 0:
		s += ", ¶" + itoa(int(n))
	case at >= 0:
		s += ", paragraph " + itoa(int(at)+1)
	}
	return s
}

func (m *Model) showMarks() {
	o := &overlay{title: "Marked paragraphs"}
	m.message = m.desk.ask(func(ctx context.Context) error {
		marks, err := m.desk.shelf.Marks(ctx, "")
		for _, k := range marks {
			title := ""
			if at, ok := m.lib.findCard(k.Card); ok {
				e, _ := m.lib.entry(at)
				title = "  " + e.Title.String()
			}
			m.putCard(o, k.Card, m.paragraphLabel(k.Card, k.Number, k.Paragraph)+title, k.Paragraph)
		}
		return err
	})
	if len(o.rows) == 0 && m.message == "" {
		m.message = "no paragraph is marked: " + m.keys.Key("mark") + " marks one"
		return
	}
	m.overlay = o
}

func (m *Model) showNotes() {
	o := &overlay{title: "Notes"}
	m.message = m.desk.ask(func(ctx context.Context) error {
		notes, err := m.desk.shelf.Notes(ctx, "")
		for _, n := range notes {
			m.putCard(o, n.Card, m.paragraphLabel(n.Card, n.Number, n.Paragraph)+"  "+n.Text.Line().String(), n.Paragraph)
			o.rows[len(o.rows)-1].beneath = m.beneath(n)
		}
		return err
	})
	if len(o.rows) == 0 && m.message == "" {
		m.message = "there are no notes yet: " + m.keys.Key("note") + " writes one"
		return
	}
	m.overlay = o
}

func (m *Model) showHistory() {
	o := &overlay{title: "What was opened, newest first"}
	m.message = m.desk.ask(func(ctx context.Context) error {
		jumps, err := m.desk.shelf.History(ctx, 200)
		for _, j := range jumps {
			title := ""
			if at, ok := m.lib.findCard(j.Card); ok {
				e, _ := m.lib.entry(at)
				title = "  " + e.Title.String()
			}
			m.putCard(o, j.Card, j.When.Local().Format("2006-01-02 15:04")+"  "+safe.Of(string(j.Card)).String()+title, j.Paragraph)
		}
		return err
	})
	if len(o.rows) == 0 && m.message == "" {
		m.message = "nothing was opened before"
		return
	}
	m.overlay = o
}

// chooseLabels lists the labels that there are, those of the cable ticked; one toggles them, or types a new one.
func (m *Model) chooseLabels() {
	e, _ := m.meant()
	o := &overlay{title: "Labels of " + name(e) + "   type a new one, or choose"}
	has := map[string]bool{}
	for _, l := range m.desk.traced([]library.Entry{e})[e.Card].Labels {
		has[l.String()] = true
	}
	m.message = m.desk.ask(func(ctx context.Context) error {
		labels, err := m.desk.shelf.Labels(ctx)
		for _, l := range labels {
			label := l.Text.String()
			box := "[ ] "
			if has[label] {
				box = "[x] "
			}
			o.add(box+label+"  "+itoa(l.Count), func(m *Model) tea.Cmd { m.setLabel(e, label, !has[label]); return nil })
		}
		return err
	})
	o.typed = func(m *Model, label string) tea.Cmd { m.setLabel(e, label, true); return nil }
	m.overlay = o
}

func (m *Model) setLabel(e library.Entry, label string, on bool) {
	if m.message = m.desk.ask(func(ctx context.Context) error { return m.desk.shelf.SetLabel(ctx, e.Card, label, on) }); m.message != "" {
		return
	}
	delete(m.desk.traces, e.Card)
	verb := "labelled "
	if !on {
		verb = "no longer labelled "
	}
	m.message = verb + strings.TrimSpace(safe.Of(label).String()) + ": " + name(e)
}
