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

// Facets counts what a query finds by each facet.
func (a *Archive) Facets(ctx context.Context, q query.Query, facets []library.Facet, most int) (map[library.Facet][]library.Value, error) {
	defer a.answering()()
	v := a.view.Load()
	f, err := a.matching(ctx, v, q)
	if err != nil {
		return nil, err
	}
	all := map[library.Facet][]library.Value{}
	for _, facet := range facets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		values, err := v.facet(facet, f.at, most)
		if err != nil {
			return nil, err
		}
		all[facet] = values[:min(len(values), max(most, 0))]
	}
	return all, ctx.Err()
}

// facet counts cables by one property. Labels are given to the first most values.
func (v *view) facet(f library.Facet, at []uint32, most int) ([]library.Value, error) {
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
		return frequent(counts, v.words[listStation], query.FieldPost, most), nil
	case library.FacetTag:
		return frequent(counted(&c.tags, at, len(v.words[listTag])), v.words[listTag], query.FieldTag, most), nil
	case library.FacetCaption:
		return frequent(counted(&c.captions, at, len(v.words[listCaption])), v.words[listCaption], query.FieldCaption, most), nil
	}
	return nil, fmt.Errorf("%w: there is no facet %q", library.ErrSyntax, string(f))
}

// counted counts the values of a column with several a cable, which has each once.
func counted(m *many[uint32], at []uint32, words int) []int {
	counts := make([]int, words)
	for _, i := range at {
		for _, w := range m.of(int(i)) {
			counts[w]++
		}
	}
	return counts
}

// frequent makes the list of what was counted, the most frequent first.
func frequent(counts []int, words []string, field query.FieldName, most int) []library.Value {
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
	for i := range all[:min(max(most, 0), len(all))] {
		all[i].Label = vocab.MeaningOf(string(field), all[i].Text.String())
	}
	return all
}

func (v *view) years(at []uint32) []library.Value {
	var all []library.Value
	v.byMonth(at, func(year int, _ time.Month, n int) {
		if year == 0 {
			return
		}
		text := safe.Of(fmt.Sprintf("%04d", year))
		if last := len(all) - 1; last >= 0 && all[last].Text == text {
			all[last].Count += n
			return
		}
		all = append(all, library.Value{Text: text, Count: n})
	})
	return all
}

func (v *view) levels(at []uint32) []library.Value {
	var counts [256]int
	for _, i := range at {
		counts[v.columns.level[i]]++
	}
	var all []library.Value
	for level := model.LevelTopSecret; ; level-- {
		if n := counts[level]; n > 0 {
			all = append(all, library.Value{Text: safe.Of(query.LevelValue(level)), Label: levelLabel(level), Count: n})
		}
		if level == model.LevelNone {
			return all
		}
	}
}

func levelLabel(level model.Level) safe.Line {
	if level == model.LevelNone {
		return safe.Of("not marked")
	}
	return safe.Of(level.String())
}

// Histogram counts what a query finds by month, oldest first, cables without a date before all.
func (a *Archive) Histogram(ctx context.Context, q query.Query) ([]library.Month, error) {
	defer a.answering()()
	v := a.view.Load()
	f, err := a.matching(ctx, v, q)
	if err != nil {
		return nil, err
	}
	var all []library.Month
	v.byMonth(f.at, func(year int, month time.Month, n int) {
		m := library.Month{Year: year, Count: n}
		if year != 0 {
			m.Month = month
		}
		all = append(all, m)
	})
	return all, ctx.Err()
}

// byMonth counts cables by month and calls visit with each that has any, oldest first; year 0 has those without a date.
func (v *view) byMonth(at []uint32, visit func(year int, month time.Month, n int)) {
	months := v.months()
	counts := make([]int, months.n)
	for _, i := range at {
		counts[months.of[i]]++
	}
	for m, n := range counts {
		if n == 0 {
			continue
		}
		if m == 0 {
			visit(0, 0, n)
			continue
		}
		month := months.first + m - 1
		visit(month/12, time.Month(month%12+1), n)
	}
}

