package parser

import (
	"strings"

	"reftel/model"
)

// topField is a field of the top matter.
type topField uint8

const (
	fieldNone topField = iota
	fieldOrder
	fieldTAGS
	fieldSubject
	fieldReference
	fieldClassifier
	fieldReason
	fieldHandling // "Sensitive but unclassified - please handle accordingly"
	fieldBody     // where the first paragraph begins inside a line
)

// labelWord is a way to write the label of a field.
type labelWord struct {
	word  string
	field topField
	colon bool // only with a colon behind it
	typo  bool
}

// labelWords are the labels by first letter; a longer one stands before one that it begins with.
var labelWords = [26][]labelWord{
	0:         {{"AGS", fieldTAGS, true, true}},
	'C' - 'A': {{"CLASSIFIED BY", fieldClassifier, false, false}, {"CLASSFIED BY", fieldClassifier, false, true}, {"CLASSIIED BY", fieldClassifier, false, true}, {"CLASIFIED BY", fieldClassifier, false, true}, {"CLASSIFED BY", fieldClassifier, false, true}},
	'D' - 'A': {{"DERIVED FROM", fieldClassifier, false, false}},
	'R' - 'A': {{"REFERENCES", fieldReference, true, false}, {"REFERENCE", fieldReference, true, false}, {"REFTELS", fieldReference, true, false}, {"REFTEL", fieldReference, true, false}, {"REF(S)", fieldReference, false, false}, {"REFS", fieldReference, false, false}, {"REF", fieldReference, false, false}, {"REASONS", fieldReason, true, false}, {"REASON", fieldReason, false, false}},
	'S' - 'A': {{"SUBJECT", fieldSubject, true, false}, {"SUBJ", fieldSubject, true, false}},
	'T' - 'A': {{"TAGS", fieldTAGS, false, false}, {"TAG", fieldTAGS, true, false}, {"TAS", fieldTAGS, true, true}, {"TGS", fieldTAGS, true, true}, {"TABS", fieldTAGS, true, true}},
	'U' - 'A': {{"UBJECT", fieldSubject, true, true}},
}

// labelPairs tell by the first two letters whether a label, or what is said of handling, can begin: they have a bit in common.
var labelPairs = func() (pairs [2][256]uint8) {
	for n, w := range [...]string{"AG", "CL", "DE", "E.OX0", "RE", "SUE", "TAGH", "UB"} {
		bit := uint8(1) << n
		pairs[0][w[0]] |= bit
		for _, c := range []byte(w[1:]) {
			pairs[1][c] |= bit
			if isUpper(c) {
				pairs[1][c|0x20] |= bit
			}
		}
	}
	return pairs
}()

// label reads the label of a field at the start of a line, and tells how long it is.
func label(s string) (topField, int) {
	if s == "" {
		return fieldNone, 0
	}
	c := upper(s[0])
	if c == 'E' {
		if n := orderLabel(s); n > 0 {
			return fieldOrder, n
		}
		return fieldNone, 0
	}
	if c == 0xC2 && strings.HasPrefix(s, "¶E") { // WikiLeaks put a pilcrow before a letter with a point, also before "E. O."
		if n := orderLabel(s[len("¶"):]); n > 0 {
			return fieldOrder, n + len("¶")
		}
		return fieldNone, 0
	}
	if !isUpper(c) {
		return fieldNone, 0
	}
	for _, w := range labelWords[c-'A'] {
		if !hasFold(s, w.word) {
			continue
		}
		n := len(w.word)
		if n == len(s) {
			return w.field, n
		}
		j := n
		for j < len(s) && isBlank(s[j]) {
			j++
		}
		if j < len(s) && (s[j] == ':' || s[j] == ';') {
			return w.field, j + 1
		}
		switch w.field {
		case fieldTAGS:
			if !w.colon && j > n && j < len(s) && isAlpha(s[j]) && s[0] != 'T'+32 || j > n && hasFold(s, "TAGS ") {
				return w.field, j
			}
			if w.word == "TAG" && j > n && j < len(s) && s[0] == 'T' && isTAG(firstWord(s[j:])) {
				return w.field, j
			}
		case fieldReference:
			if s[n] == '.' && n+1 < len(s) && isBlank(s[n+1]) {
				return w.field, n + 1
			}
			if j > n && j < len(s) && !w.colon && startsReference(s[j:]) {
				return w.field, j
			}
		case fieldClassifier, fieldReason:
			if j > n && j < len(s) && (w.field == fieldClassifier || isDigit(s[j])) {
				return w.field, j
			}
		}
	}
	return fieldNone, 0
}

