package segment

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"
	"math/bits"
	"math/rand/v2"
	"os"
	"slices"
)

// Builder gathers what a segment holds, in memory. It is for one goroutine.
type Builder struct {
	rows      []uint32
	firsts    []uint32 // unit of each cable
	marks     []uint16
	lengths   []uint16
	markTexts []string
	markOf    map[string]uint16

	table []slot
	words []word
	texts []byte // the words one after the other
	seed  uint64

	size      int // bytes of postings, about
	positions uint64
}

// slot is a place of the hash table: a part of the hash, and the number of the word, from 1.
type slot struct{ hash, word uint32 }

// word is a word and where it stands, as far as it was read. What every occurrence needs comes first, on one line of the
// processor's cache.
type word struct {
	at, end  uint32 // in texts
	unit     uint32 // last unit
	times    uint32 // in it
	position uint32 // last position in it
	before   uint32 // unit before it; what is written of the list ends there
	places   []byte
	docs     []byte
	units    uint32
	skips    []uint32 // lengths of places at each 128th unit
}

// skipEvery is how many units lie between two offsets of positions.
const skipEvery = 128

// NewBuilder makes an empty builder.
func NewBuilder() *Builder {
	return &Builder{table: make([]slot, 1<<12), seed: rand.Uint64() | 1, markOf: map[string]uint16{}}
}

// Empty tells whether there is no cable.
func (b *Builder) Empty() bool { return len(b.rows) == 0 }

// Size is about how much memory the builder takes, in bytes.
func (b *Builder) Size() int { return b.size }

// Rows are the cables, in the order in which they came.
func (b *Builder) Rows() []uint32 { return b.rows }

// Cable begins with a cable, whose rows have to ascend.
func (b *Builder) Cable(row uint32) {
	b.rows = append(b.rows, row)
	b.firsts = append(b.firsts, uint32(len(b.marks)))
}

// Unit begins with a unit of the last cable; mark names its marking.
func (b *Builder) Unit(mark string) {
	n, ok := b.markOf[mark]
	if !ok {
		n = uint16(min(len(b.markTexts), math.MaxUint16-1))
		b.markTexts = append(b.markTexts, mark)
		b.markOf[mark] = n
	}
	b.marks = append(b.marks, n)
	b.lengths = append(b.lengths, 0)
}

// Length says how many words the last unit has.
func (b *Builder) Length(n int) { b.lengths[len(b.lengths)-1] = uint16(min(n, math.MaxUint16)) }

// Word takes in a word of the last unit at a position. Of one unit, the positions of a word have to ascend.
func (b *Builder) Word(text []byte, position int) {
	b.word(text, uint32(len(b.marks)-1), uint32(position))
}

// WordOfHead takes in a word of the first unit of the last cable, whatever came since.
func (b *Builder) WordOfHead(text []byte, position int) {
	b.word(text, b.firsts[len(b.firsts)-1], uint32(position))
}

func (b *Builder) word(text []byte, unit, position uint32) {
	w := b.find(text)
	switch {
	case w.times == 0: // new
		w.unit, w.times = unit, 1
		w.places = appendUvarint(w.places, position)
	case w.unit == unit:
		w.times++
		w.places = appendUvarint(w.places, position-w.position)
	default:
		w.close()
		w.unit, w.times = unit, 1
		if w.units%skipEvery == 0 {
			w.skips = append(w.skips, uint32(len(w.places)))
		}
		w.places = appendUvarint(w.places, position)
		b.size += 2
	}
	w.position = position
	b.size++
	b.positions++
}

func appendUvarint(b []byte, v uint32) []byte {
	if v < 0x80 {
		return append(b, byte(v))
	}
	return binary.AppendUvarint(b, uint64(v))
}

// close writes the last unit.
func (w *word) close() {
	delta := w.unit - w.before
	if w.times == 1 {
		w.docs = binary.AppendUvarint(w.docs, uint64(delta)<<1)
	} else {
		w.docs = binary.AppendUvarint(w.docs, uint64(delta)<<1|1)
		w.docs = binary.AppendUvarint(w.docs, uint64(w.times))
	}
	w.before = w.unit
	w.units++
}

// find gives the entry of a word.
func (b *Builder) find(text []byte) *word {
	hash := b.hash(text)
	mask := uint32(len(b.table) - 1)
	at := hash & mask
	for ; b.table[at].word != 0; at = (at + 1) & mask {
		if b.table[at].hash != hash {
			continue
		}
		w := &b.words[b.table[at].word-1]
		if string(b.texts[w.at:w.end]) == string(text) {
			return w
		}
	}
	from := uint32(len(b.texts))
	b.texts = append(b.texts, text...)
	b.words = append(b.words, word{at: from, end: uint32(len(b.texts))})
	b.table[at] = slot{hash, uint32(len(b.words))}
	b.size += len(text) + 160
	if 2*len(b.words) > len(b.table) {
		b.rehash()
	}
	return &b.words[len(b.words)-1]
}

