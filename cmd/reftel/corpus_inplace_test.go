package main

import (
	"slices"
	"testing"

	"reftel/model/library/memory/sieve"
	"reftel/model/query"
)

// TestCorpusWordsAreNotPassedOver looks for words of real and damaged cables, a quarter of each one's, and for their
// beginnings, in their bytes: a word that is not there has to be among the odd ones, of which there are few.
func TestCorpusWordsAreNotPassedOver(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	a := &app{}
	cables, unknown, odd := 0, 0, 0
	for c, err := range a.parsed(t.Context(), []string{dir}, true) {
		if err != nil {
			continue
		}
		cables++
		if !c.odd.Known {
			unknown++
			continue
		}
		odd += len(c.odd.Words)
		seen := map[string]bool{}
		for i := query.Head; int(i) < len(c.cable.Paragraphs); i++ {
			for word := range query.Words(query.TextOf(c.cable, i).String()) {
				if seen[word] {
					continue
				}
				seen[word] = true
				if (len(seen)+cables)%4 > 0 {
					continue
				}
				begin := word[:min(1+len(word)*2/3, len(word))]
				for _, w := range []query.Word{{Text: word}, {Text: begin, Prefix: true}} {
					if !slices.ContainsFunc(c.odd.Words, w.Is) && !sieve.NewTerm(w).In(c.cable.Received) {
						t.Errorf("%s: %q of %q is passed over", c.cable.Source.Path, w.Text, word)
					}
				}
			}
		}
	}
	t.Logf("%d cables, of which %d have too many odd words; the others have %d", cables, unknown, odd)
	if cables < 100 || unknown*50 > cables || odd > 12*cables {
		t.Errorf("of %d cables %d have too many odd words; the others have %d", cables, unknown, odd)
	}
}
