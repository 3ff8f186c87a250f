// Package library says what a collection of cables can be asked: list it, read it, search it, follow its references.
//
// Engines (packages below this one) answer; the screen and the command line ask. No engine's words leak through:
// handles, identifiers, queries and errors are the same for all.
//
//	page, err := lib.Page(ctx, library.Request{Order: lib.DefaultOrder()}, 0, 40)
//	cable, err := lib.Read(ctx, page.Entries[0].Handle)
package library

import (
	"errors"
	"time"

	"reftel/model"
	"reftel/model/safe"
)

// ErrVanished says that a cable was listed but can no longer be read: its file is gone or has changed.
var ErrVanished = errors.New("the cable can no longer be read where it was found")

// Entry is what a list shows of one cable.
type Entry struct {
	Handle         Handle
	Card           Card
	ID             model.ID
	Name           safe.Line // file or record; shown where there is no identifier
	Created        time.Time
	Classification model.Marking
	Origin         safe.Line
	Title          safe.Line
	TitleMade      bool      // the cable has no subject; Title was made from its text
	Summary        safe.Text // first part of it, at most SummaryLength bytes
	SummaryOrigin  model.SummaryOrigin
	Paragraphs     int
	Partial        bool
	Diagnostics    int
	Versions       int  // how many versions of the cable there are besides this one
	Hit            *Hit // what a query with words found in it
}

// SummaryLength is how much of a summary an Entry carries at most, in bytes.
const SummaryLength = 1200

// State is how far a collection has come. A collection that is still being read grows; its revision changes with it.
type State struct {
	Len      int
	Indexed  int // of these, how many a search of words reaches already
	Revision uint64
	Loading  bool      // more is being added
	Problems []Problem // what could not be read, oldest first
}

// Problem is a file or record that could not be taken in: what, where and what to do.
type Problem struct{ Where, What safe.Line }

// Hit is a paragraph that a search found.
type Hit struct {
	Paragraph model.ParagraphIndex // -1 where the hit is in the subject or the head
	Excerpt   safe.Line
	Start,
	End int // bytes of Excerpt that match: the first of Matches
	Matches []Match
}

// Match is a range of bytes of an excerpt.
type Match struct{ Start, End int }
