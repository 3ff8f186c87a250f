package sqlite

import (
	"encoding/binary"
	"math"
	"slices"

	"reftel/model"
	"reftel/model/query"
	"reftel/model/safe"
)

// The lists that words are numbered in.
const (
	listStation = iota
	listTag
	listCaption
	listControl
	listSource
	lists
)

// noDate is the date of a cable without one: older than any.
const noDate = math.MinInt64

// facts is what columns hold of one cable, before its words have numbers.
type facts struct {
	created  int64
	key      model.Key
	level    model.Level
	controls []model.Control
	flags    uint16 // query.Trait
	tags     []string
	captions []string
	refs     []model.Key
	source   string
}

func factsOf(c *model.Cable) facts {
	f := facts{created: noDate, key: c.ID.Key(), level: c.Classification.Level, controls: c.Classification.Controls, source: c.Source.Path.String(), flags: uint16(query.TraitsOf(c))}
	if !c.Created.IsZero() {
		f.created = c.Created.Unix()
	}
	f.tags = codes(query.FieldTag, c.TAGS)
	f.captions = codes(query.FieldCaption, c.Captions)
	for _, r := range c.References {
		if k := r.ID.Key(); !r.ID.Zero() && !slices.Contains(f.refs, k) {
			f.refs = append(f.refs, k)
		}
	}
	return f
}

