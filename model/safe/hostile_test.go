package safe

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// hostile are the forms in which a text can act on a terminal, deceive its reader or hide from them.
var hostile = map[string]string{
	"window title":           "\x1b]0;pwned\a",
	"clipboard":              "\x1b]52;c;cHduZWQ=\a",
	"clear screen":           "\x1b[2J",
	"cursor home":            "\x1b[1;1H",
	"full reset":             "\x1bc",
	"C1 byte CSI":            "\x9b31m",
	"C1 in UTF-8, CSI":       "\u009b31m",
	"C1 in UTF-8, OSC":       "\u009d0;pwned\u009c",
	"DCS, status request":    "\x1bP$qm\x1b\\",
	"DCS, user keys":         "\x1bP0;1|17/70776e6564\x1b\\",
	"tmux pass-through":      "\x1bPtmux;\x1b\x1b]0;pwned\a\x1b\\",
	"APC":                    "\x1b_Gpwned\x1b\\",
	"PM":                     "\x1b^pwned\x1b\\",
	"SOS":                    "\x1bXpwned\x1b\\",
	"link":                   "\x1b]8;;https://evil.example/\x1b\\text\x1b]8;;\x1b\\",
	"hidden by SGR 8":        "\x1b[8mhidden\x1b[0m",
	"colour":                 "\x1b[31mred\x1b[0m",
	"right-to-left override": "a\u202etxt.exe",
	"bidi isolate":           "a\u2067b\u2069",
	"zero width":             "pass\u200bword",
	"tag character":          "a\U000e0041b",
	"BEL":                    "a\ab",
	"BS":                     "yes\b\b\bno ",
	"CR":                     "SECRET\rpublic",
	"SO":                     "a\x0eb\x0f",
	"DEL":                    "a\x7fb",
	"NUL":                    "a\x00b",
	"private use":            "a\ue000\U000f0000b",
	"variation selector":     "a\ufe0f\U000e0100b",
	"line separator":         "a\u2028b\u2029c",
	"heap of marks":          "a" + strings.Repeat("\u0301", 40),
	"heap of jamo":           "\u1100" + strings.Repeat("\u1161", 40),
	"fillers":                "\u115f\u1160\u3164\uffa0\u2800",
	"half a character":       "\xc3",
	"overlong escape":        "\xc0\x9b",
	"surrogate":              "\xed\xa0\x80",
	"soft hyphen":            "pass\u00adword",
	"noncharacter":           "\uffff\ufdd0",
	"language tag":           "\U000e0001\U000e0fff",
}

// live is the first thing in s that a terminal might obey or a reader not see; empty if there is none. Written without the
// tables of the package, so that an error there is found here.
func live(s string, layout bool) string {
	if !utf8.ValidString(s) {
		return "bytes that are no UTF-8"
	}
	marks := 0
	for _, r := range s {
		switch {
		case layout && (r == '\n' || r == '\t'):
		case r < ' ', r == 0x7F, r >= 0x80 && r < 0xA0:
			return "a control character"
		case unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Cs, unicode.Variation_Selector, unicode.Noncharacter_Code_Point, unicode.Other_Default_Ignorable_Code_Point, unicode.Bidi_Control):
			return "a character that hides or moves"
		}
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > 4 {
				return "a heap of marks"
			}
		} else {
			marks = 0
		}
	}
	return ""
}

// sinks are all ways from an untrusted string out of the package.
var sinks = map[string]func(string) string{
	"Clean":     func(s string) string { t, _ := Clean(s); return t.String() },
	"Clipboard": func(s string) string { return Clipboard(TextOf(s)) },
	"JSON": func(s string) string {
		var t Text
		b, _ := json.Marshal(s)
		if json.Unmarshal(b, &t) != nil {
			return "\x1b"
		}
		return t.String()
	},
	"Of":            func(s string) string { return Of(s).String() },
	"Text.Line":     func(s string) string { return TextOf(s).Line().String() },
	"FileName":      func(s string) string { return FileName(s).String() },
	"Title":         func(s string) string { return Title(Of(s), 80) },
	"Title, forged": func(s string) string { return Title(Line{s}, 80) },
	"JSON line": func(s string) string {
		var l Line
		b, _ := json.Marshal(s)
		if json.Unmarshal(b, &l) != nil {
			return "\x1b"
		}
		return l.String()
	},
}

