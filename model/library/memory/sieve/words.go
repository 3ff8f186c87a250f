package sieve

// words is a set of words. Its zero value has to be reset.
type words struct {
	slots []slot
	round uint32 // slots of another are empty
	n     int
	text  []byte
}

type slot struct {
	hash       hash
	round      uint32
	start, len uint32 // in text
}

// hash is FNV-1a.
type hash uint32

func newHash() hash             { return 2166136261 }
func (h hash) with(c byte) hash { return (h ^ hash(c)) * 16777619 }

func hashOf(word []byte) hash {
	h := newHash()
	for _, c := range word {
		h = h.with(c)
	}
	return h
}

// reset empties the set, and gives back what a very large cable took.
func (w *words) reset() {
	w.round++
	if w.round == 0 || len(w.slots) > 1<<16 {
		*w = words{round: 1}
	}
	if w.slots == nil {
		w.slots = make([]slot, 1<<11)
	}
	w.n, w.text = 0, w.text[:0]
}

// add puts a word into the set; false where it is there.
func (w *words) add(word []byte, h hash) bool {
	mask := uint32(len(w.slots) - 1)
	i := uint32(h) & mask
	for ; w.slots[i].round == w.round; i = (i + 1) & mask {
		s := &w.slots[i]
		if s.hash == h && string(w.text[s.start:s.start+s.len]) == string(word) {
			return false
		}
	}
	w.slots[i] = slot{h, w.round, uint32(len(w.text)), uint32(len(word))}
	w.text = append(w.text, word...)
	if w.n++; 2*w.n > len(w.slots) {
		w.grow()
	}
	return true
}

func (w *words) grow() {
	old := w.slots
	w.slots = make([]slot, 2*len(old))
	mask := uint32(len(w.slots) - 1)
	for _, s := range old {
		if s.round != w.round {
			continue
		}
		i := uint32(s.hash) & mask
		for w.slots[i].round == w.round {
			i = (i + 1) & mask
		}
		w.slots[i] = s
	}
}
