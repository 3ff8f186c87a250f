package sqlite

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/sqlite/segment"
	"reftel/model/query"
	"reftel/model/safe"
)

// field gives the cables for which a field holds that the columns know.
func (v *view) field(ctx context.Context, a *Archive, f query.Field) (cableSet, error) {
	c := &v.columns
	set := segment.NewSet(v.len())
	switch f.Name {
	case query.FieldID:
		return v.withID(f), nil
	case query.FieldPost:
		holds := held(v.words[listStation], f.HoldsText)
		for i, k := range c.key {
			if k != 0 && holds[stationOf(k)] {
				set.Add(uint32(i))
			}
		}
	case query.FieldTag:
		having(set, &c.tags, held(v.words[listTag], f.HoldsText))
	case query.FieldCaption:
		having(set, &c.captions, held(v.words[listCaption], f.HoldsText))
	case query.FieldClass:
		v.withMarking(set, f)
	case query.FieldSent, query.FieldYear, query.FieldAfter, query.FieldBefore:
		from, to := int64(noDate+1), int64(1<<62)
		if !f.From.IsZero() {
			from = f.From.Unix()
		}
		if !f.To.IsZero() {
			to = f.To.Unix()
		}
		for i, t := range c.created {
			if t >= from && t < to {
				set.Add(uint32(i))
			}
		}
	case query.FieldHas, query.FieldIs:
		for i, t := range c.flags {
			if query.Trait(t)&f.Trait() != 0 {
				set.Add(uint32(i))
			}
		}
	case query.FieldRef:
		if id, ok := f.ID(); ok {
			for _, i := range v.citing(v.pack(id.Key())) {
				set.Add(uint32(i))
			}
		}
	case query.FieldCitedBy:
		if id, ok := f.ID(); ok {
			v.citedBy(set, v.pack(id.Key()))
		}
	case query.FieldIn:
		sources, err := a.sources(ctx)
		if err != nil {
			return nil, err
		}
		holds := held(sources, func(s string) bool { return f.HoldsPath(safe.Of(s)) })
		for i, s := range c.source {
			if int(s) < len(holds) && holds[s] {
				set.Add(uint32(i))
			}
		}
	default:
		return nil, fmt.Errorf("%w: the archive knows no field %q", library.ErrSyntax, string(f.Name))
	}
	return set, nil
}

// held tells of which words something holds.
func held(words []string, holds func(string) bool) []bool {
	out := make([]bool, len(words))
	for i, w := range words {
		out[i] = holds(w)
	}
	return out
}

// having adds the cables that have one of some values.
func having(set cableSet, m *many[uint32], holds []bool) {
	from := uint32(0)
	for i, end := range m.end {
		for _, w := range m.values[from:end] {
			if holds[w] {
				set.Add(uint32(i))
				break
			}
		}
		from = end
	}
}

// withID gives the cables with an identifier, or with one that begins so.
func (v *view) withID(f query.Field) cableSet {
	set := segment.NewSet(v.len())
	if id, ok := f.ID(); ok {
		for _, i := range v.versions().of(v.pack(id.Key())) {
			set.Add(uint32(i))
		}
		return set
	}
	for i, k := range v.columns.key {
		if k != 0 && f.HoldsID(v.idOf(k)) {
			set.Add(uint32(i))
		}
	}
	return set
}

// idOf is the identifier of a packed key, in its normal form.
func (v *view) idOf(k uint64) model.ID {
	return model.ID{Year: int16(k >> (stationBits + serialBits)), Station: v.words[listStation][stationOf(k)], Serial: int32(k & (1<<serialBits - 1))}
}

// withMarking adds the cables whose marking is what a field asks for. Cables have few different markings.
func (v *view) withMarking(set cableSet, f query.Field) {
	c := &v.columns
	known := map[string]bool{}
	var key []byte
	for i, level := range c.level {
		controls := c.controls.of(i)
		key = append(key[:0], level)
		for _, n := range controls {
			key = append(key, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
		}
		holds, ok := known[string(key)]
		if !ok {
			m := model.Marking{Level: model.Level(level)}
			for _, n := range controls {
				m.Controls = append(m.Controls, model.Control(v.words[listControl][n]))
			}
			holds = f.HoldsMarking(m)
			known[string(key)] = holds
		}
		if holds {
			set.Add(uint32(i))
		}
	}
}

// citedBy adds the cables that one cites, whichever version of it does.
func (v *view) citedBy(set cableSet, packed uint64) {
	for _, by := range v.versions().of(packed) {
		for _, r := range v.columns.refs.of(by) {
			if r == packed {
				continue
			}
			for _, i := range v.versions().of(r) {
				set.Add(uint32(i))
			}
		}
	}
}

// onShelf gives the cables that are in a set of cards.
func (v *view) onShelf(ctx context.Context, a *Archive, cards map[string]bool) (cableSet, error) {
	set := segment.NewSet(v.len())
	nameless := map[[12]byte]bool{}
	for card, in := range cards {
		if !in {
			continue
		}
		if digits, ok := strings.CutPrefix(card, "sha256:"); ok {
			var d [12]byte
			if n, err := hex.Decode(d[:], []byte(digits)); err == nil && n == len(d) && len(digits) == 2*len(d) {
				nameless[d] = true
			}
			continue
		}
		id, err := model.ParseID(card)
		if err != nil {
			continue
		}
		for _, i := range v.versions().of(v.pack(id.Key())) {
			set.Add(uint32(i))
		}
	}
	if len(nameless) == 0 {
		return set, nil
	}
	digests, err := a.digestsOf(ctx, v)
	if err != nil {
		return nil, err
	}
	for i, k := range v.columns.key {
		if k == 0 && nameless[[12]byte(digests[i*len(digest{}):])] {
			set.Add(uint32(i))
		}
	}
	return set, nil
}

// digestsOf gives the digests of the cables of a view, one after the other.
func (a *Archive) digestsOf(ctx context.Context, v *view) ([]byte, error) {
	rows, err := a.db.QueryContext(ctx, "SELECT digests FROM chunk ORDER BY first")
	if err != nil {
		return nil, a.db.explain(err)
	}
	defer func() { _ = rows.Close() }()
	var all []byte
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return nil, a.db.explain(err)
		}
		if data, err = unseal(data); err != nil {
			return nil, a.db.errorf(library.ErrCorrupt, "digests of cables are damaged; restore the archive from a backup, or import again into a new folder")
		}
		all = append(all, data...)
	}
	if err := rows.Err(); err != nil {
		return nil, a.db.explain(err)
	}
	if len(all) < v.len()*len(digest{}) {
		return nil, a.db.errorf(library.ErrCorrupt, "digests of cables are missing; restore the archive from a backup, or import again into a new folder")
	}
	return all, nil
}
