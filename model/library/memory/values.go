package memory

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

func partial(r *row) int { return btoi(r.traits&query.TraitPartial != 0) }

// columns are what counting needs of a collection as it is at one moment.
type columns struct {
	rows  []row
	codes []uint32
	names []string
}

func (l *Library) columns() columns {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return columns{l.rows[:len(l.rows):len(l.rows)], l.flat.codes, l.names.all}
}

// Facets counts what a query finds by each facet.
func (l *Library) Facets(ctx context.Context, q query.Query, facets []library.Facet, most int) (map[library.Facet][]library.Value, error) {
	rows, err := l.all(ctx, q)
	if err != nil {
		return nil, err
	}
	c := l.columns()
	out := map[library.Facet][]library.Value{}
	for _, f := range facets {
		values, err := c.facet(f, rows)
		if err != nil {
			return nil, err
		}
		out[f] = values[:min(len(values), max(most, 0))]
	}
	return out, ctx.Err()
}

func (c columns) facet(f library.Facet, rows []int32) ([]library.Value, error) {
	switch f {
	case library.FacetYear:
		counts := map[int]int{}
		for _, at := range rows {
			if r := &c.rows[at]; r.created != noDate {
				counts[r.when().Year()]++
			}
		}
		var values []library.Value
		for year, n := range counts {
			values = append(values, library.Value{Text: safe.Of(fmt.Sprintf("%04d", year)), Count: n})
		}
		slices.SortFunc(values, func(a, b library.Value) int { return strings.Compare(a.Text.String(), b.Text.String()) })
		return values, nil
	case library.FacetClass:
		var counts [model.LevelTopSecret + 1]int
		for _, at := range rows {
			counts[min(c.rows[at].level, model.LevelTopSecret)]++
		}
		var values []library.Value
		for level := model.LevelTopSecret; ; level-- {
			if n := counts[level]; n > 0 {
				values = append(values, library.Value{Text: safe.Of(query.LevelValue(level)), Label: levelLabel(level), Count: n})
			}
			if level == model.LevelNone {
				return values, nil
			}
		}
	case library.FacetPost:
		counts := map[string]int{}
		for _, at := range rows {
			if s := c.rows[at].id.Station; s != "" {
				counts[s]++
			}
		}
		return frequent(counts, query.FieldPost), nil
	case library.FacetTag:
		return c.counted(rows, query.FieldTag, func(r *row) span { return r.tags }), nil
	case library.FacetCaption:
		return c.counted(rows, query.FieldCaption, func(r *row) span { return r.captions }), nil
	}
	return nil, fmt.Errorf("%w: there is no facet %q", library.ErrSyntax, string(f))
}

func levelLabel(level model.Level) safe.Line {
	if level == model.LevelNone {
		return safe.Of("not marked")
	}
	return safe.Of(level.String())
}

// counted counts the codes of some rows.
func (c columns) counted(rows []int32, field query.FieldName, of func(*row) span) []library.Value {
	numbers := make([]int, len(c.names))
	for _, at := range rows {
		s := of(&c.rows[at])
		for _, n := range c.codes[s.from : s.from+s.n] {
			numbers[n]++
		}
	}
	counts := map[string]int{}
	for n, count := range numbers {
		if count > 0 {
			counts[c.names[n]] = count
		}
	}
	return frequent(counts, field)
}

// frequent lists what was counted, the most frequent first, with what it means.
func frequent(counts map[string]int, field query.FieldName) []library.Value {
	values := make([]library.Value, 0, len(counts))
	for text, n := range counts {
		values = append(values, library.Value{Text: safe.Of(text), Label: vocab.MeaningOf(string(field), text), Count: n})
	}
	slices.SortFunc(values, func(a, b library.Value) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Text.String(), b.Text.String())
	})
	return values
}

// Histogram counts what a query finds by month, oldest first, cables without a date before all.
func (l *Library) Histogram(ctx context.Context, q query.Query) ([]library.Month, error) {
	rows, err := l.all(ctx, q)
	if err != nil {
		return nil, err
	}
	c := l.columns()
	counts := map[int]int{}
	for _, at := range rows {
		month := 0
		if r := &c.rows[at]; r.created != noDate {
			t := r.when()
			month = t.Year()*12 + int(t.Month()) - 1
		}
		counts[month]++
	}
	var months []library.Month
	for month, n := range counts {
		m := library.Month{Count: n}
		if month != 0 {
			m.Year, m.Month = month/12, time.Month(month%12+1)
		}
		months = append(months, m)
	}
	slices.SortFunc(months, func(a, b library.Month) int { return (a.Year*12 + int(a.Month)) - (b.Year*12 + int(b.Month)) })
	return months, ctx.Err()
}

// Values completes a field with what the collection has. Fields of words, of times within a year and of identifiers have
// no list of values.
func (l *Library) Values(ctx context.Context, field query.FieldName, prefix string, most int) ([]library.Value, error) {
	c := l.columns()
	rows := make([]int32, len(c.rows))
	for i := range rows {
		rows[i] = int32(i)
	}
	var values []library.Value
	var err error
	switch field {
	case query.FieldPost, query.FieldTag, query.FieldCaption, query.FieldYear:
		prefix = query.Code(field, prefix)
		values, err = c.facet(library.Facet(field), rows)
	case query.FieldSent, query.FieldAfter, query.FieldBefore:
		values, err = c.facet(library.FacetYear, rows)
	case query.FieldClass:
		prefix = strings.ToUpper(prefix)
		values = l.classes()
	case query.FieldHas, query.FieldIs:
		prefix = strings.ToLower(prefix)
		values = c.traits(field)
	case query.FieldIn:
		counts := map[string]int{}
		for i := range c.rows {
			counts[c.names[c.rows[i].path]]++
		}
		delete(counts, "")
		values = frequent(counts, field)
	}
	if err != nil {
		return nil, err
	}
	values = slices.DeleteFunc(values, func(v library.Value) bool { return !strings.HasPrefix(v.Text.String(), prefix) })
	slices.SortStableFunc(values, func(a, b library.Value) int { return b.Count - a.Count })
	return values[:min(len(values), max(most, 0))], ctx.Err()
}

// classes counts levels and controls.
func (l *Library) classes() []library.Value {
	l.mu.RLock()
	defer l.mu.RUnlock()
	of := make([]int, len(l.names.markings))
	for i := range l.rows {
		of[l.rows[i].marking]++
	}
	var values []library.Value
	for _, v := range mustInfo(query.FieldClass).Values {
		f, err := query.NewField(query.FieldClass, query.Equal, v)
		if err != nil {
			continue
		}
		n := 0
		for i, m := range l.names.markings {
			if f.HoldsMarking(m) {
				n += of[i]
			}
		}
		if n > 0 {
			values = append(values, library.Value{Text: safe.Of(v), Label: levelLabel(model.Level(f.Level)), Count: n})
			if f.Level == 0 {
				values[len(values)-1].Label = safe.Of(string(f.Control()))
			}
		}
	}
	return values
}

// traits counts what cables have and are; of the reader's own fields nothing is known here.
func (c columns) traits(field query.FieldName) []library.Value {
	var values []library.Value
	for _, v := range mustInfo(field).Values {
		f, err := query.NewField(field, query.Equal, v)
		if err != nil || f.Own() {
			continue
		}
		n := 0
		for i := range c.rows {
			n += btoi(c.rows[i].traits&f.Trait() != 0)
		}
		if n > 0 {
			values = append(values, library.Value{Text: safe.Of(v), Count: n})
		}
	}
	return values
}

func mustInfo(name query.FieldName) query.FieldInfo { info, _ := query.InfoOf(name); return info }
