package model

import (
	"strings"
	"sync"
)

// longestMark is how many bytes a portion mark may have; what is longer is text in brackets.
const longestMark = 160

// ParseMark reads a portion mark (12 FAM 529, 5 FAH-1 H-210) with or without its brackets, in capitals or small letters:
// "(C)", "SBU", "S/NF", "U//FOUO", "C/REL ISAF", "S//FGI//NF", "C - ENTIRE TEXT". What stands in brackets but is no mark
// is refused: "U.S.", "SE", "B", "MFA", "A". Written holds no brackets, and blanks only within a list of REL.
// A mark of the kinds that occur most is not made anew: parsing it allocates nothing, and its Controls are shared.
func ParseMark(s string) (Marking, bool) {
	s = strings.TrimSpace(s)
	if n := len(s); n > 1 && s[0] == '(' && s[n-1] == ')' {
		s = strings.TrimSpace(s[1 : n-1])
	}
	if s == "" || len(s) > longestMark {
		return Marking{}, false
	}
	var buf [longestMark]byte
	b := buf[:0]
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c == '\t' || c == '\n' || c == '\r':
			c = ' '
		case c >= 'A' && c <= 'Z', c == '/', c == '-', c == ',', c == ' ':
		default:
			return Marking{}, false
		}
		if c == ' ' && (separator(b[len(b)-1]) || b[len(b)-1] == ' ') { // s begins with no blank, so b is not empty
			continue
		}
		if separator(c) && len(b) > 0 && b[len(b)-1] == ' ' {
			b = b[:len(b)-1]
		}
		b = append(b, c)
	}
	if separator(b[len(b)-1]) {
		return Marking{}, false
	}
	if m, ok := knownMarks()[string(b)]; ok {
		return m, true
	}
	return readMark(string(b))
}

// separator tells whether a character parts a portion mark.
func separator(c byte) bool { return c == '/' || c == '-' || c == ',' }

// knownMarks are the marks that occur often, by what is written, with blanks squeezed.
var knownMarks = sync.OnceValue(func() map[string]Marking {
	all := map[string]Marking{}
	for _, s := range [...]string{
		"U", "SBU", "FOUO", "LOU", "C", "S", "TS", "C/NF", "S/NF", "C//NF", "S//NF", "SBU/NF", "SBU//NF", "CNF", "SNF", "C-NF", "S-NF", "SBU-NF", "SBU/NOFORN",
		"C/NOFORN", "S/NOFORN", "C//NOFORN", "S//NOFORN", "U/FOUO", "U//FOUO", "U/SBU", "SBU/FOUO", "S/REL NATO", "C/REL NATO", "S//REL NATO", "C//REL NATO", "C/REL ISAF",
		"S/REL ISAF", "C//REL ISAF", "S//REL ISAF", "S/REL UK", "C/REL UK", "C/REL GERMANY", "S/REL CHINA", "S//FGI//NF", "S/FGI", "C/FGI", "S/NF/OC", "S//OC/NF", "TS//SI//NF",
		"C-ENTIRE TEXT", "S-ENTIRE TEXT", "U-ENTIRE TEXT", "LOU-ENTIRE TEXT", "C ENTIRE TEXT", "S ENTIRE TEXT",
	} {
		if m, ok := readMark(s); ok {
			all[s] = m
		}
	}
	return all
})

// readMark reads a mark in capitals whose blanks are squeezed.
func readMark(s string) (Marking, bool) {
	n := 0
	for n < len(s) && !separator(s[n]) && s[n] != ' ' {
		n++
	}
	m := Marking{Written: s}
	switch s[:n] {
	case "U", "UNCLASSIFIED", "UNCLAS":
		m.Level = LevelUnclassified
	case "SBU", "SENSITIVE":
		m.Level = LevelSensitive
	case "FOUO":
		m.Level, m.Controls = LevelSensitive, []Control{OfficialUseOnly}
	case "SBUNF":
		m.Level, m.Controls = LevelSensitive, []Control{NoForn}
	case "LOU":
		m.Level = LevelLimited
	case "C", "CONFIDENTIAL":
		m.Level = LevelConfidential
	case "CNF":
		m.Level, m.Controls = LevelConfidential, []Control{NoForn}
	case "S", "SECRET":
		m.Level = LevelSecret
	case "SNF":
		m.Level, m.Controls = LevelSecret, []Control{NoForn}
	case "TS", "TSC":
		m.Level = LevelTopSecret
	default:
		return Marking{}, false
	}
	rel := false
	for rest := s[n:]; rest != ""; {
		rest = strings.TrimLeft(rest, "/-, ")
		end := 0
		for end < len(rest) && rest[end] != '/' && rest[end] != ',' && (rest[end] != '-' || rel) {
			end++
		}
		word := strings.TrimRight(rest[:end], " -,")
		comma := end < len(rest) && rest[end] == ','
		rest = rest[end:]
		if word == "" {
			continue
		}
		if rel { // REL TO USA, GBR: the commas part countries
			last := &m.Controls[len(m.Controls)-1]
			if _, ok := controlOf(word); !ok {
				*last += Control(", " + word)
				rel = comma
				continue
			}
		}
		c, ok := controlOf(word)
		if !ok {
			return Marking{}, false
		}
		rel = comma && strings.HasPrefix(word, "REL ")
		m.add(c)
	}
	if !strings.Contains(s, "REL") {
		m.Written = strings.ReplaceAll(s, " ", "")
	}
	return m, true
}

