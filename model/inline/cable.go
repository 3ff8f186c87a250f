package inline

import (
	"strings"

	"reftel/model"
	"reftel/model/vocab"
)

// mostWords is how many words the name of a post may have: "PORT OF SPAIN", "US DELEGATION CSCE".
const mostWords = 4

// cable reads a cable that is named by itself, at the digit at i: an identifier as it is, or the number behind a post.
func (f *finder) cable(i int) int {
	s := f.s
	v, n := number(s, i)
	if !wordStart(s, i) {
		if eight(s, i, n) {
			f.add(Range{Kind: Apostrophe, Start: int32(i), End: int32(i + 1), Reference: -1})
		}
		return n
	}
	if m := f.identifier(i, n); m > 0 {
		return m
	}
	if n > 8 || v == 0 || i < 3 || s[i-1] != ' ' || !wordEnd(s, i+n) || i+n+1 < len(s) && (s[i+n] == '.' || s[i+n] == ',' || s[i+n] == '/' || s[i+n] == ':') && isDigit(s[i+n+1]) {
		return n
	}
	// The post stands before the number, with up to four words; the longest name that is one counts.
	var starts [mostWords]int
	k, end := 0, i-1
	for j := end; k < mostWords; {
		w := j
		for w > 0 && (isAlpha(s[w-1]) || s[w-1] >= 0x80 || s[w-1] == '\'' || s[w-1] == '-' || s[w-1] == '.' && w > 1 && isAlpha(s[w-2])) {
			w--
		}
		if w == j || k == 0 && !isUpper(s[w]) {
			break
		}
		starts[k] = w
		k++
		if w == 0 || s[w-1] != ' ' {
			break
		}
		j = w - 1
	}
	for ; k > 0; k-- {
		start := starts[k-1]
		if !isUpper(s[start]) {
			continue
		}
		station, ok := vocab.StationFromName(s[start:end])
		if !ok {
			continue
		}
		year, from := yearBefore(s, start)
		id := model.ID{Station: station, Serial: int32(v)}
		ref := f.cited(station, int32(v), year)
		if ref < 0 && year == 0 && !f.meant(start, end, i, n, v) {
			return n
		}
		switch {
		case ref >= 0:
			id = f.c.References[ref].ID
		case year != 0:
			id.Year = int16(year)
		default:
			id.Year = f.c.ID.Year
			if id.Year == 0 {
				id.Year = int16(f.c.Created.Year())
			}
			// A number that the post had not reached yet is of the year before.
			if id.Station == f.c.ID.Station && id.Serial > f.c.ID.Serial && id.Year > 1980 {
				id.Year--
			}
		}
		if id.Year < 1980 {
			id.Form = model.FormLong
		}
		if id.Year < 1950 {
			return n
		}
		r := Range{Kind: Cable, Start: int32(from), End: int32(i + n), Reference: ref, ID: id}
		if p, e := f.paragraphBehind(i + n); e > 0 {
			r.Paragraph, r.End = p, int32(e)
		}
		f.add(r)
		return int(r.End) - i
	}
	return n
}

// identifier reads "05ALMATY538" and "1975STATE256541" at i, where n digits stand.
func (f *finder) identifier(i, n int) int {
	s := f.s
	if n != 2 && n != 4 || i+n >= len(s) || !isUpper(s[i+n]) {
		return 0
	}
	j := i + n
	for j < len(s) && (isAlpha(s[j]) || s[j] == '\'') {
		j++
	}
	_, d := number(s, j)
	if j-i-n < 2 || d == 0 || d > 8 {
		return 0
	}
	end := j + d
	if end+1 < len(s) && s[end] == '_' && isLower(s[end+1]) {
		end += 2
	}
	if !wordEnd(s, end) {
		return 0
	}
	id, err := model.ParseID(s[i:end])
	if err != nil {
		return 0
	}
	id.Station = vocab.CanonicalStation(id.Station)
	if _, known := vocab.Post(id.Station); !known {
		return 0
	}
	r := Range{Kind: Cable, Start: int32(i), End: int32(end), Reference: f.cited(id.Station, id.Serial, int(id.Year)), ID: id}
	if p, e := f.paragraphBehind(end); e > 0 {
		r.Paragraph, r.End = p, int32(e)
	}
	f.add(r)
	return int(r.End) - i
}

