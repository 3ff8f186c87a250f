package sqlite

import (
	"context"
	"fmt"
	"hash/fnv"
	"runtime"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
)

// Page lists rows from to to of a request.
func (a *Archive) Page(ctx context.Context, r library.Request, from, to int) (library.Page, error) {
	defer a.answering()()
	v := a.view.Load()
	l, err := a.list(ctx, v, r)
	if err != nil {
		return library.Page{}, err
	}
	p := library.Page{Total: len(l.at), Exact: true}
	from, to = min(max(from, 0), len(l.at)), min(max(to, 0), len(l.at))
	if from >= to {
		return p, ctx.Err()
	}
	handles := handlesOf(l.at[from:to])
	if p.Entries, err = a.entriesOf(ctx, v, handles); err != nil {
		return library.Page{}, err
	}
	if l.found != nil && l.found.units != nil {
		err = a.hits(ctx, r.Query, l.found, p.Entries)
	}
	return p, err
}

// hits reads the cables of a page to show where the words stand.
func (a *Archive) hits(ctx context.Context, q query.Query, f *found, entries []library.Entry) error {
	done, err := a.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	for len(entries) > 0 {
		some := entries[:min(len(entries), mostRows)]
		entries = entries[len(some):]
		cables, err := a.shown(ctx, some)
		if err != nil {
			return err
		}
		for i, c := range cables {
			e := &some[i]
			unit := f.unitOf(uint32(e.Handle - 1))
			e.Hit = &library.Hit{Paragraph: unit}
			if c != nil && int(unit) < len(c.Paragraphs) {
				e.Hit = library.HitOf(q, c, unit)
			}
		}
	}
	return ctx.Err()
}

// shown reads the cables of some entries; nil for one that cannot be read, which reading it alone explains.
func (a *Archive) shown(ctx context.Context, entries []library.Entry) ([]*model.Cable, error) {
	cables := make([]*model.Cable, len(entries))
	var rows, missing []int
	for i := range entries {
		if cables[i] = a.recent.get(entries[i].Handle); cables[i] == nil {
			rows, missing = append(rows, int(entries[i].Handle)), append(missing, i)
		}
	}
	if len(rows) == 0 {
		return cables, ctx.Err()
	}
	packed, err := a.packedOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	var group sync.WaitGroup
	var next atomic.Int32
	for range min(runtime.GOMAXPROCS(0), len(missing)) {
		group.Go(func() {
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= len(missing) {
					return
				}
				h := entries[missing[n]].Handle
				r, err := a.unpack(ctx, h, packed[n].about, packed[n].data)
				if err != nil {
					continue
				}
				if c, err := a.options.Parse(r); err == nil {
					cables[missing[n]] = c
					a.recent.put(h, c)
				}
			}
		})
	}
	group.Wait()
	return cables, ctx.Err()
}

// list is the answer to a request: cables in its order, and what was found, where it has a query.
type list struct {
	at    []uint32
	found *found
}

// answers keeps the lists that were asked for last, so that the next page of one is there at once. Its zero value is empty.
type answers struct {
	mu   sync.Mutex
	held []answer // the newest at the end
}

type answer struct {
	key  string
	view *view
	list list
}

const mostAnswers = 12

func (c *answers) get(v *view, key string) (list, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held = slices.DeleteFunc(c.held, func(h answer) bool { return h.view != v })
	for i, h := range c.held {
		if h.key == key {
			c.held = append(slices.Delete(c.held, i, i+1), h)
			return h.list, true
		}
	}
	return list{}, false
}

func (c *answers) put(v *view, key string, l list) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.held) >= mostAnswers {
		c.held = slices.Delete(c.held, 0, 1)
	}
	c.held = append(c.held, answer{key, v, l})
}

// keyOf is the same for requests that ask the same.
func keyOf(q query.Query, o library.Order) string {
	sum := fnv.New128a()
	query.Walk(q.Root, func(n query.Node) {
		if cards, ok := n.(query.Cards); ok {
			names := make([]string, 0, len(cards.Set))
			for name, in := range cards.Set {
				if in {
					names = append(names, name)
				}
			}
			sort.Strings(names)
			for _, name := range append(names, "") {
				_, _ = sum.Write(append([]byte(name), 0))
			}
		}
	})
	return fmt.Sprintf("%d %x %s", o, sum.Sum(nil), q)
}

// list gives the cables of a request in its order.
func (a *Archive) list(ctx context.Context, v *view, r library.Request) (list, error) {
	if err := ctx.Err(); err != nil {
		return list{}, err
	}
	if r.Query.Empty() {
		return list{at: v.all(ctx, a, r.Order)}, ctx.Err()
	}
	key := keyOf(r.Query, r.Order)
	if l, ok := a.answers.get(v, key); ok {
		return l, nil
	}
	scored := r.Order == library.ByRelevance && r.Query.OfParagraphs()
	var f *found
	var err error
	if scored {
		f, err = a.find(ctx, v, r.Query, true)
	} else {
		f, err = a.matching(ctx, v, r.Query)
	}
	if err != nil {
		return list{}, err
	}
	l := list{found: f}
	switch {
	case scored:
		l.at = v.byScore(f)
	case r.Order == library.AsFound:
		l.at = f.at
	default:
		l.at, err = v.ordered(ctx, a, slices.Clone(f.at), r.Order)
	}
	if err != nil {
		return list{}, err
	}
	a.answers.put(v, key, l)
	return l, ctx.Err()
}

// matching gives what a query finds, as found.
func (a *Archive) matching(ctx context.Context, v *view, q query.Query) (*found, error) {
	if q.Empty() {
		return &found{at: v.asFound()}, ctx.Err()
	}
	key := keyOf(q, library.AsFound)
	if l, ok := a.answers.get(v, key); ok {
		return l.found, nil
	}
	f, err := a.find(ctx, v, q, false)
	if err != nil {
		return nil, err
	}
	a.answers.put(v, key, list{at: f.at, found: f})
	return f, nil
}

// Count is how many cables a query finds.
func (a *Archive) Count(ctx context.Context, q query.Query) (int, error) {
	defer a.answering()()
	f, err := a.matching(ctx, a.view.Load(), q)
	if err != nil {
		return 0, err
	}
	return len(f.at), ctx.Err()
}

// Row is where a cable stands in the list of a request.
func (a *Archive) Row(ctx context.Context, r library.Request, h library.Handle) (int, bool, error) {
	defer a.answering()()
	v := a.view.Load()
	if h < 1 || int(h) > v.len() {
		return 0, false, ctx.Err()
	}
	if r.Query.Empty() && (r.Order == library.NewestFirst || r.Order == library.ByRelevance) {
		return int(v.rank()[h-1]), true, ctx.Err()
	}
	l, err := a.list(ctx, v, r)
	if err != nil {
		return 0, false, err
	}
	row := slices.Index(l.at, uint32(h-1))
	return max(row, 0), row >= 0, nil
}

// handlesOf are the handles of some cables.
func handlesOf[T int | uint32](at []T) []library.Handle {
	if len(at) == 0 {
		return nil
	}
	all := make([]library.Handle, len(at))
	for i, n := range at {
		all[i] = library.Handle(n) + 1
	}
	return all
}
