package memory

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"reftel/model/library/memory/sieve"
	"reftel/model/query"
)

const (
	fewestSifted = 512     // rows looked at in one go when a search begins, so that what is common is there at once
	mostSifted   = 1 << 14 // and later
	mostGap      = 32 << 10
	mostAtOnce   = 512 << 10 // bytes read in one go, where no cable has more
	mostKept     = 8 << 20   // of a reader's buffer
)

// wanted is a word of a query: how it is looked for in bytes, and which odd words are it.
type wanted struct {
	term *sieve.Term
	odd  map[uint32]bool
}

// wanted prepares the words of a query; the caller holds the lock.
func (o *odds) wanted(words []query.Word) map[query.Word]*wanted {
	all := make(map[query.Word]*wanted, len(words))
	prefixes := false
	for _, w := range words {
		of := &wanted{term: sieve.NewTerm(w), odd: map[uint32]bool{}}
		if n, ok := o.numbers[w.Text]; ok {
			of.odd[n] = true
		}
		all[w] = of
		prefixes = prefixes || w.Prefix
	}
	if prefixes {
		for word, n := range o.numbers {
			for w, of := range all {
				if w.Prefix && w.Is(word) {
					of.odd[n] = true
				}
			}
		}
	}
	return all
}

// in tells whether the word may stand in a cable.
func (w *wanted) in(odd []uint32, received []byte) bool {
	if len(w.odd) > 0 {
		for _, n := range odd {
			if w.odd[n] {
				return true
			}
		}
	}
	return w.term.In(received)
}

// arranged is a query with what costs least to find out before the rest.
func arranged(q query.Query) query.Query {
	q.Root = arrangedNode(q.Root)
	return q
}

func arrangedNode(n query.Node) query.Node {
	sorted := func(nodes []query.Node) []query.Node {
		out := make([]query.Node, len(nodes))
		for i, part := range nodes {
			out[i] = arrangedNode(part)
		}
		slices.SortStableFunc(out, func(a, b query.Node) int { return cmp.Compare(cost(a), cost(b)) })
		return out
	}
	switch n := n.(type) {
	case query.And:
		return query.And{Nodes: sorted(n.Nodes)}
	case query.Or:
		return query.Or{Nodes: sorted(n.Nodes)}
	case query.Not:
		return query.Not{Node: arrangedNode(n.Node)}
	}
	return n
}

// cost is a number by which the parts of a query come: fields, then long words, which are rare and soon passed over.
func cost(n query.Node) int {
	words := func(all []query.Word) int {
		least := 99
		for _, w := range all {
			least = min(least, 99-min(len(w.Text), 90))
		}
		return least
	}
	switch n := n.(type) {
	case query.Word:
		return words([]query.Word{n})
	case query.Phrase:
		return words(n.Words)
	case query.Near:
		least := 99
		for _, part := range n.Parts {
			least = min(least, words(part.Words))
		}
		return least
	case query.Field, query.Cards:
		return 0
	case query.Not:
		return 100 + cost(n.Node)
	}
	return 100
}

// text is a row whose bytes have to be looked at: which of the results it is, and where the bytes lie.
type text struct {
	result int
	place  place
}

// stretch is texts in a file that are read in one go.
type stretch struct {
	texts []text
	to    int64
}

// stretches puts texts together that lie beside one another.
func stretches(texts []text) []stretch {
	slices.SortFunc(texts, func(a, b text) int {
		return cmp.Or(cmp.Compare(a.place.file, b.place.file), cmp.Compare(a.place.offset, b.place.offset))
	})
	var out []stretch
	for i, t := range texts {
		end := t.place.offset + int64(t.place.size)
		if n := len(out); n > 0 {
			last := &out[n-1]
			first := last.texts[0].place
			if first.file == t.place.file && t.place.offset-last.to <= mostGap && end-first.offset <= mostAtOnce {
				last.texts, last.to = texts[i-len(last.texts):i+1], max(last.to, end)
				continue
			}
		}
		out = append(out, stretch{texts[i : i+1], end})
	}
	return out
}

// sift looks at the bytes of rows on all cores, and answers for those that need not be parsed. What cannot be read is
// left to parsing, which tells why.
func (k *question) sift(ctx context.Context, results []result, texts []text) {
	all := stretches(texts)
	var group sync.WaitGroup
	next := make(chan stretch)
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		group.Go(func() {
			r := filers.Get().(*filer)
			defer func() {
				r.close()
				filers.Put(r)
			}()
			for s := range next {
				if ctx.Err() != nil {
					continue
				}
				for _, t := range s.texts {
					received := r.read(ctx, k.files, s, t.place)
					if received == nil {
						continue
					}
					res := &results[t.result]
					switch k.ahead.Known(&knower{question: k, at: res.at, received: received}) {
					case query.No:
						res.state = refused
					case query.Yes:
						res.state = accepted
					}
				}
			}
		})
	}
	for _, s := range all {
		next <- s
	}
	close(next)
	group.Wait()
}

// filer reads stretches of files.
type filer struct {
	number uint32 // of the file that is open; 0 for none
	bytes  Bytes  // nil where it could not be opened
	buf    []byte
	from   int64 // of what is in buf
	fresh  bool  // buf holds a stretch
	first  place // of it
}

var filers = sync.Pool{New: func() any { return new(filer) }}

func (r *filer) close() {
	if r.bytes != nil {
		_ = r.bytes.Close()
	}
	r.number, r.bytes, r.fresh = 0, nil, false
	if cap(r.buf) > mostKept {
		r.buf = nil
	}
}

// read gives the bytes of a text of a stretch, which is read whole with its first; nil where that fails.
func (r *filer) read(ctx context.Context, files []File, s stretch, p place) []byte {
	if first := s.texts[0].place; !r.fresh || r.first != first {
		if r.number != first.file {
			r.close()
			r.number = first.file
			if b, err := files[first.file-1].Open(ctx); err == nil {
				r.bytes = b
			}
		}
		r.fresh, r.first, r.from = true, first, first.offset
		n := int(s.to - first.offset)
		r.buf = slices.Grow(r.buf[:0], n)[:n]
		if r.bytes == nil {
			r.buf = r.buf[:0]
		} else if got, err := r.bytes.ReadAt(r.buf, r.from); got < n {
			_ = err // parsing meets it again, and tells
			r.buf = r.buf[:0]
		}
	}
	if len(r.buf) == 0 {
		return nil
	}
	at := p.offset - r.from
	return r.buf[at : at+int64(p.size)]
}
