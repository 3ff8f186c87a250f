package memory

import (
	"cmp"
	"context"
	"slices"

	"reftel/model"
	"reftel/model/library"
)

// versionsOf gives the rows of a cable, as found; the caller holds the lock.
func (l *Library) versionsOf(key model.Key) []int32 {
	at, ok := l.first[key]
	if !ok || key.Station == "" {
		return nil
	}
	all := []int32{at}
	for at = l.next[at]; at != 0; at = l.next[at] {
		all = append(all, at)
	}
	return all
}

// Find gives the versions of a cable: whole ones before extracts, then the one with the most paragraphs, then as found.
func (l *Library) Find(ctx context.Context, key model.Key) ([]library.Handle, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	rows := l.versionsOf(key)
	slices.SortStableFunc(rows, func(a, b int32) int {
		x, y := &l.rows[a], &l.rows[b]
		return cmp.Or(cmp.Compare(partial(x), partial(y)), cmp.Compare(y.paragraphs, x.paragraphs))
	})
	return handles(rows), ctx.Err()
}

// Cites lists what a cable refers to, each once and without itself.
func (l *Library) Cites(ctx context.Context, h library.Handle) ([]library.Citation, error) {
	at, err := l.at(h)
	if err != nil {
		return nil, err
	}
	l.mu.RLock()
	refs := l.refs(l.rows[at])
	l.mu.RUnlock()
	all := make([]library.Citation, 0, len(refs))
	for _, id := range refs {
		c := library.Citation{Key: id.Key(), ID: id}
		versions, err := l.Find(ctx, c.Key)
		if err != nil {
			return nil, err
		}
		if len(versions) > 0 {
			c.Handle, c.Held = versions[0], true
		}
		all = append(all, c)
	}
	return all, ctx.Err()
}

// CitedBy lists the cables that refer to one, oldest first. A cable that refers to itself is left out.
func (l *Library) CitedBy(ctx context.Context, key model.Key) ([]library.Handle, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	rows := slices.Clone(l.citing[key])
	older := compare(library.OldestFirst)
	slices.SortStableFunc(rows, func(a, b int32) int { return older(&l.rows[a], &l.rows[b]) })
	return handles(rows), ctx.Err()
}

func handles(rows []int32) []library.Handle {
	out := make([]library.Handle, len(rows))
	for i, at := range rows {
		out[i] = handle(at)
	}
	return out
}
