package parser

import (
	"strings"

	"reftel/model"
)

// The markings that nearly every paragraph carries, so that they are made once.
var (
	noForn   = []model.Control{model.NoForn}
	official = []model.Control{model.OfficialUseOnly}

	markU    = model.Marking{Written: "U", Level: model.LevelUnclassified}
	markSBU  = model.Marking{Written: "SBU", Level: model.LevelSensitive}
	markFOUO = model.Marking{Written: "FOUO", Level: model.LevelSensitive}
	markLOU  = model.Marking{Written: "LOU", Level: model.LevelLimited}
	markC    = model.Marking{Written: "C", Level: model.LevelConfidential}
	markS    = model.Marking{Written: "S", Level: model.LevelSecret}
	markTS   = model.Marking{Written: "TS", Level: model.LevelTopSecret}
	markCNF  = model.Marking{Written: "C/NF", Level: model.LevelConfidential, Controls: noForn}
	markSNF  = model.Marking{Written: "S/NF", Level: model.LevelSecret, Controls: noForn}
	markSSNF = model.Marking{Written: "S//NF", Level: model.LevelSecret, Controls: noForn}
)

// portion reads a portion mark at the start of s, "(S/NF)", and tells how long it is.
func portion(s string) (m model.Marking, n int) {
	if len(s) < 3 || s[0] != '(' && s[0] != '[' {
		return
	}
	return bracketed(s)
}

// bracketed is portion for a text that begins with a bracket.
func bracketed(s string) (model.Marking, int) {
	closing := byte(')')
	if s[0] == '[' {
		closing = ']'
	}
	end := strings.IndexByte(s[:min(len(s), 160)], closing)
	if end < 0 {
		return model.Marking{}, 0
	}
	m, ok := parseMark(s[1:end])
	if !ok {
		return model.Marking{}, 0
	}
	return m, end + 1
}

// parseMark reads what stands between the brackets of a portion mark.
func parseMark(s string) (model.Marking, bool) {
	switch s {
	case "C":
		return markC, true
	case "U":
		return markU, true
	case "SBU":
		return markSBU, true
	case "S":
		return markS, true
	case "S/NF":
		return markSNF, true
	case "C/NF":
		return markCNF, true
	case "S//NF":
		return markSSNF, true
	case "", ".":
		return model.Marking{}, false
	}
	if m, ok := shortMark(s); ok {
		return m, true
	}
	if !strings.Contains(s, ",") || !strings.ContainsAny(s, "rR") { // only a list of countries is longer than that
		return model.Marking{}, false
	}
	return model.ParseMark(s)
}

// shortMark reads a mark that names no list of countries.
func shortMark(s string) (model.Marking, bool) {
	t := strings.ToUpper(strings.TrimSpace(s))
	n := 0
	for n < len(t) && isUpper(t[n]) {
		n++
	}
	var m model.Marking
	rest := t[n:]
	switch t[:n] {
	case "C", "CONFIDENTIAL":
		m = markC
	case "U", "UNCLASSIFIED", "UNCLAS":
		m = markU
	case "S", "SECRET":
		m = markS
	case "SBU":
		m = markSBU
	case "FOUO":
		m = markFOUO
	case "LOU":
		m = markLOU
	case "TS":
		m = markTS
	case "CNF", "SNF":
		m = markC
		if t[0] == 'S' {
			m = markS
		}
		m.Controls = noForn
	case "SBUNF":
		m = markSBU
		m.Controls = noForn
	case "SENSITIVE":
		m = markSBU
	default:
		return model.Marking{}, false
	}
	if strings.TrimSpace(rest) == "" {
		m.Written = t[:n]
		return m, true
	}
	if c := rest[0]; c != '/' && c != '-' && c != ' ' && c != ',' {
		return model.Marking{}, false
	}
	for rest != "" {
		rest = strings.TrimLeft(rest, "/-, ")
		if rest == "" {
			break
		}
		word := rest
		if i := strings.IndexAny(rest, "/-,"); i >= 0 {
			word = rest[:i]
		}
		rest = rest[len(word):]
		word = strings.TrimSpace(word)
		control, ok := controlOf(word)
		if !ok {
			return model.Marking{}, false
		}
		if control == model.OfficialUseOnly && m.Level == model.LevelUnclassified {
			m.Level = model.LevelSensitive
			continue
		}
		if control != "" {
			m.Controls = append(m.Controls[:len(m.Controls):len(m.Controls)], control)
		}
	}
	m.Written = strings.Join(strings.Fields(t), "")
	if strings.Contains(t, "REL") {
		m.Written = strings.Join(strings.Fields(t), " ")
		m.Written = strings.ReplaceAll(strings.ReplaceAll(m.Written, " /", "/"), "/ ", "/")
	}
	return m, true
}

