package ui

import (
	"context"
	"sync"
	"testing"

	"reftel/model/library"
	"reftel/model/library/memory"
)

// patient is a library whose searches answer when they are told to, and say meanwhile what they found.
type patient struct {
	library.Library
	on chan struct{}

	mu    sync.Mutex
	known int
	ended int
}

func (p *patient) Page(ctx context.Context, r library.Request, from, to int) (library.Page, error) {
	if r.Query.Root != nil {
		select {
		case <-p.on:
		case <-ctx.Done():
			p.mu.Lock()
			p.ended++
			p.mu.Unlock()
			return library.Page{}, ctx.Err()
		}
	}
	return p.Library.Page(ctx, r, from, to)
}

func (p *patient) Sofar(ctx context.Context, r library.Request, to int) (library.Page, float64, bool, error) {
	p.mu.Lock()
	to = min(to, p.known)
	p.mu.Unlock()
	page, err := p.Library.Page(ctx, r, 0, to)
	page.Exact = false
	return page, float64(to) / 8, true, err
}

func (p *patient) find(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = n
}

func patientReader(t *testing.T) (*running, *patient) {
	t.Helper()
	m := again(t, memory.NewShelf(), harbors(40)...)
	p := &patient{Library: m.lib.lib, on: make(chan struct{})}
	m.lib.lib = p
	return run(t, m), p
}

func TestWhatIsFoundIsListedWhileMoreIsLookedFor(t *testing.T) {
	r, p := patientReader(t)
	p.find(2)
	r.keys("F").types("lantern").settle(func() bool { return r.lib.typed.Text == "lantern" && r.lib.count() == 2 })
	if r.searching == nil || r.lib.exact || r.tally != nil {
		t.Fatalf("searching %v, exact %v, counting %v", r.searching, r.lib.exact, r.tally)
	}
	if want := "2+ cables, 25% looked through…"; r.queryHint() != want {
		t.Errorf("the line says %q, want %q", r.queryHint(), want)
	}
	r.keys("enter").settle(func() bool { return r.searching != nil && r.searching.shown == 2 })
	r.keys("down")
	at := r.lib.at(r.list.Cursor())
	p.find(5)
	r.settle(func() bool { return r.lib.count() == 5 })
	close(p.on)
	r.answered()
	if r.lib.count() != 8 || at == none || r.lib.at(r.list.Cursor()) != at {
		t.Errorf("%d cables, want 8; the cursor stands on %v, want %v", r.lib.count(), r.lib.at(r.list.Cursor()), at)
	}
}

func TestASearchThatIsEndedLeavesWhatItFound(t *testing.T) {
	r, p := patientReader(t)
	p.find(3)
	r.keys("F").types("lantern").keys("enter").settle(func() bool { return r.lib.count() == 3 })
	r.keys("esc")
	r.settle(func() bool { p.mu.Lock(); defer p.mu.Unlock(); return p.ended > 0 })
	if r.searching != nil || r.howMany() != "3+" || r.lib.typed.Text != "lantern" {
		t.Errorf("%s cables of %q, searching %v", r.howMany(), r.lib.typed.Text, r.searching)
	}
	r.keys("esc")
	if r.lib.narrowed() || r.lib.count() != 40 {
		t.Errorf("%d cables of %q", r.lib.count(), r.lib.typed.Text)
	}
}
