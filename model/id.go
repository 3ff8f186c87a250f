package model

import (
	"fmt"
	"strconv"
	"strings"
)

// ID names a cable: the year, the station that sent it, and its number within that year at that station.
// IDs are comparable; two that name the same cable in different forms are Equal but not ==, so maps
// should be keyed by Key. The zero ID means unknown.
type ID struct {
	Year    int16  // four digits
	Station string // upper case without blanks and punctuation: "ALMATY", "PORTAUPRINCE"
	Serial  int32
	Form    IDForm
	Suffix  string // PlusD's "_b", "_c", "_b2"; not part of the identity
}

// IDForm is how an identifier is written.
type IDForm uint8

// The forms: Cablegate's 05ALMATY538, and the 1970s' 1975STATE256541 with a padded serial number.
const (
	FormShort IDForm = iota
	FormLong
)

// Key is the normal form of an ID for linking and for maps.
type Key struct {
	Year    int16
	Station string
	Serial  int32
}

// ParagraphIndex counts the paragraphs of a cable from 0, numbered or not.
type ParagraphIndex int

// ParagraphNumber is the number printed before a paragraph; 0 where there is none.
type ParagraphNumber int

// Key is what two forms of the same identifier have in common.
func (id ID) Key() Key { return Key{id.Year, id.Station, id.Serial} }

// Equal tells whether two identifiers name the same cable.
func (id ID) Equal(other ID) bool { return id.Key() == other.Key() }

// Zero tells whether the identifier is unknown.
func (id ID) Zero() bool { return id.Station == "" }

// Compare orders by year, then station, then serial number.
func (id ID) Compare(other ID) int {
	if id.Year != other.Year {
		return int(id.Year) - int(other.Year)
	}
	if c := strings.Compare(id.Station, other.Station); c != 0 {
		return c
	}
	return int(id.Serial) - int(other.Serial)
}

// String is the identifier in its own form: "05ALMATY538", "1975STATE256541". Empty for the zero ID.
func (id ID) String() string {
	if id.Zero() {
		return ""
	}
	if id.Form == FormLong {
		pad := 5
		if id.Station == "STATE" {
			pad = 6
		}
		return fmt.Sprintf("%04d%s%0*d%s", id.Year, id.Station, pad, id.Serial, id.Suffix)
	}
	var buf [48]byte
	b := buf[:0]
	yy := id.Year % 100
	b = append(b, byte('0'+yy/10), byte('0'+yy%10))
	b = append(b, id.Station...)
	b = strconv.AppendInt(b, int64(id.Serial), 10)
	return string(append(b, id.Suffix...))
}

// FullYear is the year that two digits stand for: 66-99 in the 1900s, the rest in the 2000s.
func FullYear(twoDigits int) int {
	if twoDigits >= 66 {
		return 1900 + twoDigits
	}
	return 2000 + twoDigits
}

// ParseID reads an identifier in any of its forms: "05ALMATY538", "05 Port-au-Prince 000001", "2005ALMATY538",
// "1975STATE256541_b". It does not know aliases of stations (package vocab does).
func ParseID(s string) (ID, error) {
	bad := func(why string) (ID, error) { return ID{}, &idError{s, why} }
	t := strings.ToUpper(strings.TrimSpace(s))
	n := 0
	for n < len(t) && isDigit(t[n]) {
		n++
	}
	if n != 2 && n != 4 {
		return bad("it does not begin with a year of two or four digits")
	}
	year, _ := strconv.Atoi(t[:n])
	id := ID{Form: FormShort}
	if n == 2 {
		year = FullYear(year)
	} else if year < 1900 || year > 2099 {
		return bad(fmt.Sprintf("there is no year %d", year))
	} else if year < 1980 {
		id.Form = FormLong
	}
	id.Year = int16(year)
	rest := t[n:]
	if i := strings.IndexByte(rest, '_'); i >= 0 {
		id.Suffix = strings.ToLower(rest[i:])
		rest = rest[:i]
		if len(id.Suffix) < 2 || len(id.Suffix) > 4 || !alphanumeric(id.Suffix[1:]) {
			return bad("the suffix after _ is not one of a, b, c ...")
		}
	}
	end := len(rest)
	for end > 0 && isDigit(rest[end-1]) {
		end--
	}
	digits := rest[end:]
	if digits == "" || len(digits) > 9 {
		return bad("it does not end with a number of one to nine digits")
	}
	serial, _ := strconv.Atoi(digits)
	id.Serial = int32(serial)
	var station strings.Builder
	for i := 0; i < end; i++ {
		switch c := rest[i]; {
		case c >= 'A' && c <= 'Z' || isDigit(c):
			station.WriteByte(c)
		case c == ' ' || c == '\'' || c == '-' || c == '.' || c == ',':
		default:
			return bad("a station is written in letters")
		}
	}
	id.Station = station.String()
	if n := len(id.Station); n > 0 && isDigit(id.Station[n-1]) {
		return bad("it ends with two numbers")
	}
	if id.Station == "" || isDigit(id.Station[0]) {
		return bad("there is no station between year and number")
	}
	return id, nil
}

// idError says why a string is no identifier, in words only when it is asked: where every name is tried, most are none.
type idError struct{ s, why string }

func (e *idError) Error() string {
	return fmt.Sprintf("%q is not a cable identifier: %s (expected year, station and number, as in 05ALMATY538)", e.s, e.why)
}

// ParseAddress reads an identifier with an optional paragraph: "05ALMATY538#7". The number is 0 where none is given.
func ParseAddress(s string) (ID, ParagraphNumber, error) {
	name, para, found := strings.Cut(s, "#")
	id, err := ParseID(name)
	if err != nil || !found {
		return id, 0, err
	}
	n, err := ParseParagraphNumber(para)
	return id, n, err
}

// ParseParagraphNumber reads what stands behind the # of an address: "7", with or without a pilcrow.
func ParseParagraphNumber(s string) (ParagraphNumber, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(s), "¶"))
	if err != nil || n < 1 || n > 9999 {
		return 0, fmt.Errorf("%q is not a paragraph number: expected 1 to 9999, as in 05ALMATY538#7", s)
	}
	return ParagraphNumber(n), nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func alphanumeric(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; !isDigit(s[i]) && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
