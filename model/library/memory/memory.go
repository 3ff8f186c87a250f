package memory

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory/sieve"
	"reftel/model/safe"
)

// Reopen reads a cable again from where it was found.
type Reopen func(ctx context.Context) (*model.Cable, error)

// Library is a collection of cables that stay where they are. It is safe for concurrent use.
type Library struct {
	name safe.Line

	mu       sync.RWMutex
	rows     []row // appended to, never changed
	reopens  []Reopen
	places   []place
	files    []File
	names    names
	flat     flat
	odds     odds
	first    map[model.Key]int32  // row of the first version of a cable
	next     []int32              // row of the next version, 0 for none
	copies   map[model.Key]copied // of cables with several versions
	citing   map[model.Key][]int32
	nameless map[int32]library.Card // of cables without identifier
	short    []safe.Text            // summaries, as long as the collection is small
	spare    bool                   // keep neither words nor summaries
	problems []library.Problem
	vanished map[int32]bool // so that a cable is reported once
	revision uint64
	done     bool
	changed  chan struct{} // nil while nobody waits

	index  index
	recent recent
	orders orders
	found  found
	sums   summaries
}

var _ library.Library = (*Library)(nil)

// New makes an empty library that is still loading.
func New(name safe.Line) *Library {
	return &Library{
		name:     name,
		names:    newNames(),
		first:    map[model.Key]int32{},
		copies:   map[model.Key]copied{},
		citing:   map[model.Key][]int32{},
		nameless: map[int32]library.Card{},
		vanished: map[int32]bool{},
		odds:     odds{numbers: map[string]uint32{}},
		index:    newIndex(),
	}
}

// handle names the cable of a row. The zero Handle is no cable.
func handle(row int32) library.Handle { return library.Handle(row) + 1 }

// Add takes in a cable at the end of the collection. Of a small collection the words are kept, to be searched; of a large
// one nothing but what lists, facets and references need. Its searches parse the cable.
func (l *Library) Add(cable *model.Cable, reopen Reopen) library.Handle {
	return l.AddAt(cable, reopen, Place{}, sieve.Odd{})
}

// AddAt is Add for a cable of which one knows where its bytes lie, and which of its words do not stand in them. A search
// parses it only where the bytes have what is looked for.
func (l *Library) AddAt(cable *model.Cable, reopen Reopen, at Place, odd sieve.Odd) library.Handle {
	words := l.index.prepare(cable)
	card := library.Card("")
	if cable.ID.Zero() {
		card = library.CardOf(cable)
	}
	summary := head(cable.Summary.Text.String(), library.SummaryLength)
	l.mu.Lock()
	defer l.mu.Unlock()
	row := int32(len(l.rows))
	r := l.row(cable)
	if at.File == nil {
		odd = sieve.Odd{}
	}
	r.odd = l.odds.add(odd)
	l.rows = append(l.rows, r)
	l.reopens = append(l.reopens, reopen)
	l.places = append(l.places, l.place(at))
	l.next = append(l.next, 0)
	if card != "" {
		l.nameless[row] = card
	}
	l.keepSummary(summary)
	l.index.add(words)
	own := r.id.Key()
	if !r.id.Zero() {
		l.version(own, row)
	}
	for _, ref := range l.refs(r) {
		key := ref.Key()
		l.citing[key] = append(l.citing[key], row)
	}
	l.change()
	return handle(row)
}

// KeepNothing keeps neither words nor summaries, as if the collection were large: memory is spared, and what is asked of
// the text is read from the files again.
func (l *Library) KeepNothing() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.spare, l.short = true, nil
	l.index.mu.Lock()
	defer l.index.mu.Unlock()
	l.index.drop()
}

// copied says how many versions of a cable there are, and which row is the last.
type copied struct{ n, last int32 }

// version puts a cable behind the others with its identifier.
func (l *Library) version(own model.Key, at int32) {
	first, ok := l.first[own]
	if !ok {
		l.first[own] = at
		return
	}
	c, ok := l.copies[own]
	if !ok {
		c = copied{1, first}
	}
	l.next[c.last] = at
	l.copies[own] = copied{c.n + 1, at}
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

// DefaultOrder is that of the files.
func (l *Library) DefaultOrder() library.Order { return library.AsFound }

// State is how far the collection has come. A search reaches all of it, be it by reading the files again.
func (l *Library) State() library.State {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return library.State{
		Len:      len(l.rows),
		Indexed:  len(l.rows),
		Revision: l.revision,
		Loading:  !l.done,
		Problems: l.problems[:len(l.problems):len(l.problems)], // appended to, never changed
	}
}

// Changed is closed at the next change of State after the call; nil when all files were read, as there will be none.
func (l *Library) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.done {
		return nil
	}
	if l.changed == nil {
		l.changed = make(chan struct{})
	}
	return l.changed
}

// snapshot is the rows there are now. They do not change any more.
func (l *Library) snapshot() []row {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.rows[:len(l.rows):len(l.rows)]
}

// at is the row of a cable.
func (l *Library) at(h library.Handle) (int32, error) {
	l.mu.RLock()
	n := len(l.rows)
	l.mu.RUnlock()
	if h < 1 || int64(h) > int64(n) {
		return 0, fmt.Errorf("there is no cable %d: the collection has %d", h, n)
	}
	return int32(h - 1), nil
}

// Read gives one cable whole.
func (l *Library) Read(ctx context.Context, h library.Handle) (*model.Cable, error) {
	at, err := l.at(h)
	if err != nil {
		return nil, err
	}
	if c := l.recent.get(at); c != nil {
		return c, ctx.Err()
	}
	c, err := l.reopen(ctx, at)
	if err == nil {
		l.recent.put(at, c)
	}
	return c, err
}

func (l *Library) reopen(ctx context.Context, at int32) (*model.Cable, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.mu.RLock()
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

// vanish reports a cable that a search could not read, once.
func (l *Library) vanish(at int32, err error) {
	l.mu.Lock()
	known := l.vanished[at]
	l.vanished[at] = true
	where := safe.Of(l.names.all[l.rows[at].path])
	l.mu.Unlock()
	if !known {
		l.Problem(library.Problem{Where: where, What: safe.Of(err.Error())})
	}
}
