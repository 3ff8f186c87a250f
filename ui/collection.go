package ui

import (
	"context"
	"strings"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
	"reftel/ui/page"
)

// collection is how the screen asks its library; nothing else here calls one.
// What it lists may be narrowed to the cables whose identifier or title holds some words.
type collection struct {
	lib   library.Files
	shown []library.Position // a narrowed list; nil for all
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
func (c *collection) narrowed() bool { return c.shown != nil }

// count is the length of the list.
func (c *collection) count() int {
	if c.shown != nil {
		return len(c.shown)
	}
	return c.lib.State().Len
}

// at is the cable on a row of the list; none where there is no such row.
func (c *collection) at(row int) library.Position {
	if row < 0 || row >= c.count() {
		return none
	}
	if c.shown != nil {
		return c.shown[row]
	}
	return library.Position(row)
}

// position is where the collection keeps a cable, and none is no cable.
type position = library.Position

const none position = -1

// row is where a cable stands in the list.
func (c *collection) row(at library.Position) int {
	if c.shown == nil {
		return int(max(at, 0))
	}
	for i, p := range c.shown {
		if p == at {
			return i
		}
	}
	return 0
}

// rows fetches the entries that show, and no others.
func (c *collection) rows(from, to int) ([]library.Entry, error) {
	if c.shown == nil {
		return c.lib.Rows(context.Background(), library.Position(from), library.Position(to))
	}
	var out []library.Entry
	for _, at := range c.shown[from:to] {
		if e, ok := c.entry(at); ok {
			out = append(out, e)
		}
	}
	return out, nil
}

// entry is what the list shows of one cable.
func (c *collection) entry(at library.Position) (library.Entry, bool) {
	if at == none {
		return library.Entry{}, false
	}
	e, err := c.lib.Rows(context.Background(), at, at+1)
	if err != nil || len(e) == 0 {
		return library.Entry{}, false
	}
	return e[0], true
}

// read gives a cable whole.
func (c *collection) read(at library.Position) (*model.Cable, error) {
	return c.lib.Read(context.Background(), at)
}

// find is where the cable with an identifier is, if it is here.
func (c *collection) find(id model.ID) (library.Position, bool) {
	if id.Zero() {
		return none, false
	}
	at, ok, err := c.lib.Find(context.Background(), id.Key())
	return at, ok && err == nil
}

// findCard is where the cable is that a shelf names, if it is here.
func (c *collection) findCard(card library.Card) (library.Position, bool) {
	if id, err := model.ParseID(string(card)); err == nil {
		return c.find(id)
	}
	n := c.lib.State().Len
	if n > mostNameless {
		return none, false
	}
	entries, err := c.lib.Rows(context.Background(), 0, library.Position(n))
	if err != nil {
		return none, false
	}
	for _, e := range entries {
		if e.Card == card {
			return e.Position, true
		}
	}
	return none, false
}

// mostNameless is how many cables are looked through for one without an identifier.
const mostNameless = 10000

// citedBy lists the cables that refer to one.
func (c *collection) citedBy(id model.ID) []library.Position {
	if id.Zero() {
		return nil
	}
	all, err := c.lib.CitedBy(context.Background(), id.Key())
	if err != nil {
		return nil
	}
	return all
}

// search looks for paragraphs in all cables. It is called off the screen's own goroutine, and so changes nothing.
func (c *collection) search(ctx context.Context, query string) ([]library.Hit, error) {
	return c.lib.Search(ctx, query, mostFound)
}

// title is a cable as it stands behind a reference: "  07VALLETTA1  HARBOR TALKS".
func (c *collection) title(at library.Position) string {
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

// narrow lists only the cables whose identifier or title holds the words; "" lists all.
func (c *collection) narrow(words string) error {
	if c.shown = nil; strings.TrimSpace(words) == "" {
		return nil
	}
	fold := strings.ToLower(words) == words
	entries, err := c.lib.Rows(context.Background(), 0, library.Position(c.lib.State().Len))
	if err != nil {
		return err
	}
	c.shown = []library.Position{}
	for _, e := range entries {
		line := e.ID.String() + " " + e.Name.String() + " " + e.Origin.String() + " " + e.Title.String()
		if at, _ := page.Index(line, words, fold); at >= 0 {
			c.shown = append(c.shown, e.Position)
		}
	}
	return nil
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
