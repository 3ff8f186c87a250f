package librarytest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
)

// Open makes a library of an engine that holds the cables in this order, and is done with loading and indexing. No two
// cables have the same bytes received.
type Open func(t *testing.T, cables []*model.Cable) library.Library

// Run holds an engine to what package library promises.
func Run(t *testing.T, open Open) {
	cables := Cables()
	lib := open(t, cables)
	t.Run("empty", func(t *testing.T) { empty(t, open(t, nil)) })
	t.Run("pages", func(t *testing.T) { pages(t, lib, cables) })
	t.Run("read", func(t *testing.T) { read(t, lib, cables) })
	t.Run("references", func(t *testing.T) { references(t, lib) })
	t.Run("search", func(t *testing.T) { search(t, lib) })
	t.Run("excerpts", func(t *testing.T) { excerpts(t, lib) })
	t.Run("unanswered", func(t *testing.T) { unanswered(t, lib) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, lib) })
	t.Run("at once", func(t *testing.T) { atOnce(t, lib) })
	many := Oracle{Random(rand.New(rand.NewPCG(1, 2)), 120)}
	large := open(t, many.Cables)
	t.Run("orders", func(t *testing.T) { orders(t, large, many) })
	t.Run("queries", func(t *testing.T) { queries(t, large, many) })
	t.Run("counts", func(t *testing.T) { counts(t, large, many) })
	t.Run("values", func(t *testing.T) { values(t, large, many) })
	t.Run("cited", func(t *testing.T) { cited(t, large, many) })
	t.Run("thread", func(t *testing.T) { thread(t, lib, large) })
}

// parsed is a query that is known to be right.
func parsed(t *testing.T, text string) query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return q
}

// page asks for a page and fails with the test.
func page(t *testing.T, lib library.Library, text string, order library.Order, from, to int) library.Page {
	t.Helper()
	p, err := lib.Page(t.Context(), library.Request{Query: parsed(t, text), Order: order}, from, to)
	if err != nil {
		t.Fatalf("%s in order %d, rows %d to %d: %v", text, order, from, to, err)
	}
	return p
}

// handles gives the handles of all cables, as found.
func handles(t *testing.T, lib library.Library) []library.Handle {
	t.Helper()
	var all []library.Handle
	for _, e := range page(t, lib, "", library.AsFound, 0, 1<<20).Entries {
		all = append(all, e.Handle)
	}
	return all
}

func empty(t *testing.T, lib library.Library) {
	if s := lib.State(); s.Len != 0 || s.Loading || len(s.Problems) != 0 || s.Indexed != 0 {
		t.Errorf("state of an empty library: %+v", s)
	}
	for _, text := range []string{"", "carp", "tag:PHUM"} {
		if p := page(t, lib, text, library.NewestFirst, 0, 40); len(p.Entries) != 0 || p.Total != 0 || !p.Exact {
			t.Errorf("%q in an empty library: %+v", text, p)
		}
	}
	if _, err := lib.Read(t.Context(), 1); err == nil {
		t.Error("a cable was read from an empty library")
	}
	if f, err := lib.Facets(t.Context(), query.Query{}, []library.Facet{library.FacetYear, library.FacetTag}, 9); err != nil || len(f[library.FacetYear])+len(f[library.FacetTag]) != 0 {
		t.Errorf("facets of an empty library: %v, %v", f, err)
	}
	if h, err := lib.Histogram(t.Context(), query.Query{}); err != nil || len(h) != 0 {
		t.Errorf("histogram of an empty library: %v, %v", h, err)
	}
}

func pages(t *testing.T, lib library.Library, cables []*model.Cable) {
	s := lib.State()
	if s.Len != len(cables) || s.Indexed != len(cables) || s.Loading {
		t.Fatalf("%+v, want %d cables", s, len(cables))
	}
	if lib.Name().Empty() {
		t.Error("the library has no name")
	}
	p := page(t, lib, "", library.AsFound, 0, 1000)
	if len(p.Entries) != len(cables) || p.Total != len(cables) || !p.Exact {
		t.Fatalf("%d entries of %d, %v", len(p.Entries), p.Total, p.Exact)
	}
	versions := []int{0, 1, 0, 0, 1}
	for i, e := range p.Entries {
		c := cables[i]
		title, official := c.Title()
		if e.ID != c.ID || e.Card != library.CardOf(c) || e.Name != c.Source.Path || !e.Created.Equal(c.Created) ||
			e.Classification.Full() != c.Classification.Full() || e.Origin != c.Origin || e.Title != title || e.TitleMade == official ||
			e.SummaryOrigin != c.Summary.Origin || e.Paragraphs != len(c.Paragraphs) || e.Versions != versions[i] || e.Hit != nil {
			t.Errorf("row %d does not tell what the cable does: %+v", i, e)
		}
		if e.Summary.Len() > library.SummaryLength || !strings.HasPrefix(c.Summary.Text.String(), e.Summary.String()) || (e.Summary.Empty() != c.Summary.Text.Empty()) {
			t.Errorf("row %d has the summary %q", i, e.Summary)
		}
		if row, ok, err := lib.Row(t.Context(), library.Request{Order: library.AsFound}, e.Handle); row != i || !ok || err != nil {
			t.Errorf("cable %d is on row %d, %v, %v", i, row, ok, err)
		}
	}
	for _, r := range []struct{ from, to, want int }{{1, 3, 2}, {3, 99, 2}, {5, 9, 0}, {99, 100, 0}, {3, 1, 0}, {-5, 2, 2}, {0, 0, 0}} {
		if p := page(t, lib, "", library.AsFound, r.from, r.to); len(p.Entries) != r.want || p.Total != len(cables) {
			t.Errorf("rows %d to %d: %d of %d; want %d", r.from, r.to, len(p.Entries), p.Total, r.want)
		}
	}
	h := handles(t, lib)
	some, err := lib.Entries(t.Context(), []library.Handle{h[3], -7, h[0], 1 << 40})
	if err != nil || len(some) != 2 || some[0].Handle != h[3] || some[1].Handle != h[0] {
		t.Errorf("entries of two cables, and two that are not there: %v, %v", some, err)
	}
	if _, ok, err := lib.Row(t.Context(), library.Request{}, 1<<40); ok || err != nil {
		t.Errorf("row of a cable that is not there: %v, %v", ok, err)
	}
}

