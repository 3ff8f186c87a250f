package command

import (
	"bytes"
	"strings"
	"testing"
)

func TestKeysOfAFileTakeThePlaceOfOthers(t *testing.T) {
	b := Default()
	if err := b.Read("keys", strings.NewReader("# mine\n\ng none\ng g   top\nj up\nctrl+j down\n# page-up\n")); err != nil {
		t.Fatal(err)
	}
	for chord, want := range map[string]Name{"g g": "top", "home": "top", "j": "up", "ctrl+j": "down", "#": "page-up"} {
		if got, ok, _ := b.For(chord); !ok || got != want {
			t.Errorf("%s calls %q, want %q", chord, got, want)
		}
	}
	if _, ok, more := b.For("g"); ok || !more {
		t.Error("g is not the beginning of a chord")
	}
	if got := b.Key("top"); got != "home" && got != "g g" {
		t.Errorf("the key to show for top is %q", got)
	}
	if !b.Begins("g", "top") || b.Begins("j", "top") {
		t.Error("g begins what calls top, and j does not")
	}
	if got := strings.Join(b.Completions("g"), ", "); got != "g top" {
		t.Errorf("g goes on with %q", got)
	}
}

func TestMistakesInAFileSayWhatAndWhere(t *testing.T) {
	for text, want := range map[string]string{
		"j":                               `k:1: "j" has no verb behind it`,
		"# x\nj dwn":                      `k:2: there is no verb "dwn"`,
		"j page":                          `did you mean "page-down"?`,
		"j down\nj up":                    "k:2: j is bound on line 1 already",
		"g g top":                         "k:1: g g begins with g, which calls top: add the line: g none",
		"z z top\nz zoom":                 "begin",
		"control+f down":                  `write ctrl+f`,
		"hyper+f down":                    `there is no key "hyper" to hold`,
		"pagedown down":                   `write pgdown`,
		"foo down":                        `there is no key "foo"`,
		"shift+g down":                    `write the character that the key gives with shift`,
		"ctrl+i explain":                  "tab on many terminals",
		"7 mark":                          "7 begins the number of a paragraph",
		"1 mark":                          "1 begins the number of a paragraph",
		"ctrl+c mark":                     "ctrl+c always quits",
		"\x1b]0;x\a down":                 "k:1:",
		"j " + strings.Repeat("x", 1<<17): "k:1: the line is too long",
	} {
		err := Default().Read("k", strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v; want %q", text, err, want)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\x1b\a") {
			t.Errorf("%.40q: the message acts on the terminal: %q", text, err)
		}
	}
}

func TestWhatIsPrintedCanBeReadAgain(t *testing.T) {
	b := Default()
	if err := b.Read("k", strings.NewReader("g none\ng g top\n# up\n")); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	again := &Bindings{verb: map[string]Name{}, keys: map[Name][]string{}}
	if err := again.Read("printed", bytes.NewReader(out.Bytes())); err != nil {
		t.Fatal(err)
	}
	if len(again.verb) != len(b.verb) {
		t.Errorf("%d keys come back of %d", len(again.verb), len(b.verb))
	}
	for k, v := range b.verb {
		if again.verb[k] != v {
			t.Errorf("%s calls %q, called %q", k, again.verb[k], v)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("g none\ng g top\n# x\nj down")
	f.Fuzz(func(t *testing.T, text string) {
		b := Default()
		if b.Read("k", strings.NewReader(text)) != nil {
			return
		}
		for _, v := range Verbs() {
			for _, k := range b.Keys(v.Name) {
				if got, ok, more := b.For(k); !ok || more || got != v.Name {
					t.Fatalf("%q is a key of %s and calls %s, %v, %v", k, v.Name, got, ok, more)
				}
			}
		}
	})
}
