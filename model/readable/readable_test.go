package readable_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"reftel/model"
	"reftel/model/readable"
	"reftel/model/safe"
)

func TestText(t *testing.T) {
	for _, want := range []string{
		"President Sadat told Emboff May 12 that he may not visit the Soviet Union before June.",
		"Deputy Director Korvenranta of the coastal lights board told us that it will not renew the lamp.",
		"The U.S. believes that NATO, the OAS and the PLO are aware of SALT II. He said so.",
		"The minister said no. We doubt it.",
		"Foreign Minister Fahmy asked whether the USG would supply F-16s to the GOE.",
		"Summary: The Ambassador told us that EUR/CACEN and the Ministry of Foreign Affairs agree. End Summary.",
		"O'Brien, McNamara and D.J. Smith met Mr. Ford at 10 a.m. in Port au Prince, not at a ford, and Ford left.",
		"See HELSINKI 90377, STATE 256541 and THE HAGUE 3525; in Helsinki 1975 was a good year.",
		"He said, \"We will not go.\" Turkey's aid request is for 1970s equipment.",
		"Egyptian-Israeli talks under E.O. 12065 began on Monday, March 3.",
		"It is up to us to tell the US delegation, and the US knows it.",
		"Mr. Green and the green line; Bill Korvenranta and the bill.",
		"World War II ended before the 1st meeting of UNESCO.",
		"They don't know that Sadat's plane isn't here.",
		"The NGOs and the MPs met.",
		"The committee met in Ouagadougou with Habyarimana.",
		"The Charge reviewed the L'Aquila talks with Ambassador Crocker and Secretary Clinton; Pan Am flew F-4Es there.",
		"Ambassador called on Prime Minister. He said GOI could not RPT not agree.",
		"Valery Giscard d'Estaing met the Minister of War in Cote d'Ivoire, and the Charge d'Affaires in Dar es Salaam.",
		"Mr. Said was a child of the Ministry of Public Health (MOPH) and of MOPH alone, e.g. in 1972.",
		"He will arrive on the 3rd, with two MiG-21s, ten SA-2s and the Sixth Fleet, along the Falkland Islands.",
	} {
		caps := shout(want)
		if got := readable.Text(safe.TextOf(caps)).String(); got != want {
			t.Errorf("%s\nbecame %s\n  want %s", caps, got, want)
		}
	}
}

