package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
	"reftel/model/safe"
	"reftel/model/vocab"
)

// Page lists rows from to to of a request.
func (a *Archive) Page(ctx context.Context, r library.Request, from, to int) (library.Page, error) {
	v := a.view.Load()
	l, err := a.list(ctx, v, r)
	if err != nil {
		return library.Page{}, err
	}
	p := library.Page{Total: len(l), Exact: true}
	from, to = min(max(from, 0), len(l)), min(max(to, 0), len(l))
	if from >= to {
		return p, ctx.Err()
	}
	handles := make([]library.Handle, 0, to-from)
	for _, i := range l[from:to] {
		handles = append(handles, library.Handle(i+1))
	}
	p.Entries, err = a.Entries(ctx, handles)
	return p, err
}

// list gives the indices of the cables of a request in its order.
func (a *Archive) list(ctx context.Context, v *view, r library.Request) ([]uint32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if r.Query.Root == nil && (r.Order == library.NewestFirst || r.Order == library.ByRelevance) {
		return v.newest(), nil
	}
	at, err := a.matching(ctx, v, r.Query)
	if err != nil {
		return nil, err
	}
	return v.ordered(at, r.Order), ctx.Err()
}

// matching gives the indices of the cables that a query finds, as found.
func (a *Archive) matching(ctx context.Context, v *view, q query.Query) ([]uint32, error) {
	if q.Root != nil {
		return nil, fmt.Errorf("%w: this archive has no index yet", library.ErrSyntax)
	}
	at := make([]uint32, v.len())
	for i := range at {
		at[i] = uint32(i)
	}
	return at, ctx.Err()
}

// Count is how many cables a query finds.
func (a *Archive) Count(ctx context.Context, q query.Query) (int, error) {
	v := a.view.Load()
	if q.Root == nil {
		return v.len(), ctx.Err()
	}
	at, err := a.matching(ctx, v, q)
	return len(at), err
}

// Row is where a cable stands in the list of a request.
func (a *Archive) Row(ctx context.Context, r library.Request, h library.Handle) (int, bool, error) {
	v := a.view.Load()
	if h < 1 || int(h) > v.len() {
		return 0, false, ctx.Err()
	}
	if r.Query.Root == nil && r.Order == library.NewestFirst {
		return int(v.rank()[h-1]), true, ctx.Err()
	}
	l, err := a.list(ctx, v, r)
	row := slices.Index(l, uint32(h-1))
	return row, row >= 0, err
}

// Facets counts what a query finds by each facet.
func (a *Archive) Facets(ctx context.Context, q query.Query, facets []library.Facet, most int) (map[library.Facet][]library.Value, error) {
	v := a.view.Load()
	at, err := a.matching(ctx, v, q)
	if err != nil {
		return nil, err
	}
	all := map[library.Facet][]library.Value{}
	for _, f := range facets {
		values, err := v.facet(f, at)
		if err != nil {
			return nil, err
		}
		all[f] = values[:min(len(values), max(most, 0))]
	}
	return all, ctx.Err()
}

// facet counts cables by one property.
func (v *view) facet(f library.Facet, at []uint32) ([]library.Value, error) {
	c := &v.columns
	switch f {
	case library.FacetYear:
		return v.years(at), nil
	case library.FacetClass:
		return v.levels(at), nil
	case library.FacetPost:
		counts := make([]int, len(v.words[listStation]))
		for _, i := range at {
			if k := c.key[i]; k != 0 {
				counts[stationOf(k)]++
			}
		}
		return values(counts, v.words[listStation], labelPost), nil
	case library.FacetTag:
		return values(counted(&c.tags, at, len(v.words[listTag])), v.words[listTag], labelTag), nil
	case library.FacetCaption:
		return values(counted(&c.captions, at, len(v.words[listCaption])), v.words[listCaption], nil), nil
	}
	return nil, fmt.Errorf("%w: there is no facet %q", library.ErrSyntax, f)
}

// counted counts the values of a column with several a cable. One that stands twice in a cable counts once.
func counted(m *many[uint32], at []uint32, words int) []int {
	counts := make([]int, words)
	for _, i := range at {
		of := m.of(int(i))
		for n, w := range of {
			if !slices.Contains(of[:n], w) {
				counts[w]++
			}
		}
	}
	return counts
}

// values makes the list of what was counted, the most frequent first.
func values(counts []int, words []string, label func(string) string) []library.Value {
	var all []library.Value
	for i, n := range counts {
		if n > 0 {
			all = append(all, library.Value{Text: safe.Of(words[i]), Count: n})
		}
	}
	slices.SortFunc(all, func(a, b library.Value) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Text.String(), b.Text.String())
	})
	if label != nil {
		for i := range all {
			all[i].Label = safe.Of(label(all[i].Text.String()))
		}
	}
	return all
}

func labelTag(code string) string {
	info, _ := vocab.TAG(code)
	return info.Meaning.String()
}

func labelPost(station string) string { return vocab.Origin(station) }

func (v *view) years(at []uint32) []library.Value {
	counts := map[int]int{}
	for _, i := range at {
		if v.columns.created[i] != noDate {
			counts[v.columns.when(int(i)).Year()]++
		}
	}
	var all []library.Value
	for year, n := range counts {
		all = append(all, library.Value{Text: safe.Of(fmt.Sprint(year)), Count: n})
	}
	slices.SortFunc(all, func(a, b library.Value) int { return strings.Compare(a.Text.String(), b.Text.String()) })
	return all
}

func (v *view) levels(at []uint32) []library.Value {
	var counts [256]int
	for _, i := range at {
		counts[v.columns.level[i]]++
	}
	var all []library.Value
	for level := model.LevelTopSecret; level > model.LevelNone; level-- {
		if n := counts[level]; n > 0 {
			all = append(all, library.Value{Text: safe.Of(level.String()), Count: n})
		}
	}
	return all
}

// Histogram counts what a query finds by month, oldest first.
func (a *Archive) Histogram(ctx context.Context, q query.Query) ([]library.Month, error) {
	v := a.view.Load()
	at, err := a.matching(ctx, v, q)
	if err != nil {
		return nil, err
	}
	counts := map[int]int{}
	for _, i := range at {
		if v.columns.created[i] == noDate {
			counts[0]++
			continue
		}
		t := v.columns.when(int(i))
		counts[t.Year()*12+int(t.Month())-1]++
	}
	var all []library.Month
	for month, n := range counts {
		m := library.Month{Count: n}
		if month != 0 {
			m.Year, m.Month = month/12, time.Month(month%12+1)
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b library.Month) int { return (a.Year*12 + int(a.Month)) - (b.Year*12 + int(b.Month)) })
	return all, ctx.Err()
}

// Values completes a field: values that begin with a prefix, the most frequent first.
func (a *Archive) Values(ctx context.Context, field query.FieldName, prefix string, most int) ([]library.Value, error) {
	return nil, ctx.Err()
}

// furtherVersions counts the cables from an index on that are versions of one before them.
func (v *view) furtherVersions(from int) int {
	n := 0
	versions := v.versions()
	if versions.before == nil {
		return 0
	}
	for _, b := range versions.before[min(max(from, 0), v.len()):] {
		if b != 0 {
			n++
		}
	}
	return n
}
