package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
)

// Shelf is a reader's state that lasts as long as the program: for one who reads without a name.
type Shelf struct {
	mu       sync.RWMutex
	cards    map[library.Card]*card
	searches map[string]library.Search
	history  []library.Jump // oldest first
}

// card is everything about one cable.
type card struct {
	place  library.Place
	opened bool
	flag   bool
	marks  map[model.ParagraphIndex]library.Mark
	notes  map[model.ParagraphIndex]library.Note
	labels map[string]bool
}

var _ library.Shelf = (*Shelf)(nil)

// longestHistory is how many jumps are remembered.
const longestHistory = 1000

// NewShelf makes an empty shelf.
func NewShelf() *Shelf {
	return &Shelf{cards: map[library.Card]*card{}, searches: map[string]library.Search{}}
}

// change does something to one card, which is made if there is none.
func (s *Shelf) change(ctx context.Context, name library.Card, do func(*card)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if name == "" {
		return library.ErrNoCard
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.cards[name]
	if c == nil {
		c = &card{marks: map[model.ParagraphIndex]library.Mark{}, notes: map[model.ParagraphIndex]library.Note{}, labels: map[string]bool{}}
		s.cards[name] = c
	}
	do(c)
	if !c.opened && !c.flag && len(c.marks)+len(c.notes)+len(c.labels) == 0 {
		delete(s.cards, name)
	}
	return nil
}

// Place is where the reader stopped.
func (s *Shelf) Place(ctx context.Context, name library.Card) (library.Place, bool, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := s.cards[name]
	if c == nil || !c.opened {
		return library.Place{}, false, ctx.Err()
	}
	return c.place, true, ctx.Err()
}

// SetPlace keeps where the reader stopped.
func (s *Shelf) SetPlace(ctx context.Context, name library.Card, p library.Place) error {
	return s.change(ctx, name, func(c *card) { c.place, c.opened = p, true })
}

// Traces tells of several cables at once.
func (s *Shelf) Traces(ctx context.Context, names []library.Card) (map[library.Card]library.Trace, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := map[library.Card]library.Trace{}
	for _, name := range names {
		if c := s.cards[name]; c != nil {
			out[name] = c.trace()
		}
	}
	return out, ctx.Err()
}

func (c *card) trace() library.Trace {
	t := library.Trace{Opened: c.opened, Read: c.place.Read, Flagged: c.flag, Marks: len(c.marks), Notes: len(c.notes)}
	for _, l := range slices.Sorted(maps.Keys(c.labels)) {
		t.Labels = append(t.Labels, safe.Of(l))
	}
	return t
}

// Cards lists the cables for which something holds.
func (s *Shelf) Cards(ctx context.Context, what, name string) ([]library.Card, error) {
	holds, ok := map[string]func(*card) bool{
		"opened":  func(c *card) bool { return c.opened },
		"read":    func(c *card) bool { return c.place.Read },
		"flagged": func(c *card) bool { return c.flag },
		"marked":  func(c *card) bool { return len(c.marks) > 0 },
		"note":    func(c *card) bool { return len(c.notes) > 0 },
		"label":   func(c *card) bool { return c.labels[name] },
	}[what]
	if !ok {
		return nil, fmt.Errorf("a shelf does not know which cables are %q", what)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []library.Card
	for card, c := range s.cards {
		if holds(c) {
			out = append(out, card)
		}
	}
	slices.Sort(out)
	return out, ctx.Err()
}

// SetMark sets or takes away a mark.
func (s *Shelf) SetMark(ctx context.Context, m library.Mark, on bool) error {
	return s.change(ctx, m.Card, func(c *card) {
		if on {
			c.marks[m.Paragraph] = m
		} else {
			delete(c.marks, m.Paragraph)
		}
	})
}

// Marks lists marks, newest first.
func (s *Shelf) Marks(ctx context.Context, name library.Card) ([]library.Mark, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []library.Mark
	for at, c := range s.cards {
		if name == "" || at == name {
			out = slices.AppendSeq(out, maps.Values(c.marks))
		}
	}
	slices.SortFunc(out, func(a, b library.Mark) int {
		return cmp.Or(b.When.Compare(a.When), cmp.Compare(a.Card, b.Card), cmp.Compare(a.Paragraph, b.Paragraph))
	})
	return out, ctx.Err()
}

// SetNote writes, changes or takes away a note.
func (s *Shelf) SetNote(ctx context.Context, n library.Note) error {
	if n.Text.Len() > library.LongestNote {
		return library.ErrLongNote
	}
	return s.change(ctx, n.Card, func(c *card) {
		if strings.TrimSpace(n.Text.String()) == "" {
			delete(c.notes, n.Paragraph)
		} else {
			c.notes[n.Paragraph] = n
		}
	})
}

// Notes lists notes by cable and paragraph.
func (s *Shelf) Notes(ctx context.Context, name library.Card) ([]library.Note, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []library.Note
	for at, c := range s.cards {
		if name == "" || at == name {
			out = slices.AppendSeq(out, maps.Values(c.notes))
		}
	}
	slices.SortFunc(out, func(a, b library.Note) int {
		return cmp.Or(cmp.Compare(a.Card, b.Card), cmp.Compare(a.Paragraph, b.Paragraph))
	})
	return out, ctx.Err()
}

// SetLabel gives a cable a label or takes it away.
func (s *Shelf) SetLabel(ctx context.Context, name library.Card, label string, on bool) error {
	label, err := library.CleanLabel(label)
	if err != nil {
		return err
	}
	return s.change(ctx, name, func(c *card) {
		if on {
			c.labels[label] = true
		} else {
			delete(c.labels, label)
		}
	})
}

// Labels lists all labels, by name.
func (s *Shelf) Labels(ctx context.Context) ([]library.Value, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	counts := map[string]int{}
	for _, c := range s.cards {
		for l := range c.labels {
			counts[l]++
		}
	}
	var out []library.Value
	for _, l := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, library.Value{Text: safe.Of(l), Count: counts[l]})
	}
	return out, ctx.Err()
}

// SetFlag flags a cable.
func (s *Shelf) SetFlag(ctx context.Context, name library.Card, on bool) error {
	return s.change(ctx, name, func(c *card) { c.flag = on })
}

// Keep keeps a search under a name.
func (s *Shelf) Keep(ctx context.Context, name, query string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	name, err := library.CleanLabel(name)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.TrimSpace(query) == "" {
		delete(s.searches, name)
		return nil
	}
	s.searches[name] = library.Search{Name: safe.Of(name), Query: safe.Of(query), When: library.Now()}
	return nil
}

// Searches lists the searches that were kept, by name.
func (s *Shelf) Searches(ctx context.Context) ([]library.Search, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []library.Search
	for _, name := range slices.Sorted(maps.Keys(s.searches)) {
		out = append(out, s.searches[name])
	}
	return out, ctx.Err()
}

// Remember adds to the history.
func (s *Shelf) Remember(ctx context.Context, j library.Jump) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if j.Card == "" {
		return library.ErrNoCard
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.history = append(s.history, j)
	if n := len(s.history) - longestHistory; n > 0 {
		s.history = slices.Delete(s.history, 0, n)
	}
	return nil
}

// History lists it, newest first.
func (s *Shelf) History(ctx context.Context, most int) ([]library.Jump, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	n := len(s.history)
	out := slices.Clone(s.history[n-min(n, max(most, 0)):])
	slices.Reverse(out)
	return out, ctx.Err()
}

// Close does nothing; the shelf is gone with the program.
func (s *Shelf) Close() error { return nil }
