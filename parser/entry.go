package parser

import (
	"strings"

	"reftel/model"
)

// countDash is how many dashes and blanks a text begins with.
func countDash(s string) int {
	n := 0
	for n < len(s) && (s[n] == '-' || s[n] == ' ') {
		n++
	}
	return n
}

// dateOrYear tells whether a number of d digits begins a date, "7 JUN 2006", or is the year before a post, "2005 Minsk".
func dateOrYear(s string, d int) bool {
	j := skip(s, d)
	if j == d || j >= len(s) || !isAlpha(s[j]) {
		return false
	}
	if d <= 2 && month(s[j:]) > 0 && (!isAlpha(s[min(j+3, len(s)-1)]) || isMonth(firstWord(s[j:]))) {
		return true
	}
	v := number(s[:d])
	return d == 4 && v >= 1966 && v <= 2015 && isUpper(s[j]) && !hasFold(s[j:], "AND")
}

// dated is the length of a date behind a reference, "(NOTAL), 7 JUN 2006", "dated 03/21/09", "OF 12 MAY"; 0 where there is none.
func dated(s string) int {
	j := skip(s, 0)
	for j < len(s) && (s[j] == ',' || s[j] == '-') {
		j = skip(s, j+1)
	}
	said := false
	for _, w := range [...]string{"DATED", "DTD.", "DTD", "OF"} {
		if hasFold(s[j:], w) && j+len(w) < len(s) && !isAlpha(s[j+len(w)]) {
			j, said = skip(s, j+len(w)), true
			break
		}
	}
	d := digits(s[j:])
	if d == 0 || d > 4 {
		if said && month(s[j:]) > 0 {
			k := skip(s, j+len(firstWord(s[j:])))
			if e := digits(s[k:]); e > 0 && e <= 2 {
				return k + e
			}
		}
		return 0
	}
	if said && j+d < len(s) && strings.IndexByte("/-.", s[j+d]) >= 0 { // dated 03/21/09
		k := j
		for k < len(s) && (isDigit(s[k]) || strings.IndexByte("/-.", s[k]) >= 0) {
			k++
		}
		return k
	}
	k := skip(s, j+d)
	if d > 2 || k == len(s) || month(s[k:]) == 0 || !dateOrYear(s[j:], d) {
		return 0
	}
	k += len(firstWord(s[k:]))
	end := k
	if y := skip(s, min(skip(s, k)+boolInt(skip(s, k) < len(s) && s[min(skip(s, k), len(s)-1)] == ','), len(s))); y < len(s) {
		if e := digits(s[y:]); e == 4 || e == 2 {
			if y+e == len(s) || !isAlpha(s[min(skip(s, y+e), len(s)-1)]) || e == 4 && !isAlpha(s[y+e]) {
				end = y + e
			}
		}
	}
	return end
}

// yearOf is the year that a date ends with, 0 where it has none.
func yearOf(date string) int {
	k := len(date)
	for k > 0 && isDigit(date[k-1]) {
		k--
	}
	v := number(date[k:])
	switch len(date) - k {
	case 4:
		return v
	case 2:
		if k > 0 && strings.IndexByte("/-. ", date[k-1]) >= 0 && strings.ContainsAny(strings.Trim(date[:k], " "), "/-.JFMASOND") && strings.Count(date, "/") != 1 {
			return model.FullYear(v)
		}
	}
	return 0
}

// described is the length of a description behind a reference with a letter, " - THE MINISTER'S VISIT", up to the end of
// its line or the next entry; 0 where there is none.
func described(s string, letter byte) int {
	j := 0
	for j < len(s) && isBlank(s[j]) {
		j++
	}
	if letter == 0 || j+2 >= len(s) || s[j] != '-' && s[j] != ':' && s[j] != '"' || isDigit(s[j+1]) {
		return 0
	}
	k := skip(s, j+1)
	if k == len(s) || !isAlpha(s[k]) && s[k] != '"' {
		return 0
	}
	if _, n := stationAt(s[k:]); n > 0 {
		return 0
	}
	for i := k; i < len(s); i++ {
		if s[i] == '\n' || s[i] == ';' {
			return i
		}
		if isSpace(s[i-1]) || s[i-1] == ',' {
			if b := bullet(s[i:]); b.n > 0 && b.letter == next(letter) {
				return i
			}
		}
	}
	return len(s)
}

// kindOf is the kind of a reference that is no cable.
func kindOf(s string) model.ReferenceKind {
	u := strings.ToUpper(s)
	if report(u) {
		return model.ReferenceReport
	}
	for _, k := range [...]struct {
		word string
		kind model.ReferenceKind
	}{{"E-MAIL", model.ReferenceEmail}, {"EMAIL", model.ReferenceEmail}, {"E MAIL", model.ReferenceEmail}, {"TELCON", model.ReferenceTelcon}, {"TELECON", model.ReferenceTelcon}, {"CONVERSATION", model.ReferenceTelcon}, {"PHONE", model.ReferenceTelcon},
		{"TELEPHONE", model.ReferenceTelcon}, {"SEPTEL", model.ReferenceSeptel}, {"IIR", model.ReferenceReport}, {"TD-3", model.ReferenceReport}, {"TD 3", model.ReferenceReport},
		{"LETTER", model.ReferenceLetter}, {"MEMO", model.ReferenceLetter}, {"FAX", model.ReferenceLetter}, {"DIPNOTE", model.ReferenceLetter}, {"NOTE", model.ReferenceLetter}} {
		if strings.Contains(u, k.word) {
			return k.kind
		}
	}
	return model.ReferenceOther
}

// report tells whether a reference names an intelligence report by number: "TD-314/18176-06", "314/07696-07", "TDX-315/000043-10".
func report(u string) bool {
	if strings.HasPrefix(u, "TD") && len(u) > 3 && (u[2] == '-' || u[2] == ' ' || u[2] == 'X') {
		return true
	}
	i := strings.IndexByte(u, '/')
	return i >= 3 && digits(u[i-3:]) == 3 && (i == 3 || !isDigit(u[i-4])) && digits(u[i+1:]) >= 5
}
