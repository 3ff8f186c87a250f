package librarytest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
)

// Shelves opens shelves of one kind for RunShelf.
type Shelves struct {
	Open func(t *testing.T) library.Shelf
	// Again opens the same shelf a second time, after it was closed; nil for a kind that does not last.
	Again func(t *testing.T) library.Shelf
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// RunShelf holds a kind of shelf to what package library promises.
func RunShelf(t *testing.T, shelves Shelves) {
	ctx := t.Context()
	shelf := shelves.Open(t)
	a, b, c := library.Card("05ALMATY538"), library.Card("05ALMATY347"), library.Card("sha256:00ff")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}

	emptyShelf(t, shelf, a)

	// Everything that a reader may leave on a shelf, some of it taken back.
	place := library.Place{Spot: library.Spot{Paragraph: 4, Byte: 120}, When: noon}
	must(shelf.SetPlace(ctx, a, library.Place{When: noon.Add(-time.Hour)}))
	must(shelf.SetPlace(ctx, a, place))
	must(shelf.SetPlace(ctx, c, library.Place{Spot: library.Spot{Paragraph: -1}, Read: true, When: noon}))
	for i, card := range []library.Card{a, a, b} {
		must(shelf.SetMark(ctx, library.Mark{Card: card, Paragraph: model.ParagraphIndex(i), Number: model.ParagraphNumber(i + 1), When: noon.Add(time.Duration(i) * time.Minute)}, true))
	}
	must(shelf.SetMark(ctx, library.Mark{Card: a, Paragraph: 0}, false))
	must(shelf.SetMark(ctx, library.Mark{Card: a, Paragraph: 9}, false)) // was never set
	note := library.Note{Card: a, Paragraph: 3, Number: 4, Portion: safe.Of("C"), Title: safe.Of("A lake"), Text: safe.TextOf("See *also*\n\nthe other one"), When: noon}
	must(shelf.SetNote(ctx, note))
	whole := library.Note{Card: b, Paragraph: -1, Text: safe.TextOf("of the whole cable"), When: noon}
	must(shelf.SetNote(ctx, library.Note{Card: b, Paragraph: -1, Text: safe.TextOf("first thought"), When: noon}))
	must(shelf.SetNote(ctx, whole))
	must(shelf.SetNote(ctx, library.Note{Card: c, Paragraph: 1, Text: safe.TextOf("x")}))
	must(shelf.SetNote(ctx, library.Note{Card: c, Paragraph: 1, Text: safe.TextOf(" \n")}))
	must(shelf.SetLabel(ctx, a, "press  freedom ", true))
	must(shelf.SetLabel(ctx, b, "press freedom", true))
	must(shelf.SetLabel(ctx, b, "elections", true))
	must(shelf.SetLabel(ctx, b, "elections", true))
	must(shelf.SetLabel(ctx, a, "elections", false))
	must(shelf.SetFlag(ctx, b, true))
	must(shelf.SetFlag(ctx, c, true))
	must(shelf.SetFlag(ctx, c, false))
	must(shelf.Keep(ctx, "Human rights", "tag:PHUM"))
	must(shelf.Keep(ctx, "Human rights", "tag:PHUM after:2005"))
	must(shelf.Keep(ctx, "gone", "x"))
	must(shelf.Keep(ctx, "gone", ""))
	for i := range 5 {
		must(shelf.Remember(ctx, library.Jump{Card: a, Spot: library.Spot{Paragraph: model.ParagraphIndex(i)}, When: noon.Add(time.Duration(i) * time.Second)}))
	}

	check := func(t *testing.T, shelf library.Shelf) {
		ctx := t.Context()
		same := func(what string, got any, err error, want any) {
			t.Helper()
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v, %v; want %+v", what, got, err, want)
			}
		}
		got, ok, err := shelf.Place(ctx, a)
		same("place", got, err, place)
		if !ok {
			t.Error("a cable that was opened has no place")
		}
		if _, ok, err := shelf.Place(ctx, b); ok || err != nil {
			t.Errorf("a cable that was never opened has a place (%v)", err)
		}
		marks, err := shelf.Marks(ctx, "")
		same("all marks", marks, err, []library.Mark{{Card: b, Paragraph: 2, Number: 3, When: noon.Add(2 * time.Minute)}, {Card: a, Paragraph: 1, Number: 2, When: noon.Add(time.Minute)}})
		marks, err = shelf.Marks(ctx, a)
		same("marks of one", marks, err, []library.Mark{{Card: a, Paragraph: 1, Number: 2, When: noon.Add(time.Minute)}})
		notes, err := shelf.Notes(ctx, "")
		same("all notes", notes, err, []library.Note{whole, note})
		notes, err = shelf.Notes(ctx, a)
		same("notes of one", notes, err, []library.Note{note})
		labels, err := shelf.Labels(ctx)
		same("labels", labels, err, []library.Value{{Text: safe.Of("elections"), Count: 1}, {Text: safe.Of("press freedom"), Count: 2}})
		traces, err := shelf.Traces(ctx, []library.Card{a, b, c, "06NOWHERE1"})
		same("traces", traces, err, map[library.Card]library.Trace{
			a: {Opened: true, Marks: 1, Notes: 1, Labels: []safe.Line{safe.Of("press freedom")}},
			b: {Flagged: true, Marks: 1, Notes: 1, Labels: []safe.Line{safe.Of("elections"), safe.Of("press freedom")}},
			c: {Opened: true, Read: true},
		})
		for _, q := range []struct {
			what, name string
			want       []library.Card
		}{
			{"opened", "", []library.Card{a, c}}, {"read", "", []library.Card{c}}, {"flagged", "", []library.Card{b}}, {"marked", "", []library.Card{b, a}},
			{"note", "", []library.Card{b, a}}, {"label", "press freedom", []library.Card{b, a}}, {"label", "nothing", nil},
		} {
			got, err := shelf.Cards(ctx, q.what, q.name)
			same("cards with "+q.what+q.name, got, err, sorted(q.want))
		}
		if _, err := shelf.Cards(ctx, "blue", ""); err == nil {
			t.Error("a shelf says which cables are blue")
		}
		searches, err := shelf.Searches(ctx)
		if err != nil || len(searches) != 1 || searches[0].Name.String() != "Human rights" || searches[0].Query.String() != "tag:PHUM after:2005" || searches[0].When.IsZero() {
			t.Errorf("searches: %+v, %v", searches, err)
		}
		history, err := shelf.History(ctx, 2)
		same("history", history, err, []library.Jump{{Card: a, Spot: library.Spot{Paragraph: 4}, When: noon.Add(4 * time.Second)}, {Card: a, Spot: library.Spot{Paragraph: 3}, When: noon.Add(3 * time.Second)}})
	}
	t.Run("kept", func(t *testing.T) { check(t, shelf) })
	t.Run("refused", func(t *testing.T) { refused(t, shelf) })
	t.Run("at once", func(t *testing.T) { shelfAtOnce(t, shelves.Open(t)) })
	if shelves.Again == nil {
		return
	}
	must(shelf.Close())
	again := shelves.Again(t)
	t.Run("reopened", func(t *testing.T) { check(t, again) })
	must(again.Close())
}

