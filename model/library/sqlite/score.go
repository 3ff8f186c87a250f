package sqlite

import (
	"cmp"
	"math"
	"slices"

	"reftel/model/library/sqlite/segment"
	"reftel/model/query"
)

// The constants of BM25, as they are everywhere.
const (
	bm25K = 1.2
	bm25B = 0.75
)

// wanted lists the words that a query looks for, each once; what stands under NOT is not looked for.
func wanted(n query.Node, all []query.Word) []query.Word {
	add := func(words ...query.Word) {
		for _, w := range words {
			if !slices.Contains(all, w) {
				all = append(all, w)
			}
		}
	}
	switch n := n.(type) {
	case query.And:
		for _, part := range n.Nodes {
			all = wanted(part, all)
		}
	case query.Or:
		for _, part := range n.Nodes {
			all = wanted(part, all)
		}
	case query.Word:
		add(n)
	case query.Phrase:
		add(n.Words...)
	case query.Near:
		for _, part := range n.Parts {
			add(part.Words...)
		}
	}
	return all
}

// weights gives how much each word that is looked for tells: the fewer units have it, the more.
func (k *question) weights() (map[string]float32, error) {
	units := 0
	for _, s := range k.v.segments {
		units += s.Units()
	}
	out := map[string]float32{}
	for _, w := range wanted(k.q.Root, nil) {
		n := 0
		for i, s := range k.v.segments {
			p := &part{question: k, s: s}
			lists, err := p.lists([]byte(w.Text), w.Prefix)
			if err != nil {
				return nil, k.explain(i, err)
			}
			for _, l := range lists {
				n += l.Units
			}
		}
		n = min(n, units)
		out[w.Text] = float32(math.Log(1 + (float64(units-n)+0.5)/(float64(n)+0.5)))
	}
	return out, nil
}

// score gives the score of each unit of a set.
func (p *part) score(set segment.Set, weights map[string]float32) ([]float32, error) {
	score := make([]float32, p.s.Units())
	norm := make([]float32, len(p.layout.Lengths))
	for u, n := range p.layout.Lengths {
		norm[u] = bm25K * (1 - bm25B + bm25B*float32(n)/p.layout.Average)
	}
	for _, w := range wanted(p.q.Root, nil) {
		lists, err := p.lists([]byte(w.Text), w.Prefix)
		if err != nil {
			return nil, err
		}
		weight := weights[w.Text]
		for i := range lists {
			if err := lists[i].Times(set, func(u uint32, times int) {
				t := float32(times)
				score[u] += weight * t * (bm25K + 1) / (t + norm[u])
			}); err != nil {
				return nil, err
			}
		}
	}
	return score, nil
}

// byScore sorts what was found, the best first; what is equally good, newest first.
func (v *view) byScore(f *found) []uint32 {
	rank := v.rank()
	order := make([]uint64, len(f.at))
	for n, i := range f.at {
		// Scores are not negative, and such floats sort as their bits do.
		order[n] = uint64(^math.Float32bits(f.score[n]))<<32 | uint64(rank[i])
	}
	slices.SortFunc(order, func(a, b uint64) int { return cmp.Compare(a, b) })
	newest := v.newest()
	at := make([]uint32, len(order))
	for n, o := range order {
		at[n] = newest[uint32(o)]
	}
	return at
}
