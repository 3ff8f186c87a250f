package page

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// columns measures characters the way terminals do before they are asked: East Asian ambiguous ones are narrow.
var columns = &runewidth.Condition{StrictEmojiNeutral: true}

// Width is the number of terminal columns that clean text takes.
func Width(s string) int {
	if ASCII(s) {
		return len(s)
	}
	w := 0
	for _, r := range s {
		w += RuneWidth(r)
	}
	return w
}

// RuneWidth is the number of columns of one character: 0 for combining marks, 2 for wide ones.
func RuneWidth(r rune) int {
	if r < utf8.RuneSelf {
		return 1
	}
	return columns.RuneWidth(r)
}

// ASCII tells whether every byte of s is a character of its own.
func ASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Cut is the longest beginning of s that fits in w columns, and its width.
func Cut(s string, w int) (string, int) {
	if w <= 0 {
		return "", 0
	}
	if ASCII(s) {
		if len(s) > w {
			s = s[:w]
		}
		return s, len(s)
	}
	used := 0
	for i, r := range s {
		n := RuneWidth(r)
		if used+n > w {
			return s[:i], used
		}
		used += n
	}
	return s, used
}

// Fit makes s exactly w columns wide: cut with an ellipsis, or filled with blanks.
func Fit(s string, w int, ellipsis string) string {
	if w <= 0 {
		return ""
	}
	n := Width(s)
	if n > w {
		e := Width(ellipsis)
		if e >= w {
			s, n = Cut(s, w)
		} else {
			s, n = Cut(s, w-e)
			s, n = s+ellipsis, n+e
		}
	}
	if n < w {
		s += strings.Repeat(" ", w-n)
	}
	return s
}
