package model

import (
	"slices"
	"strings"
	"testing"
)

func TestPortionMarks(t *testing.T) {
	none := []Control(nil)
	nf := []Control{NoForn}
	for _, c := range []struct {
		in, written string
		level       Level
		controls    []Control
	}{
		{"C", "C", LevelConfidential, none}, {"(C)", "C", LevelConfidential, none}, {"(c)", "C", LevelConfidential, none}, {" ( C ) ", "C", LevelConfidential, none},
		{"SBU", "SBU", LevelSensitive, none}, {"U", "U", LevelUnclassified, none}, {"S", "S", LevelSecret, none}, {"TS", "TS", LevelTopSecret, none}, {"LOU", "LOU", LevelLimited, none},
		{"S/NF", "S/NF", LevelSecret, nf}, {"s/nf", "S/NF", LevelSecret, nf}, {"S / NF", "S/NF", LevelSecret, nf}, {"C/NF", "C/NF", LevelConfidential, nf},
		{"S//NF", "S//NF", LevelSecret, nf}, {"C//NF", "C//NF", LevelConfidential, nf}, {"SBU/NF", "SBU/NF", LevelSensitive, nf}, {"S/NOFORN", "S/NOFORN", LevelSecret, nf},
		{"CNF", "CNF", LevelConfidential, nf}, {"S-NF", "S-NF", LevelSecret, nf}, {"SBU NOFORN", "SBUNOFORN", LevelSensitive, nf},
		{"U//FOUO", "U//FOUO", LevelSensitive, []Control{OfficialUseOnly}}, {"FOUO", "FOUO", LevelSensitive, []Control{OfficialUseOnly}}, {"U/SBU", "U/SBU", LevelSensitive, none},
		{"S/REL NATO", "S/REL NATO", LevelSecret, []Control{"REL NATO"}}, {"C/REL ISAF", "C/REL ISAF", LevelConfidential, []Control{"REL ISAF"}},
		{"C//REL ISAF", "C//REL ISAF", LevelConfidential, []Control{"REL ISAF"}}, {"S/REL UK", "S/REL UK", LevelSecret, []Control{"REL UK"}}, {"c/rel  germany", "C/REL GERMANY", LevelConfidential, []Control{"REL GERMANY"}},
		{"S/REL CHINA", "S/REL CHINA", LevelSecret, []Control{"REL CHINA"}}, {"S//FGI//NF", "S//FGI//NF", LevelSecret, []Control{"FGI", NoForn}},
		{"S//REL TO USA, GBR, AUS//FGI", "S//REL TO USA,GBR,AUS//FGI", LevelSecret, []Control{"REL TO USA, GBR, AUS", "FGI"}}, {"S//OC,NF", "S//OC,NF", LevelSecret, []Control{"ORCON", NoForn}},
		{"C - ENTIRE TEXT", "C-ENTIRETEXT", LevelConfidential, none}, {"S/NF/NF", "S/NF/NF", LevelSecret, nf},
	} {
		m, ok := ParseMark(c.in)
		if !ok || m.Written != c.written || m.Level != c.level || !slices.Equal(m.Controls, c.controls) {
			t.Errorf("ParseMark(%q) = %+v, %v; want %q %v %q", c.in, m, ok, c.written, c.level, c.controls)
		}
		if again, ok := ParseMark(m.Written); ok && (again.Level != m.Level || !slices.Equal(again.Controls, m.Controls)) {
			t.Errorf("%q reads as %+v, and what was written of it as %+v", c.in, m, again)
		}
	}
	for _, s := range []string{"", "()", "U.S.", "SE", "B", "MFA", "A", "(B)", "1", "C1", "CC", "C/", "S/XX", "SECRETARY", "US", "UN", "CA", "(C) text", "((C))", "C)", "C\x1b[31m", "C/NF\u202e", "é",
		"C/" + strings.Repeat("NF/", 100), "REL UK", "NF", "NOFORN", "-", ",", "/ /"} {
		if m, ok := ParseMark(s); ok {
			t.Errorf("ParseMark(%q) = %+v, want none", s, m)
		}
	}
}

