package query_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/library/librarytest"
	"reftel/model/query"
)

// unit answers the fields of one unit from the cable.
type unit struct {
	query.Facts
	at model.ParagraphIndex
}

func (u unit) Marked(f query.Field) bool {
	return u.at >= 0 && f.HoldsMarking(u.Cable.Paragraphs[u.at].Mark)
}
func (u unit) OnShelf(set map[string]bool) bool { return set[u.Card] }

// TestMatcher holds the fast way to the plain one, and the form in which a query is written to its tree.
func TestMatcher(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	cables := librarytest.Random(r, 40)
	var seen query.Seen
	var scan query.Scanner
	words := make([]map[string]bool, len(cables))
	for i, c := range cables {
		words[i] = map[string]bool{}
		for at := query.Head; int(at) < len(c.Paragraphs); at++ {
			for word := range query.Words(query.TextOf(c, at).String()) {
				words[i][word] = true
			}
		}
	}
	found, known := 0, 0
	for range 400 {
		q := mustParse(t, librarytest.RandomQuery(r))
		readBack(t, q)
		m, err := query.NewMatcher(q)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range cables {
			facts := query.Facts{Cable: c}
			want, ok := query.Find(q, facts)
			got, gotOK := m.FindIn(c, func(at model.ParagraphIndex) query.Asked { return unit{facts, at} }, &seen, &scan)
			if got != want || gotOK != ok {
				t.Fatalf("%s finds %d, %v in %s; want %d, %v", q, got, gotOK, c.ID, want, ok)
			}
			if ok {
				found++
			}
			if answer := q.Known(knower{}); answer != query.Unknown {
				t.Errorf("%s is known to be %d, though nothing is", q, answer)
			}
			switch answer := q.Known(knower{c, words[i], facts}); {
			case answer == query.No && ok, answer == query.Yes && !(ok && want == query.Head):
				t.Errorf("%s is known to be %d in %s; it is %d, %v", q, answer, c.ID, want, ok)
			case answer != query.Unknown:
				known++
			}
		}
	}
	if known < 1000 {
		t.Errorf("only of %d something was known beforehand", known)
	}
	if found < 1000 {
		t.Errorf("only %d were found", found)
	}
	if _, err := query.NewMatcher(mustParse(t, "a"+strings.Repeat(" b", 100))); err != nil {
		t.Errorf("the same word many times: %v", err)
	}
	var many []string
	for i := range 65 {
		many = append(many, "w"+strings.Repeat("x", i))
	}
	if _, err := query.NewMatcher(mustParse(t, strings.Join(many, " "))); err == nil {
		t.Error("65 words are taken, but there are bits for 64")
	}
}

// knower knows the words and fields of a cable; nothing where there is none.
type knower struct {
	cable *model.Cable
	words map[string]bool
	facts query.Facts
}

func (k knower) Field(f query.Field) query.Answer {
	switch {
	case k.cable == nil:
		return query.Unknown
	case k.facts.Holds(f):
		return query.Yes
	}
	return query.No
}

func (k knower) OnShelf(set map[string]bool) bool { return set[k.facts.Card] }

func (k knower) May(w query.Word) bool {
	if k.cable == nil {
		return true
	}
	for word := range k.words {
		if w.Is(word) {
			return true
		}
	}
	return false
}

func BenchmarkMatcher(b *testing.B) {
	c := librarytest.Cable("05ALMATY1", "A lake", nil, strings.Repeat("The Ambassador said that the talks on the boundary were moving in the right direction. ", 100))
	q, _ := query.Parse(`"boundary carp" OR zebra* OR near(talks carp, 5)`)
	m, _ := query.NewMatcher(q)
	var seen query.Seen
	var scan query.Scanner
	b.SetBytes(int64(len(c.Received)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := m.FindIn(c, func(at model.ParagraphIndex) query.Asked { return unit{query.Facts{Cable: c}, at} }, &seen, &scan); ok {
			b.Fatal("found")
		}
	}
}
