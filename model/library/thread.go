package library

import (
	"cmp"
	"context"
	"slices"

	"reftel/model"
)

// Relation says how a cable came into a thread.
type Relation uint8

// The relations, to the cable through which it came.
const (
	RelationItself Relation = iota
	RelationCited           // it is cited
	RelationCiting          // it cites
)

// String is the relation in a word.
func (r Relation) String() string {
	return [...]string{"itself", "cited", "citing"}[min(int(r), 2)]
}

// Linked is a cable of a thread.
type Linked struct {
	ID       model.ID // as the cable has it, or, where it is not held, as it is cited
	Depth    int      // citations away from the cable that was asked about
	Relation Relation
	Through  model.ID // the cable by which it came in, one citation nearer
	Held     bool     // in the collection
	Entry    Entry    // where it is held
}

// Thread is the cables around one: what it cites and what cites it, and so on up to a depth, nearer ones before farther
// ones where there are more than most. They come in the order in which they were sent; those that are not held, and so
// have no time, stand by their year at its end, and those without a date at all come last.
func Thread(ctx context.Context, lib Library, h Handle, depth, most int) ([]Linked, error) {
	self, err := lib.Entries(ctx, []Handle{h})
	if err != nil || len(self) == 0 || most < 1 {
		return nil, err
	}
	thread := []Linked{{ID: self[0].ID, Held: true, Entry: self[0]}}
	seen := map[model.Key]bool{self[0].ID.Key(): true}
	nameless := map[Handle]bool{h: true}
	for next := 0; next < len(thread) && len(thread) < most; next++ {
		from := thread[next]
		if from.Depth >= depth {
			break // all that follow are as far
		}
		add := func(l Linked) {
			if len(thread) == most || !l.ID.Zero() && seen[l.ID.Key()] || l.ID.Zero() && nameless[l.Entry.Handle] {
				return
			}
			seen[l.ID.Key()], nameless[l.Entry.Handle] = true, true
			l.Depth, l.Through = from.Depth+1, from.ID
			thread = append(thread, l)
		}
		if from.Held {
			cites, err := lib.Cites(ctx, from.Entry.Handle)
			if err != nil {
				return nil, err
			}
			for _, c := range cites {
				l := Linked{ID: c.ID, Relation: RelationCited, Held: c.Held}
				if c.Held {
					e, err := lib.Entries(ctx, []Handle{c.Handle})
					if err != nil {
						return nil, err
					}
					if l.Held = len(e) > 0; l.Held {
						l.Entry = e[0]
					}
				}
				add(l)
			}
		}
		if from.ID.Zero() {
			continue
		}
		by, err := lib.CitedBy(ctx, from.ID.Key())
		if err != nil {
			return nil, err
		}
		entries, err := lib.Entries(ctx, by)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			add(Linked{ID: e.ID, Relation: RelationCiting, Held: true, Entry: e})
		}
	}
	slices.SortStableFunc(thread, func(a, b Linked) int {
		return cmp.Or(cmp.Compare(a.when(), b.when()), a.ID.Compare(b.ID))
	})
	return thread, ctx.Err()
}

// when is a number by which cables are sorted: seconds, or the end of the year in the identifier.
func (l Linked) when() int64 {
	switch {
	case l.Held && !l.Entry.Created.IsZero():
		return l.Entry.Created.Unix()
	case !l.ID.Zero():
		return int64(l.ID.Year-1970+1)*31556952 - 1
	}
	return 1 << 62
}
