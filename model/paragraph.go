package model

import "reftel/model/safe"

// ParagraphKind says what a paragraph is for.
type ParagraphKind uint8

// The kinds of paragraph.
const (
	KindText ParagraphKind = iota
	KindSummary
	KindComment
	KindActionRequest
	KindNote
	KindEndNotes
	KindBiographic
)

var paragraphKinds = [...]string{"text", "summary", "comment", "action request", "note", "end notes", "biographic note"}

// String is the kind in words: "action request".
func (k ParagraphKind) String() string {
	return paragraphKinds[min(int(k), len(paragraphKinds)-1)]
}

// SectionIndex counts the sections of a cable from 0.
type SectionIndex int

// Paragraph is the unit of a cable: what is numbered, marked, cited and jumped to.
type Paragraph struct {
	Number  ParagraphNumber // as printed; 0 where it has none
	Mark    Marking         // LevelNone where it has none
	Kind    ParagraphKind
	Section SectionIndex
	Text    safe.Text // clean text without number and mark; blocks are joined by line feeds
	Blocks  []Block   // tile Text but for the line feeds between them; never empty if Text is not
	Span    Span      // from its number or mark to its last word, in the bytes received
}

// Block is a piece of a paragraph with one layout.
type Block struct {
	Kind       BlockKind
	Depth      uint8 // of nested lists, from 0
	Start, End int32 // bytes of the paragraph's Text
	Label      int32 // of a list entry: bytes from Start that are its label with the blanks behind it ("-- ", "A. ")
}

// BlockKind says how a block is laid out.
type BlockKind uint8

// The kinds of block.
const (
	BlockProse BlockKind = iota // rewrapped to the width; holds no line feed
	BlockEntry                  // a list entry or sub-paragraph: rewrapped with a hanging indent; holds no line feed
	BlockFixed                  // a table or fixed columns: lines are kept, may hold line feeds
)

// Span is a half-open range of the bytes received, and what they are.
type Span struct {
	Start, End int32
	Element    Element
}

// Len is the number of bytes.
func (s Span) Len() int { return int(s.End - s.Start) }

// Element says what a span of the received bytes is. Every byte of the input is exactly one.
type Element uint8

// The elements.
const (
	ElementUnplaced  Element = iota // not understood; kept
	ElementText                     // the words of a paragraph
	ElementNumber                   // a paragraph's number, with pilcrow
	ElementMark                     // a portion mark
	ElementHeading                  // a heading
	ElementHeader                   // the transmission header
	ElementBanner                   // a classification line
	ElementCaption                  // captions
	ElementAttention                // attention lines
	ElementAuthority                // E.O. and Classified By
	ElementTAGS                     // TAGS
	ElementSubject                  // the subject
	ElementReference                // references
	ElementNotice                   // notices of the publisher: partial extract
	ElementSignature                // the name at the end
	ElementEnd                      // end marks: NNNN
	ElementPageBreak                // page and section breaks
	ElementLayout                   // blanks, line ends, rules under headings
	ElementMarkup                   // markup of the container: HTML tags, Markdown escapes
	ElementMetadata                 // what the container says of the cable
	ElementRepair                   // damage that was repaired
)

var elements = [...]string{"unplaced", "text", "number", "mark", "heading", "header", "banner", "caption", "attention", "authority", "TAGS", "subject",
	"reference", "notice", "signature", "end", "page break", "layout", "markup", "metadata", "repair"}

// String names the element.
func (e Element) String() string { return elements[min(int(e), len(elements)-1)] }

// DiagnosticKind names what was repaired, missing or not understood: "pilcrow-damaged", "page-break-joined".
// The names are part of the public format.
type DiagnosticKind string

// Diagnostic is one thing that the parser repaired or could not place.
type Diagnostic struct {
	Kind    DiagnosticKind
	Line    int // of the bytes received, from 1
	Message safe.Line
	Span    Span
}