// months says in which month each cable was sent: 0 for none, else counted from the first, which is 1.
type months struct {
	of    []uint16
	first int // year * 12 + month - 1
	n     int
}

func newMonths(created []int64) *months {
	const most = 1<<16 - 2
	m := &months{of: make([]uint16, len(created)), n: 1}
	of := make([]int, len(created))
	m.first = 1 << 30
	lastMonth, from, to := 0, int64(1), int64(0) // cables of one month often come together
	for i, t := range created {
		if t == noDate {
			continue
		}
		if t < from || t >= to {
			w := time.Unix(t, 0).UTC()
			lastMonth = w.Year()*12 + int(w.Month()) - 1
			start := time.Date(w.Year(), w.Month(), 1, 0, 0, 0, 0, time.UTC)
			from, to = start.Unix(), start.AddDate(0, 1, 0).Unix()
		}
		of[i] = lastMonth
		m.first = min(m.first, lastMonth)
	}
	for i, month := range of {
		if created[i] != noDate {
			m.of[i] = uint16(min(month-m.first+1, most))
			m.n = max(m.n, int(m.of[i])+1)
		}
	}
	return m
}

// Values completes a field with what the archive has. Fields of words, and of identifiers, have no list of values.
func (a *Archive) Values(ctx context.Context, field query.FieldName, prefix string, most int) ([]library.Value, error) {
	defer a.answering()()
	v := a.view.Load()
	all := v.asFound()
	var values []library.Value
	var err error
	switch field {
	case query.FieldPost, query.FieldTag, query.FieldCaption, query.FieldYear:
		prefix = query.Code(field, prefix)
		values, err = v.facet(library.Facet(field), all, 0)
	case query.FieldSent, query.FieldAfter, query.FieldBefore:
		values, err = v.facet(library.FacetYear, all, 0)
	case query.FieldClass:
		prefix = strings.ToUpper(prefix)
		values, err = a.known(ctx, v, field)
	case query.FieldHas, query.FieldIs:
		prefix = strings.ToLower(prefix)
		values, err = a.known(ctx, v, field)
	case query.FieldIn:
		var sources []string
		if sources, err = a.sources(ctx); err == nil {
			counts := make([]int, len(sources))
			for _, s := range v.columns.source {
				if int(s) < len(counts) {
					counts[s]++
				}
			}
			values = frequent(counts, sources, field, 0)
		}
	}
	if err != nil {
		return nil, err
	}
	values = slices.DeleteFunc(values, func(v library.Value) bool {
		return v.Text.Empty() || !strings.HasPrefix(v.Text.String(), prefix)
	})
	slices.SortStableFunc(values, func(a, b library.Value) int { return b.Count - a.Count })
	values = values[:min(len(values), max(most, 0))]
	for i := range values {
		if values[i].Label.Empty() {
			values[i].Label = vocab.MeaningOf(string(field), values[i].Text.String())
		}
	}
	return values, ctx.Err()
}

// known counts the values of a field that has few of them; those that ask the reader's own shelf are left out.
func (a *Archive) known(ctx context.Context, v *view, field query.FieldName) ([]library.Value, error) {
	info, _ := query.InfoOf(field)
	var values []library.Value
	for _, text := range info.Values {
		f, err := query.NewField(field, query.Equal, text)
		if err != nil || f.Own() {
			continue
		}
		set, err := v.field(ctx, a, f)
		if err != nil {
			return nil, err
		}
		n := set.Count()
		if n == 0 {
			continue
		}
		value := library.Value{Text: safe.Of(text), Count: n}
		if field == query.FieldClass {
			value.Label = levelLabel(model.Level(f.Level))
			if f.Control() != "" {
				value.Label = safe.Of(string(f.Control()))
			}
		}
		values = append(values, value)
	}
	return values, nil
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