// orderLabel matches "E.O. 12958", "EO 12958"; the number stays in the value.
func orderLabel(s string) int {
	n := 0
	switch {
	case hasFold(s, "E.O."), hasFold(s, "E.0."):
		n = 4
	case hasFold(s, "E. O."):
		n = 5
	case hasFold(s, "EO"), hasFold(s, "E.O"), hasFold(s, "E0 "):
		n = 2
		if s[1] == '.' {
			n = 3
		}
	case hasFold(s, "EXECUTIVE ORDER"):
		n = 15
	default:
		return 0
	}
	j := n
	for j < len(s) && (isBlank(s[j]) || s[j] == ':') {
		j++
	}
	if d := digits(s[j:]); d >= 4 && d <= 6 {
		return j
	}
	return 0
}

// startsReference tells whether text behind a "REF" without colon is a reference and no prose.
func startsReference(s string) bool {
	if b := bullet(s); b.n > 0 {
		return true
	}
	_, n := stationAt(s)
	return n > 0
}

// nextLabel finds where the next field begins inside a line, at or behind from; -1 where none does.
func nextLabel(s string, from int, field topField) (int, topField) {
	for i := from; i < len(s); i++ {
		if field == fieldReference && i > 8 && s[i-1] == ' ' && s[i-2] == ' ' && isUpper(s[i]) && isProse(s[i:]) {
			return i, fieldBody
		}
		switch c := s[i]; c {
		case 'T', 'S', 'R', 'C', 'E', 'U', 'D', 'A':
			if i+1 == len(s) || labelPairs[0][c]&labelPairs[1][s[i+1]] == 0 {
				continue
			}
		case 't', 's', 'e', 'c':
			// Copies in small letters: "... 004223 e.o. 12958: decl: 11/02/10 tags: prel".
			if i > 0 && s[i-1] == ' ' && (strings.HasPrefix(s[i:], "tags: ") || strings.HasPrefix(s[i:], "subject: ") || strings.HasPrefix(s[i:], "e.o. 1") || strings.HasPrefix(s[i:], "classified by ") && field == fieldSubject) {
				f, _ := label(s[i:])
				return i, f
			}
			continue
		case '1', '2':
			if field != fieldReference && field != fieldClassifier && field != fieldReason && field != fieldSubject {
				continue
			}
			if i > 1 && isBlank(s[i-1]) && (i+1 < len(s) && s[i+1] == '.') && !isDigit(s[min(i+2, len(s)-1)]) {
				j := skip(s, i+2)
				if _, n := portion(s[j:]); n > 0 || j+1 < len(s) && isUpper(s[j]) && (isBlank(s[i-2]) || s[i-2] == '.' || s[i-2] == ')') {
					return i, fieldBody
				}
			}
			continue
		case '(': // an unnumbered paragraph behind the reasons: "1.4 (b) and (d). (C) During the course of ..."
			if i > 4 && isBlank(s[i-1]) && startsUnnumbered(s[i:]) {
				switch {
				case (field == fieldClassifier || field == fieldReason) && reasonAt(s[:i]) >= 0, field == fieldReference && !isBulletAfter(s[:i], s[i:]):
					return i, fieldBody
				}
			}
			continue
		case 0xC2: // a pilcrow
			if i > 0 && strings.HasPrefix(s[i:], "¶") && i+2 < len(s) && isDigit(s[i+2]) && isNumbered(s[i:]) {
				return i, fieldBody
			}
			continue
		default:
			continue
		}
		f, n := label(s[i:])
		if f == fieldNone {
			if s[i] == 'S' && i > 0 && (strings.HasPrefix(s[i:], "Sensitive but") || strings.HasPrefix(s[i:], "SENSITIVE BUT UNCLAS")) && isBlank(s[i-1]) {
				return i, fieldHandling
			}
			if s[i] == 'T' && i > 1 && isBlank(s[i-1]) && isHandling(s[i:]) {
				return i, fieldHandling
			}
			continue
		}
		if i == 0 {
			return i, f
		}
		colon := i+n <= len(s) && n > 0 && (s[i+n-1] == ':' || s[i+n-1] == ';')
		glued := isAlpha(s[i-1]) || isDigit(s[i-1])
		switch f {
		case fieldOrder:
			if (strings.HasPrefix(s[i:], "E.O.") || strings.HasPrefix(s[i:], "E.0.")) && field != fieldClassifier && field != fieldReason || !glued && (field == fieldNone || field == fieldSubject) {
				return i, f
			}
		case fieldTAGS:
			if field != fieldSubject && field != fieldTAGS && (colon || field == fieldOrder && !glued) && (s[i] != 'A' || !glued) || field == fieldNone && colon {
				return i, f
			}
		case fieldClassifier:
			if field == fieldClassifier {
				continue
			}
			if colon || !glued && s[i+1] == 'L' {
				return i, f
			}
		case fieldReason:
			if colon && (field == fieldReference || field == fieldSubject) {
				return i, f
			}
		case fieldReference:
			if field == fieldReference {
				continue
			}
			if colon && (!glued || capitals(s[i:i+3])) {
				return i, f
			}
			// "... HITS EGYPT REF A) CAIRO 77"
			if field == fieldSubject && !glued && capitals(s[i:i+3]) {
				if b := bullet(s[i+n:]); b.n > 0 {
					if _, m := stationAt(s[i+n+skip(s[i+n+b.n:], 0)+b.n:]); m > 0 {
						return i, f
					}
				}
			}
		default:
			if colon {
				return i, f
			}
		}
	}
	return -1, fieldNone
}