func shout(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

func TestMixedTextIsLeftAlone(t *testing.T) {
	for _, s := range []string{"The GOI said NO.", "", "a", "A", "1975", "Summary: THIS IS mixed text, and stays.", "ПОСОЛ"} {
		if got := readable.Text(safe.TextOf(s)).String(); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestLine(t *testing.T) {
	for caps, want := range map[string]string{
		"KAZAKHSTAN: EUR DAS KENNEDY'S MEETING WITH FM TOKAYEV": "Kazakhstan: EUR DAS Kennedy's meeting with FM Tokayev",
		"A LIGHTHOUSE NOBODY WANTS TO PAY FOR":                  "A lighthouse nobody wants to pay for",
		"COMMENT":                                               "Comment",
	} {
		if got := readable.Line(safe.Of(caps)).String(); got != want {
			t.Errorf("%s\nbecame %s\n  want %s", caps, got, want)
		}
	}
}

func TestCableKeepsOffsetsAndTheOriginal(t *testing.T) {
	text := safe.TextOf("THE MINISTER LEFT.\n-- FIRST: MONEY\nA  B\nC  D")
	c := &model.Cable{
		Subject:    safe.Of("TALKS WITH SADAT"),
		Summary:    model.Summary{Text: safe.TextOf("HE LEFT."), Origin: model.SummaryOfficial},
		Sections:   []model.Section{{Title: safe.Of("THE PLO"), Last: 1}},
		Paragraphs: []model.Paragraph{{Number: 1, Text: text, Blocks: []model.Block{{End: 18}, {Kind: model.BlockEntry, Start: 19, End: 34, Label: 3}, {Kind: model.BlockFixed, Start: 35, End: int32(text.Len())}}}, {Number: 2, Text: safe.TextOf("Mixed text is here.")}},
	}
	got := readable.Cable(c)
	if got.Subject.String() != "Talks with Sadat" || got.Summary.Text.String() != "He left." || got.Sections[0].Title.String() != "The PLO" {
		t.Errorf("subject %q, summary %q, heading %q", got.Subject, got.Summary.Text, got.Sections[0].Title)
	}
	if want := "The minister left.\n-- First: money\nA  B\nC  D"; got.Paragraphs[0].Text.String() != want {
		t.Errorf("the paragraph is %q", got.Paragraphs[0].Text)
	}
	if c.Paragraphs[0].Text != text || c.Subject.String() != "TALKS WITH SADAT" || c.Sections[0].Title.String() != "THE PLO" {
		t.Error("the cable itself was changed")
	}
	mixed := &model.Cable{Paragraphs: []model.Paragraph{{Text: safe.TextOf("Nothing to do here.")}}}
	if readable.Cable(mixed) != mixed {
		t.Error("a cable without capitals was copied")
	}
}

func TestCableLearnsFromItself(t *testing.T) {
	c := &model.Cable{
		Subject: safe.Of("THE QUXAN AND THE MILL"),
		Paragraphs: []model.Paragraph{
			{Text: safe.TextOf("The delegation told us that the quxan had been sold to Mill, as Mill himself told the QAXA in Mill's house, where Mill and Mill lived.")},
			{Text: safe.TextOf("HE SAID THAT THE QUXAN AND MILL WERE WITH THE QAXA.")},
		},
	}
	got := readable.Cable(c)
	if got.Subject.String() != "The quxan and the Mill" || got.Paragraphs[1].Text.String() != "He said that the quxan and Mill were with the QAXA." {
		t.Errorf("%q, %q", got.Subject, got.Paragraphs[1].Text)
	}
	if got := readable.Line(safe.Of("A QUXAN AND A MILL")).String(); got != "A Quxan and a mill" {
		t.Errorf("what one cable taught is known to the next text: %q", got)
	}
}

// onlyCase tells what else than the case of letters differs.
func onlyCase(in, out string) string {
	if len(in) != len(out) {
		return "the length"
	}
	for i := 0; i < len(in); {
		a, n := utf8.DecodeRuneInString(in[i:])
		b, m := utf8.DecodeRuneInString(out[i:])
		if n != m || a != b && unicode.ToLower(a) != b && unicode.ToLower(a) != unicode.ToLower(b) {
			return "more than case at " + in[i:i+n]
		}
		if unicode.IsLower(a) && !unicode.IsLower(b) {
			return "a small letter was raised"
		}
		i += n
	}
	return ""
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"PRESIDENT SADAT'S U.S. VISIT; O'BRIEN, AL-ASSAD. \"NO\" 10 PM", "ÉTÉ À İSTANBUL ẞ", "A.B.C...'S ,S ,T X/Y/Z-1 ''", "MAY 5 US. THE\n\nTHE HAGUE 1234", "WWW.STATE.GOV A@B.C", "D'D'D' N'T COTE D'IVOIRE", "UNITED\nSTATES UNITED  STATES"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in := safe.TextOf(s)
		out := readable.Text(in)
		if why := onlyCase(in.String(), out.String()); why != "" {
			t.Errorf("%q became %q: %s", in, out, why)
		}
		if again := readable.Text(out); again != out && !readable.Capitals(out.String()) {
			t.Errorf("%q became %q, and that %q", in, out, again)
		}
		line := safe.Of(s)
		if why := onlyCase(line.String(), readable.Line(line).String()); why != "" {
			t.Errorf("%q as a line became %q: %s", line, readable.Line(line), why)
		}
	})
}

func BenchmarkText(b *testing.B) {
	text := safe.TextOf(strings.Repeat("THE MINISTER TOLD EMBOFF MAY 12 THAT PRESIDENT KORVENRANTA WOULD NOT VISIT THE SOVIET UNION UNTIL NATO HAD MADE ITS POSITION CLEAR. ", 12))
	readable.Text(text)
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		readable.Text(text)
	}
}

