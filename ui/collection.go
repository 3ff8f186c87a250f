package ui

import (
	"context"
	"time"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
	"reftel/model/safe"
)

// position is where the collection keeps a cable, and none is no cable.
type position = library.Handle

const none position = -1

// collection is how the screen asks its library; nothing else here calls one. It lists all cables, or what a query found,
// and holds only those parts of the list that were shown.
type collection struct {
	lib library.Library
	listing
}

// listing is a list of cables: what was asked for, and what has come of it.
type listing struct {
	typed   query.Query     // as the reader has it; the zero Query lists everything
	request library.Request // the same with what the reader's shelf says put in
	total   int
	exact   bool
	parts   map[int][]library.Entry // by the number of the part
	rev     uint64                  // the revision of the collection that they are from
	missing map[int]bool            // parts that were wanted and have to be fetched
	growing bool                    // the collection was not whole yet when this was found
	reach   int                     // how many cables could be searched then
	found   time.Time               // when that was, and how long it took
	took    time.Duration
	about   int // tells this list from others, so that late answers do not land in it
}

// A list is fetched in parts, of which only the last few are held.
const (
	partRows  = 128
	mostParts = 64
)

// all lists everything in an order.
func (c *collection) all(order library.Order, about int) {
	c.listing = listing{request: library.Request{Order: order}, parts: map[int][]library.Entry{}, missing: map[int]bool{}, about: about}
	c.refresh()
}

// name is what the collection is called.
func (c *collection) name() string { return c.lib.Name().String() }

// state is how far the collection has come.
func (c *collection) state() library.State { return c.lib.State() }

// changed is closed at the next change of the state.
func (c *collection) changed() <-chan struct{} { return c.lib.Changed() }

// single tells whether there is no more than one cable, and no list is needed.
func (c *collection) single() bool {
	s := c.lib.State()
	return s.Len <= 1 && !s.Loading
}

// narrowed tells whether only some cables are listed.
func (c *collection) narrowed() bool { return c.typed.Root != nil }

// again takes up a list that was put aside: what was being fetched for it meanwhile is fetched anew.
func (c *collection) again(l listing, about int) {
	l.about = about
	for n, p := range l.parts {
		if len(p) == 0 {
			delete(l.parts, n)
		}
	}
	c.listing = l
	c.refresh()
}

// refresh takes notice of cables that were added to the collection since; what a query found stays until it is asked anew.
// It tells whether rows may stand elsewhere now.
func (c *collection) refresh() bool {
	s := c.lib.State()
	if c.narrowed() || s.Revision == c.rev && c.total == s.Len {
		return false
	}
	c.rev, c.total, c.exact = s.Revision, s.Len, true
	clear(c.parts)
	return true
}

// count is the length of the list, as far as it is known.
func (c *collection) count() int { return c.total }

// short asks for something that takes no time; a library that does not answer is not waited for.
func short() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), patience)
}

// part is one part of the list. Of everything it is fetched at once, of what a query found it is only noted as missing.
func (c *collection) part(n int) []library.Entry {
	if p, ok := c.parts[n]; ok {
		return p
	}
	if c.narrowed() {
		c.missing[n] = true
		return nil
	}
	ctx, cancel := short()
	defer cancel()
	page, err := c.lib.Page(ctx, c.request, n*partRows, (n+1)*partRows)
	if err != nil {
		return nil
	}
	c.put(n, page.Entries)
	return page.Entries
}

// put holds a part of the list, and lets go of others when there are many.
func (c *collection) put(n int, entries []library.Entry) {
	if len(c.parts) >= mostParts {
		for k := range c.parts {
			if k < n-2 || k > n+2 {
				delete(c.parts, k)
			}
		}
	}
	c.parts[n] = entries
	delete(c.missing, n)
}

// at is the cable on a row of the list; none where there is no such row, or it is not fetched yet.
func (c *collection) at(row int) position {
	if e, ok := c.onRow(row); ok {
		return e.Handle
	}
	return none
}

