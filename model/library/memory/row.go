package memory

import (
	"context"
	"math"
	"runtime"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
	"reftel/model/safe"
)

// row is what is held of every cable, whatever the size of the collection: about 150 bytes and the title.
type row struct {
	id         model.ID
	created    int64 // seconds; noDate
	title      string
	origin     uint32 // these are numbers of names
	path       uint32
	marking    uint32
	tags       span
	captions   span
	refs       span
	odd        span // words; unknownOdds of them where nobody knows
	paragraphs int32
	repairs    int32 // diagnostics
	traits     query.Trait
	level      model.Level
	summary    model.SummaryOrigin
	made       bool // the title
}

const noDate = math.MinInt64

// span is a part of a flat list.
type span struct {
	from uint32
	n    uint32
}

// flat holds the lists of all rows one behind another. They are appended to, never changed.
type flat struct {
	codes []uint32 // TAGS and captions, by number
	refs  []model.ID
}

// names holds words that many cables share once.
type names struct {
	all      []string
	numbers  map[string]uint32
	markings []model.Marking
	marks    map[string]uint32 // markings, by what is written and meant
}

func newNames() names {
	return names{all: []string{""}, numbers: map[string]uint32{"": 0}, marks: map[string]uint32{}}
}

// number is the number of a word, which is cut loose from the text it was read from.
func (n *names) number(s string) uint32 {
	i, ok := n.numbers[s]
	if !ok {
		s = strings.Clone(s)
		i = uint32(len(n.all))
		n.all = append(n.all, s)
		n.numbers[s] = i
	}
	return i
}

func (n *names) word(s string) string { return n.all[n.number(s)] }

func (n *names) mark(m model.Marking) uint32 {
	key := m.Written + "\x00" + m.Full()
	i, ok := n.marks[key]
	if !ok {
		i = uint32(len(n.markings))
		m.Written = strings.Clone(m.Written)
		n.markings = append(n.markings, m)
		n.marks[strings.Clone(key)] = i
	}
	return i
}

// row makes the row of a cable. Its texts are copies, so that they do not keep the whole cable alive. The caller holds
// the lock.
func (l *Library) row(c *model.Cable) row {
	title, official := c.Title()
	r := row{
		id:         c.ID,
		created:    noDate,
		title:      strings.Clone(title.String()),
		origin:     l.names.number(c.Origin.String()),
		path:       l.names.number(c.Source.Path.String()),
		marking:    l.names.mark(c.Classification),
		paragraphs: int32(len(c.Paragraphs)),
		repairs:    int32(len(c.Diagnostics)),
		traits:     query.TraitsOf(c),
		level:      c.Classification.Level,
		summary:    c.Summary.Origin,
		made:       !official,
	}
	r.id.Station = l.names.word(c.ID.Station)
	r.id.Suffix = l.names.word(c.ID.Suffix)
	if !c.Created.IsZero() {
		r.created = c.Created.Unix()
	}
	r.tags = l.codes(query.FieldTag, c.TAGS)
	r.captions = l.codes(query.FieldCaption, c.Captions)
	r.refs.from = uint32(len(l.flat.refs))
	for i := range c.References {
		id := c.References[i].ID
		if id.Zero() || id.Key() == c.ID.Key() || l.cites(r, id) {
			continue
		}
		id.Station, id.Suffix = l.names.word(id.Station), l.names.word(id.Suffix)
		l.flat.refs = append(l.flat.refs, id)
		r.refs.n++
	}
	return r
}

// cites tells whether a row, which is the last, has a reference already.
func (l *Library) cites(r row, id model.ID) bool {
	for _, ref := range l.flat.refs[r.refs.from:] {
		if ref.Key() == id.Key() {
			return true
		}
	}
	return false
}

func (l *Library) codes(field query.FieldName, lines []safe.Line) span {
	s := span{from: uint32(len(l.flat.codes))}
	for _, line := range lines {
		code := query.Code(field, line.String())
		if code == "" {
			continue
		}
		n, twice := l.names.number(code), false
		for _, m := range l.flat.codes[s.from:] {
			twice = twice || m == n
		}
		if !twice {
			l.flat.codes = append(l.flat.codes, n)
			s.n++
		}
	}
	return s
}