// BenchmarkLower is what merely making the same text small costs, to read the other by.
func BenchmarkLower(b *testing.B) {
	text := strings.Repeat("THE MINISTER TOLD EMBOFF MAY 12 THAT PRESIDENT KORVENRANTA WOULD NOT VISIT THE SOVIET UNION UNTIL NATO HAD MADE ITS POSITION CLEAR. ", 12)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		strings.ToLower(text)
	}
}

func BenchmarkCable(b *testing.B) {
	c := &model.Cable{Subject: safe.Of("VISIT OF PRESIDENT KORVENRANTA")}
	n := c.Subject.Len()
	for range 12 {
		p := model.Paragraph{Text: safe.TextOf(strings.Repeat("THE MINISTER TOLD EMBOFF MAY 12 THAT PRESIDENT KORVENRANTA WOULD NOT VISIT THE SOVIET UNION UNTIL NATO HAD MADE ITS POSITION CLEAR. ", 6))}
		n += p.Text.Len()
		c.Paragraphs = append(c.Paragraphs, p)
	}
	readable.Cable(c)
	b.SetBytes(int64(n))
	b.ReportAllocs()
	for b.Loop() {
		readable.Cable(c)
	}
}

func TestMended(t *testing.T) {
	c := &model.Cable{Subject: safe.Of("Duvalier,s end"), Paragraphs: []model.Paragraph{{Text: safe.TextOf("They don,t know, s is a letter.")}, {Text: safe.TextOf("IT IS SADAT,S, NOT OURS.")}}}
	got := readable.Mended(c)
	if got.Subject.String() != "Duvalier's end" || got.Paragraphs[0].Text.String() != "They don't know, s is a letter." || got.Paragraphs[1].Text.String() != "IT IS SADAT'S, NOT OURS." {
		t.Errorf("%q, %q, %q", got.Subject, got.Paragraphs[0].Text, got.Paragraphs[1].Text)
	}
	if c.Subject.String() != "Duvalier,s end" || c.Paragraphs[0].Text.String() != "They don,t know, s is a letter." {
		t.Error("the cable itself was changed")
	}
	if readable.Mended(got) != got {
		t.Error("a cable with nothing to mend was copied")
	}
	if both := readable.Cable(got).Paragraphs[1].Text.String(); both != "It is Sadat's, not ours." {
		t.Errorf("mended and in readable case it is %q", both)
	}
	if alone := readable.Cable(c).Paragraphs[1].Text.String(); alone != "It is Sadat,s, not ours." {
		t.Errorf("in readable case alone it is %q", alone)
	}
}

func TestATitleThatWasMadeIsReadableToo(t *testing.T) {
	c := &model.Cable{}
	c.SetFallbackTitle(safe.Of("VISIT OF PRESIDENT SADAT"))
	title, official := readable.Cable(c).Title()
	if title.String() != "Visit of President Sadat" || official {
		t.Errorf("%q, official: %v", title, official)
	}
	if title, _ := c.Title(); title.String() != "VISIT OF PRESIDENT SADAT" {
		t.Error("the cable itself was changed")
	}
}

// TestPure turns texts in two orders: what came before must not matter.
func TestPure(t *testing.T) {
	texts := []string{"MR. MILLER LEFT THE MILLER.", "A MILLER AND A MILL.", "THE NATIONAL FLOUR BOARD (NFB) AND NFB.", "NFB SAID NO TO MILLER."}
	first := make([]string, len(texts))
	for i, s := range texts {
		first[i] = readable.Text(safe.TextOf(s)).String()
	}
	for i := len(texts) - 1; i >= 0; i-- {
		if again := readable.Text(safe.TextOf(texts[i])).String(); again != first[i] {
			t.Errorf("%q became %q, and then %q", texts[i], first[i], again)
		}
	}
}
