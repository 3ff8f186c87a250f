package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"sync"

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

// sharedShelf is a shelf that all sessions of a reader use.
type sharedShelf struct {
	library.Shelf
	of   *shelves
	key  string
	uses int
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
		one = &sharedShelf{Shelf: shelf, of: s, key: fingerprint}
		s.opened[fingerprint] = one
	}
	one.uses++
	return one, nil
}

// Close ends one use; the last closes the file.
func (s *sharedShelf) Close() error {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	if s.uses--; s.uses > 0 {
		return nil
	}
	delete(s.of.opened, s.key)
	return s.Shelf.Close()
}
