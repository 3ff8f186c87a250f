package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/safe"
)

// again opens a new reader on the same shelf, as on the next day.
func again(t *testing.T, shelf library.Shelf, cables ...*model.Cable) *Model {
	t.Helper()
	lib := memory.New(safe.Of("invented"))
	for _, c := range cables {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	lib.Done()
	m, err := New(Config{Library: lib, Shelf: shelf, Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return m.size(160, 40)
}

func (m *Model) typed(s string) *Model {
	for _, r := range s {
		m.press(string(r))
	}
	return m
}

func (m *Model) expectStatus(t *testing.T, want string) {
	t.Helper()
	if got := ansi.Strip(m.status()); !strings.Contains(got, want) {
		t.Errorf("the status says %q, want %q", got, want)
	}
}

func (m *Model) expectScreen(t *testing.T, want string) {
	t.Helper()
	if got := ansi.Strip(m.View().Content); !strings.Contains(got, want) {
		t.Errorf("the screen does not show %q:\n%s", want, got)
	}
}

func TestReadingGoesOnWhereItStopped(t *testing.T) {
	shelf := memory.NewShelf()
	m := again(t, shelf, invented(1, 30), invented(2, 9))
	m.press("1", "2", "g", "j", "j")
	place := m.text.Place()
	m.press("Q")

	m = again(t, shelf, invented(1, 30), invented(2, 9))
	if got := m.text.Place().Anchor; got != place.Anchor {
		t.Errorf("reading goes on at %+v, want %+v", got, place.Anchor)
	}
	m.expectStatus(t, "where you stopped")
	m.press("g")
	m.expectParagraph(t, 1)

	// A cable that was read to its end begins anew.
	m.press("G", "J", "Q")
	m = again(t, shelf, invented(1, 30), invented(2, 9))
	if m.text.Place().Anchor.Paragraph != -1 {
		t.Errorf("a cable that was read to its end opens at %+v", m.text.Place())
	}
}

func TestThePlaceIsKeptWhileOneReads(t *testing.T) {
	shelf := memory.NewShelf()
	m := again(t, shelf, invented(1, 30))
	m.press("9", "g")
	m.Update(stopped{m.text.Place()}) // the pause is over
	p, ok, err := shelf.Place(t.Context(), m.desk.card)
	if err != nil || !ok || p.Paragraph != 8 {
		t.Errorf("kept: %+v %v %v, want paragraph 8", p, ok, err)
	}
	m.press("j")
	m.Update(stopped{}) // of a place that was left since
	if q, _, _ := shelf.Place(t.Context(), m.desk.card); q != p {
		t.Errorf("a place that one has left was kept: %+v", q)
	}
}

func TestMarksNotesLabelsAndFlagsOutliveTheProgram(t *testing.T) {
	shelf := memory.NewShelf()
	m := again(t, shelf, invented(1, 12), invented(2, 9))
	m.press("4", "g", "m")
	m.press("7", "g", "a").expectScreen(t, "Note on 07VALLETTA1, ¶7 (C)")
	m.typed("Compare").press("enter").typed("the lake").press("esc").expectStatus(t, "the note is kept")
	m.press("!").expectStatus(t, "flagged 07VALLETTA1")
	m.press("t").typed("harbors").press("enter").expectStatus(t, "labelled harbors: 07VALLETTA1")
	m.press("Q")

	m = again(t, shelf, invented(1, 12), invented(2, 9))
	m.expectScreen(t, "!•+[harbors] HARBO")
	if !m.text.Marked[3] || !m.text.Noted[6] {
		t.Errorf("marked %v, noted %v", m.text.Marked, m.text.Noted)
	}
	m.press("7", "g").expectStatus(t, "Compare the lake")
	m.press("J", "M").expectScreen(t, "07VALLETTA1, ¶4  HARBOR TALKS, PART 1")
	m.press("enter").expectParagraph(t, 4)
	m.press("A").expectScreen(t, "07VALLETTA1, ¶7  Compare the lake")
	m.press("enter").expectParagraph(t, 7)
	m.press("H").expectScreen(t, "07VALLETTA2  HARBOR TALKS, PART 2")
	m.press("esc")

	// All of it is taken back.
	m.press("a")
	for range 40 {
		m.press("backspace")
	}
	m.press("esc").expectStatus(t, "the note was taken away")
	m.press("4", "g", "m", "!").expectStatus(t, "no longer flagged")
	m.press("t", "enter").expectStatus(t, "no longer labelled harbors")
	m.expectScreen(t, "C   HARBOR TALKS, PAR")
}

func TestANoteIsNotLostByEndingTheProgram(t *testing.T) {
	for _, end := range []func(*Model){
		func(m *Model) { m.Update(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}) },
		func(m *Model) { m.Keep() }, // as when the line goes down
	} {
		shelf := memory.NewShelf()
		m := again(t, shelf, invented(1, 12))
		m.press("2", "g", "a").typed("half a thou")
		end(m)
		notes, err := shelf.Notes(t.Context(), "")
		if err != nil || len(notes) != 1 || notes[0].Text.String() != "half a thou" || notes[0].Number != 2 || notes[0].Portion.Empty() && notes[0].Title.Empty() {
			t.Errorf("notes: %+v, %v", notes, err)
		}
	}
}

func TestANoteStaysOpenWhenThePauseOfReadingIsOver(t *testing.T) {
	shelf := memory.NewShelf()
	m := again(t, shelf, invented(1, 30))
	m.press("9", "g", "a").typed("half a thou")
	m.Update(stopped{m.text.Place()}) // two seconds after the step to the paragraph
	m.typed("ght").expectScreen(t, "half a thought")
	m.expectScreen(t, "Note on 07VALLETTA1, ¶9")
	if p, ok, err := shelf.Place(t.Context(), m.desk.card); err != nil || !ok || p.Paragraph != 8 {
		t.Errorf("the place that is kept: %+v %v %v", p, ok, err)
	}
	m.press("esc").expectStatus(t, "the note is kept")
	if got := m.desk.notes[8].Text.String(); got != "half a thought" {
		t.Errorf("the note is %q", got)
	}
}

func TestAReaderMarksCablesAsReadInTheList(t *testing.T) {
	shelf := memory.NewShelf()
	m := again(t, shelf, invented(1, 12), invented(2, 9))
	m.press("q", "j", "U").expectStatus(t, "read: 07VALLETTA2")
	m.press("U").expectStatus(t, "unread: 07VALLETTA2")
}

// full is a shelf on which nothing more can be kept, as on a full disk: a real shelf whose context has ended.
type full struct{ *memory.Shelf }

func (f full) SetNote(ctx context.Context, n library.Note) error {
	ended, cancel := context.WithCancel(ctx)
	cancel()
	return f.Shelf.SetNote(ended, n)
}

func TestANoteThatCannotBeKeptStaysOpen(t *testing.T) {
	m := again(t, full{memory.NewShelf()}, invented(1, 12))
	m.press("a").typed("of weight").press("esc").expectStatus(t, "not kept")
	m.expectScreen(t, "of weight")
	if m.press("Q"); m.writing == nil {
		t.Error("the note is gone")
	}
}

func TestWhatIsNotKeptForGoodIsNotSaidToBe(t *testing.T) {
	lib := memory.New(safe.Of("invented"))
	for _, c := range harbors(6) {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	lib.Done()
	m, err := New(Config{Library: lib, Shelf: memory.NewShelf(), Fleeting: true})
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, m.size(160, 40))
	r.press("2", "g", "a").typed("weighty").press("esc").expectStatus(t, "the note is kept until you quit")
	r.keys("F").types("lantern").answered().keys("enter", "Z").types("mine").keys("enter")
	r.expectStatus(t, "kept until you quit as mine: in:mine finds it again")
}
