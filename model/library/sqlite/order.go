package sqlite

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"reftel/model/library"
)

// ordered puts the indices of cables, which come as found, in an order. It may change at.
func (v *view) ordered(ctx context.Context, a *Archive, at []uint32, o library.Order) ([]uint32, error) {
	c := &v.columns
	switch o {
	case library.AsFound:
		return at, nil
	case library.OldestFirst:
		slices.SortStableFunc(at, func(a, b uint32) int { return older(c.created[a], c.created[b]) })
		return at, nil
	}
	at = v.byDate(at)
	switch o {
	case library.ByPost:
		rank := ranks(v.words[listStation])
		slices.SortStableFunc(at, func(a, b uint32) int { return cmp.Compare(postRank(rank, c.key[a]), postRank(rank, c.key[b])) })
	case library.ByClassification:
		slices.SortStableFunc(at, func(a, b uint32) int { return cmp.Compare(c.level[b], c.level[a]) })
	case library.BySubject:
		titles, err := a.titles(ctx, v)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(at, func(a, b uint32) int { return library.CompareTitles(titles[a], titles[b]) })
	}
	return at, nil
}

// all gives every cable in an order, which is kept.
func (v *view) all(ctx context.Context, a *Archive, o library.Order) []uint32 {
	switch o {
	case library.NewestFirst, library.ByRelevance:
		return v.newest()
	case library.AsFound:
		return v.asFound()
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if at, ok := v.orders[o]; ok {
		return at
	}
	at, err := v.ordered(ctx, a, slices.Clone(v.asFound()), o)
	if err != nil { // titles cannot be read, or nobody waits for them any more
		return v.newest()
	}
	v.orders[o] = at
	return at
}

// older compares dates, the oldest first; what has none comes last.
func older(a, b int64) int {
	switch {
	case a == b:
		return 0
	case a == noDate:
		return 1
	case b == noDate:
		return -1
	}
	return cmp.Compare(a, b)
}

// byDate puts indices newest first. Many are picked from the order of all; few are sorted.
func (v *view) byDate(at []uint32) []uint32 {
	if len(at) < v.len()/16 {
		rank := v.rank()
		slices.SortFunc(at, func(a, b uint32) int { return cmp.Compare(rank[a], rank[b]) })
		return at
	}
	if len(at) == v.len() {
		return append(at[:0], v.newest()...)
	}
	wanted := make([]bool, v.len())
	for _, i := range at {
		wanted[i] = true
	}
	out := at[:0]
	for _, i := range v.newest() {
		if wanted[i] {
			out = append(out, i)
		}
	}
	return out
}

// ranks gives each of some names its place among them; the empty name comes last.
func ranks(names []string) []uint32 {
	at := make([]int, len(names))
	for i := range at {
		at[i] = i
	}
	slices.SortFunc(at, func(a, b int) int { return strings.Compare(names[a], names[b]) })
	rank := make([]uint32, len(names))
	for n, i := range at {
		rank[i] = uint32(n)
	}
	return rank
}

// postRank is the place of a cable's station; cables without identifier come last.
func postRank(rank []uint32, key uint64) uint32 {
	if key == 0 {
		return ^uint32(0)
	}
	return rank[stationOf(key)]
}

// titles gives the titles of all cables of a view. They are read when they are first needed to sort by, and kept.
func (a *Archive) titles(ctx context.Context, v *view) ([]string, error) {
	a.titleLock.Lock()
	defer a.titleLock.Unlock()
	if len(a.titlesHeld) >= v.len() {
		return a.titlesHeld, nil
	}
	decoder, err := a.bodies.get(ctx, a.db)
	if err != nil {
		return nil, err
	}
	rows, err := a.db.QueryContext(ctx, "SELECT row, data FROM entry WHERE row > ? AND row <= ? ORDER BY row", len(a.titlesHeld), v.len())
	if err != nil {
		return nil, a.db.explain(err)
	}
	defer func() { _ = rows.Close() }()
	titles := slices.Grow(a.titlesHeld, v.len()-len(a.titlesHeld))[:v.len()]
	var data, plain []byte
	for rows.Next() {
		var row int
		if err := rows.Scan(&row, &data); err != nil {
			return nil, a.db.explain(err)
		}
		var e library.Entry
		if e, plain, err = unpackEntry(data, plain, decoder); err != nil {
			continue // it comes first in the order, with what the list says of it
		}
		if row <= len(titles) {
			titles[row-1] = strings.Clone(e.Title.String())
		}
	}
	if err := rows.Err(); err != nil {
		return nil, a.db.explain(err)
	}
	a.titlesHeld = titles
	return titles, nil
}