func TestBanners(t *testing.T) {
	for in, want := range map[string]string{
		"CONFIDENTIAL": "CONFIDENTIAL", "confidential": "CONFIDENTIAL", "C O N F I D E N T I A L": "CONFIDENTIAL", "C O N F I D E N T I A L  ": "CONFIDENTIAL",
		"S E C R E T": "SECRET", "SECRET//NOFORN": "SECRET//NOFORN", "SECRET NOFORN": "SECRET//NOFORN", "S E C R E T // N O F O R N": "SECRET//NOFORN", "TOP SECRET": "TOP SECRET",
		"UNCLAS": "UNCLASSIFIED", "UNCLASSIFIED": "UNCLASSIFIED", "UNCLASSIFIED//FOR OFFICIAL USE ONLY": "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLASSIFIED//FOUO": "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
		"UNCLAS SENSITIVE": "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "SENSITIVE BUT UNCLASSIFIED": "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLAS E F T O": "UNCLASSIFIED//EFTO",
		"LIMITED OFFICIAL USE": "LIMITED OFFICIAL USE", "L I M I T E D  O F F I C I A L  U S E": "LIMITED OFFICIAL USE", "CONFIDENTIAL//NOFORN": "CONFIDENTIAL//NOFORN", "SECRET//REL TO USA": "SECRET//REL TO USA",
	} {
		m, ok := ParseClassification(in)
		if ok != (want != "") || m.Full() != want {
			t.Errorf("ParseClassification(%q) = %q, %v; want %q", in, m.Full(), ok, want)
		}
	}
	for _, s := range []string{"", "SECRETARY", "SECRET TALKS", "CONFIDENTIAL PTQ2529", "UNCLASSIFIED ABC", "C", "NOFORN", "//", "SECRET//\x1b[31m", strings.Repeat("SECRET", 1000)} {
		if m, ok := ParseClassification(s); ok {
			t.Errorf("ParseClassification(%q) = %+v, want none", s, m)
		}
	}
}

func TestEveryBannerThatIsWrittenCanBeRead(t *testing.T) {
	for level := LevelUnclassified; level <= LevelTopSecret; level++ {
		for _, controls := range [][]Control{nil, {NoForn}, {"FGI", NoForn}} {
			m := Marking{Level: level, Controls: controls}
			if got, ok := ParseClassification(m.Full()); !ok || got.Level != level || got.Full() != m.Full() {
				t.Errorf("%q reads as %q", m.Full(), got.Full())
			}
		}
		if m, ok := ParseMark(level.Letters()); !ok || m.Level != level || m.Written != level.Letters() {
			t.Errorf("%q reads as %+v", level.Letters(), m)
		}
	}
}

func TestAboveIsAnOrder(t *testing.T) {
	var all []Marking
	for l := LevelNone; l <= LevelTopSecret; l++ {
		all = append(all, Marking{Level: l}, Marking{Level: l, Controls: []Control{NoForn}})
	}
	for _, a := range all {
		for _, b := range all {
			if a.Above(b) && b.Above(a) {
				t.Errorf("%+v and %+v are above each other", a, b)
			}
			for _, c := range all {
				if a.Above(b) && b.Above(c) && !a.Above(c) {
					t.Errorf("%+v, %+v, %+v are not in order", a, b, c)
				}
			}
		}
	}
}

func TestMarksThatAreKnownAreNotMadeAnew(t *testing.T) {
	for _, s := range []string{"C", "(SBU)", "(s/nf)", "C/REL ISAF", "( S // NF )"} {
		if n := testing.AllocsPerRun(100, func() { ParseMark(s) }); n != 0 {
			t.Errorf("ParseMark(%q) allocates %v times", s, n)
		}
	}
	a, _ := ParseMark("S/NF")
	b, _ := ParseMark("(s/nf)")
	if &a.Controls[0] != &b.Controls[0] {
		t.Error("the controls of one mark are two")
	}
}

func FuzzParseMark(f *testing.F) {
	for _, s := range []string{"(S//REL TO USA, GBR)", "u//fouo", "C - ENTIRE TEXT", "S-NF"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (Marking, bool){ParseMark, ParseClassification} {
			m, ok := parse(s)
			if ok != (m.Level != LevelNone) {
				t.Errorf("%q reads as %+v, %v", s, m, ok)
			}
			for i := 0; i < len(m.Written); i++ {
				if c := m.Written[i]; (c < 'A' || c > 'Z') && !strings.ContainsRune("/-, ", rune(c)) && ok && c < 0x80 {
					t.Errorf("%q is written %q", s, m.Written)
				}
			}
		}
	})
}

func BenchmarkParseMark(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ParseMark("(S/NF)")
	}
}
