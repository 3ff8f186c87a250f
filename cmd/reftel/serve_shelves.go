package main

import (
	"context"
	"sync"

	"reftel/model/library"
	"reftel/model/library/memory"
)

// shelves are those of the readers of a server without a library of its own: kept for as long as it runs.
type shelves struct {
	mu   sync.Mutex
	kept map[string]*memory.Shelf
}

// open gives the shelf of a reader, the same to each of their sessions.
func (s *shelves) open(_ context.Context, fingerprint string) (library.Shelf, error) {
	if fingerprint == "" {
		return memory.NewShelf(), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]*memory.Shelf{}
	}
	if s.kept[fingerprint] == nil {
		s.kept[fingerprint] = memory.NewShelf()
	}
	return s.kept[fingerprint], nil
}
