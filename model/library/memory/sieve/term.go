package sieve

import (
	"strings"

	"reftel/model/query"
)

// Term looks for a word of a query in bytes as they were received.
type Term struct {
	ways []way
	any  bool // nothing can be said from the bytes
}

// way is one way in which a word is written.
type way struct {
	text  string // in lower case
	s     bool   // behind it comes an s, with an apostrophe before it or without
	whole bool   // nothing of a word comes behind it
	skip  [256]uint8
}

const (
	longestInitials = 4 // letters of a word that is looked for as initials too: U.S.S.R.
	longestGroup    = 3 // digits between the commas of a number
)

// NewTerm prepares to look for a word.
func NewTerm(w query.Word) *Term {
	t := &Term{}
	n := len(w.Text)
	digits, letters := 0, 0
	for i := range n {
		switch c := w.Text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z':
			letters++
		default:
			return t // no letter of ASCII: such words are odd wherever they stand
		}
	}
	if n == 0 {
		t.any = true
		return t
	}
	whole := !w.Prefix
	if w.Text[n-1] == 's' && n > 1 {
		t.ways = append(t.ways, newWay(w.Text[:n-1], true, whole)) // kennedys, kennedy's
	} else {
		t.ways = append(t.ways, newWay(w.Text, false, whole))
	}
	switch {
	case letters == n && n > 1 && n <= longestInitials:
		t.ways = append(t.ways, newWay(strings.Join(strings.Split(w.Text, ""), "."), false, whole)) // u.s
	case digits == n && whole && n > longestGroup:
		t.ways = append(t.ways, newWay(grouped(w.Text, (n-1)%longestGroup+1), false, true)) // 800,000
	case digits == n && w.Prefix:
		for first := 1; first <= longestGroup && first < n; first++ {
			t.ways = append(t.ways, newWay(grouped(w.Text, first), false, false))
		}
	}
	return t
}

// grouped puts commas into a number, the first behind so many digits.
func grouped(digits string, first int) string {
	var b strings.Builder
	for i := range len(digits) {
		if i >= first && (i-first)%longestGroup == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

func newWay(text string, s, whole bool) way {
	if len(text) > 255 { // more than that says no more
		text, s, whole = text[:255], false, false
	}
	w := way{text: text, s: s, whole: whole}
	last := len(text) - 1
	for i := range w.skip {
		w.skip[i] = uint8(last + 1)
	}
	for i := range last {
		w.skip[text[i]] = uint8(last - i)
		w.skip[upper(text[i])] = uint8(last - i)
	}
	// 0 says that it may end here.
	w.skip[text[last]], w.skip[upper(text[last])] = 0, 0
	return w
}

// In tells whether the word stands in bytes as they were received, or, of a prefix, a word that begins with it.
func (t *Term) In(received []byte) bool {
	if t.any {
		return true
	}
	for i := range t.ways {
		if t.ways[i].in(received) {
			return true
		}
	}
	return false
}

func (w *way) in(b []byte) bool {
	n := len(w.text)
	for end := n - 1; end < len(b); {
		if by := w.skip[b[end]]; by > 0 {
			end += int(by)
			continue
		}
		if start := end - n + 1; w.at(b[start:end]) && begins(b, start) && w.ends(b[end+1:]) {
			return true
		}
		end++
	}
	return false
}

// at tells whether all but the last character of the word are these bytes.
func (w *way) at(b []byte) bool {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] != w.text[i] && lower[b[i]] != w.text[i] {
			return false
		}
	}
	return true
}

// ends tells whether the word ends before these bytes as it has to.
func (w *way) ends(b []byte) bool {
	if w.s {
		if n := possessive(b); n > 0 {
			b = b[n:]
		} else if len(b) > 0 && lower[b[0]] == 's' {
			b = b[1:]
		} else {
			return false
		}
	}
	return !w.whole || len(b) == 0 || lower[b[0]] == 0
}

// begins tells whether a word may begin at an offset: behind what is no letter or digit, or behind \n and the like of
// texts within quotes.
func begins(b []byte, at int) bool {
	return at == 0 || lower[b[at-1]] == 0 || escaped(b, at)
}

func escaped(b []byte, at int) bool {
	if at < 2 || at > len(b) || b[at-2] != '\\' {
		return false
	}
	switch b[at-1] {
	case 'n', 'r', 't':
		return true
	}
	return false
}

// possessive is the length of an apostrophe with an s behind it that some bytes begin with; 0 where there is none.
func possessive(b []byte) int {
	n := 0
	switch {
	case len(b) > 1 && b[0] == '\'':
		n = 1
	case len(b) > 2 && b[0] == '\\' && b[1] == '\'':
		n = 2
	case len(b) > 3 && b[0] == 0xE2 && b[1] == 0x80 && b[2] == 0x99:
		n = 3
	default:
		return 0
	}
	if lower[b[n]] == 's' {
		return n + 1
	}
	return 0
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// lower is the lower case of the letters and digits of ASCII, and 0 for everything else.
var lower = func() (of [256]byte) {
	for c := range 256 {
		switch c := byte(c); {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z':
			of[c] = c
		case c >= 'A' && c <= 'Z':
			of[c] = c - 'A' + 'a'
		}
	}
	return of
}()
