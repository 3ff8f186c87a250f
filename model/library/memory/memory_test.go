package memory_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/library/memory"
	"reftel/model/query"
	"reftel/model/safe"
)

func fill(lib *memory.Library, cables []*model.Cable) {
	for _, c := range cables {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
}

func TestLibrary(t *testing.T) {
	librarytest.Run(t, func(_ *testing.T, cables []*model.Cable) library.Library {
		lib := memory.New(safe.Of("a test"))
		fill(lib, cables)
		lib.Done()
		return lib
	})
}

// TestLargeLibrary answers without the words, by reading the files again, and with no summaries.
func TestLargeLibrary(t *testing.T) {
	librarytest.Run(t, func(_ *testing.T, cables []*model.Cable) library.Library {
		lib := memory.New(safe.Of("a test"))
		lib.KeepNothing()
		fill(lib, cables)
		lib.Done()
		return lib
	})
}

// TestLibraryThatGrewTooLarge lets the words go while some searches have begun with them.
func TestLibraryThatGrewTooLarge(t *testing.T) {
	o := librarytest.Oracle{Cables: librarytest.Random(rand.New(rand.NewPCG(5, 6)), 100)}
	lib := memory.New(safe.Of("a test"))
	q, err := query.Parse("lake OR carp -mill")
	if err != nil {
		t.Fatal(err)
	}
	fill(lib, o.Cables[:50])
	for _, more := range [][]*model.Cable{nil, o.Cables[50:]} {
		if more != nil {
			lib.KeepNothing()
		}
		fill(lib, more)
		n, err := lib.Count(t.Context(), q)
		if want := len((librarytest.Oracle{Cables: o.Cables[:50+len(more)]}).Find(q)); err != nil || n != want {
			t.Errorf("%d, %v; want %d", n, err, want)
		}
	}
}

func TestChangeIsToldWhileLoading(t *testing.T) {
	lib := memory.New(safe.Of("a test"))
	wait := func(ch <-chan struct{}, what string) {
		t.Helper()
		select {
		case <-ch:
		case <-time.After(5 * time.Second):
			t.Fatalf("%s was not told", what)
		}
	}
	before := lib.State()
	if !before.Loading {
		t.Error("a new library does not say that it is loading")
	}
	ch := lib.Changed()
	select {
	case <-ch:
		t.Fatal("a change was told before there was one")
	default:
	}
	fill(lib, librarytest.Cables()[:1])
	wait(ch, "a cable")
	ch = lib.Changed()
	lib.Problem(library.Problem{Where: safe.Of("x"), What: safe.Of("empty")})
	wait(ch, "a problem")
	ch = lib.Changed()
	lib.Done()
	wait(ch, "the end")
	after := lib.State()
	if after.Loading || after.Len != 1 || len(after.Problems) != 1 || after.Revision <= before.Revision {
		t.Errorf("state after loading: %+v", after)
	}
}

// carp asks for a word.
var carp = library.Request{Query: query.Query{Root: query.Word{Text: "carp"}}, Order: library.AsFound}

func TestGrowsWhileItIsAsked(t *testing.T) {
	lib := memory.New(safe.Of("a test"))
	var group sync.WaitGroup
	group.Go(func() {
		defer lib.Done()
		for i := range 500 {
			fill(lib, []*model.Cable{librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "Carp", []string{"05ALMATY1"}, "A carp.")})
			lib.Problem(library.Problem{})
		}
	})
	for range 4 {
		group.Go(func() {
			for seen := 0; ; {
				ch := lib.Changed()
				s := lib.State()
				p, err := lib.Page(t.Context(), library.Request{Order: library.Order(seen % 7)}, 0, s.Len)
				if err != nil || len(p.Entries) != s.Len || s.Len < seen {
					t.Errorf("%d rows of %d, %v", len(p.Entries), s.Len, err)
				}
				seen = s.Len
				if p, err := lib.Page(t.Context(), carp, 0, 5); err != nil || len(p.Entries) < min(s.Len, 5) {
					t.Errorf("%d of %d, %v", len(p.Entries), s.Len, err)
				}
				if !s.Loading {
					return
				}
				<-ch
			}
		})
	}
	group.Wait()
	if by, _ := lib.CitedBy(t.Context(), librarytest.Cable("05ALMATY1", "x", nil, "x").ID.Key()); len(by) != 499 {
		t.Errorf("cited by %d, want 499", len(by))
	}
}

func TestVanishedCable(t *testing.T) {
	lib := memory.New(safe.Of("a test"))
	cables := librarytest.Cables()
	lib.Add(cables[0], func(context.Context) (*model.Cable, error) { return nil, os.ErrNotExist })
	fill(lib, cables[1:])
	lib.Done()
	lib.KeepNothing()
	_, err := lib.Read(t.Context(), 1)
	if !errors.Is(err, library.ErrVanished) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading it: %v, want ErrVanished and its cause", err)
	}
	for range 2 {
		p, err := lib.Page(t.Context(), carp, 0, 10)
		if err != nil || len(p.Entries) != 1 {
			t.Errorf("the others are searched all the same: %v, %v", p, err)
		}
	}
	if p := lib.State().Problems; len(p) != 1 || p[0].Where.String() != "05ALMATY1.txt" {
		t.Errorf("problems %+v, want one for the cable that vanished", p)
	}
}

