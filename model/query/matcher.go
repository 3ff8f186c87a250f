package query

import (
	"bytes"
	"fmt"

	"reftel/model"
)

// Matcher answers a query fast, a unit at a time: whoever has the words of a unit, from a Scanner or from an index, tells
// which of the query's words each is. It is not changed after it was made, and may be used from several goroutines.
type Matcher struct {
	root   Node
	terms  []Word
	exact  map[string]uint64
	prefix []term
	first  [256]uint32       // of each byte, how long the terms are that begin with it: a bit for each length
	nodes  map[string]phrase // phrases by what they are written as
}

type term struct {
	text []byte
	bit  uint64
}

type phrase []uint64 // the bit of each word

// mostTerms is how many different words a query may have: one bit each.
const mostTerms = 64

// NewMatcher prepares a query. One of more than 64 different words is refused.
func NewMatcher(q Query) (*Matcher, error) {
	m := &Matcher{root: q.Root, exact: map[string]uint64{}, nodes: map[string]phrase{}}
	known := map[Word]uint64{}
	var err error
	take := func(words []Word) {
		p := make(phrase, len(words))
		for i, w := range words {
			bit := known[w]
			if bit == 0 {
				if len(m.terms) == mostTerms {
					err = &Error{Len: len(q.Text), What: fmt.Sprintf("a query has at most %d different words", mostTerms)}
					return
				}
				bit = 1 << len(m.terms)
				known[w] = bit
				m.terms = append(m.terms, w)
				if w.Prefix {
					m.prefix = append(m.prefix, term{[]byte(w.Text), bit})
					m.first[w.Text[0]] = ^uint32(0)
				} else {
					m.exact[w.Text] = bit
					m.first[w.Text[0]] |= 1 << (len(w.Text) % 32)
				}
			}
			p[i] = bit
		}
		m.nodes[written(words)] = p
	}
	Walk(q.Root, func(n Node) {
		switch n := n.(type) {
		case Word:
			take([]Word{n})
		case Phrase:
			take(n.Words)
		case Near:
			for _, part := range n.Parts {
				take(part.Words)
			}
		}
	})
	return m, err
}

// Terms lists the words that the query has, wherever they stand in it. The bit of each is its place in the list.
func (m *Matcher) Terms() []Word { return m.terms }

// Mask tells which terms a word, which is not empty, is: a bit for each.
func (m *Matcher) Mask(word []byte) uint64 {
	if m.first[word[0]]&(1<<(len(word)%32)) == 0 { // as most words are
		return 0
	}
	mask := m.exact[string(word)]
	for i := range m.prefix {
		if bytes.HasPrefix(word, m.prefix[i].text) {
			mask |= m.prefix[i].bit
		}
	}
	return mask
}

// Seen is what was seen of a unit: the terms, and where. Its zero value has seen nothing.
type Seen struct {
	at    []int32
	masks []uint64
	union uint64
	n     int32
}

// Reset begins with another unit.
func (s *Seen) Reset() { s.at, s.masks, s.union, s.n = s.at[:0], s.masks[:0], 0, 0 }

// Add takes the next word of the unit, given the terms that it is.
func (s *Seen) Add(mask uint64) {
	if mask != 0 {
		s.at = append(s.at, s.n)
		s.masks = append(s.masks, mask)
		s.union |= mask
	}
	s.n++
}

// Text takes all words of a text.
func (s *Seen) Text(m *Matcher, scan *Scanner, text string) {
	for scan.Reset(text); scan.Scan(); {
		s.Add(m.Mask(scan.Word()))
	}
}

// Terms counts the words of the unit that are terms of the query.
func (s *Seen) Terms() int { return len(s.at) }

// Words counts the words of the unit.
func (s *Seen) Words() int { return int(s.n) }

// Asked answers what is not in the words of a unit.
type Asked interface {
	Holds(f Field) bool               // for the cable; never asked of FieldMark
	Marked(f Field) bool              // for the unit
	OnShelf(set map[string]bool) bool // whether the cable is in a set of cards
}

// Match tells whether a unit satisfies the query.
func (m *Matcher) Match(s *Seen, f Asked) bool { return m.match(m.root, s, f) }