func read(t *testing.T, lib library.Library, cables []*model.Cable) {
	all := handles(t, lib)
	for range 2 {
		for i, c := range cables {
			got, err := lib.Read(t.Context(), all[i])
			if err != nil {
				t.Fatalf("cable %d: %v", i, err)
			}
			if got.ID != c.ID || got.Subject != c.Subject || len(got.Paragraphs) != len(c.Paragraphs) || string(got.Received) != string(c.Received) {
				t.Errorf("cable %d was read as %s %q", i, got.ID, got.Subject)
			}
		}
	}
	for _, h := range []library.Handle{-1, 0, 1 << 40} {
		if slices.Contains(all, h) {
			continue
		}
		if _, err := lib.Read(t.Context(), h); err == nil || errors.Is(err, library.ErrVanished) {
			t.Errorf("handle %d: error %v, want one that says there is no such cable", h, err)
		}
	}
}

func references(t *testing.T, lib library.Library) {
	all := handles(t, lib)
	places := func(handles []library.Handle) string {
		var parts []string
		for _, h := range handles {
			parts = append(parts, fmt.Sprint(slices.Index(all, h)))
		}
		return strings.Join(parts, " ")
	}
	for id, want := range map[string]string{"05ALMATY1": "0", "2005 Almaty 0001": "0", "05ALMATY2": "1 4", "75STATE17": "2", "99NOWHERE7": ""} {
		got, err := lib.Find(t.Context(), mustID(id).Key())
		slices.Sort(got)
		if err != nil || places(got) != want {
			t.Errorf("%s is found at %s, %v; want %s", id, places(got), err, want)
		}
	}
	if got, _ := lib.Find(t.Context(), model.Key{}); len(got) > 0 {
		t.Error("a cable without identifier is found by the empty one")
	}
	for id, want := range map[string]string{"05ALMATY1": "1 4", "05ALMATY2": "2", "99NOWHERE7": "2", "05ALMATY3": ""} {
		got, err := lib.CitedBy(t.Context(), mustID(id).Key())
		if err != nil || places(got) != want {
			t.Errorf("%s is cited by %s, %v; want %s", id, places(got), err, want)
		}
	}
	for at, want := range []string{"", "05ALMATY1 true", "05ALMATY2 true, 99NOWHERE7 false", "", "05ALMATY1 true"} {
		cites, err := lib.Cites(t.Context(), all[at])
		var parts []string
		for _, c := range cites {
			parts = append(parts, fmt.Sprintf("%s %v", c.ID, c.Held))
			versions, _ := lib.Find(t.Context(), c.Key)
			if c.Key != c.ID.Key() || c.Held && (len(versions) == 0 || versions[0] != c.Handle) {
				t.Errorf("citation %+v, versions %v", c, versions)
			}
		}
		got := strings.Join(parts, ", ")
		if err != nil || got != want {
			t.Errorf("cable %d cites %q, %v; want each once and without itself: %q", at, got, err, want)
		}
	}
	if _, err := lib.Cites(t.Context(), 1<<40); err == nil {
		t.Error("a cable that is not there cites something")
	}
}

