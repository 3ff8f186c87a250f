package sqlite

import (
	"slices"
	"sort"

	"reftel/model/library/sqlite/segment"
	"reftel/model/query"
)

// lists gives the lists of a word of a query: one, or those of all that begin so.
func (p *part) lists(text []byte, prefix bool) ([]segment.List, error) {
	if !prefix {
		l, ok, err := p.s.Word(text)
		if !ok {
			return nil, err
		}
		return []segment.List{l}, err
	}
	var all []segment.List
	err := p.s.Prefix(text, func(_ []byte, l segment.List) bool {
		all = append(all, l)
		return true
	})
	return all, err
}

// occurrences are the positions of something in units, one unit after the other.
type occurrences struct {
	units []uint32
	ends  []uint32
	at    []uint32
}

// of gives the positions in a unit; units are asked for in ascending order, from the index that of gave before.
func (o *occurrences) of(n int) []uint32 {
	from := uint32(0)
	if n > 0 {
		from = o.ends[n-1]
	}
	return o.at[from:o.ends[n]]
}

// positions gives where a word of a query stands, in units that are candidates.
func (p *part) positions(lists []segment.List, in segment.Set) (*occurrences, error) {
	if len(lists) == 1 {
		o := &occurrences{}
		err := lists[0].Positions(in, func(unit uint32, at []uint32) {
			o.units = append(o.units, unit)
			o.at = append(o.at, at...)
			o.ends = append(o.ends, uint32(len(o.at)))
		})
		return o, err
	}
	type place struct{ unit, at uint32 }
	var all []place
	for i := range lists {
		if err := lists[i].Positions(in, func(unit uint32, at []uint32) {
			for _, a := range at {
				all = append(all, place{unit, a})
			}
		}); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b place) int {
		if a.unit != b.unit {
			return int(a.unit) - int(b.unit)
		}
		return int(a.at) - int(b.at)
	})
	o := &occurrences{}
	for i, w := range all {
		if i == 0 || all[i-1].unit != w.unit {
			if i > 0 {
				o.ends = append(o.ends, uint32(len(o.at)))
			}
			o.units = append(o.units, w.unit)
		}
		o.at = append(o.at, w.at)
	}
	if len(all) > 0 {
		o.ends = append(o.ends, uint32(len(o.at)))
	}
	return o, nil
}

// phrase gives the units in which words stand one after another; of is the byte of a field.
func (p *part) phrase(words []query.Word, of []byte) (segment.Set, error) {
	out := p.none()
	if len(words) == 1 {
		return out, p.word(append(slices.Clone(of), words[0].Text...), words[0].Prefix, out)
	}
	starts, err := p.starts(words, of, nil)
	if err != nil {
		return nil, err
	}
	for _, u := range starts.units {
		out.Add(u)
	}
	return out, nil
}

// starts gives where words stand one after another, in units of a set, or, where that is nil, in all. It begins with the
// rarest word, so that of the others only what stands beside it has to be looked at.
func (p *part) starts(words []query.Word, of []byte, in segment.Set) (*occurrences, error) {
	lists := make([][]segment.List, len(words))
	units := make([]int, len(words))
	order := make([]int, len(words))
	for i, w := range words {
		var err error
		if lists[i], err = p.lists(append(slices.Clone(of), w.Text...), w.Prefix); err != nil {
			return nil, err
		}
		for _, l := range lists[i] {
			units[i] += l.Units
		}
		if order[i] = i; units[i] == 0 {
			return &occurrences{}, nil
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return units[a] - units[b] })
	first := order[0]
	if in == nil {
		in = p.none()
		for i := range lists[first] {
			if err := lists[first][i].AddTo(in); err != nil {
				return nil, err
			}
		}
	}
	o, err := p.positions(lists[first], in)
	if err != nil {
		return nil, err
	}
	for _, i := range order[1:] {
		if len(o.units) == 0 {
			return o, nil
		}
		if err := p.ctx.Err(); err != nil {
			return nil, err
		}
		left := p.none() // fewer units are left to look at with each word
		for _, u := range o.units {
			left.Add(u)
		}
		next, err := p.positions(lists[i], left)
		if err != nil {
			return nil, err
		}
		o = beside(o, next, i-first)
	}
	for i := range o.at {
		o.at[i] -= uint32(first)
	}
	return o, nil
}

// beside leaves the positions that have one of another word at a distance.
func beside(o, next *occurrences, distance int) *occurrences {
	out := &occurrences{}
	j := 0
	for i, u := range o.units {
		for j < len(next.units) && next.units[j] < u {
			j++
		}
		if j == len(next.units) {
			break
		}
		if next.units[j] != u {
			continue
		}
		b := next.of(j)
		before := len(out.at)
		for _, a := range o.of(i) {
			want := int(a) + distance
			for len(b) > 0 && int(b[0]) < want {
				b = b[1:]
			}
			if len(b) > 0 && int(b[0]) == want {
				out.at = append(out.at, a)
			}
		}
		if len(out.at) > before {
			out.units, out.ends = append(out.units, u), append(out.ends, uint32(len(out.at)))
		}
	}
	return out
}

// near gives the units in which the parts of a Near stand within its distance: of one occurrence of each part, no more
// than Distance words stand between the end of any and the beginning of the last.
func (p *part) near(n query.Near) (segment.Set, error) {
	parts := make([]*occurrences, len(n.Parts))
	var in segment.Set
	for i, part := range n.Parts {
		var err error
		if parts[i], err = p.starts(part.Words, nil, in); err != nil {
			return nil, err
		}
		in = p.none()
		for _, u := range parts[i].units {
			in.Add(u)
		}
	}
	out := in // the last part stands in these; the others have to stand there too
	at := make([]int, len(parts))
	for i, u := range parts[0].units {
		if !out.Has(u) {
			continue
		}
		at[0] = i
		all := true
		for j := 1; j < len(parts) && all; j++ {
			for at[j] < len(parts[j].units) && parts[j].units[at[j]] < u {
				at[j]++
			}
			all = at[j] < len(parts[j].units) && parts[j].units[at[j]] == u
		}
		if !all || !near(n, parts, at) {
			out[u>>6] &^= 1 << (u & 63)
		}
	}
	return out, nil
}

func near(n query.Near, parts []*occurrences, at []int) bool {
	for i, last := range parts {
		for _, end := range last.of(at[i]) {
			all := true
			for j, o := range parts {
				from := int(end) - len(n.Parts[j].Words) - n.Distance
				positions := o.of(at[j])
				k := sort.Search(len(positions), func(k int) bool { return int(positions[k]) >= from })
				if k == len(positions) || positions[k] > end {
					all = false
					break
				}
			}
			if all {
				return true
			}
		}
	}
	return false
}