// yearBefore reads the year that stands before a post at start, and tells where the whole begins.
func yearBefore(s string, start int) (year, from int) {
	j := start
	for j > 0 && s[j-1] == ' ' {
		j--
	}
	k := j
	for k > 0 && isDigit(s[k-1]) {
		k--
	}
	if j == start || j-k != 2 && j-k != 4 || !wordStart(s, k) || k > 1 && (s[k-1] == '.' || s[k-1] == ',' || s[k-1] == '/' || s[k-1] == '$') && isDigit(s[k-2]) {
		return 0, start
	}
	v, _ := number(s, k)
	if j-k == 2 {
		v = model.FullYear(v)
	}
	if v < 1966 || v > 2015 {
		return 0, start
	}
	if k > 0 && s[k-1] == '\'' {
		k--
	}
	return v, k
}

// cited is the index of the reference to a cable of a station and number, -1 where the list has none.
func (f *finder) cited(station string, serial int32, year int) int {
	for k := range f.c.References {
		if id := f.c.References[k].ID; id.Serial == serial && id.Station == station && (year == 0 || int(id.Year) == year) {
			return k
		}
	}
	return -1
}

// meant tells whether a post with a number behind it and no year is a cable: "in Paris 12 ministers met" is none.
// Then brackets or words say so.
func (f *finder) meant(start, end, i, n, v int) bool {
	s := f.s
	if n < 2 || v >= 1900 && v <= 2030 && n == 4 {
		return false
	}
	if w := wordBefore(s, start); w == "REF" || w == "SEE" || w == "PER" || w == "CABLE" || w == "TELEGRAM" || w == "REFTEL" || w == "OUR" || w == "YOUR" {
		return true
	}
	k := i + n
	if k < len(s) && s[k] == ')' || k+1 < len(s) && (s[k] == ',' || s[k] == ';') && start > 0 && s[start-1] == '(' {
		return true
	}
	if n >= 5 && s[i] == '0' { // padded
		return true
	}
	capital := s[start:end] == strings.ToUpper(s[start:end])
	k = skip(s, k)
	if k >= len(s) || s[k] == '(' || (s[k] == '.' || s[k] == ',' || s[k] == ';') && n >= 3 {
		return capital || n >= 3 && wordBefore(s, start) != "IN"
	}
	for _, w := range [...]string{"REPORTED", "REPORTS", "REPORTING", "DESCRIBED", "DESCRIBES", "NOTED", "NOTES", "PROVIDED", "PROVIDES", "DISCUSSED", "DISCUSSES", "OUTLINED", "OUTLINES",
		"REQUESTED", "REQUESTS", "INSTRUCTED", "REFERS", "CONTAINS", "CONTAINED", "PARA", "PARAGRAPH", "(NOTAL)", "NOTAL", "SETS", "GIVES", "STATED", "STATES"} {
		if word(s, k, w) > 0 {
			return true
		}
	}
	return false
}

// wordBefore is the word before an offset, in capitals.
func wordBefore(s string, at int) string {
	for at > 0 && (s[at-1] == ' ' || s[at-1] == '(') {
		at--
	}
	k := at
	for k > 0 && isAlpha(s[k-1]) && at-k < 12 {
		k--
	}
	return strings.ToUpper(s[k:at])
}

// eight tells whether the digit at i is an 8 that was an apostrophe: "Sarkozy8s".
func eight(s string, i, n int) bool {
	return n == 1 && s[i] == '8' && i > 1 && isLower(s[i-1]) && i+1 < len(s) && s[i+1] == 's' && wordEnd(s, i+2)
}
