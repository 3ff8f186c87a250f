package memory_test

import (
	"context"
	"errors"
	"fmt"
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
	"reftel/model/safe"
)

func fill(lib *memory.Library, cables []*model.Cable) {
	for _, c := range cables {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
}

func TestLibrary(t *testing.T) {
	librarytest.Run(t, func(_ *testing.T, cables []*model.Cable) library.Files {
		lib := memory.New(safe.Of("a test"))
		fill(lib, cables)
		lib.Done()
		return lib
	})
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
				rows, err := lib.Rows(t.Context(), 0, library.Position(s.Len))
				if err != nil || len(rows) != s.Len || s.Len < seen {
					t.Errorf("%d rows of %d, %v", len(rows), s.Len, err)
				}
				seen = s.Len
				if _, err := lib.Search(t.Context(), "carp", 5); err != nil {
					t.Error(err)
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
	_, err := lib.Read(t.Context(), 0)
	if !errors.Is(err, library.ErrVanished) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading it: %v, want ErrVanished and its cause", err)
	}
	for range 2 {
		hits, err := lib.Search(t.Context(), "carp", 10)
		if err != nil || len(hits) != 1 {
			t.Errorf("the others are searched all the same: %v, %v", hits, err)
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
	for _, at := range []library.Position{0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 0, 8, 0, 1} {
		if _, err := lib.Read(t.Context(), at); err != nil {
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

func BenchmarkSearch(b *testing.B) {
	lib := memory.New(safe.Of("a test"))
	text := strings.Repeat("The Ambassador said that the talks on the boundary were moving in the right direction. ", 80)
	size := 0
	for i := range 500 {
		c := librarytest.Cable(fmt.Sprintf("05ALMATY%d", i+1), "x", nil, text)
		size += len(text)
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		if hits, err := lib.Search(b.Context(), "boundary carp", 10); err != nil || len(hits) != 0 {
			b.Fatal(hits, err)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	c := librarytest.Cables()[1]
	lib := memory.New(safe.Of("a test"))
	b.ReportAllocs()
	for b.Loop() {
		lib.Add(c, nil)
	}
}
