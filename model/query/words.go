package query

import (
	"iter"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Span is a range of bytes of a text.
type Span struct{ Start, End int }

// Scanner parts a text into words without keeping any of it. Its zero value has no text; one that is used again
// allocates nothing.
//
//	var s query.Scanner
//	for s.Reset(text); s.Scan(); {
//		index(s.Word(), s.At())
//	}
type Scanner struct {
	text       string
	next       int
	start, end int
	word       []byte
}

// Reset begins with a text.
func (s *Scanner) Reset(text string) { s.text, s.next, s.start, s.end = text, 0, 0, 0 }

// Word is the word that Scan found, as an index holds it. It is overwritten by the next Scan.
func (s *Scanner) Word() []byte { return s.word }

// At is where in the text the word stands, as it is written there.
func (s *Scanner) At() Span { return Span{s.start, s.end} }

// Scan goes to the next word; false at the end of the text.
func (s *Scanner) Scan() bool {
	text, i := s.text, s.next
	if s.word == nil {
		s.word = make([]byte, 0, 64)
	}
	word := s.word[:0]
	for i < len(text) { // to where a word begins
		c := text[i]
		if plain[c] != 0 {
			break
		}
		if c < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if word = fold(word, r); len(word) > 0 {
			break
		}
		i += n
	}
	s.start = i
	if len(word) > 0 { // the letter beyond ASCII is taken in already
		_, n := utf8.DecodeRuneInString(text[i:])
		i += n
	}
	group := 0  // where the digits since the last comma begin; -1 once a comma parted no thousands
	single := 0 // how long the word is as long as it is initials
	if len(word) == 1 {
		single = 1
	}
	for {
		from := len(word)
		for i < len(text) {
			c := plain[text[i]]
			if c == 0 {
				break
			}
			word = append(word, c)
			i++
		}
		if i >= len(text) || len(word) == 0 {
			break
		}
		if from == 0 && len(word) == 1 && !digit(word[0]) {
			single = 1
		}
		c := text[i]
		switch {
		case c == '.' && single > 0 && single == len(word):
			if n := initial(text[i+1:]); n > 0 { // U.S. is us
				r, _ := utf8.DecodeRuneInString(text[i+1:])
				word = fold(word, r)
				single = len(word)
				i += 1 + n
				continue
			}
		case c == ',' && group >= 0:
			if thousands(word[group:], group > 0, text[i+1:]) { // 800,000 is 800000
				group = len(word)
				i++
				continue
			}
			group = -1
		case c == '\'':
			if begins(text[i+1:]) { // Kennedy's is kennedys
				i++
				continue
			}
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(text[i:])
			if apostrophe(r) {
				if begins(text[i+n:]) {
					i += n
					continue
				}
				break
			}
			before := len(word)
			if word = fold(word, r); len(word) > before {
				i += n
				continue
			}
			if unicode.Is(unicode.M, r) {
				word = vowel(word, r)
				i += n
				continue
			}
		}
		break
	}
	s.word, s.end, s.next = word, i, i
	return len(word) > 0
}

// Words gives the words of a text as an index holds them, and where each stands.
func Words(text string) iter.Seq2[string, Span] {
	return func(yield func(string, Span) bool) {
		var s Scanner
		for s.Reset(text); s.Scan(); {
			if !yield(string(s.word), s.At()) {
				return
			}
		}
	}
}

// Split is the words of a text.
func Split(text string) []string {
	var out []string
	var s Scanner
	for s.Reset(text); s.Scan(); {
		out = append(out, string(s.word))
	}
	return out
}

// plain is the lower case of the letters and digits of ASCII, and 0 for everything else.
var plain = [256]byte{
	'0': '0', '1': '1', '2': '2', '3': '3', '4': '4', '5': '5', '6': '6', '7': '7', '8': '8', '9': '9',
	'a': 'a', 'b': 'b', 'c': 'c', 'd': 'd', 'e': 'e', 'f': 'f', 'g': 'g', 'h': 'h', 'i': 'i', 'j': 'j', 'k': 'k', 'l': 'l', 'm': 'm',
	'n': 'n', 'o': 'o', 'p': 'p', 'q': 'q', 'r': 'r', 's': 's', 't': 't', 'u': 'u', 'v': 'v', 'w': 'w', 'x': 'x', 'y': 'y', 'z': 'z',
	'A': 'a', 'B': 'b', 'C': 'c', 'D': 'd', 'E': 'e', 'F': 'f', 'G': 'g', 'H': 'h', 'I': 'i', 'J': 'j', 'K': 'k', 'L': 'l', 'M': 'm',
	'N': 'n', 'O': 'o', 'P': 'p', 'Q': 'q', 'R': 'r', 'S': 's', 'T': 't', 'U': 'u', 'V': 'v', 'W': 'w', 'X': 'x', 'Y': 'y', 'Z': 'z',
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// apostrophe tells whether a character beyond ASCII is one: the typographer's, or the letter that looks like it.
func apostrophe(r rune) bool { return r == '’' || r == 'ʼ' }

// begins tells whether a text begins with what is part of a word.
func begins(text string) bool {
	if text == "" {
		return false
	}
	if text[0] < utf8.RuneSelf {
		return plain[text[0]] != 0
	}
	r, _ := utf8.DecodeRuneInString(text)
	return !apostrophe(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// initial is the length of a single letter, with its accents, that a text begins with; 0 where more of a word follows
// it, or there is none.
func initial(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	if r < utf8.RuneSelf {
		if n == 0 || plain[r] == 0 || digit(byte(r)) {
			return 0
		}
	} else if !unicode.IsLetter(r) || len(fold(nil, r)) != 1 {
		return 0
	}
	for n < len(text) && text[n] >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(text[n:])
		if !unicode.Is(unicode.M, r) {
			break
		}
		if unicode.Is(unicode.Mc, r) {
			return 0
		}
		n += size
	}
	if begins(text[n:]) {
		return 0
	}
	return n
}

// thousands tells whether a comma behind a group of digits parts thousands. A number begins with one to three digits;
// every further group has three.
func thousands(group []byte, further bool, rest string) bool {
	if len(group) == 0 || len(group) > 3 || further && len(group) != 3 {
		return false
	}
	for _, c := range group {
		if !digit(c) {
			return false
		}
	}
	return len(rest) >= 3 && digit(rest[0]) && digit(rest[1]) && digit(rest[2]) && (len(rest) == 3 || !digit(rest[3]))
}

// fold appends what an index holds of a letter or digit: lower case, without accents. Of anything else it appends nothing.
func fold(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if c := plain[r]; c != 0 {
			dst = append(dst, c)
		}
		return dst
	}
	if apostrophe(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return dst
	}
	if i := r - '가'; i >= 0 && i <= '힣'-'가' { // a syllable of Hangul is its two or three letters
		dst = utf8.AppendRune(utf8.AppendRune(dst, 0x1100+i/(21*28)), 0x1161+i%(21*28)/28)
		if last := i % 28; last > 0 {
			dst = utf8.AppendRune(dst, 0x11a7+last)
		}
		return dst
	}
	var one [utf8.UTFMax]byte
	n := utf8.EncodeRune(one[:], r)
	whole := norm.NFKD.Properties(one[:n]).Decomposition()
	if len(whole) == 0 {
		return lower(dst, r)
	}
	for len(whole) > 0 {
		r, n := utf8.DecodeRune(whole)
		whole = whole[n:]
		switch {
		case !apostrophe(r) && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			dst = lower(dst, r)
		case unicode.Is(unicode.Mc, r): // as where it stands behind the letter; see vowel
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// vowel appends the signs of some scripts that stand beside a letter and are part of the word; accents it leaves out.
func vowel(dst []byte, r rune) []byte {
	if !unicode.Is(unicode.Mc, r) {
		return dst
	}
	var one [utf8.UTFMax]byte
	whole := one[:utf8.EncodeRune(one[:], r)]
	if parts := norm.NFKD.Properties(whole).Decomposition(); len(parts) > 0 {
		whole = parts
	}
	for len(whole) > 0 {
		r, n := utf8.DecodeRune(whole)
		whole = whole[n:]
		if unicode.Is(unicode.Mc, r) {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// lower appends a letter in lower case; those that are another letter with something added, which Unicode does not
// take apart, as that letter.
func lower(dst []byte, r rune) []byte {
	switch r = unicode.ToLower(r); r {
	case 'ß':
		return append(dst, "ss"...)
	case 'æ':
		return append(dst, "ae"...)
	case 'œ':
		return append(dst, "oe"...)
	case 'ø':
		return append(dst, 'o')
	case 'ł':
		return append(dst, 'l')
	case 'đ', 'ð':
		return append(dst, 'd')
	case 'þ':
		return append(dst, "th"...)
	case 'ı':
		return append(dst, 'i')
	case 'ς':
		return append(dst, "σ"...)
	}
	return utf8.AppendRune(dst, r)
}
