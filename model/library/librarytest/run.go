package librarytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
)

// Open makes a library of an engine that holds the cables in this order, and is done with loading.
type Open func(t *testing.T, cables []*model.Cable) library.Files

// Run holds an engine to what package library promises.
func Run(t *testing.T, open Open) {
	cables := Cables()
	lib := open(t, cables)
	t.Run("empty", func(t *testing.T) { empty(t, open(t, nil)) })
	t.Run("rows", func(t *testing.T) { rows(t, lib, cables) })
	t.Run("read", func(t *testing.T) { read(t, lib, cables) })
	t.Run("references", func(t *testing.T) { references(t, lib) })
	t.Run("search", func(t *testing.T) { search(t, lib) })
	t.Run("excerpts", func(t *testing.T) { excerpts(t, lib) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, lib) })
	t.Run("at once", func(t *testing.T) { atOnce(t, lib) })
}

// Cable makes a cable by hand: an identifier, a subject, its references and its paragraphs, numbered from 1.
func Cable(id, subject string, refs []string, paragraphs ...string) *model.Cable {
	parsed, err := model.ParseID(id)
	if err != nil {
		parsed = model.ID{}
	}
	c := &model.Cable{
		ID:             parsed,
		Created:        time.Date(2005, 2, 7, 10, 0, 0, 0, time.UTC),
		Origin:         safe.Of("Embassy Almaty"),
		Classification: model.Marking{Written: "CONFIDENTIAL", Level: model.LevelConfidential},
		Subject:        safe.Of(subject),
		Source:         model.Source{Path: safe.Of(id + ".txt"), Format: model.FormatText},
		Received:       []byte(strings.Join(paragraphs, "\n")),
	}
	if subject == "" {
		c.SetFallbackTitle(safe.Of(paragraphs[0]))
	}
	for _, r := range refs {
		ref, err := model.ParseID(r)
		if err != nil {
			ref = model.ID{}
		}
		c.References = append(c.References, model.Reference{ID: ref, Text: safe.Of(r)})
	}
	for i, text := range paragraphs {
		clean := safe.TextOf(text)
		c.Paragraphs = append(c.Paragraphs, model.Paragraph{
			Number: model.ParagraphNumber(i + 1),
			Mark:   model.Marking{Written: "C", Level: model.LevelConfidential},
			Text:   clean,
			Blocks: []model.Block{{End: int32(clean.Len())}},
		})
	}
	c.Sections = []model.Section{{Last: model.ParagraphIndex(len(paragraphs) - 1)}}
	if len(c.Paragraphs) > 0 {
		c.Summary = model.Summary{Text: c.Paragraphs[0].Text, Origin: model.SummaryOfficial}
	}
	return c
}

// Cables is the collection that Run asks about.
func Cables() []*model.Cable {
	return []*model.Cable{
		Cable("05ALMATY1", "A lake and its fish", nil,
			"The carp of the lake have grown scarce.", "Fishermen blame the new mill.\nThe mill blames the carp."),
		Cable("05ALMATY2", "The mill replies", []string{"05ALMATY1", "2005ALMATY00001", "an e-mail"},
			"The Mill is owned by a cousin of the mayor.", strings.Repeat("Nothing of note. ", 200)+"Then a carp appeared. "+strings.Repeat("Nothing more. ", 200)),
		Cable("1975STATE000017", "Guidance", []string{"05ALMATY2", "99NOWHERE7"}, "Überraschung: a word that begins with a letter beyond ASCII."),
		Cable("not an identifier", "", nil, "A cable without anything but these words."),
		Cable("05ALMATY2", "The mill replies, corrected copy", []string{"05ALMATY2", "05ALMATY1"}, "Corrected: the mill is owned by the mayor."),
	}
}

func empty(t *testing.T, lib library.Files) {
	if s := lib.State(); s.Len != 0 || s.Loading || len(s.Problems) != 0 {
		t.Errorf("state of an empty library: %+v", s)
	}
	if got, err := lib.Rows(t.Context(), 0, 40); err != nil || len(got) != 0 {
		t.Errorf("rows of an empty library: %v, %v", got, err)
	}
	if _, err := lib.Read(t.Context(), 0); err == nil {
		t.Error("a cable was read from an empty library")
	}
	if got, err := lib.Search(t.Context(), "carp", 10); err != nil || len(got) != 0 {
		t.Errorf("search of an empty library: %v, %v", got, err)
	}
}