// search asks for words; each answer is a cable and the unit that is hit.
func search(t *testing.T, lib library.Library) {
	all := handles(t, lib)
	for text, want := range map[string]string{
		"carp":               "0:0 1:1",
		"CARP":               "0:0 1:1",
		"mill":               "0:1 1:-1 4:-1",
		"mill mayor":         "1:0 4:0",
		`"owned by the"`:     "4:0",
		`"mill the mill"`:    "0:1", // a phrase goes over line ends
		"uberraschung":       "2:0",
		"Überraschung":       "2:0",
		"ASCII beyond":       "2:0",
		"1975state000017":    "2:-1",
		"05ALMATY1":          "0:-1 1:-1 4:-1",
		"fish":               "0:-1",
		"fish*":              "0:-1",
		"fisher*":            "0:1",
		"nowhere":            "",
		"mill -carp":         "1:-1 4:-1",
		"subject:mill carp":  "1:1",
		"id:05ALMATY2 mayor": "1:0 4:0",
		"carp OR mayor":      "0:0 1:0 4:0",
	} {
		var got []string
		for _, e := range page(t, lib, text, library.AsFound, 0, 100).Entries {
			if e.Hit == nil {
				t.Errorf("%s: no hit", text)
				continue
			}
			got = append(got, fmt.Sprintf("%d:%d", slices.Index(all, e.Handle), e.Hit.Paragraph))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v; want %s", text, got, want)
		}
	}
}

func excerpts(t *testing.T, lib library.Library) {
	p := page(t, lib, `"a carp" nothing`, library.AsFound, 0, 10)
	if len(p.Entries) != 1 || p.Entries[0].Hit == nil {
		t.Fatalf("%+v", p)
	}
	h := *p.Entries[0].Hit
	s := h.Excerpt.String()
	if h.Excerpt.Len() > 300 || len(h.Matches) == 0 || h.Matches[0] != (library.Match{Start: h.Start, End: h.End}) {
		t.Errorf("%+v", h)
	}
	for _, m := range h.Matches {
		if got := strings.ToLower(s[m.Start:m.End]); got != "nothing" && got != "a carp" {
			t.Errorf("the match in the excerpt is %q", got)
		}
	}
	p = page(t, lib, "carp appeared", library.AsFound, 0, 10)
	s = p.Entries[0].Hit.Excerpt.String()
	if !strings.Contains(s, "Then a carp appeared.") || strings.HasPrefix(s, "othing") || strings.HasSuffix(s, "Nothin") {
		t.Errorf("the excerpt does not show the words, or begins or ends within one: %q", s)
	}
}

// unanswered asks what a collection cannot know.
func unanswered(t *testing.T, lib library.Library) {
	for _, text := range []string{"is:read", "carp -label:x", "has:note OR carp"} {
		if _, err := lib.Page(t.Context(), library.Request{Query: parsed(t, text)}, 0, 10); !errors.Is(err, library.ErrSyntax) {
			t.Errorf("%s: %v, want an error that says that the shelf was not asked", text, err)
		}
	}
	if _, err := lib.Facets(t.Context(), query.Query{}, []library.Facet{"colour"}, 5); !errors.Is(err, library.ErrSyntax) {
		t.Errorf("an unknown facet: %v", err)
	}
	card := string(library.CardOfKey(mustID("05ALMATY2")))
	for text, want := range map[string]int{"": 2, "carp": 1} {
		q := parsed(t, text)
		nodes := []query.Node{query.Cards{Set: map[string]bool{card: true, "other": true}}}
		if q.Root != nil {
			nodes = append(nodes, q.Root)
		}
		q.Root = query.And{Nodes: nodes}
		if n, err := lib.Count(t.Context(), q); err != nil || n != want {
			t.Errorf("%q among some cards: %d, %v; want %d", text, n, err, want)
		}
	}
}

func cancelled(t *testing.T, lib library.Library) {
	ctx, cancel := context.WithCancel(t.Context())
	h := handles(t, lib)[0]
	cancel()
	carp := parsed(t, "carp")
	for what, err := range map[string]error{
		"page":      second(lib.Page(ctx, library.Request{Query: carp}, 0, 10)),
		"list":      second(lib.Page(ctx, library.Request{}, 0, 10)),
		"count":     second(lib.Count(ctx, carp)),
		"facets":    second(lib.Facets(ctx, carp, []library.Facet{library.FacetTag}, 5)),
		"histogram": second(lib.Histogram(ctx, carp)),
		"read":      second(lib.Read(ctx, h)),
		"entries":   second(lib.Entries(ctx, []library.Handle{h})),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s after its end: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// atOnce asks everything from several places at the same time; the race detector watches.
func atOnce(t *testing.T, lib library.Library) {
	all := handles(t, lib)
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for i := range 12 {
				if _, err := lib.Read(t.Context(), all[i%len(all)]); err != nil {
					t.Error(err)
				}
				q, _ := query.Parse([]string{"carp", "mill tag:X OR carp", "m*", ""}[i%4])
				r := library.Request{Query: q, Order: library.Order((g + i) % 7)}
				p, err := lib.Page(t.Context(), r, 0, 3)
				if want := []int{2, 2, 3, 3}[i%4]; err != nil || len(p.Entries) != want {
					t.Errorf("%s: %d entries, %v; want %d", q, len(p.Entries), err, want)
				}
				if _, err := lib.Count(t.Context(), q); err != nil {
					t.Error(err)
				}
				if _, err := lib.Facets(t.Context(), q, []library.Facet{library.FacetYear, library.FacetPost}, 3); err != nil {
					t.Error(err)
				}
				if _, err := lib.CitedBy(t.Context(), mustID("05ALMATY1").Key()); err != nil {
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
