package page

import (
	"unicode/utf8"
)

// wrap cuts s[start:end] into rows of at most first, then rest columns, at blanks where it can.
// The rows and the blanks between them are the text; nothing else is left out.
func wrap(rows []span, s string, start, end, first, rest int) []span {
	width := max(first, 1)
	rest = max(rest, 1)
	ascii := ASCII(s[start:end])
	for start < end {
		var cut int
		if ascii {
			cut = cutASCII(s, start, end, width)
		} else {
			cut = cutWide(s, start, end, width)
		}
		stop := cut
		for stop > start && s[stop-1] == ' ' {
			stop--
		}
		if stop == start && cut < end { // nothing but blanks: they need no row
			start = cut
			continue
		}
		rows = append(rows, span{int32(start), int32(stop)})
		start = cut
		for start < end && s[start] == ' ' {
			start++
		}
		width = rest
	}
	return rows
}

type span struct{ start, end int32 }

// cutASCII finds where the row that begins at start ends, for text of one byte a column.
func cutASCII(s string, start, end, width int) int {
	limit := start + width
	if limit >= end {
		return end
	}
	if s[limit] == ' ' {
		return limit
	}
	for i := limit - 1; i > start; i-- {
		if s[i] == ' ' {
			return i + 1
		}
	}
	for i := limit - 1; i > start+width/2; i-- { // a long word: at a joint, if it has one
		if s[i] == '-' || s[i] == '/' {
			return i + 1
		}
	}
	return limit
}

// cutWide does the same for text with characters of other widths.
func cutWide(s string, start, end, width int) int {
	used, blank := 0, -1
	for i := start; i < end; {
		r, n := utf8.DecodeRuneInString(s[i:end])
		w := RuneWidth(r)
		if used+w > width && r != ' ' {
			if blank > start {
				return blank
			}
			if i == start { // wider than the whole row
				return i + n
			}
			return i
		}
		if r == ' ' {
			if used+w > width {
				return i
			}
			blank = i + 1
		}
		used += w
		i += n
	}
	return end
}
