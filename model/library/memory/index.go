package memory

import (
	"strings"
	"sync"

	"reftel/model"
	"reftel/model/query"
	"reftel/model/safe"
)

// mostText is how much text a collection has whose words are kept, in bytes. Each word takes four, so that a search of
// all of it goes over some 50 MB of memory: 10 to 20 ms. The files of a larger collection are read again.
const mostText = 64 << 20

// Large is how many bytes files have whose words are as a rule too many to be kept, so that it is not begun; see KeepNothing.
const Large = 2 * mostText

// index is the words of a small collection, each as a number, in the order of the text. Its lists are appended to, never
// changed.
type index struct {
	mu       sync.RWMutex
	dict     map[string]uint32 // nil once the collection is too large
	words    []uint32
	units    []unit   // the head of a cable, then its paragraphs
	first    []uint32 // of each row, its first unit
	people   []people
	markings []model.Marking
	marks    map[string]uint32
	size     int
}

// drop lets all words go; the caller holds the lock.
func (x *index) drop() {
	x.dict, x.words, x.units, x.first, x.people, x.markings, x.marks = nil, nil, nil, nil, nil, nil, nil
}

// unit is a paragraph or head.
type unit struct {
	end  uint32 // of its words
	mark uint32 // number of its marking
}

// people are the lines that the fields from, to and author look at.
type people struct{ from, to, author []safe.Line }

// prepared is a cable that is about to be indexed.
type prepared struct {
	words  []uint32
	units  []unit
	people people
	size   int
}

func newIndex() index {
	return index{dict: map[string]uint32{}, marks: map[string]uint32{}}
}

// prepare parts the text of a cable into words; nothing where the collection is too large already.
func (x *index) prepare(c *model.Cable) *prepared {
	p := &prepared{people: people{[]safe.Line{cut(c.From.Name)}, cutAll(query.Addressees(c)), cutAll(query.Authors(c))}}
	var s query.Scanner
	for i := query.Head; int(i) < len(c.Paragraphs); i++ {
		text := query.TextOf(c, i).String()
		p.size += len(text)
		x.mu.Lock()
		if x.dict == nil {
			x.mu.Unlock()
			return nil
		}
		for s.Reset(text); s.Scan(); {
			n, ok := x.dict[string(s.Word())]
			if !ok {
				n = uint32(len(x.dict))
				x.dict[string(s.Word())] = n
			}
			p.words = append(p.words, n)
		}
		u := unit{end: uint32(len(p.words))}
		if i >= 0 {
			u.mark = x.mark(c.Paragraphs[i].Mark)
		}
		x.mu.Unlock()
		p.units = append(p.units, u)
	}
	return p
}

func (x *index) mark(m model.Marking) uint32 {
	key := m.Full()
	n, ok := x.marks[key]
	if !ok {
		n = uint32(len(x.markings))
		m.Written = ""
		x.markings = append(x.markings, m)
		x.marks[key] = n
	}
	return n
}

// add takes in the cable of the next row. Once there is too much text, all of it is let go.
func (x *index) add(p *prepared) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.dict == nil {
		return
	}
	if p != nil {
		x.size += p.size
	}
	if p == nil || x.size > mostText {
		x.drop()
		return
	}
	x.first = append(x.first, uint32(len(x.units)))
	from := uint32(len(x.words))
	for _, u := range p.units {
		u.end += from
		x.units = append(x.units, u)
	}
	x.words = append(x.words, p.words...)
	x.people = append(x.people, p.people)
}

// reader looks for the terms of one query in an index as it was at one moment.
type reader struct {
	words    []uint32
	units    []unit
	first    []uint32
	people   []people
	markings []model.Marking
	masks    []uint64 // of each word of the dictionary
}

// reader makes a reader; nil where the words are not kept.
func (x *index) reader(m *query.Matcher) *reader {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.dict == nil {
		return nil
	}
	r := &reader{words: x.words, units: x.units, first: x.first, people: x.people, markings: x.markings, masks: make([]uint64, len(x.dict))}
	prefixes := false
	for _, t := range m.Terms() {
		prefixes = prefixes || t.Prefix
	}
	if prefixes {
		for word, n := range x.dict {
			r.masks[n] = m.Mask([]byte(word))
		}
		return r
	}
	for _, t := range m.Terms() {
		if n, ok := x.dict[t.Text]; ok {
			r.masks[n] = m.Mask([]byte(t.Text))
		}
	}
	return r
}

// has tells whether a row is in the index.
func (r *reader) has(at int32) bool { return r != nil && int(at) < len(r.first) }

// find gives the first unit of a row that satisfies a query, and how well the row answers it.
func (r *reader) find(at int32, m *query.Matcher, a *asked, s *query.Seen, ranked bool) (model.ParagraphIndex, float32, bool) {
	from := int(r.first[at])
	to := len(r.units)
	if int(at)+1 < len(r.first) {
		to = int(r.first[at+1])
	}
	start := uint32(0)
	if from > 0 {
		start = r.units[from-1].end
	}
	found, ok, score := query.Head, false, float32(0)
	for i := from; i < to; i++ {
		u := r.units[i]
		s.Reset()
		for _, w := range r.words[start:u.end] {
			s.Add(r.masks[w])
		}
		n := u.end - start
		start = u.end
		a.unit, a.mark = model.ParagraphIndex(i-from-1), model.Marking{}
		if i > from {
			a.mark = r.markings[u.mark]
		}
		if !m.Match(s, a) {
			continue
		}
		if !ok {
			found, ok = a.unit, true
		}
		if !ranked {
			break
		}
		score = max(score, weight(s.Terms(), int(n), i == from))
	}
	return found, score, ok
}

func cut(l safe.Line) safe.Line { return safe.Of(strings.Clone(l.String())) }

func cutAll(lines []safe.Line) []safe.Line {
	out := make([]safe.Line, len(lines))
	for i, l := range lines {
		out[i] = cut(l)
	}
	return out
}
