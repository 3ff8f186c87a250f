package parser

import (
	"strings"

	"reftel/model"
)

func canonicalStation(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c := upper(s[i]); isUpper(c) || isDigit(c) {
			b.WriteByte(c)
		}
	}
	switch t := b.String(); t {
	case "SECSTATE", "DEPT":
		return "STATE"
	default:
		return t
	}
}

func canonicalID(id model.ID) model.ID { return id }

func origin(station string) string {
	return "Embassy " + station[:1] + strings.ToLower(station[1:])
}

func isTAG(code string) bool { return len(code) == 2 || len(code) == 4 }
