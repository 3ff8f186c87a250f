package model

import (
	"slices"
	"strings"
)

// Level is how sensitive a marking says something is, in the order of the U.S. system.
// Levels compare with < and >; LevelNone means that nothing is marked.
type Level uint8

// The levels, lowest first. Sensitive But Unclassified and For Official Use Only stand between
// Unclassified and the Limited Official Use of the 1970s-90s: unclassified, but not for release.
const (
	LevelNone Level = iota
	LevelUnclassified
	LevelSensitive
	LevelLimited
	LevelConfidential
	LevelSecret
	LevelTopSecret
)

var levelNames = [...]string{"", "UNCLASSIFIED", "SENSITIVE BUT UNCLASSIFIED", "LIMITED OFFICIAL USE", "CONFIDENTIAL", "SECRET", "TOP SECRET"}
var levelLetters = [...]string{"", "U", "SBU", "LOU", "C", "S", "TS"}

// String is the level spelled out, as on a banner: "CONFIDENTIAL". Empty for LevelNone.
func (l Level) String() string { return levelNames[min(int(l), len(levelNames)-1)] }

// Letters is the level as in a portion mark: "C". Empty for LevelNone.
func (l Level) Letters() string { return levelLetters[min(int(l), len(levelLetters)-1)] }

// Classified tells whether the level is one that an Executive Order gives: Confidential, Secret, Top Secret.
func (l Level) Classified() bool { return l >= LevelConfidential }

// Control is a dissemination control or handling instruction within a marking, spelled out: "NOFORN",
// "FOR OFFICIAL USE ONLY", "REL UK", "FGI", "ORCON".
type Control string

// The controls that the program itself needs to know.
const (
	NoForn          Control = "NOFORN"
	OfficialUseOnly Control = "FOR OFFICIAL USE ONLY"
)

// Marking is a classification marking: of a paragraph (portion mark) or of a whole cable (banner).
// Markings are shared; their Controls must not be changed.
type Marking struct {
	Written  string    // as written, without brackets and blanks: "S/NF"; empty where inferred
	Level    Level     // what it means
	Controls []Control // nil where there are none
}

// Full is the marking as it stands on a banner: "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "SECRET//NOFORN".
// Empty for a marking of LevelNone.
func (m Marking) Full() string {
	name := m.Level.String()
	if m.Level == LevelSensitive {
		name = LevelUnclassified.String() + "//" + string(OfficialUseOnly)
	}
	var b strings.Builder
	b.WriteString(name)
	for _, c := range m.Controls {
		if m.Level == LevelSensitive && c == OfficialUseOnly {
			continue
		}
		b.WriteString("//")
		b.WriteString(string(c))
	}
	return b.String()
}

// Has tells whether the marking carries a control.
func (m Marking) Has(c Control) bool { return slices.Contains(m.Controls, c) }

// Above tells whether m is more restrictive than n: a higher level, or the same with NOFORN where n has none.
func (m Marking) Above(n Marking) bool {
	if m.Level != n.Level {
		return m.Level > n.Level
	}
	return m.Level.Classified() && m.Has(NoForn) && !n.Has(NoForn)
}
