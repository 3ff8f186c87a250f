package library

import (
	"context"
	"errors"
	"time"

	"reftel/model"
	"reftel/model/query"
	"reftel/model/safe"
)

// Handle names a cable within one collection for as long as that collection lives. Rows shift as cables are added or
// the order changes; a handle does not. Handles of different collections have nothing to do with each other.
type Handle int64

// Card names a cable on a reader's shelf, whatever collection it is read from: its identifier in normal form, or,
// where it has none, a digest of its bytes. See CardOf.
type Card string

// Order is how a list is sorted.
type Order uint8

// The orders. AsFound is that of the files; ByRelevance needs words in the query and is NewestFirst without. What is equal
// in an order comes as found. Cables without a date come last, whichever way dates go, and those without an identifier
// behind all posts.
const (
	NewestFirst Order = iota
	OldestFirst
	ByPost           // post, then newest first
	ByClassification // highest first, then newest first
	BySubject        // the subject, or the title that was made, in lower case; then newest first
	ByRelevance      // as the engine sees it
	AsFound
)

// Request asks for a list: which cables, in which order.
type Request struct {
	Query query.Query // the zero Query lists everything
	Order Order
}

// Page is part of a list.
type Page struct {
	Entries []Entry // rows from to to, fewer at the end of the list
	Total   int     // rows in all; where Exact is false, how many are known of so far
	Exact   bool
}

// Facet is a property by which a list can be counted and narrowed.
type Facet string

// The facets. Each is the name of the field of package query that narrows by it.
const (
	FacetYear    Facet = "year"
	FacetPost    Facet = "post"
	FacetTag     Facet = "tag"
	FacetClass   Facet = "class"
	FacetCaption Facet = "caption"
)

// Value is one value of a facet or field, and how many cables of a list have it.
type Value struct {
	Text  safe.Line // as one would write it in a query: "ALMATY", "PHUM", "CONFIDENTIAL"
	Label safe.Line // what it means, or empty: "Human Rights"
	Count int
}

// Month is how many cables of a list were sent in a month; Year 0 counts those without a date.
type Month struct {
	Year  int
	Month time.Month
	Count int
}

// Citation is a reference of one cable to another.
type Citation struct {
	Key    model.Key // of the other cable
	ID     model.ID  // the same, as it is written
	Handle Handle    // meaningless unless Held
	Held   bool      // the other cable is in this collection
}

// Library is a collection of cables that can be listed, searched, counted and read, and whose references can be followed.
// All methods may be called at once from several goroutines, and while the collection grows. One that takes a context
// ends soon after it, with its error. Whoever asks never waits for an import.
type Library interface {
	// Name is what the collection is called on the screen.
	Name() safe.Line
	// State is how far the collection has come; it never waits.
	State() State
	// Changed is closed at the next change of State after the call; nil where there will be none.
	Changed() <-chan struct{}
	// DefaultOrder is that in which the collection is listed unless one asks for another.
	DefaultOrder() Order
	// Page lists rows from to to of a request, without walking what lies before where the engine can.
	// Where the query has words, each entry has the Hit that was found.
	Page(ctx context.Context, r Request, from, to int) (Page, error)
	// Count is how many cables a query finds.
	Count(ctx context.Context, q query.Query) (int, error)
	// Facets counts what a query finds by each facet: at most most values of each, the most frequent first and those of
	// the same count by name; years and markings in their own order. Each value can be put into query.NewField.
	Facets(ctx context.Context, q query.Query, facets []Facet, most int) (map[Facet][]Value, error)
	// Histogram counts what a query finds by month, oldest first, months without cables left out.
	Histogram(ctx context.Context, q query.Query) ([]Month, error)
	// Row is where a cable stands in the list of a request; false where it does not.
	Row(ctx context.Context, r Request, h Handle) (int, bool, error)
	// Entries gives what lists show of some cables, in the order of the handles; one that is gone is left out.
	Entries(ctx context.Context, handles []Handle) ([]Entry, error)
	// Read gives one cable whole.
	Read(ctx context.Context, h Handle) (*model.Cable, error)
	// Find gives the versions of a cable, the one to show first; none where it is not in the collection.
	Find(ctx context.Context, key model.Key) ([]Handle, error)
	// Cites lists the cables that one refers to, in its order, each once and without itself.
	Cites(ctx context.Context, h Handle) ([]Citation, error)
	// CitedBy lists the cables that refer to one, itself left out, whether that one is in the collection or not, oldest first.
	CitedBy(ctx context.Context, key model.Key) ([]Handle, error)
	// Values completes a field: values that begin with a prefix, the most frequent first, with their counts.
	Values(ctx context.Context, field query.FieldName, prefix string, most int) ([]Value, error)
}

// ErrSyntax is wrapped by errors of queries that an engine cannot answer (a field that it does not know).
var ErrSyntax = errors.New("the query cannot be answered")