func TestFewCablesAreKept(t *testing.T) {
	lib := memory.New(safe.Of("a test"))
	opened := map[int]int{}
	for i := range 20 {
		c := librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, "x")
		lib.Add(c, func(context.Context) (*model.Cable, error) { opened[i]++; return c, nil })
	}
	for _, at := range []library.Handle{0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 0, 8, 0, 1} {
		if _, err := lib.Read(t.Context(), at+1); err != nil {
			t.Fatal(err)
		}
	}
	if opened[0] != 1 || opened[1] != 2 || opened[7] != 1 {
		t.Errorf("opened %v: want the first once (used again and again), the second twice", opened)
	}
}

func TestEntriesDoNotKeepBodies(t *testing.T) {
	const n, size = 64, 1 << 20
	lib := memory.New(safe.Of("a test"))
	for i := range n {
		body := strings.Repeat("x", size-10) + fmt.Sprint(i)
		c := librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, body)
		c.Subject = safe.TextOf(body).Slice(0, 40).Line() // as a parser cuts it from the text
		lib.Add(c, func(context.Context) (*model.Cable, error) { return nil, os.ErrNotExist })
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > n*size/4 {
		t.Errorf("%d MB are held by the entries of %d cables", m.HeapAlloc>>20, n)
	}
	runtime.KeepAlive(lib)
}

// BenchmarkSearch looks for two words in 3.5 MB, of which one is nowhere: with the words kept, and by reading the cables
// again (which are in memory here; to read and parse files comes on top).
func BenchmarkSearch(b *testing.B) {
	text := strings.Repeat("The Ambassador said that the talks on the boundary were moving in the right direction. ", 80)
	for _, kept := range []bool{true, false} {
		b.Run(map[bool]string{true: "kept", false: "again"}[kept], func(b *testing.B) {
			lib := memory.New(safe.Of("a test"))
			if !kept {
				lib.KeepNothing()
			}
			size := 0
			for i := range 500 {
				c := librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, text)
				size += len(text)
				lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
			}
			b.SetBytes(int64(size))
			for i := 0; b.Loop(); i++ {
				q, _ := query.Parse(fmt.Sprintf("boundary carp%d", i))
				if n, err := lib.Count(b.Context(), q); err != nil || n != 0 {
					b.Fatal(n, err)
				}
			}
		})
	}
}

// large is a collection of the size of Cablegate, of cables made by hand.
var large = sync.OnceValue(func() *memory.Library {
	lib := memory.New(safe.Of("large"))
	few := librarytest.Random(rand.New(rand.NewPCG(7, 8)), 1000)
	for i := range 251_287 {
		c := *few[i%len(few)]
		c.ID.Serial = int32(i + 1)
		c.Created = c.Created.Add(time.Duration(i) * time.Minute)
		lib.Add(&c, func(context.Context) (*model.Cable, error) { return &c, nil })
	}
	lib.Done()
	return lib
})

// BenchmarkLarge asks a collection of 251,287.
func BenchmarkLarge(b *testing.B) {
	lib := large()
	for _, order := range []library.Order{library.AsFound, library.NewestFirst, library.BySubject} {
		b.Run(fmt.Sprintf("page/%d", order), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				from := i * 7919 % 251_000
				if p, err := lib.Page(b.Context(), library.Request{Order: order}, from, from+50); err != nil || len(p.Entries) != 50 {
					b.Fatal(err)
				}
			}
		})
	}
	for _, text := range []string{"tag:PHUM class:>=c", "subject:lake", "sent:2005", "tag:PHUM OR zebra"} {
		b.Run("first/"+text, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				q, _ := query.Parse(fmt.Sprintf("%s -id:05NOWHERE%d", text, i+1)) // not the one that is kept
				if _, err := lib.Page(b.Context(), library.Request{Query: q}, 0, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for _, text := range []string{"tag:PHUM class:>=c", "subject:lake", "sent:2005"} {
		b.Run("count/"+text, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				q, _ := query.Parse(fmt.Sprintf("%s -id:05NOWHERE%d", text, i+1))
				if _, err := lib.Count(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("facets", func(b *testing.B) {
		all := []library.Facet{library.FacetYear, library.FacetPost, library.FacetTag, library.FacetClass, library.FacetCaption}
		for b.Loop() {
			if _, err := lib.Facets(b.Context(), query.Query{}, all, 20); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("histogram", func(b *testing.B) {
		for b.Loop() {
			if _, err := lib.Histogram(b.Context(), query.Query{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	c := librarytest.Cables()[1]
	lib := memory.New(safe.Of("a test"))
	b.ReportAllocs()
	for b.Loop() {
		lib.Add(c, nil)
	}
}
