package parser

import "reftel/model"

// descriptions say in words what the diagnostics of each kind have in common.
var descriptions = map[model.DiagnosticKind]string{
	PilcrowDamaged:    "paragraph number whose pilcrow became something else",
	BulletDamaged:     "letter of a reference whose pilcrow became a digit",
	MarkdownLink:      "link of Markdown, read as its words",
	MarkdownEscape:    "escape of Markdown, read as the character",
	PageBreakJoined:   "sentence joined over a page break",
	EndMarkGlued:      "end mark on the last line of the text",
	LineGlued:         "fields that stood on one line",
	TextReflowed:      "paragraphs that stood inside one line",
	OrderNumber:       "mistyped number of an Executive Order",
	MarkBracket:       "portion mark without its bracket",
	NumberGap:         "paragraph numbers that skip or go back",
	TagGlued:          "TAGS without a blank between them",
	TagMistyped:       "mistyped TAGS",
	LabelMistyped:     "mistyped label of a field",
	StampRemoved:      "declassification stamp taken out of the text",
	SecondCopy:        "message that is there twice",
	HeaderInBody:      "header or columns of the dump in the body",
	LinesOutOfOrder:   "reference lines in the wrong order",
	ValueOnNextLine:   "value of a field on the next line",
	ApostropheComma:   "commas that look like apostrophes (not changed)",
	IdentifierFixed:   "identifier that was mended",
	NoSubject:         "no subject",
	RowDamaged:        "row whose fields do not come out",
	RecordDamaged:     "JSON object that is broken or cut off",
	TextMissing:       "no text, only what is known of the cable",
	NotRecognised:     "nothing of a cable was recognised",
	EncodingGuessed:   "bytes that are no UTF-8, read in another encoding",
	CharacterReplaced: "characters that cannot be shown",
}

// Describe says in words what diagnostics of a kind tell; its name where there are none.
func Describe(kind model.DiagnosticKind) string {
	if s, ok := descriptions[kind]; ok {
		return s
	}
	return string(kind)
}
