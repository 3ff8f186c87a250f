package ui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"reftel/model"
	"reftel/model/library/memory"
	"reftel/model/safe"
	"reftel/ui/command"
	"reftel/ui/page"
)

// invented makes a cable of our own with sections, marks, a table and a list.
func invented(serial int32, paragraphs int) *model.Cable {
	c := &model.Cable{ID: model.ID{Year: 2007, Station: "VALLETTA", Serial: serial}, Created: time.Date(2007, 3, 1, 12, 0, 0, 0, time.UTC),
		Origin: safe.Of("Embassy Valletta"), Classification: model.Marking{Written: "C", Level: model.LevelConfidential}, Subject: safe.Of("HARBOR TALKS, PART " + fmt.Sprint(serial)),
		References: []model.Reference{{Letter: safe.Of("A"), ID: model.ID{Year: 2007, Station: "VALLETTA", Serial: serial + 1}, Text: safe.Of("VALLETTA " + fmt.Sprint(serial+1))}},
		Received:   []byte("RECEIVED\n")}
	for s := 0; s*3 < paragraphs; s++ {
		title := safe.Line{}
		if s > 0 {
			title = safe.Of(fmt.Sprintf("Section %d", s))
		}
		c.Sections = append(c.Sections, model.Section{Title: title, First: model.ParagraphIndex(s * 3), Last: model.ParagraphIndex(min(s*3+2, paragraphs-1))})
	}
	for i := range paragraphs {
		text := strings.Repeat(fmt.Sprintf("The harbor master said -- in paragraph %d -- that dredging could wait; others disagreed. ", i+1), 1+i%4)
		p := model.Paragraph{Number: model.ParagraphNumber(i + 1), Section: model.SectionIndex(i / 3), Mark: model.Marking{Written: "C", Level: model.LevelConfidential}}
		text = strings.TrimSpace(text)
		p.Blocks = []model.Block{{End: int32(len(text))}}
		if i%4 == 1 {
			p.Mark = model.Marking{}
			row := "\nYear      Ships      Tons of grain and of everything else that was counted in the harbor by hand\n2006      1,204      88"
			p.Blocks = append(p.Blocks, model.Block{Kind: model.BlockFixed, Start: int32(len(text) + 1), End: int32(len(text) + len(row))})
			text += row
		}
		p.Text = safe.TextOf(text)
		c.Paragraphs = append(c.Paragraphs, p)
	}
	return c
}

