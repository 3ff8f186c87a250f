package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sort"
	"sync"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/sqlite/segment"
	"reftel/model/query"
)

// found is what a query finds: cables as found, and, where it is asked of paragraphs, the first unit of each that
// satisfies it.
type found struct {
	at    []uint32
	units []int32   // nil where the query is asked of whole cables
	score []float32 // of at, where it was asked for
}

// unitOf is the unit of a cable that was found.
func (f *found) unitOf(i uint32) model.ParagraphIndex {
	n := sort.Search(len(f.at), func(n int) bool { return f.at[n] >= i })
	return model.ParagraphIndex(f.units[n])
}

// question is a query and what it asks of the columns, answered once for all segments.
type question struct {
	ctx    context.Context
	a      *Archive
	v      *view
	q      query.Query
	fields map[string]cableSet // of the fields that columns answer, by their text
	cards  []cableSet          // of the Cards of the tree, in its order
}

// cableSet is a set of cables, by index.
type cableSet = segment.Set

// find answers a query. scored asks for scores too.
func (a *Archive) find(ctx context.Context, v *view, q query.Query, scored bool) (*found, error) {
	if f, left := q.Unresolved(); left {
		return nil, fmt.Errorf("%w: %s asks what you did with a cable, which a collection does not know", library.ErrSyntax, f)
	}
	done, err := a.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	k := &question{ctx: ctx, a: a, v: v, q: q, fields: map[string]cableSet{}}
	if err := k.prepare(); err != nil {
		return nil, err
	}
	if !q.OfParagraphs() {
		set, err := k.cables(q.Root)
		if err != nil {
			return nil, err
		}
		return &found{at: listed(set, v.len())}, ctx.Err()
	}
	return k.paragraphs(scored)
}

