package memory_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/library/memory"
	"reftel/model/library/memory/sieve"
	"reftel/model/query"
	"reftel/model/safe"
)

// lying is what cables lie in one behind another, and how often they were parsed.
type lying struct {
	data   []byte
	gone   bool
	parsed atomic.Int64
}

func (f *lying) Open(context.Context) (memory.Bytes, error) {
	if f.gone {
		return nil, os.ErrNotExist
	}
	return noCloser{bytes.NewReader(f.data)}, nil
}

type noCloser struct{ *bytes.Reader }

func (noCloser) Close() error { return nil }

// lay puts cables into a file, with something between them, and the library where they lie. Nothing else is kept of them.
func lay(lib *memory.Library, cables []*model.Cable, between int) *lying {
	f := &lying{}
	lib.KeepNothing()
	for _, c := range cables {
		at := memory.Place{File: f, Offset: int64(len(f.data)), Size: len(c.Received)}
		f.data = append(append(f.data, c.Received...), strings.Repeat(" lake carp ", between)...)
		lib.AddAt(c, func(context.Context) (*model.Cable, error) {
			f.parsed.Add(1)
			if f.gone {
				return nil, os.ErrNotExist
			}
			return c, nil
		}, at, sieve.OddOf(c))
	}
	return f
}

// TestSiftedLibrary answers without the words, by reading those cables again of which the bytes have them.
func TestSiftedLibrary(t *testing.T) {
	for _, between := range []int{1, 10_000} {
		librarytest.Run(t, func(_ *testing.T, cables []*model.Cable) library.Library {
			lib := memory.New(safe.Of("a test"))
			lay(lib, cables, between)
			lib.Done()
			return lib
		})
	}
}

func TestOnlyWhatMayBeFoundIsParsed(t *testing.T) {
	var cables []*model.Cable
	for i := range 3000 {
		text := "Nothing of note."
		if i%500 == 7 {
			text = "The carp of the lake."
		}
		cables = append(cables, librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, text, fmt.Sprintf("number%d", i)))
	}
	for _, c := range []struct {
		query         string
		found, parsed int64
	}{
		{"carp", 6, 6}, {"carp mill", 0, 0}, {"carp OR number5", 7, 7}, {`"lake of"`, 0, 6}, {"carp -note", 6, 6}, {"-carp", 3000, 6}, {"note id:05ALMATY9", 1, 1}, {"car*", 6, 6},
		{"near(carp lake, 9)", 6, 6}, {"near(carp note, 9)", 0, 0}, {"carp post:ASTANA", 0, 0}, {"author:ordway", 0, 0}, {"embassy carp", 0, 6}, {"mark:c carp", 6, 6},
	} {
		lib := memory.New(safe.Of("a test"))
		f := lay(lib, cables, 0)
		q, err := query.Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		n, err := lib.Count(t.Context(), q)
		if err != nil || int64(n) != c.found || f.parsed.Load() != c.parsed {
			t.Errorf("%s: %d found, %v, %d parsed; want %d, %d", c.query, n, err, f.parsed.Load(), c.found, c.parsed)
		}
	}
}

// TestFirstPageParsesNoMore lists what is common without going through all of it, and counts from there on.
func TestFirstPageParsesNoMore(t *testing.T) {
	var cables []*model.Cable
	for i := range 5000 {
		cables = append(cables, librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, "The carp of the lake."))
	}
	lib := memory.New(safe.Of("a test"))
	f := lay(lib, cables, 0)
	p, err := lib.Page(t.Context(), library.Request{Query: carp.Query}, 0, 40)
	if err != nil || len(p.Entries) != 40 || p.Exact || f.parsed.Load() > 200 {
		t.Errorf("%d entries, %v, exact %v, %d parsed", len(p.Entries), err, p.Exact, f.parsed.Load())
	}
	before := f.parsed.Load()
	n, err := lib.Count(t.Context(), carp.Query)
	if again := f.parsed.Load() - before; err != nil || n != 5000 || again > 5000-64 {
		t.Errorf("%d counted, %v, %d parsed, which is more than was left", n, err, again)
	}
}

