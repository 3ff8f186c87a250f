package sqlite

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"reftel/model/library"
)

// sortBy sorts and keeps the order of what is equal.
func sortBy[T any](s []T, less func(a, b T) bool) {
	sort.SliceStable(s, func(i, j int) bool { return less(s[i], s[j]) })
}

// ordered puts the indices of cables, which come as found, in an order. It may change at.
func (v *view) ordered(at []uint32, o library.Order) []uint32 {
	c := &v.columns
	switch o {
	case library.AsFound:
		return at
	case library.OldestFirst:
		slices.SortStableFunc(at, func(a, b uint32) int { return cmp.Compare(c.created[a], c.created[b]) })
		return at
	}
	at = v.byDate(at)
	switch o {
	case library.ByPost:
		names := v.words[listStation]
		rank := ranks(names)
		slices.SortStableFunc(at, func(a, b uint32) int { return cmp.Compare(postRank(rank, c.key[a]), postRank(rank, c.key[b])) })
	case library.ByClassification:
		slices.SortStableFunc(at, func(a, b uint32) int { return cmp.Compare(c.level[b], c.level[a]) })
	}
	return at
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