func (m *Matcher) match(n Node, s *Seen, f Asked) bool {
	switch n := n.(type) {
	case And:
		for _, part := range n.Nodes {
			if !m.match(part, s, f) {
				return false
			}
		}
		return true
	case Or:
		for _, part := range n.Nodes {
			if m.match(part, s, f) {
				return true
			}
		}
		return false
	case Not:
		return !m.match(n.Node, s, f)
	case Word:
		return s.union&m.bit(n) != 0
	case Phrase:
		p := m.nodes[written(n.Words)]
		return s.holds(p) && s.next(p, 0) >= 0
	case Near:
		return m.near(n, s)
	case Field:
		if n.Name == FieldMark {
			return f.Marked(n)
		}
		return f.Holds(n)
	case Cards:
		return f.OnShelf(n.Set)
	}
	return n == nil
}

func (m *Matcher) bit(w Word) uint64 {
	if !w.Prefix {
		return m.exact[w.Text]
	}
	for i := range m.prefix {
		if string(m.prefix[i].text) == w.Text {
			return m.prefix[i].bit
		}
	}
	return 0
}

// holds tells whether all words of a phrase were seen at all.
func (s *Seen) holds(p phrase) bool {
	for _, bit := range p {
		if s.union&bit == 0 {
			return false
		}
	}
	return true
}

// next is the index in s.at, from i on, at which a phrase begins; -1 where it does no more.
func (s *Seen) next(p phrase, i int) int {
	for ; i+len(p) <= len(s.at); i++ {
		n := 0
		for n < len(p) && s.masks[i+n]&p[n] != 0 && s.at[i+n] == s.at[i]+int32(n) {
			n++
		}
		if n == len(p) {
			return i
		}
	}
	return -1
}

func (m *Matcher) near(n Near, s *Seen) bool {
	starts := make([][]int, len(n.Parts))
	for i, part := range n.Parts {
		p := m.nodes[written(part.Words)]
		if !s.holds(p) {
			return false
		}
		for at := s.next(p, 0); at >= 0; at = s.next(p, at+1) {
			starts[i] = append(starts[i], int(s.at[at]))
		}
	}
	return nearAt(n, starts)
}

// Answer is what is known of a node before the text is read.
type Answer int8

// The answers.
const (
	Unknown Answer = iota
	No
	Yes
)

// Knower tells what is known of a cable before its text is read.
type Knower interface {
	Field(f Field) Answer
	OnShelf(set map[string]bool) bool // whether the cable is in a set of cards
	May(w Word) bool                  // whether the word may stand in the cable
}

// Known tells what can be said of the query before the text is read, for every unit of a cable: that none can satisfy it,
// that all do, or nothing.
func (q Query) Known(k Knower) Answer { return known(q.Root, k) }

func known(n Node, k Knower) Answer {
	switch n := n.(type) {
	case nil:
		return Yes
	case And:
		all := Yes
		for _, part := range n.Nodes {
			switch known(part, k) {
			case No:
				return No
			case Unknown:
				all = Unknown
			}
		}
		return all
	case Or:
		none := No
		for _, part := range n.Nodes {
			switch known(part, k) {
			case Yes:
				return Yes
			case Unknown:
				none = Unknown
			}
		}
		return none
	case Not:
		switch known(n.Node, k) {
		case Yes:
			return No
		case No:
			return Yes
		}
	case Field:
		if n.Name != FieldMark {
			return k.Field(n)
		}
	case Cards:
		if k.OnShelf(n.Set) {
			return Yes
		}
		return No
	case Word:
		return may(k, n)
	case Phrase:
		return may(k, n.Words...)
	case Near:
		for _, part := range n.Parts {
			if may(k, part.Words...) == No {
				return No
			}
		}
	}
	return Unknown
}

// may is unknown where all of some words may stand in the cable, and no otherwise.
func may(k Knower, words ...Word) Answer {
	for _, w := range words {
		if !k.May(w) {
			return No
		}
	}
	return Unknown
}

// FindIn is what Find does, with a matcher: it reads the words of a cable's units until one satisfies the query.
func (m *Matcher) FindIn(c *model.Cable, f func(unit model.ParagraphIndex) Asked, s *Seen, scan *Scanner) (model.ParagraphIndex, bool) {
	for i := Head; int(i) < len(c.Paragraphs); i++ {
		s.Reset()
		if len(m.terms) > 0 {
			s.Text(m, scan, TextOf(c, i).String())
		}
		if m.Match(s, f(i)) {
			return i, true
		}
	}
	return Head, false
}
