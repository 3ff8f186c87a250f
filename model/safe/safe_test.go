package safe

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestHostileTextIsShownNotSent(t *testing.T) {
	for in, want := range map[string]string{
		"\x1b]0;x\a":          "␛]0;x␇",
		"\x1b[31mred":         "␛[31mred",
		"a\rb\bc\x0ed\x7f":    "a␍b␈c␎d␡",
		"\u009b31m":           "\uFFFD31m",
		"\u009d0;x\u009c":     "\uFFFD0;x\uFFFD",
		"\x9b31m":             "\uFFFD31m",
		"a\u202eb\u2067c":     "a\uFFFDb\uFFFDc",
		"a\u200bb\U000e0041c": "a\uFFFDb\uFFFDc",
		"a\u2028b\u2029c":     "a\uFFFDb\uFFFDc",
		"bad \xff\xfe":        "bad \uFFFD\uFFFD",
	} {
		got, hits := Clean(in)
		if got.String() != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
		if hits == 0 {
			t.Errorf("Clean(%q) counts nothing", in)
		}
	}
}

func TestTextOfAllScriptsSurvives(t *testing.T) {
	for _, s := range []string{"", "plain", "Müller – “naïve” …", "e\u0301te\u0301", "ва́жно", "العربية", "漢字かな", "한국어", "¶4", "two\nlines\tand a tab", "☎"} {
		got, hits := Clean(s)
		if got.String() != s || hits != 0 {
			t.Errorf("Clean(%q) = %q with %d hits", s, got, hits)
		}
	}
}

func TestLinesStayOneLine(t *testing.T) {
	if got := Of("a\nb\tc"); got.String() != "a b c" {
		t.Errorf("got %q", got)
	}
	if got, hits := CleanLine("a\u0301\u0301\u0301\u0301\u0301\u0301"); hits != 2 {
		t.Errorf("%q: %d marks replaced, want 2", got, hits)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("\x1b]0;x\a \u009b \u202e \xff e\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		text, hits := Clean(s)
		out := text.String()
		if !utf8.ValidString(out) {
			t.Fatalf("%q is not UTF-8", out)
		}
		marks := 0
		for _, r := range out {
			if r < ' ' && r != '\n' && r != '\t' || r >= 0x7F && r < 0xA0 || hidden(r) {
				t.Fatalf("%U came through", r)
			}
			if unicode.In(r, unicode.Mn, unicode.Me) {
				if marks++; marks > mostMarks {
					t.Fatal("too many marks on one character")
				}
			} else {
				marks = 0
			}
		}
		if again, more := Clean(out); again.String() != out || more != 0 {
			t.Fatalf("cleaning %q again gives %q", out, again)
		}
		if hits == 0 && out != s {
			t.Fatalf("%q became %q without a hit", s, out)
		}
		if line := Of(s).String(); strings.ContainsAny(line, "\n\t") {
			t.Fatalf("%q is not one line", line)
		}
	})
}

func BenchmarkCleanASCII(b *testing.B) {
	s := strings.Repeat("The harbor master said that dredging could wait. ", 2000)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Clean(s)
	}
}
