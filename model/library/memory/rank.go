package memory

import (
	"cmp"
	"context"
	"slices"

	"reftel/model"
	"reftel/model/query"
)

// mostRanked is how many cables are parsed to be ranked; it takes about half a second. Of a query that may find more, the
// newest come first.
const mostRanked = 4000

// ranked is a row and how well it answers a query.
type ranked struct {
	result
	score float32
}

// weight is how much a unit of so many words says to a query, of which it has so many. The head says more than all others.
func weight(terms, words int, head bool) float32 {
	w := float32(terms) / float32(words+20)
	if head {
		w++
	}
	return w
}

// rank answers for all rows and puts those first in which the words stand close together, or in the head.
func (l *Library) rank(ctx context.Context, s *search, order []int32, r *reader) error {
	if !r.has(int32(len(s.question.rows)) - 1) {
		return l.rankRead(ctx, s, order)
	}
	k := s.question
	var t tools
	var all []ranked
	for i, at := range order {
		if i%blockOfRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if k.known(at, r) == query.No {
			continue
		}
		a := asked{question: k, reader: r, at: at}
		if unit, score, ok := r.find(at, k.matcher, &a, &t.seen, true); ok {
			all = append(all, ranked{result{at, unit, accepted}, score})
		}
	}
	s.next, s.sifted = len(order), nil
	s.ranked(all)
	return nil
}

// rankRead does so where the words are not kept, a part at a time: it looks through the bytes of all cables, and parses
// those that may be found when they are not too many.
func (l *Library) rankRead(ctx context.Context, s *search, order []int32) error {
	switch {
	case len(s.sifted) > mostRanked:
		s.unranked = true
		return nil
	case s.next < len(order):
		_, err := l.ahead(ctx, s, order, nil)
		if err == nil {
			s.looked()
		}
		return err
	}
	k := s.question
	all := make([]ranked, len(s.sifted))
	rows := make([]int, len(all))
	for i := range all {
		all[i], rows[i] = ranked{result: s.sifted[i]}, i
	}
	l.readAgain(ctx, rows, func(i int, t *tools) {
		one := &all[i]
		one.state = refused
		if c := l.cable(ctx, one.at); c != nil {
			k.weigh(c, one, t)
		}
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	s.sifted = nil
	s.ranked(all)
	return nil
}

// weigh finds the first unit of a cable that satisfies the query, and the weight of the one that answers it best.
func (k *question) weigh(c *model.Cable, one *ranked, t *tools) {
	a := &asked{question: k, at: one.at, cable: c}
	for i := query.Head; int(i) < len(c.Paragraphs); i++ {
		t.seen.Reset()
		t.seen.Text(k.matcher, &t.scan, query.TextOf(c, i).String())
		if !k.matcher.Match(&t.seen, a.of(i)) {
			continue
		}
		if one.state == refused {
			one.unit, one.state = i, accepted
		}
		one.score = max(one.score, weight(t.seen.Terms(), t.seen.Words(), i < 0))
	}
}

// ranked takes in all that was found, the best first.
func (s *search) ranked(all []ranked) {
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	results := make([]result, len(all))
	for i, one := range all {
		results[i] = one.result
	}
	s.found(results, true)
}
