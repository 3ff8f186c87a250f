package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostMarks is how many combining marks may stand on one base character; more is a way to draw over other lines.
const mostMarks = 4

// form says what becomes of line feeds and tabs.
type form uint8

const (
	asText form = iota // they stay
	asLine             // they become blanks
	asName             // they become pictures: in the name of a file they are no layout
)

// clean gives back s itself where nothing has to be replaced.
func clean(s string, f form) (string, int) {
	i := plain(s, 0, f)
	if i == len(s) {
		return s, 0
	}
	return replace(s, i, f)
}

// plain is how far from i on s holds only characters that stay and that are ASCII.
func plain(s string, i int, f form) int {
	const (
		ones = 0x0101010101010101
		high = 0x80 * ones
	)
	for i < len(s) {
		for i+8 <= len(s) { // eight at a time: is any of them above 0x7E or below a blank?
			p := s[i : i+8]
			w := uint64(p[0]) | uint64(p[1])<<8 | uint64(p[2])<<16 | uint64(p[3])<<24 |
				uint64(p[4])<<32 | uint64(p[5])<<40 | uint64(p[6])<<48 | uint64(p[7])<<56
			if (w|(w-0x20*ones)|(w+ones))&high != 0 {
				break
			}
			i += 8
		}
		for end := min(i+8, len(s)); i < end; i++ {
			if c := s[i]; c >= 0x7F || c < ' ' && (f != asText || c != '\n' && c != '\t') {
				return i
			}
		}
	}
	return i
}

// replace does the work of clean from byte i on; what comes before i is known to be clean.
func replace(s string, i int, f form) (string, int) {
	var b strings.Builder
	hits, marks := 0, 0
	kept := 0 // what is before it is in b already
	put := func(r rune, n int) {
		if b.Cap() == 0 {
			b.Grow(len(s) + 16)
		}
		b.WriteString(s[kept:i])
		b.WriteRune(r)
		kept = i + n
	}
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			marks = 0
			switch {
			case c == '\n' || c == '\t':
				switch f {
				case asLine:
					put(' ', 1)
				case asName:
					put(0x2400+rune(c), 1)
					hits++
				}
			case c < ' ':
				put(0x2400+rune(c), 1)
				hits++
			case c == 0x7F:
				put(0x2421, 1)
				hits++
			}
			i = plain(s, i+1, f)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if common(r) {
			marks = 0
			i += n
			continue
		}
		if combining(r) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == 0xAD:
			put('-', n)
			hits++
		case r == utf8.RuneError && n == 1, marks > mostMarks, hidden(r):
			put(utf8.RuneError, n)
			hits++
		}
		i += n
	}
	if kept == 0 {
		return s, 0
	}
	b.WriteString(s[kept:])
	return b.String(), hits
}

// common tells whether a character is of the ranges that most text beyond ASCII is of, and that hold neither a mark nor
// anything hidden: Latin, Greek, Cyrillic, Arabic letters, typographic punctuation, Chinese, Japanese and Korean.
func common(r rune) bool {
	switch {
	case r < 0xA0, r == 0xAD:
		return false
	case r < 0x300, r >= 0x370 && r <= 0x482, r >= 0x48A && r <= 0x58F, r >= 0x620 && r <= 0x64A:
		return true
	case r >= 0x2010 && r <= 0x2027, r >= 0x3040 && r <= 0x3098, r >= 0x30A0 && r <= 0x3130, r >= 0x3190 && r <= 0xA000, r >= 0xAC00 && r < 0xD7A4:
		return true
	}
	return false
}

// combining tells whether a character is drawn on the one before it: accents, and the vowels and finals of decomposed Hangul.
func combining(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r >= 0x1160 && r <= 0x11FF, r >= 0xD7B0 && r <= 0xD7FF:
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Me)
}

// hidden tells whether a character is one that a reader cannot see or that moves others about.
func hidden(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r < 0xA0: // C1 controls
		return true
	case r == 0xAD: // soft hyphen
		return true
	case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs):
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0x180B && r <= 0x180F: // variation selectors
		return true
	case r >= 0xE0000 && r <= 0xE0FFF: // tags and more variation selectors, also those that are not assigned yet
		return true
	case r == 0x034F || r == 0x115F || r == 0x1160 || r == 0x17B4 || r == 0x17B5 || r == 0x2065 || r == 0x3164 || r == 0xFFA0 || r == 0x2800 || r == 0x16FE4:
		return true
	case r >= 0xFFF0 && r <= 0xFFF8, r > 0x10FFFF || r&0xFFFE == 0xFFFE || (r >= 0xFDD0 && r <= 0xFDEF):
		return true
	}
	return false
}
