package note

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"reftel/model/safe"
	"reftel/ui/theme"
)

func editor(t *testing.T) *Editor {
	t.Helper()
	th, err := theme.New("terminal", theme.Unicode)
	if err != nil {
		t.Fatal(err)
	}
	e := New(th)
	e.Resize(20, 5)
	return e
}

func typed(e *Editor, s string) {
	for _, r := range s {
		if r == '\n' {
			e.Key(tea.Key{Code: tea.KeyEnter})
			continue
		}
		e.Key(tea.Key{Code: r, Text: string(r)})
	}
}

func TestWritingANote(t *testing.T) {
	e := editor(t)
	e.Open(safe.TextOf("Compare with"))
	if e.Changed() {
		t.Error("it has changed before anything was typed")
	}
	typed(e, " 05ALMATY1.\nAsk K.")
	if got := e.Text().String(); got != "Compare with 05ALMATY1.\nAsk K." || !e.Changed() {
		t.Errorf("the note is %q", got)
	}
	shown := ansi.Strip(strings.Join(e.Draw(), "\n"))
	for _, want := range []string{"Compare with", "05ALMATY1.", "Ask K."} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q does not show in\n%s", want, shown)
		}
	}
	e.Key(tea.Key{Code: tea.KeyBackspace})
	if got := e.Text().String(); !strings.HasSuffix(got, "Ask K") {
		t.Errorf("after erasing it is %q", got)
	}
}

func TestPastedTextIsCleanAndBounded(t *testing.T) {
	e := editor(t)
	if !e.Insert("a\x1b]52;c;cHduZWQ=\x07b\u202ec\r\nd") {
		t.Error("a short text found no room")
	}
	got := e.Text().String()
	if strings.ContainsAny(got, "\x1b\x07\u202e\r") || !strings.HasSuffix(got, "\nd") {
		t.Errorf("pasted: %q", got)
	}
	if raw := strings.Join(e.Draw(), ""); strings.Contains(raw, "\x1b]") || strings.Contains(raw, "\u202e") {
		t.Errorf("drawn: %q", raw)
	}
	if e.Insert(strings.Repeat("x", 2*Longest)) {
		t.Error("a text twice as long as may be is said to have found room")
	}
	if n := len(e.Text().String()); n > Longest {
		t.Errorf("the note has %d bytes", n)
	}
}

func TestEverySizeHolds(t *testing.T) {
	e := editor(t)
	e.Open(safe.TextOf("A note of several words, with a 長い word\nand a second line that is longer than the pane is wide"))
	for w := 1; w <= 90; w += 1 + w/10 {
		for _, h := range []int{1, 2, 5, 30} {
			e.Resize(w, h)
			lines := e.Draw()
			if len(lines) != h {
				t.Fatalf("%d lines at %dx%d", len(lines), w, h)
			}
			for _, l := range lines {
				if n := ansi.StringWidth(l); n != w {
					t.Fatalf("a line of %d columns at %dx%d: %q", n, w, h, l)
				}
			}
		}
	}
}
