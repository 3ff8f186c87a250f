package query

import (
	"cmp"
	"slices"
	"strings"

	"reftel/model"
)

// Find tells whether a cable is found, and by which unit: the first that satisfies the query, the head before the
// paragraphs. It says what a query means, slowly and plainly; engines are held to it.
func Find(q Query, a Facts) (model.ParagraphIndex, bool) {
	if !q.OfParagraphs() {
		return Head, Match(q.Root, Unit{}, a)
	}
	for i := Head; int(i) < len(a.Cable.Paragraphs); i++ {
		u := Unit{Words: Split(TextOf(a.Cable, i).String())}
		if i >= 0 {
			u.Mark, u.Paragraph = a.Cable.Paragraphs[i].Mark, true
		}
		if Match(q.Root, u, a) {
			return i, true
		}
	}
	return Head, false
}

// Unit is a paragraph or the head of a cable, as a query is asked of it.
type Unit struct {
	Words     []string
	Paragraph bool          // it is one, and has a marking or none
	Mark      model.Marking // of the paragraph
}

// Match tells whether one unit satisfies a node.
func Match(n Node, u Unit, a Facts) bool {
	switch n := n.(type) {
	case And:
		for _, part := range n.Nodes {
			if !Match(part, u, a) {
				return false
			}
		}
		return true
	case Or:
		for _, part := range n.Nodes {
			if Match(part, u, a) {
				return true
			}
		}
		return false
	case Not:
		return !Match(n.Node, u, a)
	case Word:
		return len(phraseAt(u.Words, []Word{n})) > 0
	case Phrase:
		return len(phraseAt(u.Words, n.Words)) > 0
	case Near:
		starts := make([][]int, len(n.Parts))
		for i, part := range n.Parts {
			starts[i] = phraseAt(u.Words, part.Words)
		}
		return nearAt(n, starts)
	case Field:
		if n.Name == FieldMark {
			return u.Paragraph && n.HoldsMarking(u.Mark)
		}
		return a.Holds(n)
	case Cards:
		return n.Set[a.Card]
	}
	return n == nil
}

// Is tells whether a word of the text is this one.
func (w Word) Is(text string) bool {
	return text == w.Text || w.Prefix && strings.HasPrefix(text, w.Text)
}

// phraseAt lists where in a text of words a phrase begins.
func phraseAt(text []string, phrase []Word) []int {
	var at []int
	for i := 0; i+len(phrase) <= len(text) && len(phrase) > 0; i++ {
		n := 0
		for n < len(phrase) && phrase[n].Is(text[i+n]) {
			n++
		}
		if n == len(phrase) {
			at = append(at, i)
		}
	}
	return at
}

// nearAt tells whether the parts of a Near stand within its distance, given where each begins: of one occurrence of
// each part, no more than Distance words stand between the end of any and the beginning of the last.
func nearAt(n Near, starts [][]int) bool {
	for _, last := range starts {
		for _, end := range last {
			all := true
			for i, of := range starts {
				from := end - len(n.Parts[i].Words) - n.Distance
				if !between(of, from, end) {
					all = false
					break
				}
			}
			if all {
				return true
			}
		}
	}
	return false
}

// between tells whether a sorted list has a number from from to to.
func between(sorted []int, from, to int) bool {
	for _, v := range sorted {
		if v >= from {
			return v <= to
		}
	}
	return false
}

// Lit lists where in a text stand the words that a query looks for, in order and without overlaps: to light them up, or
// to cut an excerpt around the first. What stands under NOT is not looked for.
func Lit(q Query, text string) []Span {
	phrases := looked(q.Root, nil)
	if len(phrases) == 0 {
		return nil
	}
	var texts []string
	var spans []Span
	for word, at := range Words(text) {
		texts = append(texts, word)
		spans = append(spans, at)
	}
	type run struct{ from, to int }
	var runs []run
	for _, p := range phrases {
		for _, i := range phraseAt(texts, p) {
			runs = append(runs, run{i, i + len(p)})
		}
	}
	slices.SortFunc(runs, func(a, b run) int { return cmp.Or(a.from-b.from, a.to-b.to) })
	var out []Span
	end := 0 // word behind the last run
	for _, r := range runs {
		if r.from < end {
			if r.to > end {
				out[len(out)-1].End, end = spans[r.to-1].End, r.to
			}
			continue
		}
		out = append(out, Span{spans[r.from].Start, spans[r.to-1].End})
		end = r.to
	}
	return out
}

// looked lists the words and phrases that a node looks for.
func looked(n Node, all [][]Word) [][]Word {
	switch n := n.(type) {
	case And:
		for _, part := range n.Nodes {
			all = looked(part, all)
		}
	case Or:
		for _, part := range n.Nodes {
			all = looked(part, all)
		}
	case Word:
		all = append(all, []Word{n})
	case Phrase:
		all = append(all, n.Words)
	case Near:
		for _, part := range n.Parts {
			all = append(all, part.Words)
		}
	}
	return all
}
