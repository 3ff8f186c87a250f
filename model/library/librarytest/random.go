package librarytest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
)

var allOrders = []library.Order{library.NewestFirst, library.OldestFirst, library.ByPost, library.ByClassification, library.BySubject, library.AsFound}

// orders holds every order to the oracle, with and without a query, page by page.
func orders(t *testing.T, lib library.Library, o Oracle) {
	all := handles(t, lib)
	for _, text := range []string{"", "lake", "post:ALMATY"} {
		for _, order := range allOrders {
			want := o.Find(parsed(t, text))
			o.Sort(want, order)
			var got []int
			for from := 0; ; from += 7 {
				p := page(t, lib, text, order, from, from+7)
				for i, e := range p.Entries {
					got = append(got, slices.Index(all, e.Handle))
					row, ok, err := lib.Row(t.Context(), library.Request{Query: parsed(t, text), Order: order}, e.Handle)
					if row != from+i || !ok || err != nil {
						t.Errorf("%q in order %d: row %d is said to be %d, %v, %v", text, order, from+i, row, ok, err)
					}
				}
				if len(p.Entries) < 7 {
					if p.Total != len(got) || !p.Exact {
						t.Errorf("%q in order %d ends at %d, but says %d, %v", text, order, len(got), p.Total, p.Exact)
					}
					break
				}
			}
			if !slices.Equal(got, at(want)) {
				t.Errorf("%q in order %d:\n%v, want\n%v", text, order, got, at(want))
			}
		}
	}
	for _, text := range []string{"", "lake"} { // by relevance the same cables, whatever their order
		var got []int
		for _, e := range page(t, lib, text, library.ByRelevance, 0, 1000).Entries {
			got = append(got, slices.Index(all, e.Handle))
		}
		slices.Sort(got)
		if !slices.Equal(got, at(o.Find(parsed(t, text)))) {
			t.Errorf("%q by relevance: %v", text, got)
		}
	}
}

func at(found []Found) []int {
	var all []int
	for _, f := range found {
		all = append(all, f.At)
	}
	return all
}

// queries holds random queries to the oracle: the same cables, the same units hit.
func queries(t *testing.T, lib library.Library, o Oracle) {
	all := handles(t, lib)
	r := rand.New(rand.NewPCG(3, 4))
	some := 0
	for i := range 600 {
		text := RandomQuery(r)
		q, err := query.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		want := o.Find(q)
		if len(want) > 0 && len(want) < len(all) {
			some++
		}
		order := allOrders[i%len(allOrders)]
		o.Sort(want, order)
		p, err := lib.Page(t.Context(), library.Request{Query: q, Order: order}, 0, 1000)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		var got []Found
		for _, e := range p.Entries {
			f := Found{At: slices.Index(all, e.Handle), Unit: query.Head}
			if e.Hit != nil {
				f.Unit = e.Hit.Paragraph
			}
			if (e.Hit != nil) != q.OfParagraphs() {
				t.Errorf("%s: hit %v", text, e.Hit)
			}
			got = append(got, f)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s (%s) in order %d finds\n%v, want\n%v", text, q, order, got, want)
		}
		if n, err := lib.Count(t.Context(), q); err != nil || n != len(want) {
			t.Errorf("%s: count %d, %v; want %d", text, n, err, len(want))
		}
		if t.Failed() && i > 50 {
			return
		}
	}
	if some < 300 {
		t.Errorf("only %d of the queries found some of the cables and not others", some)
	}
}