// add puts a control to a marking that is being made. Official use only makes Unclassified sensitive.
func (m *Marking) add(c Control) {
	if c == OfficialUseOnly && m.Level == LevelUnclassified {
		m.Level = LevelSensitive
	}
	if c == sensitive {
		m.Level = max(m.Level, LevelSensitive)
		return
	}
	if c != "" && !m.Has(c) {
		m.Controls = append(m.Controls, c)
	}
}

// sensitive stands in no marking; it raises the level of one.
const sensitive Control = "SENSITIVE BUT UNCLASSIFIED"

// controlOf is the dissemination control that a word of a mark or banner stands for, in capitals. Some words stand for none.
func controlOf(word string) (Control, bool) {
	switch word {
	case "NF", "NOFORN", "NO FORN":
		return NoForn, true
	case "FOUO", "FOR OFFICIAL USE ONLY", "FOROFFICIALUSEONLY", "OFFICIAL USE ONLY":
		return OfficialUseOnly, true
	case "SBU", "SENSITIVE", "SENSITIVE BUT UNCLASSIFIED", "SENSITIVEBUTUNCLASSIFIED":
		return sensitive, true
	case "OC", "ORCON":
		return "ORCON", true
	case "NC", "NOCONTRACT":
		return "NOCONTRACT", true
	case "EFTO", "E F T O":
		return "EFTO", true
	case "FGI", "NODIS", "EXDIS", "LIMDIS", "STADIS", "PROPIN", "IMCON", "WNINTEL", "RD", "FRD", "CNWDI", "RELIDO", "SI", "TK", "HCS", "COMINT", "REL":
		return Control(word), true
	case "U", "ENTIRE TEXT", "ENTIRETEXT":
		return "", true
	}
	if strings.HasPrefix(word, "REL ") || strings.HasPrefix(word, "FGI ") {
		return Control(word), true
	}
	return "", false
}

// banners are the words of a classification line without blanks, longest first where one begins another.
var banners = [...]struct {
	word  string
	level Level
}{
	{"TOPSECRET", LevelTopSecret},
	{"SECRET", LevelSecret},
	{"CONFIDENTIAL", LevelConfidential},
	{"LIMITEDOFFICIALUSE", LevelLimited},
	{"LIMOFFUSE", LevelLimited},
	{"LOU", LevelLimited},
	{"SENSITIVEBUTUNCLASSIFIED", LevelSensitive},
	{"SBU", LevelSensitive},
	{"UNCLASSIFIED", LevelUnclassified},
	{"UNCLAS", LevelUnclassified},
}

// ParseClassification reads the classification of a whole cable as on a banner or in a container's field, spaced out or
// not: "CONFIDENTIAL", "C O N F I D E N T I A L", "UNCLAS E F T O", "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "SECRET//NOFORN",
// "LIMITED OFFICIAL USE". The string must be that and nothing else. Written is the line in capitals with blanks squeezed.
func ParseClassification(s string) (Marking, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 4*longestMark {
		return Marking{}, false
	}
	head, tail, _ := strings.Cut(strings.ToUpper(s), "/")
	words := strings.ReplaceAll(strings.Join(strings.Fields(head), ""), ",", "")
	var m Marking
	for _, b := range banners {
		if rest, ok := strings.CutPrefix(words, b.word); ok {
			m.Level, m.Written, words = b.level, b.word, rest
			break
		}
	}
	if m.Level == LevelNone {
		return Marking{}, false
	}
	for words != "" { // SECRET NOFORN, UNCLAS E F T O SENSITIVE
		n := 0
		for end := len(words); end > 1; end-- {
			if c, ok := controlOf(words[:end]); ok {
				m.add(c)
				n = end
				break
			}
		}
		if n == 0 {
			return Marking{}, false
		}
		words = words[n:]
	}
	for part := range strings.SplitSeq(tail, "/") {
		word := strings.Join(strings.Fields(part), " ")
		if word == "" {
			continue
		}
		c, ok := controlOf(word)
		if !ok {
			if c, ok = controlOf(strings.ReplaceAll(word, " ", "")); !ok { // N O F O R N
				return Marking{}, false
			}
		}
		m.add(c)
	}
	if joined := strings.Join(strings.Fields(strings.ToUpper(s)), " "); len(joined) > len(m.Written) && len(m.Controls) > 0 {
		m.Written = m.Full()
	}
	return m, true
}
