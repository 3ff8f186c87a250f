package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"reftel/model/library"
	"reftel/model/query"
	"reftel/model/safe"
)

// search is what is asked of the library and has not answered yet.
type search struct {
	about  int // the listing that will come of it
	cancel context.CancelFunc
	typed  query.Query
	again  bool // of what is listed already
	begun  *atomic.Pointer[listing]
	part   float64 // of the collection that was looked through, as far as one knows
	shown  int     // cables that are listed, though more are looked for
}

// listed is the beginning of a list that was asked for.
type listed struct {
	about int
	list  listing
	err   error
}

// fetched is a further part of the present list.
type fetched struct {
	about, part int
	entries     []library.Entry
	err         error
}

// look lists what a query finds. The present list stands until the answer comes; a search that is under way is ended.
func (m *Model) look(q query.Query, order library.Order) tea.Cmd {
	m.stopSearch()
	m.stopTally()
	m.asked++
	if q.Root == nil {
		m.lib.all(order, m.asked)
		m.list.Excerpts = false
		row, _ := m.lib.row(m.position)
		m.list.MoveTo(row, m.lib.count())
		return m.countMade()
	}
	ctx, cancel := context.WithCancel(context.Background())
	begun := new(atomic.Pointer[listing])
	m.searching = &search{about: m.asked, cancel: cancel, typed: q, begun: begun}
	about, lib, shelf := m.asked, m.lib.lib, m.desk.shelf
	return tea.Batch(m.wait(about), func() tea.Msg {
		state, started := lib.State(), time.Now()
		l := listing{reach: state.Indexed, typed: q, parts: map[int][]library.Entry{}, missing: map[int]bool{}, about: about, rev: state.Revision, growing: state.Loading || state.Indexed < state.Len}
		resolved, err := library.Resolve(ctx, q, shelf)
		if err != nil {
			return listed{about, l, err}
		}
		l.request = library.Request{Query: resolved, Order: order}
		early := l
		begun.Store(&early)
		page, err := lib.Page(ctx, l.request, 0, partRows)
		l.total, l.exact, l.parts[0] = page.Total, page.Exact, page.Entries
		l.found, l.took = time.Now(), time.Since(started)
		return listed{about, l, err}
	})
}

// What was found in a collection that grows is looked for again after a moment, and after so many times as long as the
// search took.
const (
	renewAfter = time.Second
	renewShare = 10
)

// renew looks once more for what was found while the collection was not whole, or was another: when it is whole, and now
// and then before, when more of it can be searched.
func (m *Model) renew() tea.Cmd {
	s := m.lib.state()
	stale := m.lib.narrowed() && (m.lib.growing || m.lib.rev != s.Revision)
	if !stale || m.searching != nil {
		return nil
	}
	if whole := !s.Loading && s.Indexed >= s.Len; !whole {
		if m.lib.reach == s.Indexed || time.Since(m.lib.found) < max(renewAfter, renewShare*m.lib.took) {
			return nil
		}
	}
	m.lib.growing = false
	cmd := m.look(m.lib.typed, m.lib.request.Order)
	if m.searching != nil {
		m.searching.again = true
	}
	return cmd
}

// stopSearch ends the search that is under way, if there is one.
func (m *Model) stopSearch() {
	if m.searching != nil {
		m.searching.cancel()
		m.searching = nil
	}
}

// showListed takes a list that was asked for.
func (m *Model) showListed(msg listed) tea.Cmd {
	if m.searching == nil || msg.about != m.searching.about {
		return nil
	}
	again := m.searching.again
	m.searching = nil
	if msg.err != nil {
		m.wrong(msg.err)
		if m.prompt == nil {
			m.message = m.mistake.what
		}
		return nil
	}
	m.replace(msg.list, again)
	m.sayNothing()
	return m.countMade()
}

// replace shows a list in the place of the present one. The cursor stays on its cable, but while one types.
func (m *Model) replace(l listing, again bool) {
	at, typing := m.lib.at(m.list.Cursor()), m.prompt != nil
	m.lib.listing = l
	m.list.Excerpts = l.typed.OfParagraphs()
	row, stays := m.lib.row(at)
	switch {
	case !stays && again: // further down the list, where more has come in between
		row = m.list.Cursor()
	case typing && !again || !stays:
		row = 0
	}
	m.list.MoveTo(row, m.lib.count())
}

// sayNothing says that nothing was found, where that is so.
func (m *Model) sayNothing() {
	if m.prompt != nil || !m.lib.narrowed() || m.lib.count() > 0 || !m.lib.exact {
		return
	}
	m.message = "nothing found: " + m.lib.typed.Text
	if reach := m.reach(); reach != "" && m.lib.typed.OfWords() {
		m.message = "nothing found so far, as " + reach + ": " + m.lib.typed.Text
	}
}

