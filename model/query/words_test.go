package query_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"reftel/model/query"
)

func TestSplit(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "",
		"  --  ":                               "",
		"The carp of the lake":                 "the carp of the lake",
		"Kennedy's lunch, Kennedy’s dinner":    "kennedys lunch kennedys dinner",
		"'tis the boys' club":                  "tis the boys club",
		"O'Brien and D’Aubuisson":              "obrien and daubuisson",
		"EUR/CACEN and Al-Qaida":               "eur cacen and al qaida",
		"The U.S. side; a U.S.-led force":      "the us side a us led force",
		"U.S.A., u.s., US":                     "usa us us",
		"E.O. 12958: DECL":                     "eo 12958 decl",
		"J.F. Kennedy, j. f. kennedy":          "jf kennedy j f kennedy",
		"end of A. But":                        "end of a but",
		"end of A.But x.com www.x.y":           "end of a but x com www xy",
		"1.4(b) and 1.4 (b), 3.5 million":      "1 4 b and 1 4 b 3 5 million",
		"$800,000 and 1,234,567.89":            "800000 and 1234567 89",
		"1,2,3 and 2005,2006 and 10,0000":      "1 2 3 and 2005 2006 and 10 0000",
		"12,345,67":                            "12345 67",
		"MC-130 at 05ALMATY538":                "mc 130 at 05almaty538",
		"02/10/2015":                           "02 10 2015",
		"Überraschung, Łódź, Straße, São":      "uberraschung lodz strasse sao",
		"e\u0301te\u0301 É.U. E\u0301.U\u0308": "ete eu eu",
		"ΑΣ ας":                                "ασ ασ",
		"Москва, й":                            "москва и",
		"ﬁne ＡＢＣ":                              "fine abc",
		"naïve\u00a0resumé—x…y":                "naive resume x y",
		"a\ufffdb":                             "a b",
		"İstanbul ısı":                         "istanbul isi",
		"हिन्दी":                               "\u0939\u093f\u0928\u0926\u0940",
	} {
		if got := strings.Join(query.Split(text), " "); got != want {
			t.Errorf("%q is split into %q, want %q", text, got, want)
		}
	}
}

func TestWordsLeadBackToTheText(t *testing.T) {
	text := "The U.S. paid $800,000 to Kennedy’s Łódź office."
	var got []string
	for word, at := range query.Words(text) {
		got = append(got, word+"="+text[at.Start:at.End])
	}
	want := []string{"the=The", "us=U.S", "paid=paid", "800000=800,000", "to=to", "kennedys=Kennedy’s", "lodz=Łódź", "office=office"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"The U.S. paid $800,000", "É.U.’s", "a.b.c,123,456", "ﷺ ŉ ǆ ẞ ϴ", "हिन्दी", "한국 \u1112\u1161\u11ab", "x'\u0301'y", "\u0301a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for word, at := range query.Words(text) {
			if word == "" || at.Start < end || at.End <= at.Start || at.End > len(text) {
				t.Fatalf("word %q at %v after %d of %d bytes", word, at, end, len(text))
			}
			end = at.End
			if again := query.Split(word); len(again) != 1 || again[0] != word {
				t.Fatalf("the word %q of %q is split into %q", word, text, again)
			}
		}
		composed, parted := query.Split(norm.NFC.String(text)), query.Split(norm.NFD.String(text))
		if !slices.Equal(composed, parted) {
			t.Fatalf("%q: composed %q, decomposed %q", text, composed, parted)
		}
	})
}

func BenchmarkScanner(b *testing.B) {
	for name, text := range map[string]string{
		"cable":    strings.Repeat("4. (C) The Ambassador said that the U.S. talks on the boundary had cost $800,000, and Kennedy's staff agreed. ", 1000),
		"capitals": strings.Repeat("THE AMBASSADOR SAID THAT THE TALKS ON THE BOUNDARY WERE MOVING IN THE RIGHT DIRECTION. ", 1000),
		"cyrillic": strings.Repeat("Переговоры о границе идут в верном направлении. ", 1000),
	} {
		b.Run(name, func(b *testing.B) {
			var s query.Scanner
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				for s.Reset(text); s.Scan(); {
					n += len(s.Word())
				}
				if n == 0 {
					b.Fatal("no words")
				}
			}
		})
	}
}
