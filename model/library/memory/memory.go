package memory

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
)

// Reopen reads a cable again from where it was found.
type Reopen func(ctx context.Context) (*model.Cable, error)

// Library is a collection of cables that stay where they are. It is safe for concurrent use.
type Library struct {
	name safe.Line

	mu       sync.RWMutex
	entries  []library.Entry
	reopens  []Reopen
	byKey    map[model.Key]library.Position
	citing   map[model.Key][]library.Position
	words    map[string]string // stations and origins, each kept once
	problems []library.Problem
	vanished map[library.Position]bool // so that a cable is reported once
	revision uint64
	done     bool
	changed  chan struct{} // nil while nobody waits

	recent recent
}

var _ library.Files = (*Library)(nil)

// New makes an empty library that is still loading.
func New(name safe.Line) *Library {
	return &Library{
		name:     name,
		byKey:    map[model.Key]library.Position{},
		citing:   map[model.Key][]library.Position{},
		words:    map[string]string{},
		vanished: map[library.Position]bool{},
	}
}

// Add takes in a cable at the end of the collection. Nothing of the cable is kept but its entry and its references.
func (l *Library) Add(cable *model.Cable, reopen Reopen) library.Position {
	e := entry(cable)
	l.mu.Lock()
	defer l.mu.Unlock()
	at := library.Position(len(l.entries))
	e.Position, e.Handle = at, library.Handle(at)
	e.Origin = l.line(cable.Origin)
	e.ID.Station = l.word(e.ID.Station)
	l.entries = append(l.entries, e)
	l.reopens = append(l.reopens, reopen)
	own := e.ID.Key()
	if _, taken := l.byKey[own]; !taken && !e.ID.Zero() {
		l.byKey[own] = at
	}
	for _, r := range cable.References {
		key := r.ID.Key()
		if r.ID.Zero() || key == own {
			continue
		}
		by := l.citing[key]
		if len(by) > 0 && by[len(by)-1] == at { // one cable may cite another twice
			continue
		}
		key.Station = l.word(key.Station)
		l.citing[key] = append(by, at)
	}
	l.change()
	return at
}

// Problem takes in what could not be read.
func (l *Library) Problem(p library.Problem) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.problems = append(l.problems, p)
	l.change()
}

// Done says that nothing more will be added.
func (l *Library) Done() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done = true
	l.change()
}

// change tells those who wait; the caller holds the lock.
func (l *Library) change() {
	l.revision++
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
}

// Name is what the collection is called on the screen.
func (l *Library) Name() safe.Line { return l.name }

// State is how far the collection has come.
func (l *Library) State() library.State {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return library.State{
		Len:      len(l.entries),
		Revision: l.revision,
		Loading:  !l.done,
		Problems: l.problems[:len(l.problems):len(l.problems)], // appended to, never changed
	}
}

// Changed is closed at the next change of State after the call.
func (l *Library) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changed == nil {
		l.changed = make(chan struct{})
	}
	return l.changed
}

// Rows lists the cables at positions from up to to, fewer at the end.
func (l *Library) Rows(ctx context.Context, from, to library.Position) ([]library.Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	last := library.Position(len(l.entries))
	from, to = min(max(from, 0), last), min(max(to, 0), last)
	if from >= to {
		return nil, nil
	}
	return l.entries[from:to:to], nil // appended to, never changed
}

// Read gives one cable whole.
func (l *Library) Read(ctx context.Context, at library.Position) (*model.Cable, error) {
	if c := l.recent.get(at); c != nil {
		return c, ctx.Err()
	}
	c, err := l.reopen(ctx, at)
	if err == nil {
		l.recent.put(at, c)
	}
	return c, err
}

func (l *Library) reopen(ctx context.Context, at library.Position) (*model.Cable, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.mu.RLock()
	n := len(l.reopens)
	if at < 0 || int(at) >= n {
		l.mu.RUnlock()
		return nil, fmt.Errorf("there is no cable at position %d: the collection has %d", at, n)
	}
	reopen := l.reopens[at]
	l.mu.RUnlock()
	c, err := reopen(ctx)
	if err == nil {
		return c, nil
	}
	if ctx.Err() != nil || errors.Is(err, library.ErrVanished) {
		return nil, err
	}
	return nil, fmt.Errorf("%w: %w", library.ErrVanished, err)
}

// Find gives the position of a cable; false where it is not in the collection. Of two with one identifier it gives the first.
func (l *Library) Find(ctx context.Context, key model.Key) (library.Position, bool, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	at, ok := l.byKey[key]
	return at, ok, ctx.Err()
}

// CitedBy lists the cables that refer to one, in the collection's order. A cable that refers to itself is left out.
func (l *Library) CitedBy(ctx context.Context, key model.Key) ([]library.Position, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	by := l.citing[key]
	return by[:len(by):len(by)], ctx.Err()
}

// word gives one copy of a word that many cables share, cut loose from the text it was read from.
func (l *Library) word(s string) string {
	if w, ok := l.words[s]; ok {
		return w
	}
	s = strings.Clone(s)
	l.words[s] = s
	return s
}

func (l *Library) line(s safe.Line) safe.Line { return safe.Of(l.word(s.String())) }

// entry is what a list shows of a cable. Its texts are copies, so that they do not keep the whole cable alive.
func entry(c *model.Cable) library.Entry {
	title, official := c.Title()
	e := library.Entry{
		Card:           library.CardOf(c),
		ID:             c.ID,
		Name:           copied(c.Source.Path),
		Created:        c.Created,
		Classification: c.Classification,
		Title:          copied(title),
		TitleMade:      !official,
		SummaryOrigin:  c.Summary.Origin,
		Paragraphs:     len(c.Paragraphs),
		Partial:        c.Partial,
		Diagnostics:    len(c.Diagnostics),
	}
	e.ID.Suffix = strings.Clone(e.ID.Suffix)
	e.Classification.Written = strings.Clone(e.Classification.Written)
	e.Summary = safe.TextOf(strings.Clone(head(c.Summary.Text.String(), library.SummaryLength)))
	return e
}

func copied(l safe.Line) safe.Line { return safe.Of(strings.Clone(l.String())) }

// head is at most n bytes of s, cut before a character and, where one is near, behind a word.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	if i := strings.LastIndexAny(s[:n], " \n"); i > n-40 && i > 0 {
		n = i
	}
	return s[:n]
}