// turn waits until a search may have the processor. Each uses all cores: a hundred at once would only get in each other's
// way, and in that of an import.
func (a *Archive) turn(ctx context.Context) (done func(), err error) {
	select {
	case a.turns <- struct{}{}:
		return func() { <-a.turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// listed lists a set.
func listed(set cableSet, n int) []uint32 {
	at := make([]uint32, 0, set.Count())
	for i, ok := set.Next(0, uint32(n)); ok; i, ok = set.Next(i+1, uint32(n)) {
		at = append(at, i)
	}
	return at
}

// prepare answers the fields that columns know.
func (k *question) prepare() error {
	var failed error
	query.Walk(k.q.Root, func(n query.Node) {
		if failed != nil {
			return
		}
		switch n := n.(type) {
		case query.Field:
			if _, words := wordsOf(n.Name); words || n.Name == query.FieldMark {
				return
			}
			if _, done := k.fields[n.String()]; !done {
				set, err := k.v.field(k.ctx, k.a, n)
				k.fields[n.String()], failed = set, err
			}
		case query.Cards:
			set, err := k.v.onShelf(k.ctx, k.a, n.Set)
			k.cards, failed = append(k.cards, set), err
		}
	})
	return failed
}

// perSegment does something for all segments, several at once, and gives the first error.
func (k *question) perSegment(do func(i int, s *segment.Segment) error) error {
	segments := k.v.segments
	workers := min(runtime.GOMAXPROCS(0), len(segments))
	if workers <= 1 {
		for i, s := range segments {
			if err := k.ctx.Err(); err != nil {
				return err
			}
			if err := do(i, s); err != nil {
				return k.explain(i, err)
			}
		}
		return nil
	}
	errs := make([]error, workers)
	next := make(chan int)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := range next {
				if errs[w] == nil {
					errs[w] = k.explain(i, do(i, segments[i]))
				}
			}
		})
	}
	for i := range segments {
		if k.ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	group.Wait()
	return errors.Join(append(errs, k.ctx.Err())...)
}

// explain says what to do about a segment that cannot be read.
func (k *question) explain(i int, err error) error {
	if err == nil || !errors.Is(err, segment.ErrDamaged) {
		return err
	}
	return k.a.db.errorf(library.ErrCorrupt, "part %d of the index cannot be searched: %v; reftel library check --repair makes it again", i+1, err)
}

// noUnit is the hit of a cable that was not found.
const noUnit = math.MinInt32

// paragraphs answers a query that is asked of paragraphs.
func (k *question) paragraphs(scored bool) (*found, error) {
	units := make([]int32, k.v.len())
	for i := range units {
		units[i] = noUnit
	}
	var scores []float32
	var weights map[string]float32
	if scored {
		var err error
		if weights, err = k.weights(); err != nil {
			return nil, err
		}
		scores = make([]float32, k.v.len())
	}
	err := k.perSegment(func(_ int, s *segment.Segment) error {
		layout, err := s.Layout()
		if err != nil {
			return err
		}
		p := &part{question: k, s: s, layout: layout}
		set, err := p.units(k.q.Root)
		if err != nil || set.Empty() {
			return err
		}
		var score []float32
		if scored {
			if score, err = p.score(set, weights); err != nil {
				return err
			}
		}
		return p.collect(set, score, units, scores)
	})
	if err != nil {
		return nil, err
	}
	n := 0
	for _, u := range units {
		if u != noUnit {
			n++
		}
	}
	f := &found{at: make([]uint32, 0, n), units: make([]int32, 0, n)}
	for i, u := range units {
		if u == noUnit {
			continue
		}
		f.at, f.units = append(f.at, uint32(i)), append(f.units, u)
		if scored {
			f.score = append(f.score, scores[i])
		}
	}
	return f, nil
}

// part is a question asked of one segment.
type part struct {
	*question
	s      *segment.Segment
	layout *segment.Layout
	card   int // of the next Cards of the tree
}

// collect tells of each cable which unit was found first, and its best score. Segments have no cable in common, so
// several may tell at once.
func (p *part) collect(set segment.Set, score []float32, units []int32, scores []float32) error {
	l := p.layout
	last := l.First[len(l.Rows)]
	cable := 0
	for u, ok := set.Next(0, last); ok; {
		if u >= l.First[cable+1] { // most are near; a rare word's are far
			if cable++; u >= l.First[cable+1] {
				cable = sort.Search(len(l.Rows), func(i int) bool { return l.First[i+1] > u })
			}
		}
		row := l.Rows[cable]
		if int(row) >= len(units) { // of cables that this view does not know yet
			return nil
		}
		units[row] = int32(u-l.First[cable]) - 1
		if score != nil {
			for v, ok := u, true; ok; v, ok = set.Next(v+1, l.First[cable+1]) {
				scores[row] = max(scores[row], score[v])
			}
		}
		u, ok = set.Next(l.First[cable+1], last)
	}
	return nil
}

// units gives the units that satisfy a node. The set is the caller's own.
func (p *part) units(n query.Node) (segment.Set, error) {
	if err := p.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case query.And:
		var all segment.Set
		for i, node := range n.Nodes {
			if all != nil && all.Empty() { // the rest cannot add to it, but its cards have to be passed
				query.Walk(node, func(n query.Node) {
					if _, is := n.(query.Cards); is {
						p.card++
					}
				})
				continue
			}
			set, err := p.units(node)
			if err != nil {
				return nil, err
			}
			if i == 0 {
				all = set
			} else {
				all.And(set)
			}
		}
		return all, nil
	case query.Or:
		any := p.none()
		for _, node := range n.Nodes {
			set, err := p.units(node)
			if err != nil {
				return nil, err
			}
			any.Or(set)
		}
		return any, nil
	case query.Not:
		set, err := p.units(n.Node)
		if err != nil {
			return nil, err
		}
		set.Not(p.s.Units())
		return set, nil
	case query.Word:
		set := p.none()
		return set, p.word([]byte(n.Text), n.Prefix, set)
	case query.Phrase:
		return p.phrase(n.Words, nil)
	case query.Near:
		return p.near(n)
	case query.Field:
		return p.field(n)
	case query.Cards:
		set := p.spread(p.cards[p.card])
		p.card++
		return set, nil
	}
	return nil, fmt.Errorf("%w: %T", library.ErrSyntax, n)
}