func TestSiftingEndsWithItsContext(t *testing.T) {
	var cables []*model.Cable
	for i := range 2000 {
		cables = append(cables, librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, "The carp of the lake."))
	}
	lib := memory.New(safe.Of("a test"))
	lib.KeepNothing()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	f := &lying{}
	for _, c := range cables {
		f.data = append(f.data, c.Received...)
		lib.AddAt(c, func(ctx context.Context) (*model.Cable, error) {
			cancel()
			return c, ctx.Err()
		}, memory.Place{File: f, Offset: int64(len(f.data) - len(c.Received)), Size: len(c.Received)}, sieve.OddOf(c))
	}
	if _, err := lib.Count(ctx, carp.Query); !errors.Is(err, context.Canceled) {
		t.Errorf("counting after the end: %v", err)
	}
	n, err := lib.Count(t.Context(), carp.Query)
	if err != nil || n != 2000 {
		t.Errorf("and once more: %d, %v; none of those cut off may be missing", n, err)
	}
}

func TestBytesThatAreGone(t *testing.T) {
	cables := librarytest.Cables()
	lib := memory.New(safe.Of("a test"))
	f := lay(lib, cables, 0)
	f.gone = true
	if p, err := lib.Page(t.Context(), carp, 0, 10); err != nil || len(p.Entries) != 0 {
		t.Errorf("%d found, %v", len(p.Entries), err)
	}
	if p := lib.State().Problems; len(p) != len(cables) {
		t.Errorf("%d problems for %d cables that vanished", len(p), len(cables))
	}
	lib = memory.New(safe.Of("a test"))
	f = lay(lib, cables, 0)
	f.data = f.data[:10] // shorter than it was: what the parser gets is not ours to say
	if n, err := lib.Count(t.Context(), carp.Query); err != nil || n != 2 {
		t.Errorf("%d counted, %v; want 2", n, err)
	}
}

// TestManyOddWords has cables whose words are in none of their bytes, of which only so many are kept.
func TestManyOddWords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var cables []*model.Cable
	for i := range 6000 {
		var text strings.Builder
		for range 150 {
			fmt.Fprintf(&text, "w%dx ", r.Uint32())
		}
		c := librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, text.String(), fmt.Sprintf("number%d carp", i))
		c.Received = []byte("nothing of it")
		cables = append(cables, c)
	}
	lib := memory.New(safe.Of("a test"))
	lay(lib, cables, 0)
	for _, text := range []string{"number1", "number5999", "number3000 carp", query.Split(query.TextOf(cables[5998], 0).String())[70]} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := lib.Count(t.Context(), q); err != nil || n != 1 {
			t.Errorf("%s: %d, %v", text, n, err)
		}
	}
	if n, err := lib.Count(t.Context(), carp.Query); err != nil || n != len(cables) {
		t.Errorf("%d, %v", n, err)
	}
}

// BenchmarkSift looks for a word that is nowhere in 20,000 cables, and for one that is in 20 of them.
func BenchmarkSift(b *testing.B) {
	text := strings.Repeat("The Ambassador said that the talks on the boundary were moving in the right direction. ", 80)
	var cables []*model.Cable
	for i := range 20_000 {
		more := ""
		if i%1000 == 0 {
			more = " zugzwang"
		}
		cables = append(cables, librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, text+more))
	}
	lib := memory.New(safe.Of("a test"))
	f := lay(lib, cables, 0)
	for _, words := range []string{"nowhere", "zugzwang", "boundary nowhere", "carp"} {
		b.Run(words, func(b *testing.B) {
			b.SetBytes(int64(len(f.data)))
			for i := 0; b.Loop(); i++ {
				q, _ := query.Parse(fmt.Sprintf("%s -id:05NOWHERE%d", words, i+1)) // not the one that is kept
				if n, err := lib.Count(b.Context(), q); err != nil || n > 20 {
					b.Fatal(n, err)
				}
			}
		})
	}
}

