package query

import "time"

// Query is a question that was parsed. The zero Query finds everything.
type Query struct {
	Root Node   // nil finds everything
	Text string // as it was typed, clean
}

// Node is a part of the tree: And, Or, Not, Word, Phrase, Near, Field, Cards.
type Node interface{ node() }

// And holds where all of its parts hold, for one unit.
type And struct{ Nodes []Node }

// Or holds where one of its parts holds.
type Or struct{ Nodes []Node }

// Not holds where its part does not.
type Not struct{ Node Node }

// Word is a word of the text, as Split gives it.
type Word struct {
	Text   string
	Prefix bool // any word that begins with it
}

// Phrase is words one after another.
type Phrase struct{ Words []Word } // only the last may be a prefix

// Near is words within a distance of each other, in any order: at most Distance words stand between the end of each part
// and the beginning of the last.
type Near struct {
	Parts    []Phrase // of one word or more each
	Distance int
}

// Field is what a cable has to be: a post, a TAG, a marking, a time.
type Field struct {
	Name FieldName
	Op   Op
	// Value is in the one form of the field: 05ALMATY538, THEHAGUE, PHUM, CONFIDENTIAL, SBU, TS, NOFORN, 2005-02..2005-04;
	// a star at the end stands for any ending (of id, post, tag and caption). See NewField.
	Value string
	Words []Word // of From, To, Subject, Author: the words of the value, as a phrase
	// From and To bound a time: From <= sent < To. Both are set for Sent, Year, After, Before, in the sense of Op:
	// a zero time is no bound.
	From, To time.Time
	Level    int // of Class and Mark: a model.Level; 0 where a control is asked for, or NONE
}

// Cards holds for the cables that it names. It takes the place of fields that ask a reader's own shelf
// (is:read, label:elections, has:note), which no collection knows; see Resolve.
type Cards struct{ Set map[string]bool }

func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Word) node()   {}
func (Phrase) node() {}
func (Near) node()   {}
func (Field) node()  {}
func (Cards) node()  {}

// Op compares a field with a value.
type Op uint8

// The comparisons. Equal is what a colon alone means.
const (
	Equal Op = iota
	Less
	LessOrEqual
	Greater
	GreaterOrEqual
)

// FieldName is the name of a field.
type FieldName string

// The fields.
const (
	FieldID      FieldName = "id"      // identifier in any form, or its beginning with *
	FieldPost    FieldName = "post"    // the station: ALMATY, "THE HAGUE"
	FieldFrom    FieldName = "from"    // words of the sender
	FieldTo      FieldName = "to"      // words of an addressee, action or info
	FieldTag     FieldName = "tag"     // a TAG: PHUM
	FieldClass   FieldName = "class"   // marking of the cable: secret, c, >=confidential, none; controls too: noforn
	FieldMark    FieldName = "mark"    // marking of the paragraph, its own; asked of paragraphs, as words are
	FieldCaption FieldName = "caption" // SIPDIS
	FieldSubject FieldName = "subject" // words of the subject
	FieldRef     FieldName = "ref"     // cables that cite this one
	FieldCitedBy FieldName = "citedby" // cables that this one cites
	FieldAuthor  FieldName = "author"  // words of who signed, classified or drafted
	FieldSent    FieldName = "sent"    // a day, month or year: 2005, 2005-02, 2005-02-07, 2005..2007
	FieldAfter   FieldName = "after"   // sent on or after
	FieldBefore  FieldName = "before"  // sent before
	FieldYear    FieldName = "year"
	FieldHas     FieldName = "has"   // summary, comment, refs, note, label, mark, table, diagnostics
	FieldIs      FieldName = "is"    // read, unread, opened, flagged, marked, partial, damaged, untitled
	FieldLabel   FieldName = "label" // a label of the reader's own
	FieldIn      FieldName = "in"    // a saved search, by name; or a source: in:cables.csv
)