// startsUnnumbered tells whether s is a portion mark with a sentence behind it, and not one of several reasons.
func startsUnnumbered(s string) bool {
	_, n := portion(s)
	if n == 0 {
		return false
	}
	j := skip(s, n)
	return j > n && len(s) > j+24 && (isUpper(s[j]) || s[j] == '"') && !hasFold(s[j:], "AND ") && !hasFold(s[j:], "OR ") && label0(s[j:]) == fieldNone
}

// isBulletAfter tells whether "(C) ..." is an entry of the references before it and not a paragraph.
func isBulletAfter(before, s string) bool {
	b := bullet(s)
	if b.n == 0 { // SBU, S/NF
		return false
	}
	rest := s[skip(s, b.n):]
	if _, n := stationAt(rest); n > 0 || kindOf(rest[:min(len(rest), 60)]) != model.ReferenceOther {
		return true
	}
	last := byte(0)
	for i := max(0, len(before)-400); i < len(before); i++ {
		if i == 0 || isSpace(before[i-1]) || before[i-1] == ',' || before[i-1] == ';' {
			if x := bullet(before[i:]); x.n > 0 {
				last = x.letter
			}
		}
	}
	return last != 0 && (b.letter == last || b.letter == last+1)
}

func label0(s string) topField { f, _ := label(s); return f }

// isHandling tells whether s says how a message is to be handled: "This cable is sensitive but unclassified. Not for ...".
func isHandling(s string) bool {
	for _, w := range [...]string{"THIS CABLE IS ", "THIS MESSAGE IS ", "THIS DOCUMENT IS ", "THIS TELEGRAM IS "} {
		if hasFold(s, w) {
			return hasFold(s[len(w):], "SENSITIVE") || hasFold(s[len(w):], "SBU")
		}
	}
	return false
}

// isProse tells whether a text begins as a sentence does: most of its first words are in small letters.
func isProse(s string) bool {
	small, all := 0, 0
	for i := 0; i < len(s) && all < 14; {
		for i < len(s) && isSpace(s[i]) {
			i++
		}
		if i < len(s) {
			all++
			if isLower(s[i]) {
				small++
			}
		}
		for i < len(s) && !isSpace(s[i]) {
			i++
		}
	}
	return all == 14 && small >= 7
}