// refs gives the references of a row; the caller holds the lock.
func (l *Library) refs(r row) []model.ID { return l.flat.refs[r.refs.from : r.refs.from+r.refs.n] }

func (r *row) when() time.Time {
	if r.created == noDate {
		return time.Time{}
	}
	return time.Unix(r.created, 0).UTC()
}

// Entries gives what lists show of some cables.
func (l *Library) Entries(ctx context.Context, handles []library.Handle) ([]library.Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rows := make([]int32, 0, len(handles))
	for _, h := range handles {
		if at, err := l.at(h); err == nil {
			rows = append(rows, at)
		}
	}
	return l.entries(ctx, rows)
}

// entries gives what lists show of some rows. Where summaries are not kept, those cables are read.
func (l *Library) entries(ctx context.Context, rows []int32) ([]library.Entry, error) {
	if len(rows) == 0 {
		return nil, ctx.Err()
	}
	out := make([]library.Entry, len(rows))
	var missing []int
	l.mu.RLock()
	kept := l.short != nil
	for i, at := range rows {
		r := &l.rows[at]
		e := library.Entry{
			Handle:         handle(at),
			ID:             r.id,
			Name:           safe.Of(l.names.all[r.path]),
			Created:        r.when(),
			Classification: l.names.markings[r.marking],
			Origin:         safe.Of(l.names.all[r.origin]),
			Title:          safe.Of(r.title),
			TitleMade:      r.made,
			SummaryOrigin:  r.summary,
			Paragraphs:     int(r.paragraphs),
			Partial:        r.traits&query.TraitPartial != 0,
			Diagnostics:    int(r.repairs),
		}
		if e.Card = l.nameless[at]; e.Card == "" {
			e.Card = library.CardOfKey(r.id)
			if c, ok := l.copies[r.id.Key()]; ok {
				e.Versions = int(c.n) - 1
			}
		}
		if kept {
			e.Summary = l.short[at]
		} else if r.summary != model.SummaryNone {
			missing = append(missing, i)
		}
		out[i] = e
	}
	l.mu.RUnlock()
	if len(missing) > 0 {
		l.readSummaries(ctx, rows, missing, out)
	}
	return out, ctx.Err()
}

// mostSummaries is how many cables a collection has whose summaries are kept; of more, those that show are read again.
const mostSummaries = 10_000

// keepSummary keeps the summary of the last row; the caller holds the lock.
func (l *Library) keepSummary(text string) {
	switch n := len(l.rows); {
	case n > mostSummaries || l.spare:
		l.short = nil
	case n == 1 || l.short != nil:
		l.short = append(l.short, safe.TextOf(strings.Clone(text)))
	}
}

// readSummaries reads the cables that show. One that cannot be read has no summary; opening it tells why.
func (l *Library) readSummaries(ctx context.Context, rows []int32, missing []int, out []library.Entry) {
	var group sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(missing)) {
		group.Go(func() {
			for i := range next {
				out[i].Summary = l.sums.get(rows[i], func() (safe.Text, bool) {
					c := l.recent.get(rows[i])
					if c == nil {
						var err error
						if c, err = l.reopen(ctx, rows[i]); err != nil {
							return safe.Text{}, false
						}
					}
					return safe.TextOf(strings.Clone(head(c.Summary.Text.String(), library.SummaryLength))), true
				})
			}
		})
	}
	for _, i := range missing {
		next <- i
	}
	close(next)
	group.Wait()
}

// summaries holds some that were read last. Its zero value is empty.
type summaries struct {
	mu   sync.Mutex
	old  map[int32]safe.Text
	held map[int32]safe.Text
}

// get gives a summary, which is read where it is not held. Half of what is held is dropped now and then.
func (s *summaries) get(at int32, read func() (safe.Text, bool)) safe.Text {
	s.mu.Lock()
	text, ok := s.held[at]
	if !ok {
		text, ok = s.old[at]
	}
	s.mu.Unlock()
	if !ok {
		if text, ok = read(); !ok {
			return text
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil || len(s.held) >= 1000 {
		s.old, s.held = s.held, map[int32]safe.Text{}
	}
	s.held[at] = text
	return text
}

// head is at most n bytes of s, cut before a character and, where one is near, behind a word.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	if i := strings.LastIndexAny(s[:n], " \n"); i > n-40 && i > 0 {
		n = i
	}
	return s[:n]
}