func (p *part) none() segment.Set { return segment.NewSet(p.s.Units()) }

// word adds the units in which a word stands.
func (p *part) word(text []byte, prefix bool, to segment.Set) error {
	if !prefix {
		l, ok, err := p.s.Word(text)
		if err != nil || !ok {
			return err
		}
		return l.AddTo(to)
	}
	var failed error
	n := 0
	err := p.s.Prefix(text, func(_ []byte, l segment.List) bool {
		if n++; n%64 == 0 && p.ctx.Err() != nil {
			failed = p.ctx.Err()
			return false
		}
		failed = l.AddTo(to)
		return failed == nil
	})
	return errors.Join(err, failed)
}

// field gives the units of the cables for which a field holds; of the marking of paragraphs, the paragraphs.
func (p *part) field(f query.Field) (segment.Set, error) {
	if f.Name == query.FieldMark {
		holds := make([]bool, len(p.layout.Texts))
		for i, text := range p.layout.Texts {
			m, paragraph := markOf(text)
			holds[i] = paragraph && f.HoldsMarking(m)
		}
		set := p.none()
		for u, m := range p.layout.Marks {
			if holds[m] {
				set.Add(uint32(u))
			}
		}
		return set, nil
	}
	of, words := wordsOf(f.Name)
	if !words {
		return p.spread(p.fields[f.String()]), nil
	}
	heads, err := p.phrase(f.Words, []byte{of})
	if err != nil {
		return nil, err
	}
	set := p.none()
	l := p.layout
	for i := range l.Rows {
		if heads.Has(l.First[i]) {
			set.AddRange(l.First[i], l.First[i+1])
		}
	}
	return set, nil
}

// spread gives all units of some cables.
func (p *part) spread(cables cableSet) segment.Set {
	set := p.none()
	l := p.layout
	for i, row := range l.Rows {
		if int(row) < p.v.len() && cables.Has(row) {
			set.AddRange(l.First[i], l.First[i+1])
		}
	}
	return set
}

// cables gives the cables for which a node holds that has no words of the text in it.
func (k *question) cables(n query.Node) (cableSet, error) {
	if err := k.ctx.Err(); err != nil {
		return nil, err
	}
	v := k.v
	switch n := n.(type) {
	case query.And:
		var all cableSet
		for i, node := range n.Nodes {
			set, err := k.cables(node)
			if err != nil {
				return nil, err
			}
			if i == 0 {
				all = set
			} else {
				all.And(set)
			}
		}
		return all, nil
	case query.Or:
		any := segment.NewSet(v.len())
		for _, node := range n.Nodes {
			set, err := k.cables(node)
			if err != nil {
				return nil, err
			}
			any.Or(set)
		}
		return any, nil
	case query.Not:
		set, err := k.cables(n.Node)
		if err != nil {
			return nil, err
		}
		set.Not(v.len())
		return set, nil
	case query.Cards:
		set := k.cards[0]
		k.cards = k.cards[1:]
		return slices.Clone(set), nil
	case query.Field:
		of, words := wordsOf(n.Name)
		if !words {
			return slices.Clone(k.fields[n.String()]), nil
		}
		rows := make([][]uint32, len(v.segments))
		err := k.perSegment(func(i int, s *segment.Segment) error {
			layout, err := s.Layout()
			if err != nil {
				return err
			}
			p := &part{question: k, s: s, layout: layout}
			heads, err := p.phrase(n.Words, []byte{of})
			if err != nil {
				return err
			}
			for j, row := range layout.Rows {
				if heads.Has(layout.First[j]) && int(row) < v.len() {
					rows[i] = append(rows[i], row)
				}
			}
			return nil
		})
		set := segment.NewSet(v.len())
		for _, some := range rows {
			for _, row := range some {
				set.Add(row)
			}
		}
		return set, err
	}
	return nil, fmt.Errorf("%w: %T", library.ErrSyntax, n)
}