// codes gives TAGS or captions as queries have them, each once.
func codes(field query.FieldName, lines []safe.Line) []string {
	var all []string
	for _, l := range lines {
		if code := query.Code(field, l.String()); code != "" && !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all
}

// many is a column with several values a cable, one after the other; end says where each cable's values end.
type many[T uint32 | uint64] struct {
	end    []uint32
	values []T
}

func (m *many[T]) add(values ...T) {
	m.values = append(m.values, values...)
	m.end = append(m.end, uint32(len(m.values)))
}

func (m *many[T]) of(i int) []T { return m.values[m.start(i):m.end[i]] }

// start is where the values of a cable begin.
func (m *many[T]) start(i int) uint32 {
	if i == 0 {
		return 0
	}
	return m.end[i-1]
}

func (m *many[T]) clip(n int) many[T] { return many[T]{m.end[:n:n], m.values[:m.start(n):m.start(n)]} }

// columns holds of all cables what they are filtered, counted and sorted by. Index i is row i+1. They only grow.
type columns struct {
	created  []int64 // seconds since 1970
	key      []uint64
	level    []uint8
	flags    []uint16
	source   []uint32
	controls many[uint32]
	tags     many[uint32]
	captions many[uint32]
	refs     many[uint64]
}

func (c *columns) len() int { return len(c.created) }

// clip is the first n cables, which later growth does not touch.
func (c *columns) clip(n int) columns {
	return columns{
		created: c.created[:n:n], key: c.key[:n:n], level: c.level[:n:n], flags: c.flags[:n:n], source: c.source[:n:n],
		controls: c.controls.clip(n), tags: c.tags.clip(n), captions: c.captions.clip(n), refs: c.refs.clip(n),
	}
}

// add takes in a cable; number gives the number of a word.
func (c *columns) add(f *facts, number func(list int, word string) uint32) {
	c.created = append(c.created, f.created)
	c.key = append(c.key, packKey(f.key, func(s string) (uint32, bool) { return number(listStation, s), true }))
	c.level = append(c.level, uint8(f.level))
	c.flags = append(c.flags, f.flags)
	c.source = append(c.source, number(listSource, f.source))
	var numbers [32]uint32
	some := numbers[:0]
	for _, w := range f.controls {
		some = append(some, number(listControl, string(w)))
	}
	c.controls.add(some...)
	some = some[:0]
	for _, w := range f.tags {
		some = append(some, number(listTag, w))
	}
	c.tags.add(some...)
	some = some[:0]
	for _, w := range f.captions {
		some = append(some, number(listCaption, w))
	}
	c.captions.add(some...)
	for _, k := range f.refs {
		c.refs.values = append(c.refs.values, packKey(k, func(s string) (uint32, bool) { return number(listStation, s), true }))
	}
	c.refs.add()
}

// The parts of a packed key: the year, the number of the station, the serial number. 0 is no identifier.
const (
	stationBits = 20
	serialBits  = 30
)

func packKey(k model.Key, station func(string) (uint32, bool)) uint64 {
	if k.Station == "" {
		return 0
	}
	n, ok := station(k.Station)
	if !ok {
		return 0
	}
	return uint64(uint16(k.Year))<<(stationBits+serialBits) | uint64(n)<<serialBits | uint64(k.Serial)
}

func stationOf(p uint64) uint32 { return uint32(p >> serialBits & (1<<stationBits - 1)) }

// encode writes the cables from i on.
func (c *columns) encode(i int) []byte {
	n := c.len() - i
	b := make([]byte, 0, n*64)
	le := binary.LittleEndian
	b = le.AppendUint32(b, uint32(n))
	for _, v := range c.created[i:] {
		b = le.AppendUint64(b, uint64(v))
	}
	for _, v := range c.key[i:] {
		b = le.AppendUint64(b, v)
	}
	b = append(b, c.level[i:]...)
	for _, v := range c.flags[i:] {
		b = le.AppendUint16(b, v)
	}
	for _, v := range c.source[i:] {
		b = le.AppendUint32(b, v)
	}
	b = encodeMany(b, &c.controls, i)
	b = encodeMany(b, &c.tags, i)
	b = encodeMany(b, &c.captions, i)
	b = encodeMany(b, &c.refs, i)
	return seal(b)
}

func encodeMany[T uint32 | uint64](b []byte, m *many[T], i int) []byte {
	base := uint32(0)
	if i > 0 {
		base = m.end[i-1]
	}
	for _, e := range m.end[i:] {
		b = binary.LittleEndian.AppendUint32(b, e-base)
	}
	for _, v := range m.values[base:] {
		if wide[T]() {
			b = binary.LittleEndian.AppendUint64(b, uint64(v))
		} else {
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		}
	}
	return b
}

func wide[T uint32 | uint64]() bool { return ^T(0) > math.MaxUint32 }

// grow makes room for n more cables, so that loading does not copy again and again.
func (c *columns) grow(n int) {
	c.created, c.key, c.level, c.flags, c.source = slices.Grow(c.created, n), slices.Grow(c.key, n), slices.Grow(c.level, n), slices.Grow(c.flags, n), slices.Grow(c.source, n)
	c.controls.end, c.tags.end, c.captions.end, c.refs.end = slices.Grow(c.controls.end, n), slices.Grow(c.tags.end, n), slices.Grow(c.captions.end, n), slices.Grow(c.refs.end, n)
	c.tags.values, c.captions.values, c.refs.values = slices.Grow(c.tags.values, 4*n), slices.Grow(c.captions.values, n), slices.Grow(c.refs.values, 3*n)
}

// decode appends what encode wrote.
func (c *columns) decode(b []byte) error {
	b, err := unseal(b)
	if err != nil {
		return err
	}
	r := reader{b: b}
	le := binary.LittleEndian
	head := r.bytes(4)
	if r.err != nil {
		return r.err
	}
	n := uint64(le.Uint32(head))
	created, key := r.bytes(8*n), r.bytes(8*n)
	level, flags, source := r.bytes(n), r.bytes(2*n), r.bytes(4*n)
	if r.err != nil {
		return r.err
	}
	for i := range int(n) {
		c.created = append(c.created, int64(le.Uint64(created[8*i:])))
		c.key = append(c.key, le.Uint64(key[8*i:]))
		c.flags = append(c.flags, le.Uint16(flags[2*i:]))
		c.source = append(c.source, le.Uint32(source[4*i:]))
	}
	c.level = append(c.level, level...)
	decodeMany(&r, &c.controls, n)
	decodeMany(&r, &c.tags, n)
	decodeMany(&r, &c.captions, n)
	decodeMany(&r, &c.refs, n)
	return r.err
}

func decodeMany[T uint32 | uint64](r *reader, m *many[T], n uint64) {
	base := uint32(len(m.values))
	ends := r.bytes(4 * n)
	if r.err != nil || n == 0 {
		return
	}
	last := uint32(0)
	for i := range int(n) {
		e := binary.LittleEndian.Uint32(ends[4*i:])
		if e < last {
			r.fail()
			return
		}
		last = e
		m.end = append(m.end, base+e)
	}
	size := uint64(4)
	if wide[T]() {
		size = 8
	}
	values := r.bytes(size * uint64(last))
	if r.err != nil {
		return
	}
	for i := range int(last) {
		if size == 8 {
			m.values = append(m.values, T(binary.LittleEndian.Uint64(values[8*i:])))
		} else {
			m.values = append(m.values, T(binary.LittleEndian.Uint32(values[4*i:])))
		}
	}
}
