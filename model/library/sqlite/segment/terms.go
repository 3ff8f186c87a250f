package segment

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
)

// terms are the words that a builder has, and where they stand.
//
// Words wait until some are together, and are looked up in passes: each pass reads one table for all of them. Their
// places in the tables are far apart in memory, and the processor fetches several at once only where none has to wait
// for what another decided.
type terms struct {
	table []slot
	words []word
	texts []byte // of the words, one after the other, each filled up with zeros to eights
	seed  uint64
	lists lists
	skips [][]uint32 // of words with many units: lengths of places at each 128th

	waiting   []waiting
	pending   []byte // their texts, as in texts
	positions uint64
}

// slot is a place of the hash table: a part of the hash, and the number of the word, from 1.
type slot struct{ hash, word uint32 }

// word is a word and where it stands, as far as it was read: one line of the processor's cache.
type word struct {
	at, size uint32 // in texts
	unit     uint32 // last unit
	times    uint32 // in it
	position uint32 // last position in it
	before   uint32 // unit before it; what is written of the list ends there
	units    uint32
	skips    uint32 // number of those in terms, from 1
	docs     list
	places   list
}

// waiting is a word that was not looked up yet.
type waiting struct {
	at, size       uint32 // in pending
	hash           uint32
	word           uint32 // what the table has at its place
	unit, position uint32
}

// skipEvery is how many units lie between two offsets of positions.
const skipEvery = 128

// mostWaiting is how many words are looked up together.
const mostWaiting = 256

func newTerms() terms {
	return terms{table: make([]slot, 1<<12), seed: rand.Uint64() | 1, waiting: make([]waiting, 0, mostWaiting), pending: make([]byte, 0, 16*mostWaiting)}
}

// reset forgets all words, and keeps the memory.
func (t *terms) reset() {
	clear(t.table)
	t.words, t.texts, t.skips = t.words[:0], t.texts[:0], t.skips[:0]
	t.waiting, t.pending, t.positions = t.waiting[:0], t.pending[:0], 0
	t.lists.reset()
}

// size is about how much memory the words take, in bytes.
func (t *terms) size() int { return t.lists.size() + 96*len(t.words) + len(t.texts) }

// text is that of a word.
func (t *terms) text(w *word) []byte { return t.texts[w.at : w.at+w.size] }

// eights is the length up to which a text is filled with zeros.
func eights(n int) int { return (n + 7) &^ 7 }

// zeros fills a text up.
var zeros [8]byte

// add takes in a word.
func (t *terms) add(text []byte, unit, position uint32) {
	if len(t.waiting) == mostWaiting {
		t.settle()
	}
	at := len(t.pending)
	t.pending = append(t.pending, text...)
	t.pending = append(t.pending, zeros[:-len(text)&7]...)
	t.waiting = append(t.waiting, waiting{at: uint32(at), size: uint32(len(text)), unit: unit, position: position})
}

// settle looks up the words that wait, and takes them in.
func (t *terms) settle() {
	mask := uint32(len(t.table) - 1)
	for i := range t.waiting {
		w := &t.waiting[i]
		w.hash = t.hash(t.pending[w.at:w.at+uint32(eights(int(w.size)))], w.size)
	}
	for i := range t.waiting { // what the table has at their places
		w := &t.waiting[i]
		w.word = 0
		if s := t.table[w.hash&mask]; s.hash == w.hash {
			w.word = s.word
		}
	}
	for i := range t.waiting { // whether that is the word
		w := &t.waiting[i]
		if w.word == 0 || !t.same(&t.words[w.word-1], w) {
			w.word = 0
		}
	}
	for i := range t.waiting {
		w := &t.waiting[i]
		if w.word == 0 {
			w.word = t.find(w)
		}
		t.put(&t.words[w.word-1], w.unit, w.position)
	}
	t.positions += uint64(len(t.waiting))
	t.waiting, t.pending = t.waiting[:0], t.pending[:0]
}

// same tells whether a word is the one that waits.
func (t *terms) same(w *word, of *waiting) bool {
	if w.size != of.size {
		return false
	}
	n := eights(int(w.size))
	a, b := t.texts[w.at:], t.pending[of.at:]
	for i := 0; i+8 <= n; i += 8 {
		if binary.LittleEndian.Uint64(a[i:]) != binary.LittleEndian.Uint64(b[i:]) {
			return false
		}
	}
	return true
}

// find gives the number of a word, and makes it if it is new.
func (t *terms) find(of *waiting) uint32 {
	mask := uint32(len(t.table) - 1)
	at := of.hash & mask
	for ; t.table[at].word != 0; at = (at + 1) & mask {
		if s := t.table[at]; s.hash == of.hash && t.same(&t.words[s.word-1], of) {
			return s.word
		}
	}
	t.words = append(t.words, word{at: uint32(len(t.texts)), size: of.size})
	t.texts = append(t.texts, t.pending[of.at:of.at+uint32(eights(int(of.size)))]...)
	n := uint32(len(t.words))
	t.table[at] = slot{of.hash, n}
	if 2*len(t.words) > len(t.table) {
		t.rehash()
	}
	return n
}

func (t *terms) rehash() {
	old := t.table
	t.table = make([]slot, 2*len(old))
	mask := uint32(len(t.table) - 1)
	for _, s := range old {
		if s.word == 0 {
			continue
		}
		at := s.hash & mask
		for t.table[at].word != 0 {
			at = (at + 1) & mask
		}
		t.table[at] = s
	}
}

// hash is that of wyhash in short: words are short, and a call for each costs more than the work. The seed keeps
// texts that were made for it from filling one place of the table.
func (t *terms) hash(text []byte, size uint32) uint32 {
	h := t.seed ^ uint64(size)
	for ; len(text) >= 8; text = text[8:] {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(text), 0x9e3779b97f4a7c15)
		h = hi ^ lo ^ t.seed
	}
	hi, lo := bits.Mul64(h, 0xe7037ed1a0b428db)
	h = hi ^ lo
	return uint32(h ^ h>>32)
}

// put adds to a word where it stands.
func (t *terms) put(w *word, unit, position uint32) {
	at := position
	switch {
	case w.times == 0: // new
		w.unit, w.times = unit, 1
	case w.unit == unit:
		w.times++
		at = position - w.position
	default:
		t.close(w)
		w.unit, w.times = unit, 1
		if w.units%skipEvery == 0 {
			if w.skips == 0 {
				t.skips = append(t.skips, nil)
				w.skips = uint32(len(t.skips))
			}
			t.skips[w.skips-1] = append(t.skips[w.skips-1], w.places.size)
		}
	}
	t.lists.add(&w.places, at)
	w.position = position
}

// close writes the last unit of a word.
func (t *terms) close(w *word) {
	delta := w.unit - w.before
	if w.times == 1 {
		t.lists.add64(&w.docs, uint64(delta)<<1)
	} else {
		t.lists.add64(&w.docs, uint64(delta)<<1|1)
		t.lists.add(&w.docs, w.times)
	}
	w.before = w.unit
	w.units++
}
