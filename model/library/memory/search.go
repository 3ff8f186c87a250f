package memory

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"runtime"
	"slices"
	"sort"
	"sync"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
)

const (
	blockOfRows  = 512 // looked at before a search asks whether it is still wanted
	blockOfFiles = 32  // parsed before that
	blocksAtOnce = 64  // of which no file is read, before others have their turn
	mostSearches = 8   // kept, with how far they came
)

// found keeps the searches made last. Its zero value is empty.
type found struct {
	mu   sync.Mutex
	held []*search // the newest at the end
}

// search is a query that is being answered, row by row in its order, as far as somebody wanted to know.
type search struct {
	key      string
	order    library.Order
	question *question
	turn     chan struct{} // held by the one that goes on with it, for a block at a time

	next     int      // row in the order that comes next; of the one whose turn it is, as is what follows
	step     int      // rows to look at in one go
	sifted   []result // rows before next of which some have to be parsed
	unranked bool     // too many are found to be ranked

	mu    sync.Mutex // of what follows
	rows  []int32
	units []model.ParagraphIndex // that were found, of each of rows; nil where the query asks for cables
	came  int                    // how many rows of the order are settled
	done  bool
}

// search gives a query that was answered for at least the first rows, and whether it holds all of them.
func (l *Library) search(ctx context.Context, r library.Request, most int) (rows []int32, units []model.ParagraphIndex, all bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, false, err
	}
	if r.Query.Empty() {
		return l.orders.get(l.snapshot(), r.Order), nil, true, nil
	}
	s := l.found.begun(r.Query, r.Order, len(l.snapshot()))
	if s == nil {
		k, err := l.question(r.Query)
		if err != nil {
			return nil, nil, false, err
		}
		s = l.found.get(k, r.Order)
	}
	for {
		if rows, units, done := s.sofar(); done || len(rows) >= most {
			return rows, units, done, nil
		}
		select {
		case s.turn <- struct{}{}:
		case <-ctx.Done():
			return nil, nil, false, ctx.Err()
		}
		if rows, _, done := s.sofar(); !done && len(rows) < most { // somebody else may have gone on meanwhile
			err = l.goOn(ctx, s)
		}
		<-s.turn
		if err != nil {
			return nil, nil, false, err
		}
	}
}

// sofar is what was found until now, and whether that is all.
func (s *search) sofar() ([]int32, []model.ParagraphIndex, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rows[:len(s.rows):len(s.rows)], s.units[:len(s.units):len(s.units)], s.done
}

// looked says how far the search has come.
func (s *search) looked() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.came = s.next - len(s.sifted)
}

// part is how much of the collection was looked through.
func (s *search) part() float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return 1
	}
	return float64(s.came) / float64(max(len(s.question.rows), 1))
}

// found takes in what was found next.
func (s *search) found(results []result, done bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range results {
		if r.state == accepted {
			s.rows = append(s.rows, r.at)
			if s.question.units {
				s.units = append(s.units, r.unit)
			}
		}
	}
	s.came, s.done = s.next-len(s.sifted), done
}

// begun gives the search for a query over so many rows, or over any where rows is negative; nil where none was begun.
func (f *found) begun(q query.Query, order library.Order, rows int) *search {
	key := keyOf(q)
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.of(key, order, rows)
}

// of gives the search of a key that was asked for last, which is then the last of all; the caller holds the lock.
func (f *found) of(key string, order library.Order, rows int) *search {
	for i, s := range slices.Backward(f.held) {
		if s.key == key && s.order == order && (rows < 0 || len(s.question.rows) == rows) {
			f.held = append(slices.Delete(f.held, i, i+1), s)
			return s
		}
	}
	return nil
}

// get gives the search for a question, one that was begun where there is one.
func (f *found) get(k *question, order library.Order) *search {
	key := keyOf(k.query)
	f.mu.Lock()
	defer f.mu.Unlock()
	if s := f.of(key, order, len(k.rows)); s != nil {
		return s
	}
	s := &search{key: key, order: order, turn: make(chan struct{}, 1), question: k}
	if len(f.held) >= mostSearches {
		f.held = slices.Delete(f.held, 0, 1)
	}
	f.held = append(f.held, s)
	return s
}

// furthest gives the order in which a search for a query has come furthest; as found where there is none.
func (f *found) furthest(q query.Query, rows int) library.Order {
	key := keyOf(q)
	f.mu.Lock()
	defer f.mu.Unlock()
	order, most := library.AsFound, 0
	for _, s := range f.held {
		if s.key != key || len(s.question.rows) != rows {
			continue
		}
		s.mu.Lock()
		if s.done || s.came > most {
			order, most = s.order, s.came
		}
		s.mu.Unlock()
	}
	return order
}

// keyOf is the same for queries that ask the same.
func keyOf(q query.Query) string {
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
			_ = binary.Write(sum, binary.LittleEndian, int64(len(names)))
			for _, name := range names {
				_, _ = sum.Write(append([]byte(name), 0))
			}
		}
	})
	return fmt.Sprintf("%x %s", sum.Sum(nil), q)
}

