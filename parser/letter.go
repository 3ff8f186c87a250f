package parser

import "strings"

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v'
}
func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isAlpha(c byte) bool { return isUpper(c) || isLower(c) }

func upper(c byte) byte {
	if isLower(c) {
		return c - 32
	}
	return c
}

// hasFold tells whether s begins with prefix, which is in upper case, in any case.
func hasFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := 0; i < len(prefix); i++ {
		if upper(s[i]) != prefix[i] {
			return false
		}
	}
	return true
}

// indexFold finds word, in upper case, in s in any case; -1 where it is not.
func indexFold(s, word string) int {
	if len(word) == 0 {
		return 0
	}
	lower, cap := word[0]|0x20, word[0]
	for i := 0; i+len(word) <= len(s); i++ {
		if (s[i] == cap || s[i] == lower) && hasFold(s[i:], word) {
			return i
		}
	}
	return -1
}

// lastFold is indexFold from the end.
func lastFold(s, word string) int {
	for i := len(s) - len(word); i >= 0; i-- {
		if upper(s[i]) == word[0] && hasFold(s[i:], word) {
			return i
		}
	}
	return -1
}

// single tells whether a text has no two blanks in a row, no blank at its end, and no other white space. Of a few texts
// that have not it says that they may have.
func single(s string) bool {
	before := uint64(0) // 0x80 if the byte before is a blank
	i := 0
	for ; i+8 <= len(s); i += 8 { // eight at a time: which are blanks, and is any below one?
		const ones = 0x0101010101010101
		p := s[i : i+8]
		w := uint64(p[0]) | uint64(p[1])<<8 | uint64(p[2])<<16 | uint64(p[3])<<24 |
			uint64(p[4])<<32 | uint64(p[5])<<40 | uint64(p[6])<<48 | uint64(p[7])<<56
		x := w ^ ' '*ones
		blanks := (x - ones) &^ x & (0x80 * ones) // the high bit of each byte that is one, or of "!" behind one
		if (w-' '*ones)&^w&(0x80*ones)|blanks&(blanks<<8|before) != 0 {
			return false
		}
		before = blanks >> 56
	}
	blank := before != 0
	for ; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c == ' ' && blank {
			return false
		}
		blank = c == ' '
	}
	return !blank
}

// digits counts the digits that s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// number reads up to nine digits.
func number(s string) int {
	n := 0
	for i := 0; i < len(s) && i < 9 && isDigit(s[i]); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// skip is the first offset from i on that is no blank.
func skip(s string, i int) int {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return i
}

// squeeze takes the line ends, doubled blanks and outer blanks out of a field.
func squeeze(s string) string {
	s = strings.TrimSpace(s)
	if single(s) {
		return s
	}
	clean := true
	for i := 0; i < len(s); i++ {
		if isSpace(s[i]) && (s[i] != ' ' || s[i+1] == ' ') {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// capitals tells whether s has letters and none of them is lower case.
func capitals(s string) bool {
	any := false
	for i := 0; i < len(s); i++ {
		if isLower(s[i]) {
			return false
		}
		any = any || isUpper(s[i])
	}
	return any
}

// fields adds the words of s to others, as strings.Fields parts them.
func fields(s string, words []string) []string {
	for w := range strings.FieldsSeq(s) {
		words = append(words, w)
	}
	return words
}

// wordCount counts the words of s, as strings.Fields parts them.
func wordCount(s string) int {
	n, in := 0, false
	for i := 0; i < len(s); i++ {
		if isSpace(s[i]) {
			in = false
		} else if !in {
			in = true
			n++
		}
	}
	return n
}