func rows(t *testing.T, lib library.Files, cables []*model.Cable) {
	if got := lib.State().Len; got != len(cables) {
		t.Fatalf("%d cables, want %d", got, len(cables))
	}
	if lib.Name().Empty() {
		t.Error("the library has no name")
	}
	got, err := lib.Rows(t.Context(), 0, 1000)
	if err != nil || len(got) != len(cables) {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	for i, e := range got {
		c := cables[i]
		title, official := c.Title()
		if e.Position != library.Position(i) || e.ID != c.ID || e.Name != c.Source.Path || !e.Created.Equal(c.Created) ||
			e.Classification.Full() != c.Classification.Full() || e.Origin != c.Origin || e.Title != title || e.TitleMade == official ||
			e.SummaryOrigin != c.Summary.Origin || e.Paragraphs != len(c.Paragraphs) {
			t.Errorf("row %d does not tell what the cable does: %+v", i, e)
		}
		if e.Summary.Len() > library.SummaryLength || !strings.HasPrefix(c.Summary.Text.String(), e.Summary.String()) || (e.Summary.Empty() != c.Summary.Text.Empty()) {
			t.Errorf("row %d has the summary %q", i, e.Summary)
		}
	}
	for _, r := range []struct{ from, to, want library.Position }{{1, 3, 2}, {3, 99, 2}, {5, 9, 0}, {99, 100, 0}, {3, 1, 0}, {-5, 2, 2}} {
		got, err := lib.Rows(t.Context(), r.from, r.to)
		if err != nil || len(got) != int(r.want) {
			t.Errorf("rows %d to %d: %d, %v; want %d", r.from, r.to, len(got), err, r.want)
		}
	}
}

func read(t *testing.T, lib library.Files, cables []*model.Cable) {
	for range 2 {
		for i, c := range cables {
			got, err := lib.Read(t.Context(), library.Position(i))
			if err != nil {
				t.Fatalf("cable %d: %v", i, err)
			}
			if got.ID != c.ID || got.Subject != c.Subject || len(got.Paragraphs) != len(c.Paragraphs) || string(got.Received) != string(c.Received) {
				t.Errorf("cable %d was read as %s %q", i, got.ID, got.Subject)
			}
		}
	}
	for _, at := range []library.Position{-1, library.Position(len(cables))} {
		if _, err := lib.Read(t.Context(), at); err == nil || errors.Is(err, library.ErrVanished) {
			t.Errorf("position %d: error %v, want one that says there is no such cable", at, err)
		}
	}
}

func references(t *testing.T, lib library.Files) {
	for id, want := range map[string]library.Position{"05ALMATY1": 0, "2005 Almaty 0001": 0, "05ALMATY2": 1, "75STATE17": 2, "99NOWHERE7": -1} {
		key := mustID(id).Key()
		got, ok, err := lib.Find(t.Context(), key)
		if err != nil || ok != (want >= 0) || (ok && got != want) {
			t.Errorf("%s is found at %d, %v, %v; want %d", id, got, ok, err, want)
		}
	}
	if _, ok, _ := lib.Find(t.Context(), model.Key{}); ok {
		t.Error("a cable without identifier is found by the empty one")
	}
	for id, want := range map[string][]library.Position{"05ALMATY1": {1, 4}, "05ALMATY2": {2}, "99NOWHERE7": {2}, "05ALMATY3": nil} {
		got, err := lib.CitedBy(t.Context(), mustID(id).Key())
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s is cited by %v, %v; want %v", id, got, err, want)
		}
	}
}

func search(t *testing.T, lib library.Files) {
	for query, want := range map[string]string{
		"carp":               "0:0 0:1 1:1",
		"CARP":               "",
		"Mill":               "1:0",
		"mill":               "0:1 1:-1 1:0 4:-1 4:0",
		"mill mayor":         "1:0 4:0",
		"mayor mill":         "1:0 4:0",
		`"owned by the"`:     "4:0",
		`"mill.   the mill"`: "0:1", // a phrase goes over line ends
		`"blames the`:        "0:1",
		"überraschung":       "2:0",
		"Überraschung":       "2:0",
		"ASCII beyond":       "2:0",
		"1975state000017":    "2:-1",
		"fish":               "0:-1 0:1",
		"nowhere":            "",
		"":                   "",
		` "" `:               "",
	} {
		hits, err := lib.Search(t.Context(), query, 100)
		var got []string
		for _, h := range hits {
			got = append(got, fmt.Sprintf("%d:%d", h.Position, h.Paragraph))
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("search for %q: %v, %v; want %s", query, got, err, want)
		}
	}
	for most := range 4 {
		if hits, err := lib.Search(t.Context(), "carp", most); err != nil || len(hits) != most {
			t.Errorf("at most %d hits: %d, %v", most, len(hits), err)
		}
	}
}

func excerpts(t *testing.T, lib library.Files) {
	hits, err := lib.Search(t.Context(), `"a carp" nothing`, 10)
	if err != nil || len(hits) != 1 {
		t.Fatalf("%v, %v", hits, err)
	}
	h := hits[0]
	if got := h.Excerpt.String()[h.Start:h.End]; got != "a carp" {
		t.Errorf("the match in the excerpt is %q", got)
	}
	if h.Excerpt.Len() > 300 || !strings.HasPrefix(h.Excerpt.String(), "of note.") && !strings.HasPrefix(h.Excerpt.String(), "Nothing") && !strings.HasPrefix(h.Excerpt.String(), "note.") {
		t.Errorf("the excerpt does not begin with a whole word, or is long: %q", h.Excerpt)
	}
}

func cancelled(t *testing.T, lib library.Files) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := lib.Search(ctx, "carp", 10); !errors.Is(err, context.Canceled) {
		t.Errorf("search after its end: %v", err)
	}
	if _, err := lib.Rows(ctx, 0, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("rows after their end: %v", err)
	}
	if _, err := lib.Read(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("read after its end: %v", err)
	}
}

// atOnce asks everything from several places at the same time; the race detector watches.
func atOnce(t *testing.T, lib library.Files) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range 20 {
				if _, err := lib.Read(t.Context(), library.Position(i%lib.State().Len)); err != nil {
					t.Error(err)
				}
				if hits, err := lib.Search(t.Context(), "carp", 3); err != nil || len(hits) != 3 {
					t.Errorf("%d hits, %v", len(hits), err)
				}
				if _, err := lib.Rows(t.Context(), 0, 3); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

func mustID(s string) model.ID {
	id, err := model.ParseID(s)
	if err != nil {
		panic(err)
	}
	return id
}
