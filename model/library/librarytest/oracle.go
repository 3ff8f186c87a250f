package librarytest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
)

// Oracle answers what a library must answer, slowly and plainly, from the cables themselves.
type Oracle struct{ Cables []*model.Cable }

// Found is a cable that a query finds, by its place among the cables, and the unit that was hit.
type Found struct {
	At   int
	Unit model.ParagraphIndex
}

// Find gives what a query finds, as found.
func (o Oracle) Find(q query.Query) []Found {
	var all []Found
	for i, c := range o.Cables {
		facts := query.Facts{Cable: c, Card: string(library.CardOf(c)), Cited: func(by model.Key) bool { return o.cites(by, c.ID.Key()) }}
		if unit, ok := query.Find(q, facts); ok {
			all = append(all, Found{i, unit})
		}
	}
	return all
}

func (o Oracle) cites(by, key model.Key) bool {
	for _, c := range o.Cables {
		if c.ID.Zero() || c.ID.Key() != by {
			continue
		}
		for i := range c.References {
			if id := c.References[i].ID; !id.Zero() && id.Key() == key {
				return true
			}
		}
	}
	return false
}

// Sort puts what was found into an order. What is equal stays as it was found.
func (o Oracle) Sort(all []Found, order library.Order) {
	flag := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	newest := func(a, b *model.Cable) int {
		return cmp.Or(cmp.Compare(flag(a.Created.IsZero()), flag(b.Created.IsZero())), b.Created.Compare(a.Created))
	}
	compare := func(a, b *model.Cable) int {
		switch order {
		case library.AsFound:
			return 0
		case library.OldestFirst:
			return cmp.Or(cmp.Compare(flag(a.Created.IsZero()), flag(b.Created.IsZero())), a.Created.Compare(b.Created))
		case library.ByPost:
			return cmp.Or(cmp.Compare(flag(a.ID.Zero()), flag(b.ID.Zero())), strings.Compare(a.ID.Station, b.ID.Station), newest(a, b))
		case library.ByClassification:
			return cmp.Or(cmp.Compare(b.Classification.Level, a.Classification.Level), newest(a, b))
		case library.BySubject:
			x, _ := a.Title()
			y, _ := b.Title()
			return cmp.Or(strings.Compare(strings.ToLower(x.String()), strings.ToLower(y.String())), newest(a, b))
		}
		return newest(a, b)
	}
	slices.SortStableFunc(all, func(a, b Found) int { return compare(o.Cables[a.At], o.Cables[b.At]) })
}

// RandomQuery makes a query whose words and fields are those of Random. The fields of a reader's shelf are not among them.
func RandomQuery(r *rand.Rand) string { return randomPart(r, 3) }

func randomPart(r *rand.Rand, deep int) string {
	one := func(of []string) string { return of[r.IntN(len(of))] }
	word := func() string { return strings.Trim(one(someWords), ".") }
	part := func() string { return randomPart(r, deep-1) }
	if deep == 0 {
		switch r.IntN(10) {
		case 0, 1, 2:
			return word()
		case 3:
			return one([]string{"lak*", "elect*", "m*", "vis*", "zebra", "5*", "orange"})
		case 4:
			return `"` + word() + " " + word() + `"`
		case 5:
			return fmt.Sprintf("near(%s %s, %d)", word(), word(), r.IntN(4))
		}
		return one([]string{
			"post:" + one(someStations), "post:A*", "tag:" + one(someTags), "tag:P*", "tag:PHUM,ECON", "class:" + one([]string{"u", "sbu", "c", "s", "ts", "none", "noforn", "s/nf"}),
			"class:" + one([]string{">=", "<=", "<", ">"}) + one([]string{"sbu", "c", "s"}), "mark:" + one([]string{"u", "sbu", "c", "s", "none", "nf", "c/nf"}), "mark:" + one([]string{">=", "<"}) + "c",
			"caption:" + strings.ReplaceAll(one(someCaptions), " CHANNEL", "*"), "subject:" + word(), "subject:la*", `subject:"the lake"`, "from:embassy", "from:astana", `from:"the hague"`, `to:"member states"`, "to:washdc", "author:ordway", "author:ambassador", "author:k*",
			"sent:2004", "sent:2005-02..2006", "after:2005-06", "before:2004", "year:2003..2004", "sent:>2005", "year:<=2004",
			"has:summary", "has:comment", "has:refs", "has:table", "has:diagnostics", "is:partial", "is:damaged", "is:untitled", "in:dump.csv", "in:pages",
			fmt.Sprintf("id:0%d%s*", 3+r.IntN(5), one(someStations)), fmt.Sprintf("ref:0%d%s%d", 3+r.IntN(5), one(someStations), 1+r.IntN(40)),
			fmt.Sprintf("citedby:0%d%s%d", 3+r.IntN(5), one(someStations), 1+r.IntN(40)), fmt.Sprintf("0%d%s%d", 3+r.IntN(5), one(someStations), 1+r.IntN(40)),
		})
	}
	switch r.IntN(8) {
	case 0, 1:
		return part() + " " + part()
	case 2:
		return "(" + part() + " OR " + part() + ")"
	case 3:
		return "-(" + part() + ")"
	case 4:
		return part() + " -" + randomPart(r, 0)
	}
	return randomPart(r, 0)
}