// TestPrefixesOfOddWords looks for beginnings of words that a line end divided.
func TestPrefixesOfOddWords(t *testing.T) {
	c := librarytest.Cable("05ALMATY1", "x", nil, "The government provided café tables.")
	c.Received = []byte("The govern-\nment pro-\nvided caf\xc3\xa9 tables.")
	other := librarytest.Cable("05ALMATY2", "x", nil, "Nothing.")
	lib := memory.New(safe.Of("a test"))
	f := lay(lib, []*model.Cable{c, other}, 0)
	var missing []string
	for _, text := range []string{"provided", "prov*", "provid* govern*", "cafe", "cafe*", "ca*", `"provided cafe"`, "near(government tables, 5)"} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := lib.Count(t.Context(), q); err != nil || n != 1 {
			missing = append(missing, text)
		}
	}
	if !slices.Equal(missing, nil) || f.parsed.Load() != 8 {
		t.Errorf("not found: %q, %d parsed", missing, f.parsed.Load())
	}
}

// TestRelevanceIsTheSame ranks the same cables in the same way, whether their words are kept or not, but for a query that
// finds very many, of which the newest come first.
func TestRelevanceIsTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	cables := librarytest.Random(r, 300)
	kept, again := memory.New(safe.Of("kept")), memory.New(safe.Of("again"))
	fill(kept, cables)
	lay(again, cables, 0)
	list := func(lib library.Library, q query.Query, order library.Order) (all []string) {
		p, err := lib.Page(t.Context(), library.Request{Query: q, Order: order}, 0, 10_000)
		if err != nil || !p.Exact {
			t.Fatalf("%s: %v", q, err)
		}
		for _, e := range p.Entries {
			at := query.Head
			if e.Hit != nil {
				at = e.Hit.Paragraph
			}
			all = append(all, fmt.Sprint(e.Handle, at))
		}
		return all
	}
	ranked := 0
	for range 200 {
		q, err := query.Parse(librarytest.RandomQuery(r))
		if err != nil {
			t.Fatal(err)
		}
		want, got := list(kept, q, library.ByRelevance), list(again, q, library.ByRelevance)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
		if !slices.Equal(got, list(again, q, library.NewestFirst)) {
			ranked++
		}
	}
	if ranked < 50 {
		t.Errorf("only %d queries have an order of their own", ranked)
	}
	many := memory.New(safe.Of("many"))
	lay(many, slices.Repeat(librarytest.Random(r, 500), 20), 0)
	if got := list(many, carp.Query, library.ByRelevance); len(got) < 4000 || !slices.Equal(got, list(many, carp.Query, library.NewestFirst)) {
		t.Errorf("the newest of %d do not come first", len(got))
	}
}

// TestSofar tells what was found before a search has come to its end.
func TestSofar(t *testing.T) {
	var cables []*model.Cable
	for i := range 3000 {
		text := "Nothing of note."
		if i < 20 || i == 2900 {
			text = "The carp of the lake."
		}
		cables = append(cables, librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, text))
	}
	lib := memory.New(safe.Of("a test"))
	lib.KeepNothing()
	f := &lying{}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for i, c := range cables {
		f.data = append(f.data, c.Received...)
		lib.AddAt(c, func(context.Context) (*model.Cable, error) {
			if i == 2900 {
				cancel()
			}
			return c, nil
		}, memory.Place{File: f, Offset: int64(len(f.data) - len(c.Received)), Size: len(c.Received)}, sieve.OddOf(c))
	}
	if _, _, ok, err := lib.Sofar(t.Context(), carp, 10); ok || err != nil {
		t.Errorf("a search that nobody began: %v, %v", ok, err)
	}
	if _, err := lib.Count(ctx, carp.Query); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	p, part, ok, err := lib.Sofar(t.Context(), carp, 10)
	if err != nil || !ok || p.Total != 20 || len(p.Entries) != 10 || p.Entries[9].Hit == nil || p.Exact || part < 0.1 || part > 0.97 {
		t.Errorf("%d of %d, %v found, %v of the collection looked through, %v, %v", len(p.Entries), p.Total, p.Exact, part, ok, err)
	}
	if _, err := lib.Count(t.Context(), carp.Query); err != nil {
		t.Fatal(err)
	}
	if p, part, ok, err := lib.Sofar(t.Context(), carp, 10); err != nil || !ok || p.Total != 21 || !p.Exact || part != 1 {
		t.Errorf("at the end %d, %v, %v, %v, %v", p.Total, p.Exact, part, ok, err)
	}
}