// sorted puts the few cards of the test in their order.
func sorted(cards []library.Card) []library.Card {
	if len(cards) == 2 && cards[0] > cards[1] {
		cards[0], cards[1] = cards[1], cards[0]
	}
	return cards
}

// emptyShelf is one on which nothing lies.
func emptyShelf(t *testing.T, s library.Shelf, a library.Card) {
	t.Helper()
	ctx := t.Context()
	marks, err1 := s.Marks(ctx, "")
	notes, err2 := s.Notes(ctx, a)
	history, err3 := s.History(ctx, 10)
	traces, err4 := s.Traces(ctx, []library.Card{a})
	if len(marks)+len(notes)+len(history)+len(traces) != 0 || errors.Join(err1, err2, err3, err4) != nil {
		t.Errorf("a new shelf holds %v %v %v %v, %v", marks, notes, history, traces, errors.Join(err1, err2, err3, err4))
	}
}

func refused(t *testing.T, s library.Shelf) {
	ctx := t.Context()
	for what, err := range map[string]error{
		"a mark without a cable":  s.SetMark(ctx, library.Mark{}, true),
		"a place without a cable": s.SetPlace(ctx, "", library.Place{}),
		"a jump without a cable":  s.Remember(ctx, library.Jump{}),
		"a label without letters": s.SetLabel(ctx, "05ALMATY538", " ", true),
		"a label with a quote":    s.SetLabel(ctx, "05ALMATY538", `a"b`, true),
		"a long note":             s.SetNote(ctx, library.Note{Card: "05ALMATY538", Text: safe.TextOf(strings.Repeat("x", library.LongestNote+1))}),
		"a search without a name": s.Keep(ctx, "", "x"),
	} {
		if err == nil {
			t.Errorf("%s is taken", what)
		}
	}
	if err := s.SetLabel(ctx, "05ALMATY538", "a\x1b]0;pwned\x07", true); err != nil {
		t.Errorf("a label that needs cleaning: %v", err)
	}
	labels, err := s.Labels(ctx)
	if err != nil || strings.ContainsAny(fmt.Sprint(labels), "\x1b\x07") {
		t.Errorf("labels %+v, %v", labels, err)
	}
	for _, l := range labels {
		if strings.HasPrefix(l.Text.String(), "a") {
			if err := s.SetLabel(ctx, "05ALMATY538", l.Text.String(), false); err != nil {
				t.Error(err)
			}
		}
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.SetFlag(ended, "05ALMATY999", true); !errors.Is(err, context.Canceled) {
		t.Errorf("a flag after the end: %v", err)
	}
}

// shelfAtOnce writes and reads from several places; the race detector watches.
func shelfAtOnce(t *testing.T, s library.Shelf) {
	var group sync.WaitGroup
	for g := range 4 {
		group.Go(func() {
			for i := range 10 {
				card := library.Card(fmt.Sprintf("05ALMATY%d", g*10+i+1))
				if err := errors.Join(s.SetPlace(t.Context(), card, library.Place{When: noon}), s.SetFlag(t.Context(), card, true),
					s.SetNote(t.Context(), library.Note{Card: card, Text: safe.TextOf("x"), When: noon}), s.Remember(t.Context(), library.Jump{Card: card, When: noon})); err != nil {
					t.Error(err)
				}
				if _, err := s.Traces(t.Context(), []library.Card{card}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	cards, err := s.Cards(t.Context(), "flagged", "")
	if err != nil || len(cards) != 40 {
		t.Errorf("%d cables are flagged (%v), want 40", len(cards), err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
