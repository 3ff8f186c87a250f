package query

import (
	"slices"
	"strings"
)

// FieldInfo says what a field is for.
type FieldInfo struct {
	Name    FieldName
	Help    string   // in a few words
	Example string   // of a query with it
	Values  []string // all there are, where they are few
	Compare bool     // takes < <= > >=
}

var (
	levelValues = []string{"UNCLASSIFIED", "SBU", "LOU", "CONFIDENTIAL", "SECRET", "TS", "NOFORN", "FOUO", "NONE"}
	hasValues   = []string{"summary", "comment", "refs", "table", "diagnostics", "note", "label", "mark"}
	isValues    = []string{"read", "unread", "opened", "flagged", "marked", "partial", "damaged", "untitled"}
)

// fields is the one list of all fields, in the order in which they are explained.
var fields = [...]FieldInfo{
	{FieldPost, "the post that sent it", `post:"THE HAGUE"`, nil, false},
	{FieldTag, "a TAG", `tag:PHUM,PGOV`, nil, false},
	{FieldSent, "day, month, year or range", `sent:2005-02..2005-04`, nil, true},
	{FieldYear, "the year", `year:2003..2005`, nil, true},
	{FieldAfter, "sent on or after", `after:2005-02-07`, nil, false},
	{FieldBefore, "sent before", `before:2006`, nil, false},
	{FieldClass, "the cable's marking", `class:>=confidential`, levelValues, true},
	{FieldMark, "the paragraph's own marking", `mark:s/nf`, levelValues, true},
	{FieldCaption, "a caption", `caption:SIPDIS`, nil, false},
	{FieldSubject, "words of the subject", `subject:"working lunch"`, nil, false},
	{FieldFrom, "words of the sender", `from:embassy`, nil, false},
	{FieldTo, "words of an addressee", `to:"EU MEMBER STATES"`, nil, false},
	{FieldAuthor, "who signed, classified or drafted", `author:ordway`, nil, false},
	{FieldID, "the identifier", `id:05ALMATY538`, nil, false},
	{FieldRef, "cables that cite this one", `ref:05ALMATY538`, nil, false},
	{FieldCitedBy, "cables that this one cites", `citedby:05ALMATY538`, nil, false},
	{FieldHas, "what it holds", `has:summary`, hasValues, false},
	{FieldIs, "what it is", `is:unread`, isValues, false},
	{FieldLabel, "a label of yours", `label:elections`, nil, false},
	{FieldIn, "a saved search, or a file", `in:cables.csv`, nil, false},
}

// Fields lists all fields and what they are for.
func Fields() []FieldInfo { return slices.Clone(fields[:]) }

// InfoOf says what one field is for; false where there is no such field.
func InfoOf(name FieldName) (FieldInfo, bool) {
	for i := range fields {
		if fields[i].Name == name {
			return fields[i], true
		}
	}
	return FieldInfo{}, false
}

// meant are names that people try, and the field each means.
var meant = map[string]FieldName{
	"cites": FieldRef, "refs": FieldRef, "reference": FieldRef, "citing": FieldRef, "cited": FieldCitedBy,
	"classification": FieldClass, "classified": FieldClass, "level": FieldClass, "marking": FieldMark, "portion": FieldMark,
	"date": FieldSent, "created": FieldSent, "on": FieldSent, "month": FieldSent, "day": FieldSent, "since": FieldAfter, "until": FieldBefore,
	"embassy": FieldPost, "origin": FieldPost, "station": FieldPost, "sender": FieldFrom, "addressee": FieldTo, "info": FieldTo,
	"subj": FieldSubject, "title": FieldSubject, "signed": FieldAuthor, "drafted": FieldAuthor, "by": FieldAuthor, "drafter": FieldAuthor,
	"source": FieldIn, "file": FieldIn, "saved": FieldIn, "search": FieldIn, "number": FieldID, "cable": FieldID, "reftel": FieldRef,
}

// unknownField says that there is no such field, and which one may have been meant.
func unknownField(at int, typed string) *Error {
	name := strings.ToLower(typed)
	e := &Error{At: at, Len: len(typed), What: "unknown field `" + typed + "`"}
	if f, ok := meant[name]; ok {
		e.Propose = string(f)
		return e
	}
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = string(fields[i].Name)
	}
	if e.Propose = nearest(name, names); e.Propose == "" {
		e.What += " (there are " + strings.Join(names, ", ") + "; a text with a colon is put in quotes)"
	}
	return e
}

// Own tells whether a field asks the reader's own shelf, which no collection knows: see Resolve.
func (f Field) Own() bool {
	switch f.Name {
	case FieldLabel:
		return true
	case FieldHas:
		return f.Value == "note" || f.Value == "label" || f.Value == "mark"
	case FieldIs:
		return f.Value == "read" || f.Value == "unread" || f.Value == "opened" || f.Value == "flagged" || f.Value == "marked"
	}
	return false
}

// Prefix tells whether the value stands for all that begin so, and gives it without its star.
func (f Field) Prefix() (string, bool) { return strings.CutSuffix(f.Value, "*") }
