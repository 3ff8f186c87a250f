package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
	"reftel/ui/page"
	"reftel/ui/text"
)

// desk is how the screen asks and changes what its reader left on a shelf; nothing else here calls one. What it changes
// is kept when the call returns, so the status says so only then.
type desk struct {
	shelf    library.Shelf
	fleeting bool         // the shelf is forgotten when the program ends
	card     library.Card // of the cable that is open
	marks    map[model.ParagraphIndex]bool
	notes    map[model.ParagraphIndex]library.Note
	place    library.Place // as it was kept last
	traces   map[library.Card]library.Trace
}

// patience is how long a shelf may take before the screen says that it does not answer.
const patience = 2 * time.Second

// mostTraces bounds what is remembered of the cables that were listed.
const mostTraces = 4096

// ask runs something on the shelf and gives its error as a message.
func (d *desk) ask(do func(context.Context) error) string {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := do(ctx); err != nil {
		return "not kept: " + safe.Of(err.Error()).String()
	}
	return ""
}

// kept is how long that lasts which a message says is kept: " until you quit", or nothing where it is for good.
func (d *desk) kept() string {
	if d.fleeting {
		return " until you quit"
	}
	return ""
}

// open takes out what was left in a cable, and tells where reading stopped.
func (d *desk) open(card library.Card) (library.Place, bool) {
	d.card, d.place = card, library.Place{}
	d.marks, d.notes = map[model.ParagraphIndex]bool{}, map[model.ParagraphIndex]library.Note{}
	found := false
	d.ask(func(ctx context.Context) error {
		marks, err := d.shelf.Marks(ctx, card)
		if err != nil {
			return err
		}
		for _, m := range marks {
			d.marks[m.Paragraph] = true
		}
		notes, err := d.shelf.Notes(ctx, card)
		if err != nil {
			return err
		}
		for _, n := range notes {
			d.notes[n.Paragraph] = n
		}
		d.place, found, err = d.shelf.Place(ctx, card)
		return err
	})
	return d.place, found
}

// noted tells which paragraphs have a note.
func (d *desk) noted() map[model.ParagraphIndex]bool {
	out := map[model.ParagraphIndex]bool{}
	for i := range d.notes {
		out[i] = true
	}
	return out
}

// traced gives what lists show of cables, asking the shelf only for those that were not listed before.
func (d *desk) traced(entries []library.Entry) map[library.Card]library.Trace {
	var missing []library.Card
	for _, e := range entries {
		if _, ok := d.traces[e.Card]; !ok && e.Card != "" {
			missing = append(missing, e.Card)
		}
	}
	if len(missing) > 0 {
		if len(d.traces) > mostTraces {
			d.traces = map[library.Card]library.Trace{}
		}
		d.ask(func(ctx context.Context) error {
			got, err := d.shelf.Traces(ctx, missing)
			for _, c := range missing {
				d.traces[c] = got[c]
			}
			return err
		})
	}
	return d.traces
}

// touched forgets what lists show of the open cable, since it has changed.
func (d *desk) touched() { delete(d.traces, d.card) }

// spot is a place of the text as a shelf keeps it.
func spot(p text.Place) library.Spot {
	if p.Anchor.Heading {
		return library.Spot{Paragraph: p.Anchor.Paragraph}
	}
	return library.Spot{Paragraph: p.Anchor.Paragraph, Byte: p.Anchor.Offset}
}

// place is a kept spot as a place of the text.
func place(s library.Spot) text.Place {
	return text.Place{Anchor: page.Anchor{Paragraph: s.Paragraph, Offset: s.Byte}, Cursor: max(s.Paragraph, 0)}
}

// stopped asks for the place to be kept, if it is still the same after a while.
type stopped struct{ place text.Place }

// pause is how long one reads on before the place is kept: a held key writes nothing.
const pause = 2 * time.Second

// reads waits for the reader to stay at a place that is not kept yet.
func (m *Model) reads() tea.Cmd {
	if m.cable == nil || m.desk.card == "" {
		return nil
	}
	at := m.text.Place()
	if at == m.staying {
		return nil
	}
	m.staying = at
	return tea.Tick(pause, func(time.Time) tea.Msg { return stopped{at} })
}

