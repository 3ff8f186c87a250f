package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"reftel/model"
	"reftel/model/safe"
)

// Spot is a place within a cable: a paragraph (-1 for the head) and a byte of its text.
type Spot struct {
	Paragraph model.ParagraphIndex
	Byte      int
}

// Place is where a reader stopped in a cable.
type Place struct {
	Spot
	Read bool // to the end, or marked as read
	When time.Time
}

// Mark is a paragraph that a reader marked.
type Mark struct {
	Card      Card
	Paragraph model.ParagraphIndex
	Number    model.ParagraphNumber // as printed, 0 for none; to cite it without the collection
	When      time.Time
}

// Note is what a reader wrote about a paragraph, or about a whole cable (paragraph -1). It is Markdown.
type Note struct {
	Card      Card
	Paragraph model.ParagraphIndex
	Number    model.ParagraphNumber
	Portion   safe.Line // the portion mark of the paragraph: "C"
	Title     safe.Line // of the cable, to read the notes without the collection
	Text      safe.Text
	When      time.Time // of the last change
}

// Jump is an entry of the history: when a cable was opened, and where.
type Jump struct {
	Card Card
	Spot
	When time.Time
}

// Search is a query that was kept under a name.
type Search struct {
	Name  safe.Line
	Query safe.Line
	When  time.Time
}

// Trace is what a list shows of a reader's own doings with one cable.
type Trace struct {
	Opened, Read, Flagged bool
	Marks, Notes          int
	Labels                []safe.Line
}

// Shelf is one reader's own state: places, what was read, marks, notes, labels, flags, searches, history.
// It knows nothing of any collection and is kept apart from it, by Card. What a method confirmed by returning nil is
// kept: it outlives the end of the program, however that came.
type Shelf interface {
	// Place is where the reader stopped; false where the cable was never opened.
	Place(ctx context.Context, card Card) (Place, bool, error)
	SetPlace(ctx context.Context, card Card, p Place) error

	// Traces tells of several cables at once, for a page of a list; cables without a trace are left out.
	Traces(ctx context.Context, cards []Card) (map[Card]Trace, error)
	// Cards lists the cables, by name, for which something holds: "read", "opened", "flagged", "marked", "note", or "label" with a name.
	Cards(ctx context.Context, what, name string) ([]Card, error)

	// SetMark sets or takes away a mark.
	SetMark(ctx context.Context, m Mark, on bool) error
	// Marks lists those of one cable, or, with an empty card, all, newest first.
	Marks(ctx context.Context, card Card) ([]Mark, error)

	// SetNote writes or changes a note; an empty text takes it away.
	SetNote(ctx context.Context, n Note) error
	// Notes lists those of one cable, or, with an empty card, all, by cable and paragraph.
	Notes(ctx context.Context, card Card) ([]Note, error)

	SetLabel(ctx context.Context, card Card, label string, on bool) error
	// Labels lists all labels, by name, with the number of cables that have each.
	Labels(ctx context.Context) ([]Value, error)
	SetFlag(ctx context.Context, card Card, on bool) error

	// Keep keeps a search under a name; an empty query takes it away.
	Keep(ctx context.Context, name, query string) error
	Searches(ctx context.Context) ([]Search, error) // by name

	// Remember adds to the history.
	Remember(ctx context.Context, j Jump) error
	// History lists it, newest first.
	History(ctx context.Context, most int) ([]Jump, error)

	Close() error
}

// CardOf names a cable on a shelf.
func CardOf(c *model.Cable) Card {
	if !c.ID.Zero() {
		return CardOfKey(c.ID)
	}
	sum := sha256.Sum256(c.Received)
	return Card("sha256:" + hex.EncodeToString(sum[:12]))
}

// CardOfKey names a cable by its identifier, whatever form that is written in.
func CardOfKey(id model.ID) Card {
	id.Suffix = ""
	id.Form = model.FormShort
	if id.Year < 1980 {
		id.Form = model.FormLong
	}
	return Card(id.String())
}

// LongestNote is how many bytes a note may have, and longestLabel a label or the name of a search.
const (
	LongestNote  = 64 << 10
	longestLabel = 80
)

// What a shelf refuses.
var (
	ErrNoCard   = errors.New("a shelf needs to know which cable is meant")
	ErrLongNote = fmt.Errorf("a note may have %d KB; cut it in two, or keep it in a file", LongestNote>>10)
)

// CleanLabel is a label, or the name of a search, as a shelf keeps it: clean, on one line, without blanks at its ends.
func CleanLabel(s string) (string, error) {
	s = strings.Join(strings.Fields(safe.Of(s).String()), " ")
	switch {
	case s == "":
		return "", errors.New("a name needs at least one letter")
	case len(s) > longestLabel:
		return "", fmt.Errorf("a name may have %d bytes; this one has %d", longestLabel, len(s))
	case strings.ContainsAny(s, `"`):
		return "", errors.New(`a name may not hold a quotation mark, which sets names apart in a query`)
	}
	return s, nil
}

// Now is the time as shelves keep it: in Zulu time, to the second.
func Now() time.Time { return time.Now().UTC().Truncate(time.Second) }