// goOn answers for the next rows of the order. What was found when it was cut off is kept.
func (l *Library) goOn(ctx context.Context, s *search) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	k := s.question
	order := l.orders.get(k.rows, s.order)
	r := l.index.reader(k.matcher)
	if s.order == library.ByRelevance && k.units && !s.unranked {
		return l.rank(ctx, s, order, r)
	}
	for range blocksAtOnce {
		done, reads, err := l.block(ctx, s, order, r)
		if err != nil || done || reads {
			return err
		}
	}
	return nil
}

// result is what came of one row.
type result struct {
	at    int32
	unit  model.ParagraphIndex
	state state
}

// state is what is known of a row.
type state uint8

const (
	refused  state = iota
	accepted       // it is found
	open           // only the cable itself can tell
)

// block answers for some rows of the order. It tells whether they were the last, and whether files were read.
func (l *Library) block(ctx context.Context, s *search, order []int32, r *reader) (done, reads bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, false, err
	}
	if len(s.sifted) == 0 {
		if reads, err = l.ahead(ctx, s, order, r); err != nil {
			return false, reads, err
		}
	}
	n, parse := 0, make([]int, 0, blockOfFiles) // of those sifted
	for ; n < len(s.sifted) && len(parse) < blockOfFiles; n++ {
		if s.sifted[n].state == open {
			parse = append(parse, n)
		}
	}
	results := s.sifted[:n]
	if len(parse) > 0 {
		reads = true
		results = slices.Clone(results) // so that what is cut off begins anew
		l.readAgain(ctx, parse, func(i int, t *tools) { l.readOne(ctx, s.question, &results[i], t) })
		if err := ctx.Err(); err != nil {
			return false, true, err
		}
	}
	s.sifted = s.sifted[n:]
	done = s.next >= len(order) && len(s.sifted) == 0
	s.found(results, done)
	return done, reads, nil
}

// ahead looks at the next rows of the order without parsing any, and keeps those that may be found. It tells whether
// files were read.
func (l *Library) ahead(ctx context.Context, s *search, order []int32, r *reader) (reads bool, err error) {
	k := s.question
	t := toolbox.Get().(*tools)
	defer toolbox.Put(t)
	if s.step = max(s.step, fewestSifted); r != nil {
		s.step = blockOfRows
	}
	rows := order[s.next:min(s.next+s.step, len(order))]
	var results []result
	var texts []text
	for i, row := range rows {
		if i%blockOfRows == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		switch k.known(row, r) {
		case query.No:
			continue
		case query.Yes:
			results = append(results, result{row, query.Head, accepted})
			continue
		}
		if r.has(row) {
			a := asked{question: k, reader: r, at: row}
			if unit, _, ok := r.find(row, k.matcher, &a, &t.seen, false); ok {
				results = append(results, result{row, unit, accepted})
			}
			continue
		}
		if p := k.places[row]; p.file > 0 && k.rows[row].odd.n != unknownOdds {
			texts = append(texts, text{len(results), p})
		}
		results = append(results, result{row, query.Head, open})
	}
	if len(texts) > 0 {
		k.sift(ctx, results, texts)
		if err := ctx.Err(); err != nil {
			return true, err
		}
	}
	s.sifted = append(s.sifted, slices.DeleteFunc(results, func(r result) bool { return r.state == refused })...)
	s.next += len(rows)
	if len(s.sifted) < blockOfFiles || s.order == library.ByRelevance {
		s.step = min(2*s.step, mostSifted)
	}
	return len(texts) > 0, nil
}

// readAgain does something for each of some rows that have to be parsed, on all cores.
func (l *Library) readAgain(ctx context.Context, rows []int, do func(i int, t *tools)) {
	var group sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(rows)) {
		group.Go(func() {
			t := toolbox.Get().(*tools)
			defer toolbox.Put(t)
			for i := range next {
				if ctx.Err() == nil {
					do(i, t)
				}
			}
		})
	}
	for _, i := range rows {
		next <- i
	}
	close(next)
	group.Wait()
}

// cable reads a cable for a search; nil where it cannot be read, which is reported.
func (l *Library) cable(ctx context.Context, at int32) *model.Cable {
	c := l.recent.get(at)
	if c == nil {
		var err error
		if c, err = l.reopen(ctx, at); err != nil {
			if errors.Is(err, library.ErrVanished) {
				l.vanish(at, err)
			}
			return nil
		}
	}
	return c
}

func (l *Library) readOne(ctx context.Context, k *question, res *result, t *tools) {
	res.state = refused
	c := l.cable(ctx, res.at)
	if c == nil {
		return
	}
	a := &asked{question: k, at: res.at, cable: c, unit: query.Head}
	ok := false
	if !k.units {
		t.seen.Reset()
		ok = k.matcher.Match(&t.seen, a)
	} else {
		res.unit, ok = k.matcher.FindIn(c, a.of, &t.seen, &t.scan)
	}
	if ok {
		res.state = accepted
	}
}
