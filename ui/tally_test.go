package ui

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/query"
	"reftel/model/safe"
)

// slow is a library that knows only so much of what a query finds until it is told to go on.
type slow struct {
	library.Library
	on chan struct{}

	mu      sync.Mutex
	known   int
	begun   int
	ended   []error // of counts that were cut off
	counted int
}

func (s *slow) Page(ctx context.Context, r library.Request, from, to int) (library.Page, error) {
	p, err := s.Library.Page(ctx, r, from, to)
	if r.Query.Root != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		p.Total, p.Exact = s.known, false
	}
	return p, err
}

func (s *slow) Count(ctx context.Context, q query.Query) (int, error) {
	s.mu.Lock()
	s.begun++
	s.mu.Unlock()
	var err error
	select {
	case <-s.on:
	case <-ctx.Done():
		err = ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.ended = append(s.ended, err)
		return 0, err
	}
	s.counted++
	return s.Library.Count(ctx, q)
}

func (s *slow) of(f func() int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return f()
}

func slowReader(t *testing.T) (*running, *slow) {
	t.Helper()
	m := again(t, memory.NewShelf(), harbors(40)...)
	s := &slow{Library: m.lib.lib, on: make(chan struct{}), known: 3}
	m.lib.lib = s
	return run(t, m), s
}

func TestALongCountShowsHowFarItHasCome(t *testing.T) {
	r, s := slowReader(t)
	r.keys("F").types("lantern").settle(func() bool { return r.tally != nil }).keys("enter")
	r.settle(func() bool { return r.howMany() == "3+" })
	s.of(func() int { s.known = 5; return 0 })
	r.settle(func() bool { return r.howMany() == "5+" })
	close(s.on)
	r.answered()
	if r.howMany() != "8" {
		t.Errorf("%s cables, want 8", r.howMany())
	}
}

func TestTypingOnEndsTheCountThatIsUnderWay(t *testing.T) {
	r, s := slowReader(t)
	r.keys("F").types("lan").settle(func() bool { return r.tally != nil })
	first := r.lib.about
	r.types("tern")
	r.settle(func() bool { return r.tally != nil && r.lib.about != first })
	r.settle(func() bool { return s.of(func() int { return len(s.ended) }) > 0 })
	s.mu.Lock()
	if !slices.ContainsFunc(s.ended, func(err error) bool { return errors.Is(err, context.Canceled) }) {
		t.Errorf("the counts ended with %v", s.ended)
	}
	s.mu.Unlock()
	close(s.on)
	r.answered()
	if r.howMany() != "8" || r.message != "" {
		t.Errorf("%s cables, want 8; the screen says %q", r.howMany(), r.message)
	}
}

func TestAListThatComesBackIsCountedToItsEnd(t *testing.T) {
	r, s := slowReader(t)
	r.keys("F").types("lantern").keys("enter").settle(func() bool { return r.tally != nil })
	r.keys("F").types(" tag:EWWT").settle(func() bool { return r.tally != nil && r.searching == nil })
	r.keys("esc")
	close(s.on)
	r.answered()
	if r.lib.typed.Text != "lantern" || r.howMany() != "8" {
		t.Errorf("%s cables of %q, want 8 of lantern", r.howMany(), r.lib.typed.Text)
	}
}

func TestWhatWasFoundWhileLoadingIsLookedForAgain(t *testing.T) {
	all := harbors(40)
	lib := memory.New(safe.Of("invented"))
	add := func(cables []*model.Cable) {
		for _, c := range cables {
			lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
		}
	}
	add(all[:20])
	m, err := New(Config{Library: lib, Shelf: memory.NewShelf()})
	if err != nil {
		t.Fatal(err)
	}
	m.size(160, 40)
	r := run(t, m)
	r.start(r.Init())
	r.keys("F").types("lantern").answered().keys("enter")
	if r.lib.count() != 4 {
		t.Fatalf("%d of the 20 cables that are there are found, want 4", r.lib.count())
	}
	r.keys("down", "down")
	at := r.lib.at(r.list.Cursor())
	add(all[20:])
	lib.Done()
	r.settle(func() bool { return r.searching == nil && r.lib.count() == 8 })
	if r.lib.at(r.list.Cursor()) != at || r.lib.typed.Text != "lantern" {
		t.Errorf("the cursor stands on another cable, in a list of %q", r.lib.typed.Text)
	}
}
