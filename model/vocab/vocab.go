package vocab

import "strings"

// IsTAG tells whether a code is one of the TAGS of the table. Codes are in capitals.
func IsTAG(code string) bool { _, ok := tags()[code]; return ok }

// TAG is what the tables say of a code in capitals: "PHUM".
func TAG(code string) (TAGInfo, bool) { t, ok := tags()[code]; return t, ok }

// Post is what the tables say of a station: "ALMATY", "BKK".
func Post(station string) (PostInfo, bool) {
	if p, ok := posts()[station]; ok {
		return p, true
	}
	p, ok := posts()[CanonicalStation(station)]
	return p, ok
}

// Origin is a post in words: ALMATY is "Embassy Almaty". Empty for an unknown one.
func Origin(station string) string {
	p, _ := Post(station)
	return p.Origin.String()
}

// Routing is the name behind a routing indicator: RUEHC is "SECSTATE WASHDC". Several names are joined by " | ".
func Routing(indicator string) (name string, ok bool) {
	name, ok = routing()[indicator]
	if !ok {
		name, ok = routing()[strings.ToUpper(strings.TrimSpace(indicator))]
	}
	return name, ok
}

// Caption is what a caption means (5 FAH-2 H-440): "NODIS", "ROGER CHANNEL". Case and blanks do not matter.
func Caption(s string) (meaning string, ok bool) { return term("caption", squeeze(s)) }

// Abbreviation is what an abbreviation means, in any case, with dots or without: "DCM", "PolOff", "E.O.". Several meanings
// are parted by semicolons.
func Abbreviation(s string) (meaning string, ok bool) {
	s = squeeze(s)
	a, ok := abbreviations()[s]
	if !ok {
		a, ok = abbreviations()[strings.ReplaceAll(s, ".", "")]
	}
	return a.meaning, ok
}

// Reason is what a reason for classification means, in any spelling of one reason: "1.4(b)", "1.4 B", "1.5 (D)".
// The reasons numbered 1.5 are those of E.O. 12958 before it was amended in 2003; they say the same.
func Reason(s string) (meaning string, ok bool) {
	code, ok := reasonCode(s)
	if !ok {
		return "", false
	}
	return term("reason", code)
}

// reasonCode is a reason in its normal form, "1.4(b)", also where 1.5 is written.
func reasonCode(s string) (string, bool) {
	var digits, letter []byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9' || c == '.':
			if len(letter) > 0 || len(digits) > 3 {
				return "", false
			}
			digits = append(digits, c)
		case c|0x20 >= 'a' && c|0x20 <= 'h':
			letter = append(letter, c|0x20)
		case c == ' ' || c == '(' || c == ')':
		default:
			return "", false
		}
	}
	if d := string(digits); len(letter) != 1 || d != "1.4" && d != "1.5" {
		return "", false
	}
	return "1.4(" + string(letter) + ")", true
}

func term(kind, s string) (string, bool) { m, ok := terms()[kindOf{kind, s}]; return m, ok }

// squeeze is a term in capitals with single blanks.
func squeeze(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	if strings.Contains(s, "  ") || strings.ContainsAny(s, "\t\n") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}