// counts holds facets and histogram to what a query with the value counts.
func counts(t *testing.T, lib library.Library, o Oracle) {
	facets := []library.Facet{library.FacetYear, library.FacetPost, library.FacetTag, library.FacetClass, library.FacetCaption}
	for _, text := range []string{"", "lake", "tag:PHUM", "-lake OR post:ALMATY", "zebra"} {
		q := parsed(t, text)
		got, err := lib.Facets(t.Context(), q, facets, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, facet := range facets {
			if text == "" && len(got[facet]) < 3 {
				t.Errorf("only %d values of %s", len(got[facet]), facet)
			}
			for i, v := range got[facet] {
				f, err := query.NewField(query.FieldName(facet), query.Equal, v.Text.String())
				if err != nil {
					t.Errorf("the value %s of %s is none of the field: %v", v.Text, facet, err)
					continue
				}
				if want := len(o.Find(query.With(q, f))); v.Count != want || v.Count == 0 {
					t.Errorf("%q: %s is counted %d times, found %d times", text, f, v.Count, want)
				}
				if i == 0 {
					continue
				}
				before := got[facet][i-1]
				switch facet {
				case library.FacetYear:
					if before.Text.String() >= v.Text.String() {
						t.Errorf("year %s before %s", before.Text, v.Text)
					}
				case library.FacetClass:
				default:
					if before.Count < v.Count || before.Count == v.Count && before.Text.String() > v.Text.String() {
						t.Errorf("%s: %s (%d) before %s (%d)", facet, before.Text, before.Count, v.Text, v.Count)
					}
				}
			}
		}
		months, err := lib.Histogram(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		want := map[library.Month]int{}
		for _, f := range o.Find(q) {
			m := library.Month{}
			if c := o.Cables[f.At].Created; !c.IsZero() {
				m = library.Month{Year: c.Year(), Month: c.Month()}
			}
			want[m]++
		}
		last := library.Month{Year: -1}
		for _, m := range months {
			key := library.Month{Year: m.Year, Month: m.Month}
			if m.Count != want[key] || m.Year*12+int(m.Month) <= last.Year*12+int(last.Month) {
				t.Errorf("%q: month %v after %v, want %d", text, m, last, want[key])
			}
			delete(want, key)
			last = m
		}
		if len(want) > 0 {
			t.Errorf("%q: the histogram leaves out %v", text, want)
		}
	}
	two, err := lib.Facets(t.Context(), query.Query{}, []library.Facet{library.FacetTag}, 2)
	if err != nil || len(two) != 1 || len(two[library.FacetTag]) != 2 {
		t.Errorf("two values of one facet: %v, %v", two, err)
	}
}

// values holds completion to what a query with the value counts.
func values(t *testing.T, lib library.Library, o Oracle) {
	for _, c := range []struct {
		field  query.FieldName
		prefix string
		least  int
	}{{query.FieldPost, "", 4}, {query.FieldPost, "a", 2}, {query.FieldPost, "THE H", 1}, {query.FieldTag, "P", 3}, {query.FieldTag, "phu", 1}, {query.FieldTag, "X", 0},
		{query.FieldCaption, "", 3}, {query.FieldYear, "200", 4}, {query.FieldClass, "", 4}, {query.FieldHas, "", 3}, {query.FieldIs, "", 2}} {
		got, err := lib.Values(t.Context(), c.field, c.prefix, 50)
		if err != nil || len(got) < c.least || c.least == 0 && len(got) > 0 {
			t.Errorf("%s:%s has %d values, %v; want %d or more", c.field, c.prefix, len(got), err, c.least)
		}
		for i, v := range got {
			f, err := query.NewField(c.field, query.Equal, v.Text.String())
			if err != nil {
				t.Errorf("%s: %v", c.field, err)
				continue
			}
			squeezed := strings.ReplaceAll(strings.ToUpper(c.prefix), " ", "")
			if want := len(o.Find(query.Query{Root: f})); v.Count != want || !strings.HasPrefix(strings.ToUpper(v.Text.String()), squeezed) {
				t.Errorf("%s:%s completes %s, %d of %d", c.field, c.prefix, v.Text, v.Count, want)
			}
			if i > 0 && got[i-1].Count < v.Count {
				t.Errorf("%s:%s: %s before %s", c.field, c.prefix, got[i-1].Text, v.Text)
			}
		}
		if one, err := lib.Values(t.Context(), c.field, c.prefix, 1); err != nil || len(one) != min(1, len(got)) {
			t.Errorf("one value of %s: %v, %v", c.field, one, err)
		}
	}
}

// cited holds references to the oracle, both ways.
func cited(t *testing.T, lib library.Library, o Oracle) {
	all := handles(t, lib)
	for i, c := range o.Cables {
		cites, err := lib.Cites(t.Context(), all[i])
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, r := range c.References {
			if id := r.ID; !id.Zero() && !id.Equal(c.ID) && !slices.Contains(want, id.String()) {
				want = append(want, id.String())
			}
		}
		for _, r := range cites {
			got = append(got, r.ID.String())
			by, err := lib.CitedBy(t.Context(), r.Key)
			if err != nil || !slices.Contains(by, all[i]) {
				t.Errorf("%s cites %s, but is not among those that cite it: %v, %v", c.ID, r.ID, by, err)
			}
			if !slices.IsSortedFunc(by, func(a, b library.Handle) int {
				return older(o.Cables[slices.Index(all, a)], o.Cables[slices.Index(all, b)])
			}) {
				t.Errorf("those that cite %s do not come oldest first", r.ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s cites %v, want %v", c.ID, got, want)
		}
		if c.ID.Zero() {
			continue
		}
		versions, err := lib.Find(t.Context(), c.ID.Key())
		if err != nil || !slices.Contains(versions, all[i]) {
			t.Errorf("%s is not found: %v, %v", c.ID, versions, err)
		}
		for _, e := range entries(t, lib, versions) {
			if e.Versions != len(versions)-1 || !e.ID.Equal(c.ID) {
				t.Errorf("%s is among %d versions, but says %d", e.ID, len(versions), e.Versions)
			}
		}
	}
}

func older(a, b *model.Cable) int {
	switch {
	case a.Created.Equal(b.Created):
		return 0
	case a.Created.IsZero():
		return 1
	case b.Created.IsZero():
		return -1
	}
	return a.Created.Compare(b.Created)
}

func entries(t *testing.T, lib library.Library, handles []library.Handle) []library.Entry {
	t.Helper()
	all, err := lib.Entries(t.Context(), handles)
	if err != nil || len(all) != len(handles) {
		t.Fatalf("%d entries of %d, %v", len(all), len(handles), err)
	}
	return all
}

// thread holds the thread of cables to what is cited both ways.
func thread(t *testing.T, small, large library.Library) {
	all := handles(t, small)
	got, err := library.Thread(t.Context(), small, all[1], 5, 100)
	var lines []string
	for _, n := range got {
		lines = append(lines, fmt.Sprintf("%s %d %v", n.ID, n.Depth, n.Relation))
	}
	want := "99NOWHERE7 2 cited, 1975STATE000017 1 citing, 05ALMATY1 1 cited, 05ALMATY2 0 itself"
	if err != nil || strings.Join(lines, ", ") != want {
		t.Errorf("the thread is %v, %v; want %s", lines, err, want)
	}
	for depth := range 4 {
		for _, most := range []int{1, 3, 50} {
			got, err := library.Thread(t.Context(), large, handles(t, large)[7], depth, most)
			if err != nil || len(got) > most || len(got) == 0 {
				t.Errorf("%d cables within %d, %v", len(got), depth, err)
			}
			seen := map[model.Key]bool{}
			for i, n := range got {
				if n.Depth > depth || !n.ID.Zero() && seen[n.ID.Key()] {
					t.Errorf("%+v", n)
				}
				seen[n.ID.Key()] = true
				if i > 0 && n.Held && got[i-1].Held && !n.Entry.Created.IsZero() && got[i-1].Entry.Created.After(n.Entry.Created) {
					t.Errorf("%s stands behind %s", n.ID, got[i-1].ID)
				}
			}
		}
	}
}
