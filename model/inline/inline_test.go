package inline

import (
	"fmt"
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/safe"
)

// citing is a cable with references A to D, two of them cables, that asks for what In finds in a text.
func citing(t *testing.T) *model.Cable {
	t.Helper()
	c := &model.Cable{}
	id := func(s string) model.ID {
		v, err := model.ParseID(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	c.ID = id("07ALMATY500")
	for _, r := range [][2]string{{"A", "07ALMATY347"}, {"B", "06ASTANA90"}, {"C", ""}, {"D", "07STATE12345"}} {
		ref := model.Reference{Letter: safe.Of(r[0])}
		if r[1] != "" {
			ref.ID = id(r[1])
		} else {
			ref.Kind = model.ReferenceEmail
		}
		c.References = append(c.References, ref)
	}
	return c
}

// told says what was found: "reference A 07ALMATY347#3 <REF A, para 3>".
func told(c *model.Cable, s string) string {
	var out []string
	for _, r := range In(c, safe.TextOf(s)) {
		w := r.Kind.String()
		if r.Reference >= 0 {
			w += " " + c.References[r.Reference].Letter.String()
		}
		if !r.ID.Zero() {
			w += " " + r.ID.String()
		}
		if r.Paragraph > 0 {
			w += fmt.Sprintf("#%d", r.Paragraph)
		}
		out = append(out, w+" <"+s[r.Start:r.End]+">")
	}
	return strings.Join(out, "; ")
}

func TestIn(t *testing.T) {
	c := citing(t)
	for _, k := range []struct{ text, want string }{
		// By the letters of the list.
		{"As noted (REF A), it rained.", "reference A 07ALMATY347 <REF A>"},
		{"As noted ref a, it rained.", "reference A 07ALMATY347 <ref a>"},
		{"Per Ref. B the road is open.", "reference B 06ASTANA90 <Ref. B>"},
		{"REF (A) and REFTEL B", "reference A 07ALMATY347 <REF (A)>; reference B 06ASTANA90 <REFTEL B>"},
		{"See REFS A and B.", "reference A 07ALMATY347 <REFS A>; reference B 06ASTANA90 <B>"},
		{"See refs A, B and D, and more.", "reference A 07ALMATY347 <refs A>; reference B 06ASTANA90 <B>; reference D 07STATE12345 <D>"},
		{"refs (a) and (c)", "reference A 07ALMATY347 <refs (a)>; reference C <(c)>"},
		{"refs a and b", "reference A 07ALMATY347 <refs a>; reference B 06ASTANA90 <b>"},
		{"REFS A/B", "reference A 07ALMATY347 <REFS A>; reference B 06ASTANA90 <B>"},
		{"REFA said so", "reference A 07ALMATY347 <REFA>"},
		{"ref A, para 3, asks", "reference A 07ALMATY347#3 <ref A, para 3>"},
		{"para 4 of ref B and para 12", "reference B 06ASTANA90#4 <para 4 of ref B>; paragraph#12 <para 12>"},
		{"REF Z is not in the list", "reference <REF Z>"},
		{"in ref a cable was named", "reference <ref>"},
		{"The talks (reftel) went on; reftels agree", "reference <reftel>; reference <reftels>"},
		{"PARA 3 REFTEL ASKS", "reference#3 <PARA 3 REFTEL>"},
		{"REF: A. is a label", ""},
		{"a referee, the prefect, refused", ""},
		// Cables by name.
		{"Almaty 347 reported it", "cable A 07ALMATY347 <Almaty 347>"},
		{"see 05 ASTANA 90.", "cable 05ASTANA90 <05 ASTANA 90>"},
		{"see '05 Astana 90.", "cable 05ASTANA90 <'05 Astana 90>"},
		{"in 2005 PORT AU PRINCE 001234 we said", "cable 05PORTAUPRINCE1234 <2005 PORT AU PRINCE 001234>"},
		{"(Bishkek 1021)", "cable 07BISHKEK1021 <Bishkek 1021>"},
		{"per Port of Spain 112, which", "cable 07PORTOFSPAIN112 <Port of Spain 112>"},
		{"05ALMATY538 and 1975STATE256541_b", "cable 05ALMATY538 <05ALMATY538>; cable 1975STATE256541_b <1975STATE256541_b>"},
		{"see Almaty 812 for it", "cable 06ALMATY812 <Almaty 812>"}, // higher than its own number: of the year before
		{"(Almaty 812)", "cable 06ALMATY812 <Almaty 812>"},
		{"07 STATE 12345 para 2", "cable D 07STATE12345#2 <07 STATE 12345 para 2>"},
		{"In Paris 12 ministers met", ""},
		{"the Beijing 2008 games", ""},
		{"SINCE PARIS 1999 NOTHING", ""},
		{"by 10 May 2005, 30 percent", ""},
		{"Kabul 3.5 million, Kabul 12,000 people", ""},
		// Paragraphs of this cable.
		{"see paragraph 12 below and paras 3-4", "paragraph#12 <paragraph 12>; paragraph#3 <paras 3>"},
		{"the parade of 12 paratroops, para. 7", "paragraph#7 <para. 7>"},
		{"details septel; SEPTELS", "septel <septel>; septel <SEPTELS>"},
		// What was taken out, and who is to be protected.
		{"XXXXXXXXXXXX told PolOff", "redaction <XXXXXXXXXXXX>"},
		{"Mr. xxxx, [xxx] and Louis XXX", "redaction <xxxx>; redaction <xxx>"},
		{"[Name removed] and [...] met [him] (redacted)", "redaction <[Name removed]>; redaction <[...]>; redaction <(redacted)>"},
		{"The minister B1 1.4(D) said; a B1 visa", "redaction <B1 1.4(D)>"},
		{"B1, 1.4(B), 1.4(D) (b)(6)", "redaction <B1, 1.4(B), 1.4(D)>; redaction <(b)(6)>"},
		{"Ivanov (strictly protect) said", "protection <(strictly protect)>"},
		{"Ivanov (PLEASE PROTECT) said, please strictly protect", "protection <(PLEASE PROTECT)>; protection <please strictly protect>"},
		{"Ivanov (protect) and [protect source] to protect the forest", "protection <(protect)>; protection <[protect source]>"},
		// Commas that were apostrophes.
		{"Sarkozy,s plan, O,Grady, Charge d,Affaires, don,t, we,re", "apostrophe <,>; apostrophe <,>; apostrophe <,>; apostrophe <,>; apostrophe <,>"},
		{"FRANCE,S PLAN (A,S,T) Sarkozy8s 12,000", "apostrophe <,>; apostrophe <8>"},
		{"one,two, three", ""},
		{"", ""},
	} {
		if got := told(c, k.text); got != k.want {
			t.Errorf("%q\n  want %s\n  got  %s", k.text, k.want, got)
		}
	}
}

func TestRun(t *testing.T) {
	if got, want := told(citing(t), "refs A-C"), "reference A 07ALMATY347 <refs A>; reference C <C>"; got != want {
		t.Errorf("want %s\n got %s", want, got)
	}
}

func TestMend(t *testing.T) {
	in := safe.TextOf("Sarkozy,s men, and O,Grady,s; one,two")
	if got, want := Mend(in).String(), "Sarkozy's men, and O'Grady's; one,two"; got != want {
		t.Errorf("want %s\n got %s", want, got)
	}
	plain := safe.TextOf("one, two, three")
	if Mend(plain) != plain {
		t.Error("a text without such commas was changed")
	}
}

func TestOfBounds(t *testing.T) {
	c := citing(t)
	if Of(c, -1) != nil || Of(c, 0) != nil {
		t.Error("ranges of a paragraph that is not there")
	}
	c.Paragraphs = []model.Paragraph{{Text: safe.TextOf("reftel")}}
	if got := Of(c, 0); len(got) != 1 || !got[0].Follows() {
		t.Errorf("got %v", got)
	}
	c.References = c.References[:1]
	if got := Of(c, 0); got[0].Reference != 0 || got[0].ID.Serial != 347 {
		t.Errorf("the only reference is meant: got %v", got)
	}
}

// FuzzIn holds that ranges are in order, within the text, and apart, whatever the text.
func FuzzIn(f *testing.F) {
	for _, s := range []string{"refs A-C, para 3 of ref (B)", "05 ASTANA 90 Almaty 347", "XXXX [Name removed] B1 1.4(D) (strictly protect)", "Sarkozy,s 8s O,", "(ref", "ref a", "B1 1.4(", "¶", "REF", "para ", "1975STATE256541_"} {
		f.Add(s)
	}
	c := &model.Cable{References: []model.Reference{{Letter: safe.Of("A")}, {Letter: safe.Of("C")}}}
	f.Fuzz(func(t *testing.T, s string) {
		text := safe.TextOf(s)
		last := int32(0)
		for _, r := range In(c, text) {
			if r.Start < last || r.End <= r.Start || int(r.End) > text.Len() || r.Reference >= len(c.References) {
				t.Fatalf("%q: range %+v behind %d", text.String(), r, last)
			}
			last = r.End
		}
		if Mend(text).Len() != text.Len() {
			t.Fatalf("%q: mended text has another length", text.String())
		}
	})
}

func BenchmarkIn(b *testing.B) {
	c := &model.Cable{ID: model.ID{Year: 2007, Station: "ALMATY", Serial: 500}, References: []model.Reference{{Letter: safe.Of("A")}}}
	text := safe.TextOf(strings.Repeat("The minister (strictly protect) repeated on 12 May what REF A and 05 ASTANA 90 had said of the harvest; XXXXXXXXXXXX disagreed, see para 4. ", 6))
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		In(c, text)
	}
}