// mistake is what is wrong with a query, and where, if it has a place.
type mistake struct {
	what string
	at   *query.Error
	last string // what is wrong with the value that is typed last, and is left out as long as it may not be complete
}

// wrong takes notice of what is wrong with the query that is typed; nil if nothing is.
func (m *Model) wrong(err error) {
	m.mistake = mistake{}
	if err != nil {
		m.mistake.what = problem(err)
		errors.As(err, &m.mistake.at)
	}
}

// problem is an error as the status line says it.
func problem(err error) string { return safe.Of(err.Error()).String() }

// fetch asks for the parts of the list that were wanted and are not there.
func (m *Model) fetch() tea.Cmd {
	var cmds []tea.Cmd
	for n := range m.lib.missing {
		delete(m.lib.missing, n)
		if m.lib.parts[n] != nil {
			continue
		}
		m.lib.parts[n] = []library.Entry{} // asked for, and not a second time
		lib, about, r := m.lib.lib, m.lib.about, m.lib.request
		cmds = append(cmds, func() tea.Msg {
			ctx, cancel := context.WithTimeout(context.Background(), longSearch)
			defer cancel()
			page, err := lib.Page(ctx, r, n*partRows, (n+1)*partRows)
			return fetched{about, n, page.Entries, err}
		})
	}
	return tea.Batch(cmds...)
}

// showFetched takes a further part of the list.
func (m *Model) showFetched(msg fetched) {
	switch {
	case msg.about != m.lib.about:
	case msg.err != nil:
		delete(m.lib.parts, msg.part)
		m.message = problem(msg.err)
	default:
		m.lib.put(msg.part, msg.entries)
	}
}

// askQuery asks for a query of the collection. What it finds is listed while one types; esc brings back what was listed.
func (m *Model) askQuery(begin string) {
	before, cursor, focus, excerpts := m.lib.listing, m.list.Cursor(), m.open.Focus, m.list.Excerpts
	order := m.lib.request.Order
	m.wrong(nil)
	m.offers = nil
	m.focus(FocusList)
	var asks *prompt
	asks = &prompt{
		label: "search: ",
		text:  begin,
		hint:  m.queryHint,
		typed: func(s string) tea.Cmd {
			q, err := query.Typing(unfinished(s))
			if m.wrong(err); err != nil {
				return m.offer(s, m.prompt.cursor())
			}
			var last *query.Error
			if _, err := query.Parse(s); errors.As(err, &last) && last.At < len(s) && strings.Contains(s[last.At:], ":") {
				m.mistake.last = problem(err)
			}
			return tea.Batch(m.offer(s, m.prompt.cursor()), m.look(q, order))
		},
		done: func(s string) tea.Cmd {
			m.offers = nil
			q, err := query.Parse(s)
			if err == nil && q.Root == nil && strings.TrimSpace(s) != "" {
				err = q.Wordless()
			}
			if err != nil {
				m.prompt = asks // as it was: esc brings back what was listed before it
				m.wrong(err)
				return nil
			}
			m.arrange()
			if q.Root == nil && !m.lib.narrowed() || m.lib.typed.Text == q.Text && m.searching == nil && m.lib.narrowed() { // stands already
				m.sayNothing()
				return nil
			}
			return m.look(q, order)
		},
		cancel: func() {
			m.stopSearch()
			m.stopTally()
			m.offers = nil
			m.asked++
			m.lib.again(before, m.asked)
			m.list.Excerpts = excerpts
			m.list.MoveTo(cursor, m.lib.count())
			m.open.Focus = focus
			m.arrange()
		},
		complete: m.completeQuery,
		turn:     m.turnOffers,
		wrong: func() (int, int) {
			if e := m.mistake.at; e != nil && e.At+e.Len <= len(asks.text) {
				return e.At, e.At + e.Len
			}
			return 0, 0
		},
	}
	m.prompt = asks
	m.arrange()
}

// unfinished is a query as far as it is typed: a value of a code that one is in the midst of stands for all that begin so.
func unfinished(s string) string {
	c := query.Complete(s, len(s))
	if c.Kind == query.CompleteValue && !c.Quoted && c.Prefix != "" && !strings.HasSuffix(c.Prefix, "*") {
		switch c.Field {
		case query.FieldPost, query.FieldTag, query.FieldCaption, query.FieldID:
			return s + "*"
		}
	}
	return s
}

