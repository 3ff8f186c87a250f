package model

import (
	"time"

	"reftel/model/safe"
)

// Cable is one diplomatic cable as it was read. What is not known is empty.
// A cable is made by the parser and not changed afterwards.
type Cable struct {
	ID      ID
	Created time.Time // date and time of sending, in Zulu time
	Origin  safe.Line // the post in words: "Embassy Almaty"

	Classification Marking // the banner
	Captions       []safe.Line
	Partial        bool // a partial extract of the original cable

	// The transmission header.
	Precedence     []Precedence
	DTG            safe.Line // date-time group as written: "P 190618Z FEB 08"
	TransmissionID safe.Line // "VZCZCXRO7226"
	From           Addressee
	To, Info       []Addressee

	// Top matter.
	Attention      []Attention
	ExecutiveOrder safe.Line // the number alone: "12958"
	DeclassifyText safe.Line // what follows the number: "DECL: 02/10/2015", "GDS", "N/A"
	DeclassifyOn   time.Time // the date, if one is given
	TAGS           []safe.Line
	Terms          []safe.Line // on the TAGS line, but not a code: "POLITICAL"
	Subject        safe.Line   // empty where the cable has none; see Title
	References     []Reference
	ClassifiedBy   *ClassifiedBy

	// Body.
	Summary         Summary
	Sections        []Section
	Paragraphs      []Paragraph
	SignedBy        safe.Line
	MessageSections int // of "SECTION 01 OF 03" the 3; 0 where there is no such line

	Diagnostics []Diagnostic
	Source      Source

	Received []byte // the bytes as received
	Spans    []Span // tile Received: each byte belongs to exactly one
	Replaced int    // characters in the text that could not be shown and were replaced

	fallback safe.Line
}

// SetFallbackTitle gives a title for a cable without subject: its first heading or first words.
func (c *Cable) SetFallbackTitle(title safe.Line) { c.fallback = title }

// Title is the subject, or, where a cable has none, a title made from its first heading or paragraph.
// The second result is false for a title that was made.
func (c *Cable) Title() (safe.Line, bool) {
	if !c.Subject.Empty() {
		return c.Subject, true
	}
	return c.fallback, false
}

// Precedence is how urgently a cable was sent (5 FAH-2 H-311).
type Precedence byte

// The precedences, by the letter in the date-time group line.
const (
	Flash     Precedence = 'Z'
	Immediate Precedence = 'O'
	Priority  Precedence = 'P'
	Routine   Precedence = 'R'
)

// String is the word: "IMMEDIATE". Empty for an unknown letter.
func (p Precedence) String() string {
	switch p {
	case Flash:
		return "FLASH"
	case Immediate:
		return "IMMEDIATE"
	case Priority:
		return "PRIORITY"
	case Routine:
		return "ROUTINE"
	}
	return ""
}

// Addressee is a post, office or collective that sends or receives a cable.
type Addressee struct {
	Route      safe.Line // routing indicator: "RUEHC"
	Name       safe.Line // "SECSTATE WASHDC"
	Precedence safe.Line // in words: "PRIORITY", "NIACT IMMEDIATE"
	Continuity safe.Line // message continuity number: "4696"
	Excluded   []safe.Line
}

// Zero tells whether nothing is known of the addressee.
func (a Addressee) Zero() bool { return a.Name.Empty() && a.Route.Empty() }

// Attention is a line that asks for a cable to be shown to an office: "DEPARTMENT FOR EUR/CACEN (JMUDGE)".
type Attention struct {
	Text    safe.Line // the line as written
	Offices []Office
}

// Office is an office named in an attention line, with the person if one is named.
type Office struct{ Symbol, Person safe.Line }

// ReferenceKind says what a reference points to.
type ReferenceKind uint8

// The kinds of reference.
const (
	ReferenceCable  ReferenceKind = iota // another cable
	ReferenceEmail                       // an e-mail
	ReferenceTelcon                      // a telephone conversation
	ReferenceSeptel                      // a cable sent separately, not named
	ReferenceReport                      // an intelligence report (IIR, TD)
	ReferenceLetter                      // a letter, memorandum, fax or note
	ReferenceOther                       // anything else that stands on a reference line
)

var referenceKinds = [...]string{"cable", "email", "telcon", "septel", "report", "letter", "other"}

// String is the kind as in the JSON form: "cable", "email" ...
func (k ReferenceKind) String() string { return referenceKinds[min(int(k), len(referenceKinds)-1)] }

// Reference is one entry of a cable's references.
type Reference struct {
	Letter safe.Line // "A"; empty where the entry has none
	ID     ID        // zero where it is no cable, or cannot be read
	Kind   ReferenceKind
	Text   safe.Line // as written, without the letter
	NoTal  bool      // not to all: not every addressee has it
}

// ClassifiedBy says who classified a cable and why.
type ClassifiedBy struct {
	Name    safe.Line   // "John Ordway"
	Title   safe.Line   // "Ambassador"
	Text    safe.Line   // the line as written, without the words "Classified By:"
	Reasons []safe.Line // normalised: "1.4(b)"
}

// SummaryOrigin says where a summary comes from.
type SummaryOrigin uint8

// Origins of a summary: none at all, the cable's own, or made from its lead sentences.
const (
	SummaryNone SummaryOrigin = iota
	SummaryOfficial
	SummaryLead
)

// String is the origin as in the JSON form: "official", "lead", "none".
func (o SummaryOrigin) String() string {
	return [...]string{"none", "official", "lead"}[min(int(o), 2)]
}

// Summary is what a cable says in short.
type Summary struct {
	Text        safe.Text // without the words "Summary:" and "End Summary."
	Origin      SummaryOrigin
	First, Last ParagraphIndex // the paragraphs it stands in
}

// Section is a run of paragraphs under one heading.
type Section struct {
	Title       safe.Line // empty for the text before the first heading
	Mark        Marking   // of a heading with a portion mark
	First, Last ParagraphIndex
	Span        Span // of the heading
}

// Source says where a cable comes from.
type Source struct {
	Path   safe.Line // file as the user named it; "-" for standard input
	Format Format
	Offset int64 // byte of the file at which the cable begins
}

// Format is the form in which a cable was found.
type Format string

// The forms (see the README for each).
const (
	FormatText     Format = "text"     // plain text of a cable
	FormatMarkdown Format = "markdown" // a page converted to Markdown
	FormatHTML     Format = "html"     // a Cablegate page
	FormatTelegram Format = "telegram" // a telegram of 1973-79
	FormatPlusD    Format = "plusd"    // a PlusD page or its text
	FormatAAD      Format = "aad"      // a text file of NARA's Access to Archival Databases
	FormatCSV      Format = "csv"      // a row of cables.csv
	FormatFlat     Format = "flat"     // text whose line breaks are lost
	FormatJSON     Format = "json"     // a JSON record
	FormatMail     Format = "mail"     // a message by mail
	FormatList     Format = "list"     // a line of a list that NARA's search gives: what is known of a telegram, not its text
	FormatUnknown  Format = "unknown"  // no field of a cable was recognised
)
