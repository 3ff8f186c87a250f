package main

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"reftel/model/library"
	"reftel/model/library/librarytest"
)

func TestSharedShelf(t *testing.T) {
	dir := t.TempDir()
	n := 0
	librarytest.RunShelf(t, librarytest.Shelves{Open: func(t *testing.T) library.Shelf {
		n++
		shelf, err := (&shelves{dir: dir}).open(t.Context(), fmt.Sprint("key ", n))
		if err != nil {
			t.Fatal(err)
		}
		return shelf
	}})
}

// What one session of a reader leaves, another finds at once; and all of it is on the disk when the last has ended.
func TestSessionsShareAShelf(t *testing.T) {
	dir := t.TempDir()
	all := &shelves{dir: dir}
	open := func() library.Shelf {
		shelf, err := all.open(t.Context(), "SHA256:a/b")
		if err != nil {
			t.Fatal(err)
		}
		return shelf
	}
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			one, other := open(), open()
			card := library.Card(fmt.Sprint("05ALMATY", i))
			p := library.Place{Spot: library.Spot{Paragraph: 3, Byte: i}, When: time.Unix(int64(i), 0).UTC()}
			if err := one.SetPlace(t.Context(), card, p); err != nil {
				t.Error(err)
			}
			if got, ok, err := other.Place(t.Context(), card); got != p || !ok || err != nil {
				t.Errorf("the other session finds %v, %v, %v", got, ok, err)
			}
			if tr, err := other.Traces(t.Context(), []library.Card{card}); err != nil || !tr[card].Opened {
				t.Errorf("its list shows %v, %v", tr, err)
			}
			if err := one.Remember(t.Context(), library.Jump{Card: card, When: p.When}); err != nil {
				t.Error(err)
			}
			if err := one.Close(); err != nil {
				t.Error(err)
			}
			if err := other.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if len(all.opened) != 0 {
		t.Errorf("%d shelves are still open", len(all.opened))
	}
	again := &shelves{dir: dir}
	shelf, err := again.open(t.Context(), "SHA256:a/b")
	if err != nil {
		t.Fatal(err)
	}
	defer shelf.Close()
	cards, err := shelf.Cards(t.Context(), "opened", "")
	if err != nil || len(cards) != 20 {
		t.Errorf("%d cables are known as opened, %v; want 20", len(cards), err)
	}
	jumps, err := shelf.History(t.Context(), 100)
	if err != nil || len(jumps) != 20 {
		t.Errorf("%d jumps are remembered, %v; want 20", len(jumps), err)
	}
}
