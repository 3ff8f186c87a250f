package vocab

import (
	"strings"

	"reftel/model"
)

// CanonicalID is an identifier with the right name of its station, as cables are linked by. Its form and suffix stay.
//
// The dump has identifiers that were cut from damaged headers: 06SECTION01OF02HARARE628, 07EFTOSANAA588,
// 90STATE255195TOSEC140301, 06SARAEVO2307. The table has those that are known; the rules know the rest:
// a damaged "SECTION 01 OF 02" before the station, an operating signal or a second number behind the first,
// and a station in no table that is one keystroke away from just one that is.
func CanonicalID(id model.ID) model.ID {
	if id.Zero() {
		return id
	}
	if _, ok := posts()[id.Station]; ok {
		if right := CanonicalStation(id.Station); right != id.Station { // TAIPEI is in the list of posts, but is AITTAIPEI
			id.Station = right
		}
		return id
	}
	if right, ok := aliases().ids[short(id)]; ok {
		if r, err := model.ParseID(right); err == nil {
			r.Form, r.Suffix = id.Form, id.Suffix
			r.Station = CanonicalStation(r.Station)
			return r
		}
	}
	id.Station, id.Serial = mend(id.Station, id.Serial)
	return id
}

// CanonicalIDText reads an identifier in any form that occurs and gives it in its right form. Beyond what [model.ParseID]
// reads, it knows identifiers that are none by their form: 7575LIBREVILLE1895, 060TTAWA12, 092OF5, 06ASTANA.
func CanonicalIDText(s string) (model.ID, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) > longestID {
		return model.ID{}, false
	}
	if right, ok := aliases().ids[s]; ok {
		s = right
	}
	id, err := model.ParseID(s)
	if err != nil && len(s) > 4 {
		switch {
		case s[:2] == s[2:4]: // the year is there twice
			id, err = model.ParseID(s[2:])
		case s[2] == '0' && s[3] >= 'A': // a nought for the letter O
			id, err = model.ParseID(s[:2] + "O" + s[3:])
		case strings.HasPrefix(s[2:], "01OF"), strings.HasPrefix(s[2:], "02OF"):
			id, err = model.ParseID(s[:2] + "SECTION" + s[2:])
		}
	}
	if err != nil {
		return model.ID{}, false
	}
	return CanonicalID(id), true
}

// longestID is longer than any identifier that was seen; what is longer is text.
const longestID = 64

// short is the identifier in the form that the table has it in.
func short(id model.ID) string {
	id.Form, id.Suffix = model.FormShort, ""
	return id.String()
}

// mend finds the station, and the number, in what stands for a station that is in no table.
func mend(station string, serial int32) (string, int32) {
	s, n := station, serial
	for range 3 {
		s = CanonicalStation(s)
		if known(s) {
			return s, n
		}
		if rest, ok := withoutSection(s); ok {
			s = rest
		} else if head, first, ok := withoutSignal(s); ok {
			s = head
			if first >= 0 {
				n = first
			}
		} else {
			break
		}
	}
	if near, ok := nearest(s); ok {
		return near, n
	}
	return s, n
}

func known(station string) bool { _, ok := posts()[station]; return ok }

// withoutSection takes a "SECTION01OF02", however garbled, from the start of a station.
func withoutSection(s string) (string, bool) {
	w := 0
	for w < len(s) && !digit(s[w]) {
		w++
	}
	if w < 5 || w > 9 || distance(s[:w], "SECTION", 3) > 3 {
		return "", false
	}
	i, part := w, 0
	for ; part < 3; part++ { // number, OF, number
		start := i
		for i < len(s) && i-start < 2 && digit(s[i]) == (part != 1) {
			i++
		}
		if i == start {
			return "", false
		}
	}
	if i >= len(s) || digit(s[i]) {
		return "", false
	}
	return s[i:], true
}

// signals are what a transmission puts behind a number, with a number of its own.
var signals = [...]string{"TOSEC", "SECTO", "ZFR", "ZDK", "ZFF", "ZDS", "ZUI", "ZFG", "ZEL"}

// withoutSignal takes an operating signal from the end of a station: of MADRID002583ZFR the station is MADRID and the number 2583.
// For a suspected duplicate the second number counts; then the number is negative.
func withoutSignal(s string) (string, int32, bool) {
	end := len(s)
	for end > 0 && !digit(s[end-1]) {
		end--
	}
	start := end
	for start > 0 && digit(s[start-1]) {
		start--
	}
	if start == end || start == 0 || end-start > 9 {
		return "", 0, false
	}
	if s[end:] == "SUSPECTEDDUPLICATE" {
		return s[:start], -1, true
	}
	for _, z := range signals {
		if s[end:] == z {
			var n int32
			for _, c := range []byte(s[start:end]) {
				n = n*10 + int32(c-'0')
			}
			return s[:start], n, true
		}
	}
	return "", 0, false
}

// shortestToMend is how long the longer of two names must be, so that four letters of plain text are no post: SOME is not ROME.
const shortestToMend = 5

// nearest is the one known station that s is cut from, as archives cut stations to five or six letters (PRETOR),
// or else the one that is one keystroke away. False if there is none, or more than one.
func nearest(s string) (string, bool) {
	if len(s) < shortestToMend-1 || len(s) > 20 {
		return "", false
	}
	var cut, near string
	cuts, nears := 0, 0
	for station := range posts() {
		right := station
		if r, ok := aliases().stations[station]; ok { // TAIPEI and AITTAIPEI are one
			right = r
		}
		if len(s) >= shortestToMend && strings.HasPrefix(station, s) && right != cut {
			cut = right
			cuts++
		}
		if max(len(s), len(station)) >= shortestToMend && distance(s, station, 1) <= 1 && right != near {
			near = right
			nears++
		}
	}
	switch {
	case cuts == 1:
		return cut, true
	case nears == 1:
		return near, true
	}
	return "", false
}

// distance is how many letters must be put in, left out, changed or swapped with their neighbour to make b of a.
// More than most is reported as most+1.
func distance(a, b string, most int) int {
	if d := len(a) - len(b); d > most || -d > most || len(b) > 30 {
		return most + 1
	}
	var before, last, row [32]int
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > most {
			return most + 1
		}
		before, last = last, row
	}
	return last[len(b)]
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
