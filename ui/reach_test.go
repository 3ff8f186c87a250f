package ui

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/safe"
)

// midway is a library in the midst of an import: a real one, of which words are searched as far as it says.
type midway struct {
	*memory.Library
	indexed atomic.Int64
	still   atomic.Bool // no import is at work
}

func (l *midway) State() library.State {
	s := l.Library.State()
	s.Indexed, s.Loading = min(int(l.indexed.Load()), s.Len), s.Loading && !l.still.Load()
	return s
}

func midwayReader(t *testing.T, n, indexed int) (*running, *midway) {
	t.Helper()
	lib := &midway{Library: memory.New(safe.Of("invented"))}
	for _, c := range harbors(n) {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	lib.indexed.Store(int64(indexed))
	m, err := New(Config{Library: lib, Shelf: memory.NewShelf()})
	if err != nil {
		t.Fatal(err)
	}
	return run(t, m.size(160, 40)), lib
}

func TestHowMuchCanBeSearchedIsSaid(t *testing.T) {
	r, lib := midwayReader(t, 40, 10)
	r.expectScreen(t, "invented 40… · 25% can be searched")
	r.keys("F").expectStatus(t, "all are listed, 25% can be searched for words so far")
	r.types("lantern").answered().expectStatus(t, "8 cables so far, as 25% can be searched")
	r.types(" walrus").answered().keys("enter").settle(func() bool { return r.searching == nil })
	r.expectStatus(t, "nothing found so far, as 25% can be searched: lantern walrus")
	r.keys("esc", "F").types("tag:PHUM post:COLOMBO year:2003").answered()
	if s := ansi.Strip(r.status()); strings.Contains(s, "so far") {
		t.Errorf("what fields find is said to be a part: %q", s)
	}
	r.keys("esc", "F").types("subject:harbor").answered().expectStatus(t, "40 cables so far, as 25% can be searched")
	r.keys("enter").settle(func() bool { return r.searching == nil })
	r.expectScreen(t, "subject:harb… · 40 of 40… · 25% can be searched")
	lib.indexed.Store(40)
	lib.Done() // the state has changed
	r.start(r.Init())
	r.keys("j").settle(func() bool { return r.searching == nil && !r.lib.growing })
	if s := r.screen(); strings.Contains(s, "can be searched") {
		t.Errorf("all can be searched, and\n%s", s)
	}
}

// TestWhatIsFoundGrows waits with the search line open while an import goes on and ends.
func TestWhatIsFoundGrows(t *testing.T) {
	r, lib := midwayReader(t, 20, 0)
	r.start(r.Init())
	r.keys("F").types("lantern").answered()
	r.lib.found = time.Time{} // a while ago
	shows := func(s string) func() bool { return func() bool { return strings.Contains(ansi.Strip(r.status()), s) } }
	for _, c := range harbors(40)[20:] {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	lib.indexed.Store(20)
	r.settle(shows("8 cables so far, as 50% can be searched"))
	for _, c := range harbors(60)[40:] {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	lib.indexed.Store(60)
	lib.Done()
	r.settle(shows("12 cables  "))
	if r.lib.count() != 12 || r.prompt == nil {
		t.Errorf("%d cables are listed, want 12, and the search line stays open", r.lib.count())
	}
}

func TestOneCableIsNoCables(t *testing.T) {
	r, _ := midwayReader(t, 12, 12)
	r.keys("F").types("id:03VALLETTA1").answered().expectStatus(t, "1 cable  ")
}

func TestTheTitleOfTheListKeepsTheCount(t *testing.T) {
	r, _ := midwayReader(t, 40, 10)
	r.keys("F").types("tag:PHUM,EWWT (lantern OR ferry) after:2003 before:2020").answered().keys("enter").answered()
	r.lib.request.Order = library.NewestFirst
	for _, c := range []struct {
		width int
		want  string
	}{
		{110, " invented  tag:PHUM,EWWT (lantern OR ferry) after:2003 before:2020 · 8 of 40… · 25% can be searched · date ↓"},
		{98, " tag:PHUM,EWWT (lantern OR ferry) after:2003 before:2020 · 8 of 40… · 25% can be searched · date ↓"},
		{60, " tag:PHUM,EWWT (l… · 8 of 40… · 25% can be searched · date ↓"},
		{46, " tag:PHUM,EW… · 8 of 40… · 25% can be searched"},
		{34, " 8 of 40… · 25% can be searched"},
	} {
		if got := r.listTitle(c.width); got != c.want || ansi.StringWidth(got) > c.width {
			t.Errorf("at %d:\n%q, want\n%q", c.width, got, c.want)
		}
	}
}

func TestAnImportThatBeginsWhileOneReadsIsShown(t *testing.T) {
	r, lib := midwayReader(t, 20, 20)
	lib.still.Store(true)
	r.start(r.Init())
	r.expectScreen(t, "invented 20 ")
	r.keys("F").types("lantern").answered().keys("enter")
	if r.lib.count() != 4 {
		t.Fatalf("%d of the 20 cables that are there are found, want 4", r.lib.count())
	}
	// Another program takes in 20 more; nobody types meanwhile.
	lib.still.Store(false)
	for _, c := range harbors(40)[20:] {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	shows := func(s string) func() bool { return func() bool { return strings.Contains(r.screen(), s) } }
	r.settle(shows("lantern · 4 of 40… · 50% can be searched"))
	lib.indexed.Store(40)
	lib.still.Store(true)
	lib.Problem(library.Problem{}) // a change like any other
	r.settle(shows("lantern · 8 of 40 "))
}
