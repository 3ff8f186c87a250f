package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostMarks is how many combining marks may stand on one base character; more is a way to draw over other lines.
const mostMarks = 4

// replace does the work of clean from byte i on; what comes before i is known to be clean.
func replace(s string, i int, oneLine bool) (string, int) {
	var b strings.Builder
	b.Grow(len(s) + 8)
	b.WriteString(s[:i])
	hits, marks := 0, 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.In(r, unicode.Mn, unicode.Me) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == utf8.RuneError && n == 1:
			b.WriteRune(utf8.RuneError)
			hits++
		case r == '\n' || r == '\t':
			if oneLine {
				b.WriteByte(' ')
			} else {
				b.WriteByte(byte(r))
			}
		case r < ' ':
			b.WriteRune(0x2400 + r)
			hits++
		case r == 0x7F:
			b.WriteRune(0x2421)
			hits++
		case hidden(r) || marks > mostMarks:
			b.WriteRune(utf8.RuneError)
			hits++
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String(), hits
}

// hidden tells whether a character is one that a reader cannot see or that moves others about.
func hidden(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r < 0xA0: // C1 controls
		return true
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r):
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF: // variation selectors
		return true
	case r == 0x034F || r == 0x115F || r == 0x1160 || r == 0x17B4 || r == 0x17B5 || r == 0x3164 || r == 0xFFA0 || r == 0x2800:
		return true
	case r > 0x10FFFF || r&0xFFFE == 0xFFFE || (r >= 0xFDD0 && r <= 0xFDEF):
		return true
	}
	return false
}
