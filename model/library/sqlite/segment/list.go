package segment

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// List is where one word stands.
type List struct {
	Units int // in how many units

	s       *Segment
	docs    extent
	places  extent
	decoded []byte // the units, once they were read
}

// Word gives the list of a word; false where it stands nowhere.
func (s *Segment) Word(text []byte) (List, bool, error) {
	var l List
	found := false
	err := s.from(text, func(e *entry) bool {
		if bytes.Equal(e.text, text) {
			l, found = s.list(e), true
		}
		return false
	})
	return l, found, err
}

// Prefix calls visit with the list of each word that begins with a text, until it gives false.
func (s *Segment) Prefix(text []byte, visit func(word []byte, l List) bool) error {
	return s.from(text, func(e *entry) bool {
		return bytes.HasPrefix(e.text, text) && visit(e.text, s.list(e))
	})
}

func (s *Segment) list(e *entry) List {
	return List{Units: e.units, s: s, docs: extent{e.at, e.docs}, places: extent{e.at + e.docs + 4, e.places}}
}

// Set is a set of units.
type Set []uint64

// NewSet makes an empty set of n units.
func NewSet(n int) Set { return make(Set, (n+63)/64) }

// Add takes a unit in.
func (s Set) Add(u uint32) { s[u>>6] |= 1 << (u & 63) }

// Has tells whether a unit is in.
func (s Set) Has(u uint32) bool { return s[u>>6]&(1<<(u&63)) != 0 }

// AddRange takes in the units from from to to, without to.
func (s Set) AddRange(from, to uint32) {
	for from < to && from&63 != 0 {
		s.Add(from)
		from++
	}
	for ; from+64 <= to; from += 64 {
		s[from>>6] = ^uint64(0)
	}
	for ; from < to; from++ {
		s.Add(from)
	}
}

// Any tells whether there is a unit from from to to, without to.
func (s Set) Any(from, to uint32) bool {
	_, ok := s.Next(from, to)
	return ok
}

// Next gives the first unit from from to to, without to.
func (s Set) Next(from, to uint32) (uint32, bool) {
	if from >= to {
		return 0, false
	}
	at := from >> 6
	w := s[at] >> (from & 63) << (from & 63)
	for w == 0 {
		at++
		if at<<6 >= to {
			return 0, false
		}
		w = s[at]
	}
	u := at<<6 + uint32(bits.TrailingZeros64(w))
	return u, u < to
}

// Empty tells whether the set is empty.
func (s Set) Empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// Count is how many units are in.
func (s Set) Count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// And leaves what is in both.
func (s Set) And(o Set) {
	for i := range s {
		s[i] &= o[i]
	}
}

// Or takes in what is in the other.
func (s Set) Or(o Set) {
	for i := range s {
		s[i] |= o[i]
	}
}

// Not turns the set of n units round.
func (s Set) Not(n int) {
	for i := range s {
		s[i] = ^s[i]
	}
	if n&63 != 0 {
		s[len(s)-1] &= 1<<(n&63) - 1
	}
}

func (l *List) bytes() ([]byte, error) {
	if l.decoded == nil {
		b, err := l.s.read(l.docs)
		if err != nil {
			return nil, err
		}
		l.decoded = b
	}
	return l.decoded, nil
}

// AddTo adds the units of the list to a set.
func (l *List) AddTo(set Set) error {
	b, err := l.bytes()
	if err != nil {
		return err
	}
	unit, limit := uint64(0), uint64(l.s.Units())
	for i := 0; i < len(b); {
		v := uint64(b[i])
		i++
		if v >= 0x80 {
			n := 0
			if v, n = binary.Uvarint(b[i-1:]); n <= 0 {
				return damaged("a list cannot be read")
			}
			i += n - 1
		}
		if unit += v >> 1; unit >= limit {
			return damaged("a list goes beyond the units")
		}
		set[unit>>6] |= 1 << (unit & 63)
		if v&1 != 0 {
			for i < len(b) && b[i] >= 0x80 {
				i++
			}
			i++
		}
	}
	return nil
}