// layout tells which sinks may hold line feeds and tabs.
func layout(sink string) bool { return sink == "Clean" || sink == "Clipboard" || sink == "JSON" }

func TestNothingHostileComesOutOfAnySink(t *testing.T) {
	for name, s := range hostile {
		if live(s, true) == "" && name != "heap of jamo" && name != "fillers" {
			t.Errorf("%s: the test does not see that it is hostile", name)
		}
		if _, hits := Clean(s); hits == 0 {
			t.Errorf("%s: nothing is counted", name)
		}
		for sink, through := range sinks {
			if got := through("<< " + s + " >>\n"); live(got, layout(sink)) != "" {
				t.Errorf("%s through %s: %s in %q", name, sink, live(got, layout(sink)), got)
			}
		}
	}
}

func TestWhatIsReplacedStaysVisible(t *testing.T) {
	for name, s := range hostile {
		got, hits := Clean(s)
		if n := utf8.RuneCountInString(s); utf8.RuneCountInString(got.String()) != n {
			t.Errorf("%s: %q has not as many characters as %q", name, got, s)
		}
		if shown := strings.Count(got.String(), "\uFFFD") + strings.Count(got.String(), "-") + pictures(got.String()); shown < hits {
			t.Errorf("%s: %d replaced, %d shown", name, hits, shown)
		}
	}
}

func pictures(s string) (n int) {
	for _, r := range s {
		if r >= 0x2400 && r <= 0x2421 {
			n++
		}
	}
	return n
}

func TestHonestTextSurvives(t *testing.T) {
	for _, s := range []string{
		"Ответ посла", "ва\u0301жно", "الوزير", "שלום", "é e\u0301 ç c\u0327 ñ", "Nguye\u0302\u0303n", "漢字かな交じり文", "한국어", "\u1112\u1161\u11ab", "ไทย", "हिन्दी",
		"“curly” ‘quotes’ – — … • ¶ § € £", "☎ ✈ 😀 🇺🇸", "non\u00a0breaking", "a\u2009b", "\ufffd", "␛", "x < y & z > w", "tabs\tand\nlines\n",
	} {
		if got, hits := Clean(s); got.String() != s || hits != 0 {
			t.Errorf("Clean(%q) = %q with %d hits", s, got, hits)
		}
	}
}

func TestCleanTextIsNotCopied(t *testing.T) {
	for _, s := range []string{strings.Repeat("plain text\n", 100), strings.Repeat("“déjà vu” – Ответ\n", 100)} {
		if n := testing.AllocsPerRun(100, func() { Clean(s) }); n != 0 {
			t.Errorf("Clean(%.20q...) allocates %v times", s, n)
		}
	}
}

// TestEveryByteAtEveryPlace holds the way that takes eight bytes at a time against the plain one.
func TestEveryByteAtEveryPlace(t *testing.T) {
	for c := range 256 {
		for at := range 20 {
			b := []byte(strings.Repeat("x", 20))
			b[at] = byte(c)
			for f, stay := range map[form]bool{asText: c == '\n' || c == '\t', asLine: false, asName: false} {
				want := len(b)
				if c < ' ' && !stay || c >= 0x7F {
					want = at
				}
				if got := plain(string(b), 0, f); got != want {
					t.Fatalf("byte %#x at %d: plain as far as %d, want %d", c, at, got, want)
				}
			}
		}
	}
}

// TestEveryCharacter asks the standard library of each character what the short cuts of this package say.
func TestEveryCharacter(t *testing.T) {
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		mark := unicode.In(r, unicode.Mn, unicode.Me)
		if common(r) && (mark || hidden(r) || combining(r)) {
			t.Fatalf("%U is common, but combines or hides", r)
		}
		if mark && !combining(r) {
			t.Fatalf("%U is a mark", r)
		}
		if why := live(string(r), false); why != "" && !hidden(r) {
			t.Fatalf("%U comes through: %s", r, why)
		}
		if unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.Sc, unicode.Sm) && hidden(r) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) {
			t.Fatalf("%U is honest, but hidden", r)
		}
	}
}

