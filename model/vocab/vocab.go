package vocab

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// IsTAG tells whether a code is one of the TAGS of the table.
func IsTAG(code string) bool { _, ok := tags()[code]; return ok }

// TAG is what the tables say of a code.
func TAG(code string) (TAGInfo, bool) { t, ok := tags()[code]; return t, ok }

// Post is what the tables say of a station: "ALMATY".
func Post(station string) (PostInfo, bool) { p, ok := posts()[CanonicalStation(station)]; return p, ok }

// Origin is a post in words: ALMATY is "Embassy Almaty". Empty for an unknown one.
func Origin(station string) string {
	p, ok := Post(station)
	if !ok {
		return ""
	}
	return p.Origin.String()
}

// Routing is the name behind a routing indicator: RUEHC.
func Routing(indicator string) (string, bool) { n, ok := routing()[indicator]; return n, ok }

// Caption is what a caption means.
func Caption(s string) (string, bool) { return term("caption", strings.ToUpper(s)) }

// Abbreviation is what an abbreviation means.
func Abbreviation(s string) (string, bool) { return term("abbreviation", strings.ToUpper(s)) }

// Reason is what a reason for classification means: "1.4(b)". The reasons of E.O. 12958 before 2003, 1.5, are the same.
func Reason(s string) (string, bool) {
	s = strings.ToLower(strings.ReplaceAll(s, " ", ""))
	if rest, ok := strings.CutPrefix(s, "1.5"); ok {
		s = "1.4" + rest
	}
	return term("reason", s)
}

func term(kind, s string) (string, bool) { m, ok := terms()[[2]string{kind, s}]; return m, ok }

// CanonicalStation is the right name of a station: without blanks and punctuation, "SECSTATE" as STATE, misspellings mended.
func CanonicalStation(station string) string {
	var b strings.Builder
	for i := 0; i < len(station); i++ {
		c := station[i]
		if c >= 'a' && c <= 'z' {
			c -= 32
		}
		if c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
		}
	}
	s := b.String()
	for _, prefix := range []string{"EFTO", "AMEMBASSY", "EMBASSY", "AMCONSUL"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok && rest != "" {
			s = rest
		}
	}
	switch s {
	case "SECSTATE", "DEPT", "SECSTATEWASHDC", "STATEDEPT":
		return "STATE"
	}
	if right, ok := aliases().stations[s]; ok {
		return right
	}
	return s
}

// CanonicalID is an identifier with the right name of its station.
func CanonicalID(id model.ID) model.ID {
	if id.Zero() {
		return id
	}
	if right, ok := aliases().ids[id.String()]; ok {
		if r, err := model.ParseID(right); err == nil {
			return r
		}
	}
	id.Station = CanonicalStation(id.Station)
	return id
}

// CanonicalIDText reads an identifier and gives it in its right form; it knows the malformed ones of the dump.
func CanonicalIDText(s string) (model.ID, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if right, ok := aliases().ids[s]; ok {
		s = right
	}
	id, err := model.ParseID(s)
	if err != nil {
		return model.ID{}, false
	}
	return CanonicalID(id), true
}

// StationFromName is the station that words name: "THE HAGUE", "Rio de Janeiro".
func StationFromName(words string) (string, bool) {
	s := CanonicalStation(words)
	_, ok := posts()[s]
	return s, ok
}

// Explanation is one thing that the tables know of a term.
type Explanation struct{ Term, Kind, Meaning safe.Line }

// Explain is everything that the tables know of a term as it stands in a text, best first. Empty if unknown.
func Explain(s string) []Explanation {
	s = strings.TrimSpace(s)
	if _, ok := Reason(s); !ok {
		s = strings.Trim(s, ".,;:()[]\"'")
	}
	if s == "" {
		return nil
	}
	upper := strings.ToUpper(s)
	var out []Explanation
	add := func(kind, meaning string) {
		if meaning != "" {
			out = append(out, Explanation{safe.Of(s), safe.Of(kind), safe.Of(meaning)})
		}
	}
	if m, ok := Reason(s); ok {
		add("reason for classification", m)
	}
	for i, part := range strings.FieldsFunc(upper, func(r rune) bool { return r == '/' || r == '-' }) {
		kind := "control"
		if i == 0 {
			kind = "marking"
		}
		if m, ok := term(kind, part); ok {
			add(kind, m)
		} else if i == 0 {
			break
		}
	}
	for _, kind := range []string{"caption", "precedence", "order", "signal", "abbreviation"} {
		if m, ok := term(kind, upper); ok {
			add(kind, m)
		}
	}
	if t, ok := TAG(upper); ok {
		add("TAGS "+t.Kind.String(), t.Meaning.String())
	}
	if p, ok := posts()[CanonicalStation(s)]; ok && len(s) > 3 {
		add("post", p.Origin.String()+", cables "+p.FirstYear+" to "+p.LastYear)
	}
	if n, ok := Routing(upper); ok {
		add("routing indicator", n)
	}
	return out
}
