package vocab

import (
	"slices"
	"strings"
	"testing"

	"reftel/model"
)

func TestStationsFromWords(t *testing.T) {
	for in, want := range map[string]string{
		"THE HAGUE": "THEHAGUE", "PORT AU PRINCE": "PORTAUPRINCE", "Port-au-Prince": "PORTAUPRINCE", "USUN NEW YORK": "USUNNEWYORK",
		"Rio de Janeiro": "RIODEJANEIRO", "BsAs": "BUENOSAIRES", "São Paulo": "SAOPAULO", "Bogotá": "BOGOTA", "Embassy Almaty": "ALMATY",
		"AMCONSUL HONG KONG": "HONGKONG", "American Embassy London": "LONDON", "St. Petersburg": "STPETERSBURG", "Secretary of State": "STATE",
		"SECSTATE WASHDC": "STATE", "Department": "STATE", "US Mission Geneva": "GENEVA", "USINT Havana": "HAVANA", "Taipei": "AITTAIPEI", "Saigon": "SAIGON",
	} {
		if got, ok := StationFromName(in); got != want || !ok {
			t.Errorf("StationFromName(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "SOMEWHERE", "the", "\x1b[31m", "PRETOR", "Embassy", "12", strings.Repeat("PARIS", 1000)} {
		if got, ok := StationFromName(in); ok {
			t.Errorf("StationFromName(%q) = %q, want none", in, got)
		}
	}
}

func TestIdentifiersAreMendedByRule(t *testing.T) {
	for in, want := range map[string]string{
		"05ALMATY538":                         "05ALMATY538",
		"07SECTION02OF03WINDHOEK45":           "07WINDHOEK45",
		"07SCTION 02 OF 03 WINDHOEK 45":       "07WINDHOEK45",
		"08EFTOREYKJAVIK21":                   "08REYKJAVIK21",
		"08AMEMBASSYREYKJAVIK21":              "08REYKJAVIK21",
		"07LISBON000123ZDK130":                "07LISBON123",
		"91STATE100TOSEC140301":               "91STATE100",
		"08LUSAKA000100SUSPECTEDDUPLICATE105": "08LUSAKA105",
		"06REYKJAVK12":                        "06REYKJAVIK12",
		"06REYKAJVIK12":                       "06REYKJAVIK12",
		"7878LISBON12":                        "78LISBON12",
		"060TTAWA12":                          "06OTTAWA12",
		"1976PRETOR04668":                     "1976PRETORIA04668",
		"1976SAIGON04668":                     "1976SAIGON04668", // no longer a post, and not to be mended to another
		"05BLABLA1":                           "05BLABLA1",
		"05EMBASSYBLABLA1":                    "05BLABLA1",
	} {
		if got, ok := CanonicalIDText(in); !ok || got.String() != want {
			t.Errorf("CanonicalIDText(%q) = %v, %v; want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "ALMATY", "05", "0505", "05ALMATY", "\x1b]0;x\a", strings.Repeat("9", 100)} {
		if got, ok := CanonicalIDText(in); ok {
			t.Errorf("CanonicalIDText(%q) = %v, want none", in, got)
		}
	}
}

func TestMendingKeepsFormAndSuffix(t *testing.T) {
	id, err := model.ParseID("1975SECSTATE256541_b")
	if err != nil {
		t.Fatal(err)
	}
	if got := CanonicalID(id); got.String() != "1975STATE256541_b" {
		t.Errorf("got %v", got)
	}
	if got := CanonicalID(model.ID{}); !got.Zero() {
		t.Errorf("the unknown identifier became %v", got)
	}
}

func TestTheTableKeepsFormAndSuffix(t *testing.T) {
	for from := range aliases().ids {
		id, err := model.ParseID(from)
		if err != nil {
			continue
		}
		id.Form, id.Suffix = model.FormLong, "_a"
		if got := CanonicalID(id); got.Form != model.FormLong || got.Suffix != "_a" {
			t.Errorf("%v became %v", id, got)
		}
	}
}

func TestWhatIsNearTwoPostsIsNotMended(t *testing.T) {
	if s, ok := nearest("TURIS"); ok { // Tunis, Turin
		t.Errorf("TURIS was taken for %s", s)
	}
}

func TestFourLettersOfTextAreNoPost(t *testing.T) {
	for _, word := range []string{"SOME", "HOME", "LINE", "TIME", "BORN", "COME"} {
		if s, ok := nearest(word); ok {
			t.Errorf("%s was taken for %s", word, s)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"A", "", 1}, {"PARIS", "PARIS", 0}, {"PAIRS", "PARIS", 1}, {"ARIS", "PARIS", 1}, {"PARRIS", "PARIS", 1}, {"PARAS", "PARIS", 1}, {"ROME", "PARIS", 3}} {
		if got := distance(c.a, c.b, 2); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a, 2); got != c.want {
			t.Errorf("distance is not the same both ways for %q, %q", c.a, c.b)
		}
	}
}

func TestReasonsInEverySpelling(t *testing.T) {
	want, _ := Reason("1.4(b)")
	if want == "" {
		t.Fatal("1.4(b) has no meaning")
	}
	for _, s := range []string{"1.4 (B)", "1.4 b", "1.4B", "1.5(b)", " 1.4 ( b ) "} {
		if got, ok := Reason(s); !ok || got != want {
			t.Errorf("Reason(%q) = %q, want %q", s, got, want)
		}
	}
	for _, s := range []string{"", "1.4", "b", "1.4(x)", "1.4(b) and (d)", "1.6(b)", "1.4(bd)", "(b)1.4", "11.4(b)"} {
		if got, ok := Reason(s); ok {
			t.Errorf("Reason(%q) = %q, want none", s, got)
		}
	}
}

// explained is what Explain says, in short: "kind term; kind term".
func explained(s string) string {
	var out []string
	for _, e := range Explain(s) {
		out = append(out, e.Kind.String()+" "+e.Term.String())
	}
	return strings.Join(out, "; ")
}

func TestExplainsTermsAsTheyStandInAText(t *testing.T) {
	for in, want := range map[string]string{
		"(S/NF)": "marking S/NF; control NOFORN", "(c)": "marking C", "C//REL ISAF": "marking C//REL ISAF; control REL ISAF", "SECRET//NOFORN": "marking SECRET//NOFORN; control NOFORN",
		"PM": "abbreviation PM; TAGS geo PM", "GoK's": "abbreviation GOK", "PolOffs": "abbreviation POLOFFS", "reftel": "abbreviation REFTEL", "U.S.": "abbreviation US",
		"1.4 (b) and (d)": "reason for classification 1.4(b); reason for classification 1.4(d)", "1.5(d)": "reason for classification 1.5(d)",
		"E.O. 12958:": "Executive Order E.O. 12958", "EO 13526": "Executive Order E.O. 13526", "Port-au-Prince,": "post PORTAUPRINCE", "RUEHC": "routing indicator RUEHC",
		"RUEHC/SECSTATE": "routing indicator RUEHC", "DRL/ABC": "abbreviation DRL", "05ALMATY538": "cable 05ALMATY538", "NODIS": "caption NODIS", "roger  channel": "caption ROGER CHANNEL",
		"phum": "TAGS subject PHUM", "[PHUM]": "TAGS subject PHUM", "AU": "abbreviation AU; TAGS geo AU", "IMMEDIATE": "precedence IMMEDIATE", "ZNY": "signal ZNY",
		"": "", "in": "", "us": "", "Us": "", "c": "", "is": "", "no such term": "", "\x1b]0;x\a": "", "12345": "", "(b)": "",
	} {
		if got := explained(in); got != want {
			t.Errorf("Explain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTermsComplete(t *testing.T) {
	got := Terms("phu", 5)
	if !slices.Equal(got, []string{"PHUM"}) {
		t.Errorf("Terms(phu) = %q", got)
	}
	if got := Terms("1.4(B", 5); !slices.Equal(got, []string{"1.4(b)"}) {
		t.Errorf("Terms(1.4(B) = %q", got)
	}
	all := Terms("", 100000)
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) || slices.Contains(all, "DAMASCCUS") {
		t.Error("terms are not in order, or not unique, or misspelt")
	}
	if n := len(Terms("R", 3)); n != 3 {
		t.Errorf("%d terms, want 3", n)
	}
	if Terms("x", 0) != nil || Terms("x", -1) != nil || Terms("no such term", 9) != nil {
		t.Error("terms where none are wanted")
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"06SECTION01OF02LUSAKA628", "EFTO EMBASSY Lusaka", "90STATE1TOSEC2", "São Paulo", "1976PRETOR04668_b", "0101OF02A1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := CanonicalStation(s)
		if twice := CanonicalStation(once); twice != once {
			t.Errorf("station %q becomes %q, then %q", s, once, twice)
		}
		id, ok := CanonicalIDText(s)
		if !ok {
			return
		}
		if id.Zero() {
			t.Errorf("%q has an identifier without a station", s)
		}
		if again := CanonicalID(id); again != id {
			t.Errorf("%q becomes %v, then %v", s, id, again)
		}
	})
}

func BenchmarkFirstLookUp(b *testing.B) {
	for name, read := range map[string]func(){
		"tags": func() { readTags() }, "posts": func() { readPosts() }, "aliases": func() { readAliases() },
		"routing": func() { readRouting() }, "terms": func() { readTerms() }, "abbreviations": func() { readAbbreviations() },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				read()
			}
		})
	}
}

func BenchmarkLookUp(b *testing.B) {
	id, _ := model.ParseID("05ALMATY538")
	damaged, _ := model.ParseID("05ALMTY538")
	for name, look := range map[string]func(){
		"IsTAG": func() { IsTAG("PHUM") }, "CanonicalStation": func() { CanonicalStation("ALMATY") }, "CanonicalID": func() { CanonicalID(id) },
		"CanonicalID damaged": func() { CanonicalID(damaged) }, "Explain": func() { Explain("PHUM") }, "Explain nothing": func() { Explain("harbor") }, "Terms": func() { Terms("P", 20) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				look()
			}
		})
	}
}