func TestNamesOfFiles(t *testing.T) {
	for in, want := range map[string]string{"a/b.txt": "a/b.txt", "a\nb\tc": "a␊b␉c", "\x1b[2J": "␛[2J", "\xff": "\uFFFD", "": ""} {
		if got := FileName(in).String(); got != want {
			t.Errorf("FileName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTitles(t *testing.T) {
	for _, c := range []struct {
		in   string
		most int
		want string
	}{
		{"05ALMATY538  KAZAKHSTAN; talks", 80, "05ALMATY538 KAZAKHSTAN; talks"}, {"abcdef", 6, "abcdef"}, {"abcdef", 5, "abcd…"}, {"ab cdef", 4, "ab…"},
		{"abc", 1, "…"}, {"a", 1, "a"}, {"abc", 0, ""}, {"abc", -1, ""}, {"e\u0301e\u0301e\u0301", 4, "e\u0301…"}, {"a\u00a0b", 9, "a b"}, {"  a  ", 9, "a"}, {"", 9, ""},
	} {
		if got := Title(Of(c.in), c.most); got != c.want {
			t.Errorf("Title(%q, %d) = %q, want %q", c.in, c.most, got, c.want)
		}
	}
}

func TestClipboardWaitsForTheReadersReturnKey(t *testing.T) {
	for in, want := range map[string]string{"one\n": "one", "one\ntwo\n\n": "one\ntwo", "\n": "", "a\tb": "a\tb"} {
		if got := Clipboard(TextOf(in)); got != want {
			t.Errorf("Clipboard(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestJSONIsReadable(t *testing.T) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	in := map[Line]Text{Of("<key>"): TextOf("a < b & c > d\n“é”")}
	if err := e.Encode(in); err != nil {
		t.Fatal(err)
	}
	if want := "{\"<key>\":\"a < b & c > d\\n“é”\"}\n"; b.String() != want {
		t.Errorf("got %s, want %s", b.String(), want)
	}
	var out map[Line]Text
	if err := json.Unmarshal([]byte(b.String()), &out); err != nil || out[Of("<key>")] != in[Of("<key>")] {
		t.Errorf("read back as %q, %v", out, err)
	}
}

func TestHalfACharacterCannotBeSlicedOff(t *testing.T) {
	s := TextOf("aÛb漢c😀") // Û ends in 0x9B
	for i := range s.Len() + 1 {
		for j := i; j <= s.Len(); j++ {
			if got := s.Slice(i, j).String(); live(got, true) != "" {
				t.Errorf("Slice(%d, %d) = %q", i, j, got)
			}
		}
		if s.Slice(0, i).String()+s.Slice(i, s.Len()).String() != s.String() {
			t.Errorf("the parts at %d are not the whole", i)
		}
	}
}

func FuzzSinks(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, most int) {
		for sink, through := range sinks {
			got := through(s)
			if why := live(got, layout(sink)); why != "" {
				t.Errorf("%q through %s: %s in %q", s, sink, why, got)
			}
			if again := through(got); again != got {
				t.Errorf("%q through %s: %q, and again: %q", s, sink, got, again)
			}
		}
		if got := Title(Of(s), most); utf8.RuneCountInString(got) > max(most, 0) {
			t.Errorf("Title(%q, %d) = %q is too long", s, most, got)
		}
		text, hits := Clean(s)
		if hits == 0 != (text.String() == s) {
			t.Errorf("%q became %q with %d hits", s, text, hits)
		}
	})
}

func BenchmarkCleanMixed(b *testing.B) {
	s := strings.Repeat("The “harbor master” said that dredging at Nuuk’s pier – délai compris – could wait.\n", 1000)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Clean(s)
	}
}

func BenchmarkCleanCyrillic(b *testing.B) {
	s := strings.Repeat("Капитан порта сказал, что углубление дна может подождать.\n", 1000)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Clean(s)
	}
}

func BenchmarkCleanHostile(b *testing.B) {
	s := strings.Repeat("The harbor master \x1b[31msaid\x1b[0m that \u202edredging could wait.\n", 1000)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Clean(s)
	}
}
