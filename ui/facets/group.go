package facets

import (
	"fmt"

	"reftel/model/library"
	"reftel/model/query"
)

// Group is the values of one property of the cables of a list.
type Group struct {
	Title string
	Chart bool // a bar chart of times: all values show, in their order
	Rows  []Row
}

// Row is one value: how many cables have it, and what to narrow the list by to see them alone.
type Row struct {
	Label, Meaning string
	Count          int
	Field          query.FieldName
	Value          string
	Chosen         bool // the list is narrowed by it already
}

// facetGroups are the groups below the chart, in the order in which they show.
var facetGroups = [...]struct {
	facet library.Facet
	title string
}{
	{library.FacetPost, "POST"},
	{library.FacetTag, "TAGS"},
	{library.FacetClass, "MARKING"},
	{library.FacetCaption, "CAPTION"},
}

// Shown lists the facets that Groups makes use of; years are counted from the months.
func Shown() []library.Facet {
	var all []library.Facet
	for _, g := range facetGroups {
		all = append(all, g.facet)
	}
	return all
}

// longestChart is how many months show at most as a chart of their own.
const longestChart = 24

// Groups makes the groups of a list from its counts. narrowed tells whether the list is narrowed by a value already.
func Groups(months []library.Month, values map[library.Facet][]library.Value, narrowed func(query.FieldName, string) bool) []Group {
	var out []Group
	years := Group{Title: "YEAR", Chart: true}
	for _, m := range months {
		if m.Year == 0 {
			continue
		}
		label := fmt.Sprintf("%04d", m.Year)
		if n := len(years.Rows); n == 0 || years.Rows[n-1].Label != label {
			years.Rows = append(years.Rows, Row{Label: label, Field: query.FieldYear, Value: label, Chosen: narrowed(query.FieldYear, label)})
		}
		years.Rows[len(years.Rows)-1].Count += m.Count
	}
	out = append(out, years)
	if len(months) > 0 && len(months) <= longestChart {
		chart := Group{Title: "MONTH", Chart: true}
		for _, m := range months {
			if m.Year == 0 {
				continue
			}
			value := fmt.Sprintf("%04d-%02d", m.Year, int(m.Month))
			chart.Rows = append(chart.Rows, Row{Label: value, Count: m.Count, Field: query.FieldSent, Value: value, Chosen: narrowed(query.FieldSent, value)})
		}
		out = append(out, chart)
	}
	for _, f := range facetGroups {
		g := Group{Title: f.title}
		field := query.FieldName(f.facet)
		for _, v := range values[f.facet] {
			g.Rows = append(g.Rows, Row{Label: v.Text.String(), Meaning: v.Label.String(), Count: v.Count, Field: field, Value: v.Text.String(),
				Chosen: narrowed(field, v.Text.String())})
		}
		out = append(out, g)
	}
	return out
}
