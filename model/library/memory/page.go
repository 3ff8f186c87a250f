package memory

import (
	"context"
	"math"
	"runtime"
	"sync"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
)

// Page lists rows from to to of a request. Where the words of the collection are not kept, a search goes on only as far
// as the page needs, and Total is what it found so far.
func (l *Library) Page(ctx context.Context, r library.Request, from, to int) (library.Page, error) {
	most := max(to, 0)
	if most < math.MaxInt {
		most++ // so that the last page knows that it is
	}
	rows, units, all, err := l.search(ctx, r, most)
	if err != nil {
		return library.Page{}, err
	}
	return l.page(ctx, r.Query, rows, units, all, from, to)
}

// Sofar gives the first rows of a request that somebody has asked for, as far as they are found, and which part of the
// collection was looked through for it. It does not search itself, and is false where nobody asked.
func (l *Library) Sofar(ctx context.Context, r library.Request, to int) (p library.Page, part float64, ok bool, err error) {
	s := l.found.begun(r.Query, r.Order, -1)
	if s == nil {
		return p, 0, false, ctx.Err()
	}
	rows, units, done := s.sofar()
	p, err = l.page(ctx, r.Query, rows, units, done, 0, to)
	return p, s.part(), true, err
}

// page is rows from to to of those that were found.
func (l *Library) page(ctx context.Context, q query.Query, rows []int32, units []model.ParagraphIndex, all bool, from, to int) (p library.Page, err error) {
	p = library.Page{Total: len(rows), Exact: all}
	from, to = min(max(from, 0), len(rows)), min(max(to, 0), len(rows))
	if from >= to {
		return p, ctx.Err()
	}
	if p.Entries, err = l.entries(ctx, rows[from:to]); err != nil {
		return library.Page{}, err
	}
	if len(units) > 0 {
		l.hits(ctx, q, rows[from:to], units[from:to], p.Entries)
	}
	return p, ctx.Err()
}

// hits reads the cables of a page again to show where the words stand.
func (l *Library) hits(ctx context.Context, q query.Query, rows []int32, units []model.ParagraphIndex, entries []library.Entry) {
	var group sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(rows)) {
		group.Go(func() {
			for i := range next {
				c := l.recent.get(rows[i])
				if c == nil {
					var err error
					if c, err = l.reopen(ctx, rows[i]); err != nil {
						entries[i].Hit = &library.Hit{Paragraph: units[i]}
						continue
					}
				}
				unit := units[i]
				if int(unit) >= len(c.Paragraphs) { // the file has changed
					unit = query.Head
				}
				entries[i].Hit = library.HitOf(q, c, unit)
			}
		})
	}
	for i := range rows {
		next <- i
	}
	close(next)
	group.Wait()
}

// Count is how many cables a query finds.
func (l *Library) Count(ctx context.Context, q query.Query) (int, error) {
	rows, err := l.all(ctx, q)
	return len(rows), err
}

// all gives the rows that a query finds, in no order that matters. A search that was begun goes on.
func (l *Library) all(ctx context.Context, q query.Query) ([]int32, error) {
	order := l.found.furthest(q, len(l.snapshot()))
	rows, _, _, err := l.search(ctx, library.Request{Query: q, Order: order}, math.MaxInt)
	return rows, err
}

// Row is where a cable stands in the list of a request.
func (l *Library) Row(ctx context.Context, r library.Request, h library.Handle) (int, bool, error) {
	at, err := l.at(h)
	if err != nil {
		return 0, false, ctx.Err()
	}
	if r.Query.Empty() && r.Order == library.AsFound {
		return int(at), true, ctx.Err()
	}
	for most := 1024; ; most *= 4 {
		rows, _, all, err := l.search(ctx, r, most)
		if err != nil {
			return 0, false, err
		}
		for i, row := range rows {
			if row == at {
				return i, true, nil
			}
		}
		if all {
			return 0, false, nil
		}
	}
}
