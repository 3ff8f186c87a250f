package memory

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"reftel/model/library"
)

// orders holds the rows in the orders that were asked for, so that a page costs no more than its rows. Its zero value
// holds none.
type orders struct {
	mu   [library.AsFound + 1]sync.Mutex
	held [library.AsFound + 1][]int32 // never changed, but replaced by longer ones
}

// get gives all rows in an order. One that is held already takes new rows in without being sorted anew.
func (o *orders) get(rows []row, order library.Order) []int32 {
	if order == library.ByRelevance || order > library.AsFound {
		order = library.NewestFirst
	}
	o.mu[order].Lock()
	defer o.mu[order].Unlock()
	held := o.held[order]
	if len(held) == len(rows) {
		return held
	}
	if len(held) > len(rows) { // asked with an older snapshot
		return slices.DeleteFunc(slices.Clone(held), func(at int32) bool { return int(at) >= len(rows) })
	}
	fresh := make([]int32, len(rows)-len(held))
	for i := range fresh {
		fresh[i] = int32(len(held) + i)
	}
	if order == library.AsFound {
		o.held[order] = append(held, fresh...)
		return o.held[order]
	}
	less := compare(order)
	sortRows(rows, fresh, order)
	all := make([]int32, 0, len(rows))
	for len(held) > 0 && len(fresh) > 0 {
		if less(&rows[fresh[0]], &rows[held[0]]) < 0 {
			all, fresh = append(all, fresh[0]), fresh[1:]
		} else {
			all, held = append(all, held[0]), held[1:]
		}
	}
	o.held[order] = append(append(all, held...), fresh...)
	return o.held[order]
}

// keyed is a row with the first of what it is sorted by, so that most comparisons need not look at the row.
type keyed struct {
	key uint64
	at  int32
}

// sortRows sorts rows, which come as found.
func sortRows(rows []row, at []int32, order library.Order) {
	less := compare(order)
	all := make([]keyed, len(at))
	for i, n := range at {
		all[i] = keyed{key(&rows[n], order), n}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		if order != library.NewestFirst && order != library.OldestFirst { // of these the key is all there is
			if c := less(&rows[a.at], &rows[b.at]); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.at, b.at)
	})
	for i := range all {
		at[i] = all[i].at
	}
}

// key is a number by which rows come in an order, or, where it is the same for two, may come.
func key(r *row, order library.Order) uint64 {
	switch order {
	case library.OldestFirst:
		if r.created == noDate {
			return math.MaxUint64
		}
		return uint64(r.created) ^ 1<<63
	case library.ByPost:
		if r.id.Zero() {
			return math.MaxUint64
		}
		return first8(r.id.Station)
	case library.ByClassification:
		return math.MaxUint64 - uint64(r.level)
	case library.BySubject:
		return first8(r.title)
	}
	return ^(uint64(r.created) ^ 1<<63)
}

// first8 is the beginning of a text in lower case; as numbers they compare as the texts do.
func first8(s string) uint64 {
	var b [16]byte
	n := 0
	for _, r := range s {
		if n += utf8.EncodeRune(b[n:], unicode.ToLower(r)); n >= 8 {
			break
		}
	}
	return binary.BigEndian.Uint64(b[:8])
}

// compare is an order; what is equal stays as it was found.
func compare(order library.Order) func(a, b *row) int {
	newest := func(a, b *row) int { return cmp.Compare(b.created, a.created) }
	switch order {
	case library.OldestFirst:
		return func(a, b *row) int { // what has no date comes last here, too
			return cmp.Or(cmp.Compare(btoi(a.created == noDate), btoi(b.created == noDate)), cmp.Compare(a.created, b.created))
		}
	case library.ByPost:
		return func(a, b *row) int {
			return cmp.Or(cmp.Compare(btoi(a.id.Zero()), btoi(b.id.Zero())), strings.Compare(a.id.Station, b.id.Station), newest(a, b))
		}
	case library.ByClassification:
		return func(a, b *row) int { return cmp.Or(cmp.Compare(b.level, a.level), newest(a, b)) }
	case library.BySubject:
		return func(a, b *row) int {
			return cmp.Or(library.CompareTitles(a.title, b.title), newest(a, b))
		}
	}
	return newest
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
