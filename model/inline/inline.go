package inline

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// Kind says what a range of a text is.
type Kind uint8

// The kinds.
const (
	Reference  Kind = iota // an entry of the cable's own references: "REF A", "reftel"
	Cable                  // a cable named by itself: "05 ASTANA 90", "Almaty 347", "05ALMATY538"
	Paragraph              // a paragraph of this cable: "para 4"
	Septel                 // a cable that is sent separately and not named
	Redaction              // what was taken out: a run of X, "[name removed]", "B1 1.4(D)", "(b)(6)"
	Protection             // a person who is to be protected: "(strictly protect)"
	Apostrophe             // a comma, or an 8, where an apostrophe was: "Sarkozy,s"
)

var kinds = [...]string{"reference", "cable", "paragraph", "septel", "redaction", "protection", "apostrophe"}

// String is the kind in a word: "reference".
func (k Kind) String() string { return kinds[min(int(k), len(kinds)-1)] }

// Range is a part of a paragraph's text that means more than its words.
type Range struct {
	Kind       Kind
	Start, End int32                 // bytes of the paragraph's Text; what is beside it, such as brackets, is not in it unless it belongs to it
	Reference  int                   // index in the cable's References; -1 where it is none of them, or any of several ("reftel")
	ID         model.ID              // the cable it leads to; zero where that is not known
	Paragraph  model.ParagraphNumber // that it points to, of that cable or, for Paragraph, of this one; 0 where none is named
}

// Follows tells whether a range leads somewhere: to a cable, to a paragraph, or to the list of references.
func (r Range) Follows() bool { return r.Kind <= Paragraph }

// Of finds the ranges of one paragraph, in order, without overlaps. Nil where there are none or no such paragraph.
func Of(c *model.Cable, i model.ParagraphIndex) []Range {
	if i < 0 || int(i) >= len(c.Paragraphs) {
		return nil
	}
	return In(c, c.Paragraphs[i].Text)
}

// In finds the ranges of any text that belongs to a cable: a paragraph, the summary, a heading.
func In(c *model.Cable, t safe.Text) []Range {
	f := finder{c: c, s: t.String()}
	f.find()
	return f.out
}

// finder is the state of one search.
type finder struct {
	c   *model.Cable
	s   string
	out []Range
}

// find looks at every place where a range can begin. A number is looked at from its end: what stands before it is the post.
func (f *finder) find() {
	s := f.s
	for i := 0; i < len(s); {
		n := 0
		switch c := s[i]; {
		case c == 'R' || c == 'r':
			n = f.reference(i)
		case c == 'P' || c == 'p':
			if n = f.paragraph(i); n == 0 {
				n = f.protection(i)
			}
		case c == 'X' || c == 'x':
			n = f.crossed(i)
		case c == 'S' || c == 's':
			n = f.septel(i)
		case c == '[' || c == '(':
			n = f.removed(i)
		case c == 'B':
			n = f.released(i)
		case isDigit(c):
			n = f.cable(i)
		case c == ',':
			if apostrophe(s, i) {
				f.add(Range{Kind: Apostrophe, Start: int32(i), End: int32(i + 1), Reference: -1})
			}
			n = 1
		}
		i += max(n, 1)
	}
}

// add keeps a range. One that begins before the last one ended, because a number was read from its end, takes its place.
func (f *finder) add(r Range) {
	for k := len(f.out); k > 0 && f.out[k-1].End > r.Start; k-- {
		f.out = f.out[:k-1]
	}
	f.out = append(f.out, r)
}

// wordStart tells whether a word may begin at i.
func wordStart(s string, i int) bool { return i == 0 || !isAlnum(s[i-1]) && s[i-1] < 0x80 }

// wordEnd tells whether a word may end before i.
func wordEnd(s string, i int) bool { return i >= len(s) || !isAlnum(s[i]) }

// word is the length of w, which is in capitals, as a whole word at i in any case; 0 where it is not there.
func word(s string, i int, w string) int {
	if hasFold(s[i:], w) && wordEnd(s, i+len(w)) {
		return len(w)
	}
	return 0
}

// skip is the first offset from i on that is no blank.
func skip(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t') {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isAlpha(c byte) bool { return isUpper(c) || isLower(c) }
func isAlnum(c byte) bool { return isAlpha(c) || isDigit(c) }

func upper(c byte) byte {
	if isLower(c) {
		return c - 32
	}
	return c
}

// hasFold tells whether s begins with prefix, which is in capitals, in any case.
func hasFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if upper(s[i]) != prefix[i] {
			return false
		}
	}
	return true
}

// number reads the digits at i: their value and how many they are; more than six are no number of anything here.
func number(s string, i int) (value, n int) {
	for i+n < len(s) && isDigit(s[i+n]) {
		if n < 7 {
			value = value*10 + int(s[i+n]-'0')
		}
		n++
	}
	return value, n
}

// Mend gives a text with apostrophes where commas stand for them. It is as long as before, so that offsets into it stay.
func Mend(t safe.Text) safe.Text {
	s := t.String()
	var b []byte
	for i := strings.IndexByte(s, ','); i >= 0; {
		if apostrophe(s, i) {
			if b == nil {
				b = []byte(s)
			}
			b[i] = '\''
		}
		k := strings.IndexByte(s[i+1:], ',')
		if k < 0 {
			break
		}
		i += k + 1
	}
	if b == nil {
		return t
	}
	return safe.TextOf(string(b))
}

// IsApostrophe tells whether the comma at byte i of a text stands where an apostrophe was: "Sarkozy,s", "don,t".
func IsApostrophe(s string, i int) bool {
	return i >= 0 && i < len(s) && s[i] == ',' && apostrophe(s, i)
}

// apostrophe tells whether the comma at i is glued to letters on both sides as an apostrophe is.
func apostrophe(s string, i int) bool {
	if i == 0 || i+1 >= len(s) || !isAlpha(s[i-1]) && s[i-1] < 0x80 || !isAlpha(s[i+1]) {
		return false
	}
	end := i + 1
	for end < len(s) && isAlpha(s[end]) {
		end++
	}
	if end < len(s) && (isDigit(s[end]) || s[end] >= 0x80) {
		return false
	}
	start := i
	for start > 0 && (isAlpha(s[start-1]) || s[start-1] >= 0x80) {
		start--
	}
	before, after := s[start:i], s[i+1:end]
	// One case on both sides: "NATO,s" has both, "A,S" of a list has one letter only.
	switch after {
	case "s", "t", "d", "m", "re", "ve", "ll":
		return len(before) > 1 || before == "I"
	case "S", "T", "RE", "VE", "LL":
		return len(before) > 2 && before == strings.ToUpper(before) && (after != "T" || before[len(before)-1] == 'N')
	}
	switch before { // O,Grady, d,Affaires
	case "O":
		return len(after) > 2 && isUpper(after[0])
	case "d", "D", "l", "L":
		return len(after) > 3 && isUpper(after[0]) && strings.IndexByte("AEIOUH", after[0]) >= 0
	}
	return false
}
