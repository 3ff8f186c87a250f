package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"path/filepath"
	"sync"
	"time"

	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/library/sqlite"
)

// shelves are those of the readers of a server: a file for each key, open while its reader has a session.
type shelves struct {
	dir string

	mu     sync.Mutex
	opened map[string]*sharedShelf
}

// sharedShelf is a shelf that all sessions of a reader use. Marks, notes, labels and flags are on the disk when it says
// so; where one reads, which changes all the time, is written a moment later, so that no screen waits for a disk.
type sharedShelf struct {
	library.Shelf
	of   *shelves
	key  string
	uses int // guarded by of.mu

	writing sync.Mutex // one writes what is pending
	mu      sync.Mutex
	places  map[library.Card]library.Place // not written yet
	jumps   []library.Jump
	late    *time.Timer // writes them
	failed  error       // of the last writing, told by the next change
	closed  bool
}

// open gives the shelf of a reader; one who is not known gets an empty one that is forgotten at the end.
func (s *shelves) open(ctx context.Context, fingerprint string) (library.Shelf, error) {
	if fingerprint == "" {
		return memory.NewShelf(), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.opened[fingerprint]
	if one == nil {
		sum := sha256.Sum256([]byte(fingerprint)) // a fingerprint holds slashes, and is told in logs
		shelf, err := sqlite.OpenShelf(context.WithoutCancel(ctx), filepath.Join(s.dir, hex.EncodeToString(sum[:16])+".db"))
		if err != nil {
			return nil, err
		}
		if s.opened == nil {
			s.opened = map[string]*sharedShelf{}
		}
		one = &sharedShelf{Shelf: shelf, of: s, key: fingerprint, places: map[library.Card]library.Place{}}
		one.late = time.AfterFunc(time.Hour, one.write)
		one.late.Stop()
		s.opened[fingerprint] = one
	}
	one.uses++
	return one, nil
}

// writeAfter is how long a place waits to be written.
const writeAfter = time.Second

// later has something written in a moment, and tells what came of the last time.
func (s *sharedShelf) later(change func()) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.places)+len(s.jumps) == 0 {
		s.late.Reset(writeAfter)
	}
	change()
	err := s.failed
	s.failed = nil
	return err
}

// SetPlace keeps where a reader stopped.
func (s *sharedShelf) SetPlace(ctx context.Context, card library.Card, p library.Place) error {
	if card == "" || ctx.Err() != nil {
		return s.Shelf.SetPlace(ctx, card, p)
	}
	return s.later(func() { s.places[card] = p })
}

// Remember adds to the history.
func (s *sharedShelf) Remember(ctx context.Context, j library.Jump) error {
	if j.Card == "" || ctx.Err() != nil {
		return s.Shelf.Remember(ctx, j)
	}
	return s.later(func() { s.jumps = append(s.jumps, j) })
}

// write writes what is pending. What cannot be written waits for the next time.
func (s *sharedShelf) write() {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	places, jumps := maps.Clone(s.places), s.jumps
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var failed error
	for card, p := range places {
		if err := s.Shelf.SetPlace(ctx, card, p); err != nil {
			failed = err
			delete(places, card)
		}
	}
	written := 0
	for _, j := range jumps {
		if err := s.Shelf.Remember(ctx, j); err != nil {
			failed = err
			break
		}
		written++
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for card, p := range places {
		if s.places[card] == p { // and not changed meanwhile
			delete(s.places, card)
		}
	}
	s.jumps = s.jumps[written:]
	s.failed = failed
	if len(s.places)+len(s.jumps) > 0 && !s.closed {
		s.late.Reset(writeAfter)
	}
}

// Place is where the reader stopped.
func (s *sharedShelf) Place(ctx context.Context, card library.Card) (library.Place, bool, error) {
	s.mu.Lock()
	p, ok := s.places[card]
	s.mu.Unlock()
	if ok {
		return p, true, ctx.Err()
	}
	return s.Shelf.Place(ctx, card)
}

// Traces tells of several cables at once. What is pending is looked at first: it may be on the disk a moment later, and
// is in neither place for whoever asks the other way round.
func (s *sharedShelf) Traces(ctx context.Context, cards []library.Card) (map[library.Card]library.Trace, error) {
	pending := map[library.Card]library.Place{}
	s.mu.Lock()
	for _, card := range cards {
		if p, ok := s.places[card]; ok {
			pending[card] = p
		}
	}
	s.mu.Unlock()
	traces, err := s.Shelf.Traces(ctx, cards)
	if err != nil {
		return traces, err
	}
	for card, p := range pending {
		t := traces[card]
		t.Opened, t.Read = true, p.Read
		if traces == nil {
			traces = map[library.Card]library.Trace{}
		}
		traces[card] = t
	}
	return traces, nil
}

// Cards lists the cables for which something holds.
func (s *sharedShelf) Cards(ctx context.Context, what, name string) ([]library.Card, error) {
	s.write()
	return s.Shelf.Cards(ctx, what, name)
}

// History lists what was opened.
func (s *sharedShelf) History(ctx context.Context, most int) ([]library.Jump, error) {
	s.write()
	return s.Shelf.History(ctx, most)
}

// Close ends one use; the last closes the file.
func (s *sharedShelf) Close() error {
	s.write()
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	if s.uses--; s.uses > 0 {
		return nil
	}
	delete(s.of.opened, s.key)
	s.mu.Lock()
	s.closed = true
	failed := s.failed
	s.late.Stop()
	s.mu.Unlock()
	return errors.Join(failed, s.Shelf.Close())
}
