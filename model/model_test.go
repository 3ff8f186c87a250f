package model

import (
	"testing"

	"reftel/model/safe"
)

func TestIdentifiersHaveOneForm(t *testing.T) {
	for in, want := range map[string]string{
		"05ALMATY538": "05ALMATY538", " 05 almaty 000538 ": "05ALMATY538", "2005ALMATY538": "05ALMATY538", "06 Port-au-Prince 1": "06PORTAUPRINCE1",
		"1975STATE256541_b": "1975STATE256541_b", "1976ROME14": "1976ROME00014", "66BUENOSAIRES2481": "66BUENOSAIRES2481", "09USUNNEWYORK18": "09USUNNEWYORK18",
	} {
		id, err := ParseID(in)
		if err != nil || id.String() != want {
			t.Errorf("ParseID(%q) = %q, %v; want %q", in, id, err, want)
		}
	}
	for _, in := range []string{"", "ALMATY538", "05ALMATY", "05538", "5ALMATY1", "3005ALMATY1", "05AL/MATY1", "05ALMATY1_", "\x1b[31m05A1"} {
		if id, err := ParseID(in); err == nil {
			t.Errorf("ParseID(%q) = %q, want an error", in, id)
		}
	}
}

func TestTheSameCableInTwoFormsIsEqual(t *testing.T) {
	a, _ := ParseID("1975STATE256541_b")
	b, _ := ParseID("75STATE256541")
	if !a.Equal(b) || a.Compare(b) != 0 {
		t.Errorf("%v and %v differ", a, b)
	}
	c, _ := ParseID("05ALMATY538")
	d, _ := ParseID("05ALMATY1000")
	if c.Compare(d) >= 0 || a.Compare(c) >= 0 {
		t.Error("identifiers are not in order of year, station and number")
	}
}

func TestAddresses(t *testing.T) {
	id, n, err := ParseAddress("05ALMATY538#7")
	if err != nil || id.String() != "05ALMATY538" || n != 7 {
		t.Errorf("got %v #%d, %v", id, n, err)
	}
	if _, _, err := ParseAddress("05ALMATY538#x"); err == nil {
		t.Error("#x is taken for a paragraph")
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("05ALMATY538#7")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseID(s)
		if err != nil {
			return
		}
		again, err := ParseID(id.String())
		if err != nil || !again.Equal(id) && id.Year >= 1966 && id.Year <= 2065 {
			t.Errorf("%q reads as %q, which reads as %q, %v", s, id, again, err)
		}
	})
}

func TestMarkingsAreOrderedAndSpelledOut(t *testing.T) {
	order := []Level{LevelNone, LevelUnclassified, LevelSensitive, LevelLimited, LevelConfidential, LevelSecret, LevelTopSecret}
	for i := 1; i < len(order); i++ {
		if order[i] <= order[i-1] {
			t.Errorf("%v is not above %v", order[i], order[i-1])
		}
	}
	for want, m := range map[string]Marking{
		"": {}, "UNCLASSIFIED//FOR OFFICIAL USE ONLY": {Level: LevelSensitive}, "SECRET//NOFORN": {Level: LevelSecret, Controls: []Control{NoForn}},
		"LIMITED OFFICIAL USE": {Level: LevelLimited},
	} {
		if got := m.Full(); got != want {
			t.Errorf("Full() = %q, want %q", got, want)
		}
	}
}

func TestAuditFindsWhatTheOriginalGotWrong(t *testing.T) {
	c := &Cable{Classification: Marking{Level: LevelConfidential}, Paragraphs: []Paragraph{
		{Number: 1, Mark: Marking{Level: LevelConfidential}}, {Number: 2, Mark: Marking{Level: LevelSecret}}, {Number: 3},
		{Number: 4, Mark: Marking{Level: LevelConfidential, Controls: []Control{NoForn}}}, {Mark: Marking{Level: LevelUnclassified}}}}
	want := []FindingKind{NoAuthority, PortionAboveBanner, PortionUnmarked, PortionAboveBanner}
	got := c.Audit()
	if len(got) != len(want) {
		t.Fatalf("%d findings, want %d: %v", len(got), len(want), got)
	}
	for i, k := range want {
		if got[i].Kind != k {
			t.Errorf("finding %d is %s, want %s", i, got[i].Kind, k)
		}
	}
	c.ExecutiveOrder = safe.Of("12958")
	if f := c.Audit(); len(f) != 3 {
		t.Errorf("with an Executive Order named: %v", f)
	}
}
