package vocab

import "strings"

// CanonicalStation is the right name of a station: in capitals without blanks, accents and punctuation, without the kind
// of post before it, misspellings of the table mended, SECSTATE and DEPT as STATE. A station that it does not know comes
// back so cleaned. Doing it twice changes nothing.
func CanonicalStation(station string) string {
	s := letters(station)
	for range 8 { // each step shortens s or follows an alias; the table has no circle
		if right, ok := aliases().stations[s]; ok && right != s {
			s = right
		} else if right, ok := aliases().names[s]; ok && right != s {
			s = right
		} else if rest := withoutKind(s); rest != s {
			s = rest
		} else {
			break
		}
	}
	return s
}

// StationFromName is the station that words name: "THE HAGUE", "Port-au-Prince", "USUN New York", "Embassy Almaty", "BsAs".
// The second result is false where the tables know no such post.
func StationFromName(words string) (station string, ok bool) {
	s := CanonicalStation(words)
	if _, ok := posts()[s]; !ok {
		return "", false
	}
	return s, true
}

// kinds are words that stand before the name of a post, or that a transmission put there; longest first where one begins another.
var kinds = [...]string{"AMERICANEMBASSY", "USEMBASSY", "AMEMBASSY", "EMBASSY", "AMERICANCONSULATE", "AMCONGEN", "AMCONSUL", "CONSULATE",
	"USMISSION", "MISSION", "USINT", "USLO", "EFTO", "NOFORN", "UNCLASSIFIED", "CLASSIFIED", "SIFIED", "FSC"}

// withoutKind takes the kind of post from a station that is not itself in the tables.
func withoutKind(s string) string {
	if _, ok := posts()[s]; ok {
		return s
	}
	for _, k := range kinds {
		if rest, ok := strings.CutPrefix(s, k); ok && len(rest) > 1 && rest[0] >= 'A' {
			return rest
		}
	}
	return s
}

// letters are the capitals and digits of a name. What is nothing else already comes back without a copy.
func letters(s string) string {
	i := 0
	for i < len(s) && (s[i] >= 'A' && s[i] <= 'Z' || s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			b.WriteByte(byte(r) - 'a' + 'A')
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			b.WriteByte(byte(r))
		case r >= 0xC0 && r < 0x180:
			b.WriteString(plain(r))
		}
	}
	return b.String()
}

// accented and unaccented go together, by place; the rest of Latin-1 does not occur in names of posts.
const (
	accented   = "ÀÁÂÃÄÅàáâãäåÇçĆćÈÉÊËèéêëÌÍÎÏìíîïÑñÒÓÔÕÖØòóôõöøŠšÙÚÛÜùúûüÝýÿŽž"
	unaccented = "AAAAAAAAAAAACCCCEEEEEEEEIIIIIIIINNOOOOOOOOOOOOSSUUUUUUUUYYYZZ"
)

// plain is the capital under an accent; empty for what is no letter of a post's name.
func plain(r rune) string {
	n := 0
	for _, a := range accented {
		if a == r {
			return unaccented[n : n+1]
		}
		n++
	}
	return ""
}
