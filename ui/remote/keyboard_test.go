package remote

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// What is typed means the same, however the bytes are cut.
func TestKeysInPieces(t *testing.T) {
	for input, want := range map[string]string{
		"jk G":                             "j k space G",
		"\x1b[A\x1bOB\x1b[5~\x1b[Z":        "up down pgup shift+tab",
		"\x1b[1;3D,\x1bf":                  "alt+left , alt+f",
		"é¶漢":                              "é ¶ 漢",
		"\r\t\x7f\x03\x0c":                 "enter tab backspace ctrl+c ctrl+l",
		"\x1b[106u\x1b[27;5;106~":          "j ctrl+j",
		"\x1b[200~a\x1b[31mb\rc\x1b[201~q": "paste:\"ab\\nc\" q",
		"\x1b[<65;10;20M":                  "wheeldown",
		"\x1bP>|XTerm(390)\x1b\\x":         "version:XTerm(390) x",
		"\x1b]11;rgb:ff/ff/ff\x1b\\y":      "tea.BackgroundColorMsg y",
		"\x1b[?1;2c\x1b[0nj":               "j",
	} {
		for cut := 0; cut <= len(input); cut++ {
			var k keyboard
			b := append(k.feed([]byte(input[:cut]), false), k.feed([]byte(input[cut:]), false)...)
			b = append(b, k.feed(nil, true)...)
			if got := spelled(b); got != want {
				t.Errorf("%q cut at %d: %s; want %s", input, cut, got, want)
			}
		}
	}
	var k keyboard
	if b := k.feed([]byte("\x1b"), false); len(b) != 0 || !k.waits() {
		t.Errorf("an escape does not wait: %v", b)
	}
	if got := spelled(k.feed(nil, true)); got != "esc" {
		t.Errorf("an escape alone is %s", got)
	}
}

func spelled(b batch) string {
	var out []string
	for _, m := range b {
		switch m := m.(type) {
		case tea.KeyPressMsg:
			out = append(out, m.String())
		case tea.MouseWheelMsg:
			out = append(out, m.Button.String())
		case tea.PasteMsg:
			out = append(out, fmt.Sprintf("paste:%q", m.Content))
		case tea.TerminalVersionMsg:
			out = append(out, "version:"+m.Name)
		default:
			out = append(out, reflect.TypeOf(m).String())
		}
	}
	return strings.Join(out, " ")
}

func TestTheKeyboardHoldsLittle(t *testing.T) {
	for _, begin := range []string{"\x1b]52;c;", "\x1bP", "\x1b_", "\x1b[", "\x1b[200~"} {
		var k keyboard
		k.feed([]byte(begin), false)
		for range 1000 {
			k.feed([]byte(strings.Repeat("1", 1000)), false)
			if n := len(k.buf) + len(k.paste); n > mostPaste+2*mostSequence {
				t.Fatalf("after %q %d bytes are held", begin, n)
			}
		}
	}
}

func FuzzKeyboard(f *testing.F) {
	for _, s := range []string{"j", "\x1b[A", "\x1b]11;rgb:ff/ff/ff\x07", "\x1b[200~x\x1b[201~", "\x1bP>|x\x1b\\", "\xc3", "\x1b[<0;1;1M", "\x1b[M   "} {
		f.Add([]byte(s), 1)
	}
	f.Fuzz(func(t *testing.T, input []byte, cut int) {
		var k keyboard
		cut = min(max(cut, 0), len(input))
		k.feed(input[:cut], false)
		k.feed(input[cut:], false)
		k.feed(nil, true)
		if len(k.buf) > mostSequence {
			t.Errorf("%d bytes are held back for good", len(k.buf))
		}
	})
}

func TestWords(t *testing.T) {
	for command, want := range map[string]string{
		"":              "[]",
		"  a\t b ":      "[a b]",
		`'a b' "c d"`:   "[a b|c d]",
		`a\ b \'`:       "[a b|']",
		`"" ''`:         "[|]",
		`'a\b' "a\"b"`:  `[a\b|a"b]`,
		`$(id) >x && y`: "[$(id)|>x|&&|y]",
		`a'b'c`:         "[abc]",
		"a\x00b":        "error",
		"a\nb":          "error",
		`"`:             "error",
		`\`:             "error",
		"\xff":          "error",
	} {
		words, err := split(command, false)
		got := "[" + strings.Join(words, "|") + "]"
		if err != nil {
			got = "error"
		}
		if command == "  a\t b " {
			want = "[a|b]"
		}
		if got != want {
			t.Errorf("%q is %s; want %s", command, got, want)
		}
	}
}

func TestWordsOfAQuery(t *testing.T) {
	words, err := split(`search --json "orange revolution" post:"la paz" 'a "b" c' \"d`, true)
	if got, want := strings.Join(words, "|"), `search|--json|"orange revolution"|post:"la paz"|a "b" c|"d`; got != want || err != nil {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

func TestBuckets(t *testing.T) {
	now := time.Unix(0, 0)
	b := newBucket(10, 100, now)
	if !b.take(100, now) || b.take(1, now) {
		t.Error("a bucket gives other than what is in it")
	}
	if now = now.Add(time.Second); !b.take(10, now) || b.take(1, now) {
		t.Error("after a second there are other than ten")
	}
	if wait := b.owe(20, now); wait != 2*time.Second {
		t.Errorf("twenty more have to wait %v", wait)
	}
}