// Times calls visit with each unit of the list that is in a set, and how often the word stands in it.
func (l *List) Times(in Set, visit func(unit uint32, times int)) error {
	return l.each(func(unit uint32, times int) {
		if in.Has(unit) {
			visit(unit, times)
		}
	})
}

func (l *List) each(visit func(unit uint32, times int)) error {
	b, err := l.bytes()
	if err != nil {
		return err
	}
	unit, limit := uint64(0), uint64(l.s.Units())
	for i := 0; i < len(b); {
		v, n := binary.Uvarint(b[i:])
		if n <= 0 {
			return damaged("a list cannot be read")
		}
		i += n
		if unit += v >> 1; unit >= limit {
			return damaged("a list goes beyond the units")
		}
		times := uint64(1)
		if v&1 != 0 {
			if times, n = binary.Uvarint(b[i:]); n <= 0 {
				return damaged("a list cannot be read")
			}
			i += n
		}
		visit(uint32(unit), int(times))
	}
	return nil
}

// Positions calls visit with each unit of the list that is in a set, and the positions of the word in it, which visit may
// not keep.
func (l *List) Positions(in Set, visit func(unit uint32, positions []uint32)) error {
	b, err := l.s.read(l.places)
	if err != nil {
		return err
	}
	var skips []byte
	if l.Units > skipEvery {
		n := 4 * ((l.Units - 1) / skipEvery)
		if n > len(b) {
			return damaged("a list cannot be read")
		}
		skips, b = b[:n:n], b[n:]
	}
	docs, err := l.bytes()
	if err != nil {
		return err
	}
	var positions []uint32
	unit, limit := uint64(0), uint64(l.s.Units())
	at, behind := 0, 0 // behind counts the positions of units that were passed since
	for i, nth := 0, 0; i < len(docs); nth++ {
		if nth&(skipEvery-1) == 0 && nth > 0 {
			at, behind = int(binary.LittleEndian.Uint32(skips[4*(nth/skipEvery-1):])), 0
		}
		v := uint64(docs[i])
		i++
		if v >= 0x80 {
			n := 0
			if v, n = binary.Uvarint(docs[i-1:]); n <= 0 {
				return damaged("a list cannot be read")
			}
			i += n - 1
		}
		if unit += v >> 1; unit >= limit {
			return damaged("a list goes beyond the units")
		}
		times := 1
		if v&1 != 0 {
			t, n := binary.Uvarint(docs[i:])
			if n <= 0 {
				return damaged("a list cannot be read")
			}
			times = int(t)
			i += n
		}
		if in[unit>>6]&(1<<(unit&63)) == 0 {
			behind += times
			continue
		}
		for ; behind > 0; behind-- {
			for at < len(b) && b[at] >= 0x80 {
				at++
			}
			at++
		}
		positions = positions[:0]
		last := uint32(0)
		for range times {
			if at >= len(b) {
				return damaged("positions cannot be read")
			}
			v, n := uint64(b[at]), 1
			if v >= 0x80 {
				if v, n = binary.Uvarint(b[at:]); n <= 0 {
					return damaged("positions cannot be read")
				}
			}
			at += n
			last += uint32(v)
			positions = append(positions, last)
		}
		visit(uint32(unit), positions)
	}
	return nil
}

// Check reads everything, so that damage is found.
func (s *Segment) Check() error {
	layout, err := s.Layout()
	if err != nil {
		return err
	}
	words, positions := 0, uint64(0)
	last := []byte(nil)
	all := NewSet(len(layout.Marks))
	all.Not(len(layout.Marks))
	var failed error
	err = s.from(nil, func(e *entry) bool {
		if words > 0 && bytes.Compare(last, e.text) >= 0 {
			failed = damaged("its words are not in order")
			return false
		}
		last = append(last[:0], e.text...)
		words++
		l := s.list(e)
		units := 0
		failed = l.Positions(all, func(_ uint32, p []uint32) { units++; positions += uint64(len(p)) })
		if failed == nil && units != l.Units {
			failed = damaged("a list is not as long as it says")
		}
		return failed == nil
	})
	if failed != nil {
		return failed
	}
	if err != nil {
		return err
	}
	if words != s.Words() || positions != s.counts[3] {
		return damaged("it holds less than it says")
	}
	return nil
}
