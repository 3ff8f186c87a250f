package library

import (
	"cmp"
	"unicode"
	"unicode/utf8"
)

// CompareTitles orders titles for BySubject: it compares as strings.ToLower would, without making anything.
func CompareTitles(a, b string) int {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y {
			if c := cmp.Compare(unicode.ToLower(x), unicode.ToLower(y)); c != 0 {
				return c
			}
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}