func (b *Builder) rehash() {
	old := b.table
	b.table = make([]slot, 2*len(old))
	mask := uint32(len(b.table) - 1)
	for _, s := range old {
		if s.word == 0 {
			continue
		}
		at := s.hash & mask
		for b.table[at].word != 0 {
			at = (at + 1) & mask
		}
		b.table[at] = s
	}
}

// hash is that of wyhash in short: words are short, and a call for each costs more than the work. The seed keeps
// texts that were made for it from filling one place of the table.
func (b *Builder) hash(text []byte) uint32 {
	h := b.seed
	for len(text) > 8 {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(text), 0x9e3779b97f4a7c15)
		h = hi ^ lo ^ b.seed
		text = text[8:]
	}
	var v uint64
	if len(text) == 8 {
		v = binary.LittleEndian.Uint64(text)
	} else {
		for i := len(text) - 1; i >= 0; i-- {
			v = v<<8 | uint64(text[i])
		}
	}
	hi, lo := bits.Mul64(h^v, 0xe7037ed1a0b428db^uint64(len(text)))
	h = hi ^ lo
	return uint32(h ^ h>>32)
}

// The magic at both ends.
const (
	magic    = "RFSEG\x00\x00\x01"
	magicEnd = "RFSEGEND"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Write writes the segment to a file, which must not be there yet, and waits until it is on the disk. The builder is used
// up afterwards. What a failed write left is taken away.
func (b *Builder) Write(path string) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			_ = os.Remove(path)
		}
	}()
	w := &sink{w: bufio.NewWriterSize(f, 256<<10)}
	w.raw([]byte(magic))
	b.write(w)
	if w.err == nil {
		w.err = w.w.Flush()
	}
	if w.err != nil {
		return w.err
	}
	return f.Sync()
}

// wordsPerBlock is how many words stand together.
const wordsPerBlock = 16

func (b *Builder) write(w *sink) {
	order := make([]uint32, len(b.words))
	for i := range order {
		order[i] = uint32(i)
	}
	text := func(i uint32) []byte { return b.texts[b.words[i].at:b.words[i].end] }
	slices.SortFunc(order, func(x, y uint32) int { return bytes.Compare(text(x), text(y)) })
	var words, index []byte
	var last []byte
	var part []byte
	for n, i := range order {
		e := &b.words[i]
		e.close()
		if n%wordsPerBlock == 0 {
			index = binary.AppendUvarint(index, uint64(len(words)))
			index = binary.AppendUvarint(index, uint64(len(text(i))))
			index = append(index, text(i)...)
			words = binary.LittleEndian.AppendUint64(words, uint64(w.at))
			last = nil
		}
		t := text(i)
		common := 0
		for common < len(t) && common < len(last) && t[common] == last[common] {
			common++
		}
		words = binary.AppendUvarint(words, uint64(common))
		words = binary.AppendUvarint(words, uint64(len(t)-common))
		words = append(words, t[common:]...)
		places := e.places
		if e.units > skipEvery {
			part = part[:0]
			for _, s := range e.skips {
				part = binary.LittleEndian.AppendUint32(part, s)
			}
			part = append(part, places...)
			places = part
		}
		words = binary.AppendUvarint(words, uint64(e.units))
		words = binary.AppendUvarint(words, uint64(len(e.docs)))
		words = binary.AppendUvarint(words, uint64(len(places)))
		last = t
		w.sealed(e.docs)
		w.sealed(places)
		e.docs, e.places = nil, nil
	}
	var units []byte
	for i, r := range b.rows {
		units = binary.LittleEndian.AppendUint32(units, r)
		units = binary.LittleEndian.AppendUint32(units, b.firsts[i])
	}
	for i, m := range b.marks {
		units = binary.LittleEndian.AppendUint16(units, m)
		units = binary.LittleEndian.AppendUint16(units, b.lengths[i])
	}
	var marks []byte
	for _, m := range b.markTexts {
		marks = binary.AppendUvarint(marks, uint64(len(m)))
		marks = append(marks, m...)
	}
	var footer []byte
	for _, p := range [][]byte{words, index, units, marks} {
		footer = binary.LittleEndian.AppendUint64(footer, uint64(w.at))
		footer = binary.LittleEndian.AppendUint64(footer, uint64(len(p)))
		w.sealed(p)
	}
	for _, n := range []uint64{uint64(len(b.rows)), uint64(len(b.marks)), uint64(len(b.words)), b.positions} {
		footer = binary.LittleEndian.AppendUint64(footer, n)
	}
	w.sealed(footer)
	w.raw([]byte(magicEnd))
}

// sink writes and counts. After an error it does nothing more.
type sink struct {
	w   *bufio.Writer
	at  int64
	err error
}

func (s *sink) raw(b []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
		s.at += int64(len(b))
	}
}

func (s *sink) sealed(b []byte) {
	s.raw(b)
	s.raw(binary.LittleEndian.AppendUint32(nil, crc32.Checksum(b, castagnoli)))
}