// Keep keeps the place where one reads, and a note that is being written. It is called on leaving a cable and the program; whoever ends a session
// otherwise calls it too.
func (m *Model) Keep() {
	if m.writing != nil {
		m.keepNote(m.writing)
	}
	m.keepWhere()
}

// keepWhere keeps the place where one reads, and leaves a note that is being written open.
func (m *Model) keepWhere() {
	d := &m.desk
	if m.cable == nil || d.card == "" || m.width == 0 {
		return
	}
	next := library.Place{Spot: spot(m.text.Place()), Read: d.place.Read || m.text.Percent() >= 100, When: library.Now()}
	if next.Spot == d.place.Spot && next.Read == d.place.Read && !d.place.When.IsZero() {
		return
	}
	if why := d.ask(func(ctx context.Context) error { return d.shelf.SetPlace(ctx, d.card, next) }); why != "" {
		m.message = why
		return
	}
	d.place = next
	d.touched()
}

// quit keeps what is to be kept and ends. A note that could not be kept stays open.
func (m *Model) quit() tea.Cmd {
	m.Keep()
	if m.writing != nil {
		return nil
	}
	if m.running != nil { // a command that is still at work
		m.running()
	}
	return tea.Quit
}

// remember adds the opening of a cable to the history.
func (m *Model) remember() {
	d := &m.desk
	jump := library.Jump{Card: d.card, Spot: spot(m.text.Place()), When: library.Now()}
	if why := d.ask(func(ctx context.Context) error { return d.shelf.Remember(ctx, jump) }); why != "" {
		m.message = why
	}
}

// toggleMark marks the paragraph that is read, or takes the mark away.
func (m *Model) toggleMark() {
	d, at := &m.desk, m.text.Cursor()
	mark := library.Mark{Card: d.card, Paragraph: at, Number: m.cable.Paragraphs[at].Number, When: library.Now()}
	on := !d.marks[at]
	if m.message = d.ask(func(ctx context.Context) error { return d.shelf.SetMark(ctx, mark, on) }); m.message != "" {
		return
	}
	if on {
		d.marks[at] = true
	} else {
		delete(d.marks, at)
	}
	d.touched()
	m.text.Marked = d.marks
	m.message = map[bool]string{true: "marked ", false: "no longer marked: "}[on] + m.citation()
}

// toggleFlag flags the cable that the keys are about: that of the list's cursor, or the open one.
func (m *Model) toggleFlag() {
	d := &m.desk
	e, ok := m.meant()
	if !ok {
		return
	}
	on := !d.traced([]library.Entry{e})[e.Card].Flagged
	if m.message = d.ask(func(ctx context.Context) error { return d.shelf.SetFlag(ctx, e.Card, on) }); m.message != "" {
		return
	}
	delete(d.traces, e.Card)
	m.message = map[bool]string{true: "flagged ", false: "no longer flagged: "}[on] + name(e)
}

// toggleRead marks the cable that the keys are about as read, or as unread.
func (m *Model) toggleRead() {
	d := &m.desk
	e, ok := m.meant()
	if !ok {
		return
	}
	m.message = d.ask(func(ctx context.Context) error {
		p, _, err := d.shelf.Place(ctx, e.Card)
		if err != nil {
			return err
		}
		p.Read, p.When = !p.Read, library.Now()
		if err := d.shelf.SetPlace(ctx, e.Card, p); err != nil {
			return err
		}
		if e.Card == d.card {
			d.place = p
		}
		delete(d.traces, e.Card)
		return nil
	})
	if m.message == "" {
		m.message = map[bool]string{true: "read: ", false: "unread: "}[d.traced([]library.Entry{e})[e.Card].Read] + name(e)
	}
}

// meant is the cable that a verb of cables is about.
func (m *Model) meant() (library.Entry, bool) {
	if m.open.Focus == FocusList || m.cable == nil {
		return m.lib.entry(m.lib.at(m.list.Cursor()))
	}
	return m.lib.entry(m.position)
}

// noCableMeant says why a verb of cables is off.
func noCableMeant(m *Model) string {
	if e, ok := m.meant(); !ok || e.Card == "" {
		return "there is no cable here"
	}
	return ""
}