// onRow is what the list shows on a row.
func (c *collection) onRow(row int) (library.Entry, bool) {
	if row < 0 || row >= c.total {
		return library.Entry{}, false
	}
	p := c.part(row / partRows)
	if i := row % partRows; i < len(p) {
		return p[i], true
	}
	return library.Entry{}, false
}

// rows are those that show, and no others; one that is not fetched yet has the handle none.
func (c *collection) rows(from, to int) []library.Entry {
	out := make([]library.Entry, 0, to-from)
	for row := from; row < to; row++ {
		e, ok := c.onRow(row)
		if !ok {
			e = library.Entry{Handle: none}
		}
		out = append(out, e)
	}
	return out
}

// row is where a cable stands in the list; false where it does not, or that would take a search to find out.
func (c *collection) row(at position) (int, bool) {
	if at == none {
		return 0, false
	}
	for n, p := range c.parts {
		for i := range p {
			if p[i].Handle == at {
				return n*partRows + i, true
			}
		}
	}
	if c.narrowed() {
		return 0, false
	}
	ctx, cancel := short()
	defer cancel()
	row, ok, err := c.lib.Row(ctx, c.request, at)
	return row, ok && err == nil
}

// entry is what lists show of one cable.
func (c *collection) entry(at position) (library.Entry, bool) {
	if at == none {
		return library.Entry{}, false
	}
	ctx, cancel := short()
	defer cancel()
	e, err := c.lib.Entries(ctx, []position{at})
	if err != nil || len(e) == 0 {
		return library.Entry{}, false
	}
	return e[0], true
}

// read gives a cable whole.
func (c *collection) read(at position) (*model.Cable, error) {
	return c.lib.Read(context.Background(), at)
}

// versions are the versions of the cable with an identifier that are here, the one to show first.
func (c *collection) versions(id model.ID) []position {
	if id.Zero() {
		return nil
	}
	ctx, cancel := short()
	defer cancel()
	all, err := c.lib.Find(ctx, id.Key())
	if err != nil {
		return nil
	}
	return all
}

// find is where the cable with an identifier is, if it is here.
func (c *collection) find(id model.ID) (position, bool) {
	if all := c.versions(id); len(all) > 0 {
		return all[0], true
	}
	return none, false
}

// findCard is where the cable is that a shelf names, if it is here.
func (c *collection) findCard(card library.Card) (position, bool) {
	if id, err := model.ParseID(string(card)); err == nil {
		return c.find(id)
	}
	if c.lib.State().Len > mostNameless {
		return none, false
	}
	ctx, cancel := short()
	defer cancel()
	page, err := c.lib.Page(ctx, library.Request{Order: c.lib.DefaultOrder()}, 0, mostNameless)
	if err != nil {
		return none, false
	}
	for i := range page.Entries {
		if page.Entries[i].Card == card {
			return page.Entries[i].Handle, true
		}
	}
	return none, false
}

// mostNameless is how many cables are looked through for one without an identifier.
const mostNameless = 10_000

// citedBy lists the cables that refer to one.
func (c *collection) citedBy(id model.ID) []position {
	if id.Zero() {
		return nil
	}
	ctx, cancel := short()
	defer cancel()
	all, err := c.lib.CitedBy(ctx, id.Key())
	if err != nil {
		return nil
	}
	return all
}

// title is a cable as it stands behind a reference: "  07VALLETTA1  HARBOR TALKS".
func (c *collection) title(at position) string {
	e, ok := c.entry(at)
	if !ok {
		return ""
	}
	return "  " + name(e) + "  " + e.Title.String()
}

// name is the identifier of a cable, or the file it was found in.
func name(e library.Entry) string {
	if e.ID.Zero() {
		return e.Name.String()
	}
	return e.ID.String()
}

// known is the title of a cable, where the collection has it.
func (c *collection) known(id model.ID) (safe.Line, bool) {
	at, ok := c.find(id)
	if !ok {
		return safe.Line{}, false
	}
	e, ok := c.entry(at)
	return e.Title, ok
}
