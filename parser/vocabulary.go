package parser

import (
	"strings"

	"reftel/model"
	"reftel/model/vocab"
)

// canonicalStation is the right name of the station that words name.
func canonicalStation(words string) string {
	if words == "" {
		return ""
	}
	s := vocab.CanonicalStation(words)
	// Two stations of the dump, though the table of aliases makes them one.
	if s == "AITTAIPEI" && !hasFold(words, "AIT") {
		return "TAIPEI"
	}
	// Missions are filed under the name that follows: "MISSION USOSCE".
	for _, prefix := range [...]string{"MISSION", "USMISSION", "USOFFICE"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok && rest != "" {
			if t, known := vocab.StationFromName(rest); known {
				return t
			}
		}
	}
	return s
}

// canonicalID is an identifier with its station's right name.
func canonicalID(id model.ID) model.ID {
	if id.Zero() || id.Station == "TAIPEI" {
		return id
	}
	fixed := vocab.CanonicalID(id)
	fixed.Form, fixed.Suffix = id.Form, id.Suffix
	return fixed
}

// readID reads an identifier, also one of the malformed ones that are known.
func readID(s string) (model.ID, bool) {
	if id, err := model.ParseID(s); err == nil {
		return id, true
	}
	return vocab.CanonicalIDText(s)
}

// origin is a post in words: "Embassy Almaty". For a post that the table does not know, its name alone.
func origin(station, words string) string {
	if o := vocab.Origin(station); o != "" {
		return o
	}
	return titleCase(words)
}

// titleCase writes a name in capitals with small letters.
func titleCase(s string) string {
	b := []byte(strings.ToLower(s))
	for i := range b {
		if i == 0 || !isAlpha(b[i-1]) {
			b[i] = upper(b[i])
		}
	}
	return string(b)
}

// isTAG tells whether a word is one of the TAGS.
func isTAG(code string) bool { return vocab.IsTAG(code) }
