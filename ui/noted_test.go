package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/safe"
)

// noted is a reader with a note on the fourth paragraph of the first cable.
func noted(t *testing.T, text string) *Model {
	t.Helper()
	shelf := memory.NewShelf()
	c := invented(1, 12)
	n := library.Note{Card: library.CardOf(c), Paragraph: 3, Number: 4, Portion: safe.Of("C"), Title: safe.Of("HARBOR TALKS, PART 1"),
		Text: safe.TextOf(text), When: library.Now()}
	if err := shelf.SetNote(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	return again(t, shelf, c, invented(2, 9))
}

func TestANoteIsReadAsMarkdown(t *testing.T) {
	m := noted(t, "**Weighty** words of *K*:\n[A]: 05ALMATY1\n<Karimov> & R&D, &#65; [x](http://a.example/)\n\n- one\n- [ ] two")
	want := []string{"Weighty words of K:", "[A]: 05ALMATY1", "<Karimov> & R&D, &#65; x http://a.example/", "• one", "\n [ ] two"}
	m.press("A")
	for _, w := range want {
		m.expect(t, w)
	}
	m.expect(t, "07VALLETTA1, ¶4  HARBOR TALKS, PART 1 ─")
	m.press("esc", "4", "g").expectStatus(t, "i shows it whole")
	m.press("i").expect(t, "Your note").expect(t, "In the paragraph")
	for _, w := range want {
		m.expect(t, w)
	}
	if raw := m.View().Content; !strings.Contains(raw, "\x1b[1mWeighty") {
		t.Errorf("what stands between asterisks is not bold: %q", raw)
	}
}

func TestANoteIsShownWhereNothingElseIsToBeExplained(t *testing.T) {
	shelf := memory.NewShelf()
	c := worded(1, "nothing but words")
	c.Paragraphs[0].Mark, c.TAGS, c.Captions, c.ClassifiedBy = model.Marking{}, nil, nil, nil
	m := again(t, shelf, c)
	m.press("i").expectStatus(t, "no term of this paragraph is in the tables")
	m.press("a").typed("of weight").press("esc", "i").expect(t, "Your note").expect(t, "of weight")
}

func TestALongNoteSaysHowMuchMoreThereIs(t *testing.T) {
	m := noted(t, strings.Repeat("a line\n", 99)+"the last")
	m.press("A").expect(t, "83 more lines: i at the paragraph shows all")
	m.size(80, 6).press("4") // no room for it
	if strings.Contains(m.screen(), "more lines") {
		t.Errorf("the note takes the room of the list:\n%s", m.screen())
	}
}

func TestNoNoteReachesTheTerminalButAsText(t *testing.T) {
	hostile := map[string]string{
		"escape by its number":      "&#27;]52;c;cHduZWQ=&#7; &#x1b;[2J &#155;31m &#x9d;0;x&#x9c;",
		"escape in code":            "`&#27;[2J`\n\n    &#27;[8m\n\n```\n&#27;c\n```",
		"hidden characters by name": "a&zwj;b&rlm;c&ZeroWidthSpace;d&lrm;",
		"links":                     "[here](https://evil.example/) <https://evil.example> https://evil.example ![i](https://evil.example/i.png)\n\n| a |\n|---|\n| [b](https://evil.example) |",
		"links by reference":        "[here][1]\n\n[1]: https://evil.example/",
		"tags":                      "<script>alert(1)</script>\n\n<div style='color:red'>\n&#27;[31m\n</div>",
		"quotes in quotes":          strings.Repeat(">", 60000) + " x",
		"lists in lists":            strings.Repeat("- ", 30000) + "x",
		"brackets":                  strings.Repeat("[", 60000),
		"links that never end":      strings.Repeat("[a](", 15000),
		"emphasis that never ends":  strings.Repeat("*a_ ", 15000),
		"a table":                   strings.Repeat("|", 8000) + "\n" + strings.Repeat("|-", 4000),
	}
	for _, p := range payloads {
		hostile[p] = p
	}
	for name, text := range hostile {
		m := noted(t, text)
		for _, keys := range [][]string{{"A"}, {"esc", "4", "g"}, {"i"}} {
			m.press(keys...)
			all := m.View().Content
			for rest := all; ; {
				_, after, ok := strings.Cut(rest, "\x1b")
				if !ok {
					break
				}
				if end := strings.TrimLeft(after, "[0123456789;:"); after[0] != '[' || end[0] != 'm' || strings.HasPrefix(after, "[8m") {
					t.Fatalf("%s: %.20q reaches the terminal", name, after)
				}
				rest = after
			}
			for _, r := range ansi.Strip(all) {
				if r < ' ' && r != '\n' || r >= 0x7F && r < 0xA0 || r >= 0x200B && r <= 0x200F || r >= 0xE000 && r < 0xF900 {
					t.Fatalf("%s: %U reaches the screen", name, r)
				}
			}
		}
	}
}

func TestWhatAPageQuotesStandsAsItIs(t *testing.T) {
	m := reader(t, invented(1, 3))
	for _, s := range []string{"R&D ~50~ a_b_c *x* [y](z) <w> 1. # \\ | `q` &zwj; &#27;[2J"} {
		if got := strings.Join(m.markdown("x "+quote(s), 90), "\n"); got != "x "+s {
			t.Errorf("%q is shown as %q", s, got)
		}
	}
}
