package memory

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// term is a word or phrase to be found. A blank in it stands for any run of blanks and line ends.
type term struct {
	text string // lower case if fold
	fold bool   // small and capital letters are the same
}

// parseTerms takes a query apart: words, and phrases in quotes. A term with a capital letter in it is found as it
// is written, one without in any case. A quote that is not closed goes to the end.
func parseTerms(query string) []term {
	var terms []term
	add := func(s string) {
		s = strings.Join(strings.Fields(s), " ")
		if s == "" {
			return
		}
		terms = append(terms, term{s, !strings.ContainsFunc(s, unicode.IsUpper)})
	}
	for i, part := range strings.Split(query, `"`) {
		if i%2 == 1 {
			add(part)
			continue
		}
		for _, word := range strings.Fields(part) {
			add(word)
		}
	}
	return terms
}

// findAll tells whether all terms occur in s, and where the first of the query does.
func findAll(s string, terms []term) (start, end int, ok bool) {
	for i, t := range terms {
		from, to := t.find(s)
		if from < 0 {
			return 0, 0, false
		}
		if i == 0 {
			start, end = from, to
		}
	}
	return start, end, true
}

// find gives the bytes of s that the term first matches, or -1.
func (t term) find(s string) (start, end int) {
	first, _ := utf8.DecodeRuneInString(t.text)
	if first >= utf8.RuneSelf {
		for i := range s {
			if n := t.match(s[i:]); n > 0 {
				return i, i + n
			}
		}
		return -1, -1
	}
	other := first // the same letter as a capital
	if t.fold {
		other = unicode.ToUpper(first)
	}
	for i := 0; i < len(s); i++ {
		if c := rune(s[i]); c != first && c != other && (c < utf8.RuneSelf || !t.fold) {
			continue
		}
		if !utf8.RuneStart(s[i]) {
			continue
		}
		if n := t.match(s[i:]); n > 0 {
			return i, i + n
		}
	}
	return -1, -1
}

// match gives how many bytes of s the term matches at its beginning; 0 if it does not.
func (t term) match(s string) int {
	at := 0
	for i := 0; i < len(t.text); {
		want, n := utf8.DecodeRuneInString(t.text[i:])
		i += n
		got, m := utf8.DecodeRuneInString(s[at:])
		if m == 0 {
			return 0
		}
		if want == ' ' {
			if !blank(got) {
				return 0
			}
			for at < len(s) && blank(rune(s[at])) {
				at++
			}
			continue
		}
		if got != want && !(t.fold && unicode.ToLower(got) == want) {
			return 0
		}
		at += m
	}
	return at
}

func blank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }
