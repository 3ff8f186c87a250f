package query

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"reftel/model"
	"reftel/model/safe"
)

// Facts answers the fields of a query for one cable, from the cable itself.
type Facts struct {
	Cable *model.Cable
	Card  string // on a reader's shelf
	// Cited tells whether the cable with a key cites this one, which the cable itself does not know.
	Cited func(by model.Key) bool
}

// Holds tells whether the cable is what a field asks for. FieldMark is asked of paragraphs and never holds here; nor do
// fields of the reader's own shelf, which Resolve has replaced.
func (a Facts) Holds(f Field) bool {
	c := a.Cable
	switch f.Name {
	case FieldID:
		return f.HoldsID(c.ID)
	case FieldPost:
		return f.HoldsText(c.ID.Station)
	case FieldTag:
		return f.holdsLine(c.TAGS)
	case FieldCaption:
		return f.holdsLine(c.Captions)
	case FieldClass:
		return f.HoldsMarking(c.Classification)
	case FieldSubject:
		return f.HoldsWords(c.Subject)
	case FieldFrom:
		return f.HoldsWords(c.Origin, c.From.Name)
	case FieldTo:
		return f.HoldsWords(Addressees(c)...)
	case FieldAuthor:
		return f.HoldsWords(Authors(c)...)
	case FieldSent, FieldYear, FieldAfter, FieldBefore:
		return f.HoldsTime(c.Created)
	case FieldRef:
		if id, ok := f.ID(); ok {
			for i := range c.References {
				if r := c.References[i].ID; !r.Zero() && r.Key() == id.Key() && r.Key() != c.ID.Key() {
					return true
				}
			}
		}
	case FieldCitedBy:
		if id, ok := f.ID(); ok && a.Cited != nil && !c.ID.Zero() && id.Key() != c.ID.Key() {
			return a.Cited(id.Key())
		}
	case FieldHas, FieldIs:
		return TraitsOf(c)&f.Trait() != 0
	case FieldIn:
		return f.HoldsPath(c.Source.Path)
	}
	return false
}

// Addressees is what the field to looks at: those a cable is sent to, for action and for information.
func Addressees(c *model.Cable) []safe.Line {
	var out []safe.Line
	for _, all := range [...][]model.Addressee{c.To, c.Info} {
		for i := range all {
			out = append(out, all[i].Name)
		}
	}
	return out
}

// Authors is what the field author looks at: who signed a cable, and who classified it.
func Authors(c *model.Cable) []safe.Line {
	out := []safe.Line{c.SignedBy}
	if by := c.ClassifiedBy; by != nil {
		out = append(out, by.Name, by.Title)
	}
	return out
}

// HoldsID tells whether an identifier is the one asked for, or begins as asked. A beginning may have the year with two
// digits or four, and the number without its zeros.
func (f Field) HoldsID(id model.ID) bool {
	if id.Zero() {
		return false
	}
	begin, star := f.Prefix()
	if !star {
		want, ok := f.ID()
		return ok && want.Key() == id.Key()
	}
	digits := 0
	for digits < len(begin) && digit(begin[digits]) {
		digits++
	}
	year := strconv.Itoa(int(id.Year))
	if digits == len(begin) {
		return strings.HasPrefix(year, begin) || len(begin) <= 2 && strings.HasPrefix(year[2:], begin)
	}
	if begin[:digits] != year && begin[:digits] != year[2:] {
		return false
	}
	rest := begin[digits:]
	n := len(rest)
	for n > 0 && digit(rest[n-1]) {
		n--
	}
	if n == len(rest) {
		return strings.HasPrefix(id.Station, rest)
	}
	return id.Station == rest[:n] && strings.HasPrefix(strconv.Itoa(int(id.Serial)), strings.TrimLeft(rest[n:], "0"))
}

// HoldsText tells whether a code is the value, or begins as asked.
func (f Field) HoldsText(s string) bool {
	if begin, star := f.Prefix(); star {
		return s != "" && strings.HasPrefix(s, begin)
	}
	return s == f.Value
}

func (f Field) holdsLine(lines []safe.Line) bool {
	for _, l := range lines {
		if f.HoldsText(Code(f.Name, l.String())) {
			return true
		}
	}
	return false
}

// Code is a TAG, caption or station of a cable in the form in which the value of its field is.
func Code(name FieldName, s string) string {
	switch name {
	case FieldTag:
		return strings.TrimSuffix(squeezed(s, "-/"), "*")
	case FieldCaption:
		return strings.ToUpper(strings.Join(strings.Fields(s), " "))
	}
	return strings.TrimSuffix(squeezed(s, ""), "*")
}

// HoldsWords tells whether the words of the value stand one after another in one of some lines.
func (f Field) HoldsWords(lines ...safe.Line) bool {
	var s Scanner
	for _, l := range lines {
		if !l.Empty() && f.holdsWords(&s, l.String()) {
			return true
		}
	}
	return false
}

func (f Field) holdsWords(s *Scanner, text string) bool {
	n := len(f.Words)
	if n == 0 || n > 64 {
		return n > 0 && len(phraseAt(Split(text), f.Words)) > 0
	}
	var run uint64 // bit i: the last words are the first i+1 of the value
	for s.Reset(text); s.Scan(); {
		var here uint64
		for i, w := range f.Words {
			if word := s.Word(); string(word) == w.Text || w.Prefix && bytes.HasPrefix(word, []byte(w.Text)) {
				here |= 1 << i
			}
		}
		if run = (run<<1 | 1) & here; run&(1<<(n-1)) != 0 {
			return true
		}
	}
	return false
}

// HoldsTime tells whether a time is within the bounds. A cable without date is within none.
func (f Field) HoldsTime(t time.Time) bool {
	return !t.IsZero() && (f.From.IsZero() || !t.Before(f.From)) && (f.To.IsZero() || t.Before(f.To))
}

// HoldsPath tells whether a cable was found in the file or folder asked for: the value is a part of its path, whole
// names only.
func (f Field) HoldsPath(path safe.Line) bool {
	return strings.Contains("/"+strings.ToLower(path.String())+"/", "/"+strings.Trim(strings.ToLower(f.Value), "/")+"/")
}