// queryHint says what comes of the query that is typed.
func (m *Model) queryHint() string {
	switch {
	case m.mistake.at != nil && m.mistake.at.Propose != "" && m.offers.none():
		return m.mistake.what + "  tab puts it in"
	case m.mistake.what != "":
		return m.mistake.what
	case m.searching != nil:
		return m.looked()
	case m.lib.narrowed():
		s := m.howMany() + " cables"
		if m.lib.count() == 1 && m.lib.exact {
			s = "1 cable"
		}
		if reach := m.reach(); reach != "" && m.lib.typed.OfWords() {
			s += " so far, as " + reach
		}
		if m.mistake.last != "" && m.offers.none() {
			s += "   without the last: " + m.mistake.last
		}
		return s
	}
	if reach := m.reach(); reach != "" {
		return "all are listed, " + reach + " for words so far; fields such as tag:PHUM find all"
	}
	return "words, \"phrases\", tag:PHUM, post:ALMATY, after:2005, tab completes"
}

// howMany is the length of the list in words.
func (m *Model) howMany() string {
	n := thousands(m.lib.count())
	if !m.lib.exact {
		n += "+"
	}
	return n
}

// longSearch bounds what goes on behind the screen.
const longSearch = 2 * time.Minute

// orders are the ways in which a list can be sorted, with what they are called.
var orders = [...]struct {
	order library.Order
	name  string
	sign  string
}{
	{library.NewestFirst, "date, newest first", "date ↓"},
	{library.OldestFirst, "date, oldest first", "date ↑"},
	{library.ByPost, "post, then date", "post"},
	{library.ByClassification, "marking, highest first", "marking"},
	{library.BySubject, "subject", "subject"},
	{library.ByRelevance, "relevance to the words of the query", "relevance"},
	{library.AsFound, "as it was found", ""},
}

// chooseOrder lists the orders.
func (m *Model) chooseOrder() {
	o := &overlay{title: "Order of the list"}
	for _, k := range orders {
		lead := "  "
		if k.order == m.lib.request.Order {
			lead = m.glyphs.Tick + " "
		}
		o.add(lead+k.name, func(m *Model) tea.Cmd { return m.look(m.lib.typed, k.order) })
	}
	m.overlay = o
}

// sign is how the title of the list names its order.
func (m *Model) sign() string {
	for _, k := range orders {
		if k.order == m.lib.request.Order {
			if m.glyphs.Pilcrow != "¶" {
				return strings.NewReplacer("↓", "v", "↑", "^").Replace(k.sign)
			}
			return k.sign
		}
	}
	return ""
}

// chooseSearch lists the searches that were kept; a name that is typed keeps the present one under it.
func (m *Model) chooseSearch() {
	title := "Saved searches"
	if m.lib.narrowed() {
		title += "   type a name to keep " + m.lib.typed.Text
	}
	o := &overlay{title: title}
	m.message = m.desk.ask(func(ctx context.Context) error {
		searches, err := m.desk.shelf.Searches(ctx)
		for _, s := range searches {
			text := s.Query.String()
			o.add(s.Name.String()+"   "+text, func(m *Model) tea.Cmd { return m.lookFor(text) })
		}
		return err
	})
	switch {
	case m.lib.narrowed():
		o.typed = func(m *Model, name string) tea.Cmd { m.keepSearch(name); return nil }
	case len(o.rows) == 0:
		m.message = "no search is saved yet: search first, then come here and type a name for it"
		return
	}
	m.overlay = o
}

// lookFor lists what a query finds that was not typed just now.
func (m *Model) lookFor(text string) tea.Cmd {
	q, err := query.Parse(text)
	if err != nil {
		m.askQuery(text)
		m.wrong(err)
		return nil
	}
	m.focus(FocusList)
	return m.look(q, m.lib.request.Order)
}

// keepSearch keeps the present search under a name.
func (m *Model) keepSearch(name string) {
	text := m.lib.typed.Text
	if m.message = m.desk.ask(func(ctx context.Context) error { return m.desk.shelf.Keep(ctx, name, text) }); m.message == "" {
		m.message = fmt.Sprintf("kept%s as %s: in:%s finds it again", m.desk.kept(), safe.Of(name), query.Quoted(strings.TrimSpace(safe.Of(name).String())))
	}
}

// forgetSearch takes a saved search away.
func (m *Model) forgetSearch(name string) tea.Cmd {
	text, ok, err := library.Own{Shelf: m.desk.shelf}.Saved(context.Background(), name)
	switch {
	case err != nil:
		m.message = problem(err)
	case !ok:
		m.message = "no search is saved as " + safe.Of(name).String()
	default:
		if m.message = m.desk.ask(func(ctx context.Context) error { return m.desk.shelf.Keep(ctx, name, "") }); m.message == "" {
			m.message = "forgotten: " + safe.Of(name+"  "+text).String()
		}
	}
	return nil
}
