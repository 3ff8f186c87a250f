package parser

import (
	"bytes"
	"slices"

	"reftel/model"
	"reftel/model/safe"
)

// The kinds of diagnostic that a parse may leave.
const (
	PilcrowDamaged    model.DiagnosticKind = "pilcrow-damaged"    // a paragraph number whose pilcrow became a digit, a link or U+FFFD
	BulletDamaged     model.DiagnosticKind = "bullet-damaged"     // a reference letter whose pilcrow became a digit
	MarkdownLink      model.DiagnosticKind = "markdown-link"      // a Markdown link read as its words
	MarkdownEscape    model.DiagnosticKind = "markdown-escape"    // a Markdown escape read as the character it protects
	PageBreakJoined   model.DiagnosticKind = "page-break-joined"  // a sentence joined over a page break
	EndMarkGlued      model.DiagnosticKind = "end-mark-glued"     // an end mark that stood on the last line of text
	LineGlued         model.DiagnosticKind = "line-glued"         // fields that stood on one line, read as if on their own
	TextReflowed      model.DiagnosticKind = "text-reflowed"      // paragraphs that stood inside one line
	OrderNumber       model.DiagnosticKind = "order-number"       // a mistyped number of an Executive Order
	MarkBracket       model.DiagnosticKind = "mark-bracket"       // a portion mark without its opening bracket
	NumberGap         model.DiagnosticKind = "number-gap"         // paragraph numbers that skip or go back
	TagGlued          model.DiagnosticKind = "tag-glued"          // TAGS that stood without a blank between them
	TagMistyped       model.DiagnosticKind = "tag-mistyped"       // TAGS with a letter wrong, read as the code meant
	LabelMistyped     model.DiagnosticKind = "label-mistyped"     // "UBJECT:", "TGS:"
	StampRemoved      model.DiagnosticKind = "stamp-removed"      // a declassification stamp taken out of the text
	SecondCopy        model.DiagnosticKind = "second-copy"        // a message that is there twice; the last complete copy is read
	HeaderInBody      model.DiagnosticKind = "header-in-body"     // a transmission header, or the dump's own columns, inside the body
	LinesOutOfOrder   model.DiagnosticKind = "lines-out-of-order" // reference lines of 1979 that stand in the wrong order
	ValueOnNextLine   model.DiagnosticKind = "value-on-next-line" // a field whose value stands on the line below
	ApostropheComma   model.DiagnosticKind = "apostrophe-comma"   // a comma that stands where an apostrophe was; not changed
	IdentifierFixed   model.DiagnosticKind = "identifier-repaired"
	NoSubject         model.DiagnosticKind = "subject-missing"
	RowDamaged        model.DiagnosticKind = "row-damaged"    // a row of the dump whose fields do not come out
	RecordDamaged     model.DiagnosticKind = "record-damaged" // a JSON object that is broken or cut off
	TextMissing       model.DiagnosticKind = "text-missing"   // of the cable only what a list says is there
	NotRecognised     model.DiagnosticKind = "not-recognised" // no field of a cable was found
	EntityLeft        model.DiagnosticKind = "entity-left"    // an HTML entity in plain text, read as its character
	EncodingGuessed   model.DiagnosticKind = "encoding-guessed"
	CharacterReplaced model.DiagnosticKind = "character-replaced"
)

// note leaves a diagnostic on a range of the working text.
func (p *parser) note(kind model.DiagnosticKind, start, end int, message string) {
	p.c.Diagnostics = append(p.c.Diagnostics, model.Diagnostic{Kind: kind, Message: safe.Of(message),
		Span: model.Span{Start: int32(start), End: int32(end)}})
}

var lineFeed = []byte{'\n'}

// placeDiagnostics turns working offsets into received ones and counts lines.
func (p *parser) placeDiagnostics() {
	ds := p.c.Diagnostics
	if len(ds) == 0 {
		return
	}
	for i := range ds {
		s := &ds[i].Span
		start, end := p.received(int(s.Start), false), p.received(int(s.End), true)
		s.Start, s.End = int32(start), int32(max(start, end))
	}
	slices.SortStableFunc(ds, func(a, b model.Diagnostic) int { return int(a.Span.Start) - int(b.Span.Start) })
	line, at := 1, 0
	for i := range ds {
		s := &ds[i].Span
		line += bytes.Count(p.c.Received[at:s.Start], lineFeed)
		at = int(s.Start)
		ds[i].Line = line
		s.Element = p.elementAt(at)
	}
}

// elementAt is the element of a received byte.
func (p *parser) elementAt(at int) model.Element {
	spans := p.c.Spans
	i, found := slices.BinarySearchFunc(spans, int32(at), func(s model.Span, t int32) int { return int(s.Start) - int(t) })
	if !found && i > 0 {
		i--
	}
	if i < len(spans) {
		return spans[i].Element
	}
	return model.ElementUnplaced
}