// controlOf is the dissemination control that a part of a portion mark stands for.
func controlOf(word string) (model.Control, bool) {
	switch word {
	case "NF", "NOFORN", "NO FORN":
		return model.NoForn, true
	case "FOUO":
		return model.OfficialUseOnly, true
	case "FGI", "ORCON", "OC", "NODIS", "EXDIS", "LIMDIS", "PROPIN", "IMCON", "RD", "FRD", "NOCONTRACT", "RELIDO", "EFTO", "SI", "TK", "HCS", "NC":
		return model.Control(word), true
	case "SBU", "U":
		return "", true
	case "ENTIRE TEXT":
		return "", true
	}
	if strings.HasPrefix(word, "REL ") || strings.HasPrefix(word, "RELEASABLE ") || word == "REL" || strings.HasPrefix(word, "FGI ") {
		return model.Control(word), true
	}
	return "", false
}

// levels are the words of a classification line, longest first where one begins another.
var levels = [...]struct {
	word  string
	level model.Level
}{
	{"UNCLASSIFIED", model.LevelUnclassified},
	{"UNCLAS", model.LevelUnclassified},
	{"CONFIDENTIAL", model.LevelConfidential},
	{"CONFIDENTIA", model.LevelConfidential},
	{"SECRET", model.LevelSecret},
	{"LIMITEDOFFICIALUSE", model.LevelLimited},
	{"TOPSECRET", model.LevelTopSecret},
}

// level reads a classification at the start of s, spaced out or not, and tells how long it is.
func level(s string) (model.Level, int) {
	if s == "" {
		return 0, 0
	}
	switch upper(s[0]) {
	case 'U', 'C', 'S', 'L', 'T':
	default:
		return 0, 0
	}
	for _, l := range levels {
		if n := spaced(s, l.word); n > 0 {
			return l.level, n
		}
	}
	return 0, 0
}

// spaced matches a word whose letters may have blanks between them; 0 where it does not.
func spaced(s, word string) int {
	i := 0
	for k := 0; k < len(word); k++ {
		if k > 0 {
			for i < len(s) && s[i] == ' ' {
				i++
			}
		}
		if i >= len(s) || upper(s[i]) != word[k] {
			return 0
		}
		i++
	}
	return i
}

// isMarkingLine tells whether a line is a classification alone: "CONFIDENTIAL", "UNCLASSIFIED//FOUO", "SECRET NOFORN".
func isMarkingLine(s string) bool {
	_, n := level(s)
	if n == 0 || !capitals(s) {
		return false
	}
	switch rest := strings.Trim(s[n:], "/ "); rest {
	case "", "NOFORN", "FOUO", "FOR OFFICIAL USE ONLY", "NODIS", "EXDIS":
		return true
	default: // "CONFIDENTIAL PTQ1859", the terminal's count
		return len(rest) == 7 && lettersOnly(rest[:3]) && digits(rest[3:]) == 4
	}
}

// banner reads a classification as a container says it: "SECRET//NOFORN".
func banner(s string) model.Marking {
	s = strings.TrimSpace(s)
	l, n := level(s)
	if n == 0 {
		return model.Marking{}
	}
	m := model.Marking{Level: l}
	if rest := strings.ToUpper(s[n:]); rest != "" {
		if l == model.LevelUnclassified && (strings.Contains(rest, "OFFICIAL USE") || strings.Contains(rest, "FOUO") || strings.Contains(rest, "SENSITIVE")) {
			m.Level, m.Controls = model.LevelSensitive, official
		}
		if strings.Contains(rest, "NOFORN") {
			m.Controls = append(m.Controls[:len(m.Controls):len(m.Controls)], model.NoForn)
		}
	}
	return m
}
