package vocab

import (
	"strings"
	"testing"

	"reftel/model"
)

func TestTablesAreWhole(t *testing.T) {
	for name, c := range map[string][2]int{"TAGS": {strings.Count(tagsTable, "\n"), 377}, "posts": {strings.Count(postsTable, "\n"), 284},
		"stations": {len(aliases().stations), 148}, "malformed": {len(aliases().ids), 203}} {
		if c[0] != c[1] {
			t.Errorf("%s: %d rows, want %d", name, c[0], c[1])
		}
	}
	if n := len(routing()); n < 1800 {
		t.Errorf("routing indicators: %d", n)
	}
	if n := len(abbreviations()); n < 250 {
		t.Errorf("abbreviations: %d", n)
	}
}

func TestLookUps(t *testing.T) {
	if got := Origin("ALMATY"); got != "Embassy Almaty" {
		t.Errorf("Origin(ALMATY) = %q", got)
	}
	for in, want := range map[string]string{"SECSTATE": "STATE", "The Hague": "THEHAGUE", "0TTAWA": "OTTAWA", "BKK": "BANGKOK", "EFTO SANAA": "SANAA"} {
		if got := CanonicalStation(in); got != want {
			t.Errorf("CanonicalStation(%q) = %q, want %q", in, got, want)
		}
	}
	if id, ok := CanonicalIDText("06ASTANA"); !ok || id.String() != "06ASTANA204" {
		t.Errorf("06ASTANA reads as %v, %v", id, ok)
	}
	for term, kind := range map[string]string{"PHUM": "TAGS subject", "S/NF": "marking", "1.4 (B)": "reason for classification", "SIPDIS": "caption", "RUEHC": "routing indicator"} {
		e := Explain(term)
		if len(e) == 0 || e[0].Kind.String() != kind {
			t.Errorf("Explain(%q) = %v, want a %s first", term, e, kind)
		}
	}
	if e := Explain("no such term at all"); e != nil {
		t.Errorf("explained %v", e)
	}
}

func FuzzExplain(f *testing.F) {
	f.Add("S//NF")
	f.Add("\x1b]0;x\a")
	f.Fuzz(func(t *testing.T, s string) {
		Explain(s)
		if id, ok := CanonicalIDText(s); ok && CanonicalID(id) != CanonicalID(CanonicalID(id)) && model.Key(id.Key()).Station == "" {
			t.Errorf("%q has an identifier without a station", s)
		}
	})
}
