package sqlite

import (
	"slices"
	"sync"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/sqlite/segment"
)

// view is an archive as it was at one moment. It does not change, so that whoever uses it needs no lock; what it has
// worked out once it keeps.
type view struct {
	revision uint64
	columns  columns
	words    [lists][]string
	loading  bool
	problems []library.Problem
	segments []*segment.Segment
	indexed  int // cables in segments
	broken   int // of problems, the last, which are segments that cannot be used

	newest   func() []uint32          // indices, newest first, then as found
	rank     func() []uint32          // where an index stands in newest
	stations func() map[string]uint32 // numbers of stations
	versions func() *versions
	asFound  func() []uint32
	months   func() *months

	sorted heir[[]uint32]  // newest
	known  heir[*versions] // versions

	mu     sync.Mutex
	orders map[library.Order][]uint32
}

// heir is what a view has worked out, or as long as it has not, what the last of those before it had.
type heir[T any] struct {
	mu     sync.Mutex
	before T
}

func (h *heir[T]) get() T {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.before
}

func (h *heir[T]) set(v T) T {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.before = v
	return v
}

// newView makes a view of what there is now; before is the one that it follows, if there is one. What that had worked
// out is gone on from: an import makes a new view every moment.
func newView(c columns, words [lists][]string, before *view) *view {
	v := &view{columns: c, words: words, orders: map[library.Order][]uint32{}}
	var newest []uint32
	var known *versions
	if before != nil {
		newest, known = before.sorted.get(), before.known.get()
	}
	v.sorted.before, v.known.before = newest, known
	v.newest = sync.OnceValue(func() []uint32 { return v.sorted.set(newestAfter(v.columns.created, newest)) })
	v.rank = sync.OnceValue(func() []uint32 {
		rank := make([]uint32, v.columns.len())
		for at, i := range v.newest() {
			rank[i] = uint32(at)
		}
		return rank
	})
	v.stations = sync.OnceValue(func() map[string]uint32 {
		m := make(map[string]uint32, len(v.words[listStation]))
		for i, s := range v.words[listStation] {
			m[s] = uint32(i)
		}
		return m
	})
	v.asFound = sync.OnceValue(func() []uint32 {
		at := make([]uint32, v.columns.len())
		for i := range at {
			at[i] = uint32(i)
		}
		return at
	})
	v.months = sync.OnceValue(func() *months { return newMonths(v.columns.created) })
	v.versions = sync.OnceValue(func() *versions { return v.known.set(known.with(v.columns.key)) })
	return v
}

func (v *view) len() int { return v.columns.len() }

// pack gives the packed form of a key; 0 where no cable of the archive has or cites such a station.
func (v *view) pack(k model.Key) uint64 {
	return packKey(k, func(s string) (uint32, bool) { n, ok := v.stations()[s]; return n, ok })
}

// newestFirst sorts indices by date, the newest first, and those of one date as found. Cables without a date come last.
func newestFirst(created []int64) []uint32 {
	at := make([]uint32, len(created))
	for i := range at {
		at[i] = uint32(i)
	}
	if slices.IsSorted(created) { // as dumps are: runs of one date keep their order
		for from := 0; from < len(at); {
			to := from + 1
			for to < len(at) && created[to] == created[from] {
				to++
			}
			slices.Reverse(at[from:to])
			from = to
		}
		slices.Reverse(at)
		return at
	}
	slices.SortStableFunc(at, func(a, b uint32) int {
		switch x, y := created[a], created[b]; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return at
}

// newestAfter is newestFirst for dates of which the first were sorted already.
func newestAfter(created []int64, sorted []uint32) []uint32 {
	more := newestFirst(created[len(sorted):])
	if len(sorted) == 0 {
		return more
	}
	for i := range more {
		more[i] += uint32(len(sorted))
	}
	all := make([]uint32, 0, len(created))
	for _, i := range more {
		n := 0
		for n < len(sorted) && created[sorted[n]] >= created[i] {
			n++
		}
		all = append(append(all, sorted[:n]...), i)
		sorted = sorted[n:]
	}
	return append(all, sorted...)
}

// versions finds cables by their packed key: a table of the last index of each, and of each the one before it.
type versions struct {
	keys   []uint64
	table  []uint32 // index+1 of the last cable of a key, at the key's place or behind it; 0 for none
	before []uint32 // index+1 of the cable before it with the same key; nil where no key has two
	shift  uint
}

// with gives those of some keys, of which v knows the first; it may be nil, and is not changed.
func (v *versions) with(keys []uint64) *versions {
	from := 0
	if v != nil && 2*len(keys) <= len(v.table) {
		from = len(v.keys)
		v = &versions{keys: keys, table: slices.Clone(v.table), before: v.before, shift: v.shift}
		if v.before != nil {
			v.before = append(make([]uint32, 0, len(keys)), v.before...)[:len(keys)]
		}
	} else {
		bits := uint(4)
		for 1<<bits < 2*len(keys) {
			bits++
		}
		v = &versions{keys: keys, table: make([]uint32, 1<<bits), shift: 64 - bits}
	}
	for i, k := range keys[from:] {
		if k == 0 {
			continue
		}
		at := v.slot(k)
		if v.table[at] != 0 {
			if v.before == nil {
				v.before = make([]uint32, len(keys))
			}
			v.before[from+i] = v.table[at]
		}
		v.table[at] = uint32(from + i + 1)
	}
	return v
}

func (v *versions) slot(k uint64) int {
	at := int(k * 0x9e3779b97f4a7c15 >> v.shift)
	for v.table[at] != 0 && v.keys[v.table[at]-1] != k {
		at = (at + 1) & (len(v.table) - 1)
	}
	return at
}

// of gives the indices of the cables with a key, the last first.
func (v *versions) of(k uint64) []int {
	if k == 0 {
		return nil
	}
	var all []int
	for i := v.table[v.slot(k)]; i != 0; {
		all = append(all, int(i-1))
		if v.before == nil {
			break
		}
		i = v.before[i-1]
	}
	return all
}