// reader opens invented cables.
func reader(t testing.TB, cables ...*model.Cable) *Model {
	t.Helper()
	lib := memory.New(safe.Of("invented"))
	for _, c := range cables {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	lib.Done()
	m, err := New(Config{Library: lib, Shelf: memory.NewShelf(), Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	m.Update(tea.WindowSizeMsg{Width: 160, Height: 40})
	return m
}

func (m *Model) size(w, h int) *Model { m.Update(tea.WindowSizeMsg{Width: w, Height: h}); return m }

// press sends keys by name.
func (m *Model) press(keys ...string) *Model {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "backspace": tea.KeyBackspace}
	for _, k := range keys {
		if c, ok := named[k]; ok {
			m.Update(tea.KeyPressMsg{Code: c})
			continue
		}
		if rest, ok := strings.CutPrefix(k, "alt+"); ok {
			m.Update(tea.KeyPressMsg{Code: map[string]rune{"left": tea.KeyLeft, "right": tea.KeyRight}[rest], Mod: tea.ModAlt})
			continue
		}
		m.Update(tea.KeyPressMsg{Code: []rune(k)[0], Text: k})
	}
	return m
}

func (m *Model) expectParagraph(t *testing.T, n int) {
	t.Helper()
	if got := int(m.cable.Paragraphs[m.text.Cursor()].Number); got != n {
		t.Errorf("reading ¶%d, want ¶%d", got, n)
	}
}

func TestDigitsAndGGoToAParagraph(t *testing.T) {
	m := reader(t, invented(1, 20))
	m.press("1", "2", "g").expectParagraph(t, 12)
	m.press("3", "enter").expectParagraph(t, 3)
	m.press("9", "9", "g").expectParagraph(t, 3)
	if !strings.Contains(m.message, "no paragraph 99") {
		t.Errorf("the status says %q", m.message)
	}
}

func TestOpensAtAParagraphBeforeTheSizeIsKnown(t *testing.T) {
	lib := memory.New(safe.Of("invented"))
	c := invented(1, 20)
	lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	lib.Done()
	m, err := New(Config{Library: lib, Shelf: memory.NewShelf(), Paragraph: 9})
	if err != nil {
		t.Fatal(err)
	}
	m.size(160, 40).expectParagraph(t, 9)
	if !strings.Contains(ansi.Strip(m.View().Content), "¶9/20") {
		t.Error("¶9 is not where the reader opens")
	}
}

func TestStepsBySentenceSectionAndBack(t *testing.T) {
	m := reader(t, invented(1, 20))
	m.press("]", "]").expectParagraph(t, 3)
	m.press("[").expectParagraph(t, 2)
	m.press(")").expectParagraph(t, 4)
	m.press(")", "(").expectParagraph(t, 4)
	m.press("1", "5", "g").expectParagraph(t, 15)
	m.press(",").expectParagraph(t, 4)
	m.press(".").expectParagraph(t, 15)
}

func TestAReferenceIsFollowedAndComesBackToTheLine(t *testing.T) {
	m := reader(t, invented(1, 20), invented(2, 5))
	m.press("1", "1", "g", "j", "j")
	place := m.text.Place()
	m.press("r", "enter")
	if m.cable.ID.Serial != 2 {
		t.Fatalf("the reference led to %s", m.cable.ID)
	}
	m.press("alt+left")
	if m.cable.ID.Serial != 1 || m.text.Place() != place {
		t.Errorf("came back to %s at %+v, want %+v", m.cable.ID, m.text.Place(), place)
	}
}

func TestSearchCountsHitsAndGoesRound(t *testing.T) {
	m := reader(t, invented(1, 8))
	m.press("/")
	for _, r := range "paragraph 3" {
		m.press(string(r))
	}
	if m.press("enter"); m.text.Query() != "paragraph 3" {
		t.Fatalf("searching for %q", m.text.Query())
	}
	if _, n := m.text.Hits(); n != 3 {
		t.Errorf("%d hits, want 3", n)
	}
	m.expectParagraph(t, 3)
	m.press("&")
	if !m.text.Kept() || m.text.Page().Shown(0) {
		t.Error("paragraphs that do not match still show")
	}
}

func TestEveryVerbHasAnActionAndEveryKeyOneVerb(t *testing.T) {
	seen := map[string]command.Name{}
	for _, v := range command.Verbs() {
		if _, ok := actions[v.Name]; !ok {
			t.Errorf("%s does nothing", v.Name)
		}
		for _, k := range v.Keys {
			if other, ok := seen[k]; ok {
				t.Errorf("key %q calls %s and %s", k, other, v.Name)
			}
			seen[k] = v.Name
		}
	}
	if len(actions) != len(command.Verbs()) {
		t.Errorf("%d actions for %d verbs", len(actions), len(command.Verbs()))
	}
}

// TestGeometry draws every surface at every size: no panic, no line wider than the screen, as many lines as it has.
func TestGeometry(t *testing.T) {
	widths := []int{1, 2, 3, 5, 10, 19, 20, 21}
	for w := 39; w <= 250; w += 7 {
		widths = append(widths, w)
	}
	widths = append(widths, 49, 50, 79, 80, 109, 110, 149, 150)
	surfaces := [][]string{{}, {"1"}, {"2"}, {"z"}, {"x"}, {"h"}, {"?"}, {"'"}, {"r"}, {"i"}, {"/", "h", "a"}, {"1", "/", "h"}, {"S", "1"}, {"1", "2"},
		{":"}, {":", "w", "r"}, {"w"}, {"|"}, {"}"}, {"}", "i"}, {"X"}, {"2", "<"}, {"x", "j", "j"}, {"m", "M"}, {"a", "x", "y"}, {"a", "x", "esc", "A"}, {"a", "*", "x", "enter", "-", " ", "y", "esc", "i"}, {"H"}, {"t", "z"}, {"!", "1"}, {"f"}, {"F", "p", "o"}, {"O"}, {"Z"}, {"V"}, {"C"}, {"1", "f"}}
	for _, keys := range surfaces {
		t.Run(strings.Join(keys, " "), func(t *testing.T) {
			t.Parallel()
			m := reader(t, invented(1, 20), invented(2, 5), invented(3, 0))
			m.press(keys...)
			for _, w := range widths {
				for h := 1; h <= 50; h += 1 + h/12 {
					m.size(w, h)
					lines := strings.Split(m.View().Content, "\n")
					if len(lines) != h {
						t.Fatalf("%dx%d: %d lines", w, h, len(lines))
					}
					for y, s := range lines {
						if n := ansi.StringWidth(s); n > w {
							t.Fatalf("%dx%d: line %d is %d wide: %q", w, h, y, n, ansi.Strip(s))
						}
					}
				}
			}
		})
	}
}

func TestPlaceHoldsThroughRandomResizes(t *testing.T) {
	m := reader(t, invented(1, 40))
	m.press("1", "7", "g", "j", "j", "j")
	place := m.text.Place()
	before := ansi.Strip(m.View().Content)
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		m.size(1+r.IntN(250), 1+r.IntN(60))
		m.View()
	}
	m.size(160, 40)
	if m.text.Place() != place {
		t.Errorf("at %+v, want %+v", m.text.Place(), place)
	}
	if after := ansi.Strip(m.View().Content); after != before {
		t.Errorf("the screen differs after the resizes:\n%s\nwas\n%s", after, before)
	}
}

// payloads are sequences that no text may send to the terminal.
var payloads = []string{"\x1b]0;PWNED\a", "\x1b]52;c;UFdORUQ=\a", "\x1b[2JPWNED", "\x1b[1;1HPWNED", "\x1bcPWNED", "\x9b31mPWNED", "\u009b31mPWNED", "\u009d0;PWNED\u009c",
	"\x1bP$qmPWNED\x1b\\", "\x1bPtmux;\x1b\x1b]0;PWNED\a\x1b\\", "\x1b_PWNED\x1b\\", "\x1b^PWNED\x1b\\", "\x1bXPWNED\x1b\\", "\x1b]8;;http://evil.example\aPWNED\x1b]8;;\a", "\x1b[8mPWNED",
	"\x1b[31mPWNED", "\u202ePWNED", "\u2067PWNED", "\u200bPWNED", "\U000e0041PWNED", "\aPWNED", "\bPWNED", "\rPWNED", "\x0ePWNED", "\x7fPWNED"}

func TestNoPayloadReachesTheScreen(t *testing.T) {
	for _, p := range payloads {
		c := invented(1, 3)
		bad := safe.Of(p)
		c.Subject, c.TAGS, c.Paragraphs[0].Text, c.Received = bad, []safe.Line{bad}, bad.Text(), []byte(p)
		c.Paragraphs[0].Blocks = []model.Block{{End: int32(bad.Len())}}
		m := reader(t, c, invented(2, 3))
		m.press("h", "x", "/")
		m.Update(tea.PasteMsg{Content: p})
		v := m.View()
		all := v.Content + v.WindowTitle
		for _, r := range ansi.Strip(all) {
			if (r < ' ' && r != '\n') || (r >= 0x7F && r < 0xA0) || r == 0x202E || r == 0x2067 || r == 0x200B || r == 0xE0041 {
				t.Errorf("%q: %U reaches the screen", p, r)
			}
		}
		for _, live := range []string{"\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1bc", "\x1b[2J", "\x1b[8m", "\x1b[1;1H"} {
			if strings.Contains(all, live) {
				t.Errorf("%q: %q reaches the screen", p, live)
			}
		}
	}
}

// TestScreenInATerminal runs the whole program into a terminal emulator.
func TestScreenInATerminal(t *testing.T) {
	m := reader(t, invented(1, 12), invented(2, 4))
	e := vt.NewEmulator(120, 30)
	defer e.Close()
	m.size(120, 30)
	_, _ = e.WriteString(strings.ReplaceAll(m.View().Content, "\n", "\r\n"))
	screen := e.String()
	for _, want := range []string{"07VALLETTA1", "CONFIDENTIAL", "HARBOR TALKS, PART 1", "Section 1", "OUTLINE", "12g to ¶12"} {
		if !strings.Contains(screen, want) {
			t.Errorf("%q is not on the screen:\n%s", want, screen)
		}
	}
}

func BenchmarkFrame200x60(b *testing.B) {
	m := reader(b, invented(1, 120), invented(2, 5))
	m.size(200, 60)
	for b.Loop() {
		m.press("j")
		m.View()
	}
}

func BenchmarkLayout100KB(b *testing.B) {
	c := invented(1, 500)
	n := 0
	for i := range c.Paragraphs {
		n += c.Paragraphs[i].Text.Len()
	}
	b.SetBytes(int64(n))
	b.ReportAllocs()
	for b.Loop() {
		page.Layout(c, page.Options{Width: 90, Measure: 72, Gutter: page.GutterWide})
	}
}
