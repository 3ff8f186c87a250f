package model

import (
	"strings"
	"testing"

	"reftel/model/safe"
)

// enclosing is a cable with an enclosed letter, whose numbers begin anew, and with paragraphs that have none.
func enclosing() *Cable {
	c := &Cable{
		ID:             ID{Year: 2005, Station: "ALMATY", Serial: 538},
		Classification: Marking{Written: "CONFIDENTIAL", Level: LevelConfidential, Controls: []Control{NoForn}},
		Sections:       []Section{{First: 0, Last: 3}, {First: 4, Last: 6}},
	}
	mark := Marking{Written: "C", Level: LevelConfidential}
	for i, n := range []ParagraphNumber{0, 1, 2, 0, 0, 1, 1} {
		p := Paragraph{Number: n, Text: safe.TextOf("text")}
		if n != 0 {
			p.Mark = mark
		}
		if i > 3 {
			p.Section = 1
		}
		c.Paragraphs = append(c.Paragraphs, p)
	}
	c.Paragraphs[6].Mark.Written = "" // inferred
	return c
}

func TestCitations(t *testing.T) {
	c := enclosing()
	for i, want := range []string{"05ALMATY538, unnumbered ¶ 1", "05ALMATY538, ¶1 (C)", "05ALMATY538, ¶2 (C)", "05ALMATY538, unnumbered ¶ after ¶2",
		"05ALMATY538, unnumbered ¶ 2 after ¶2", "05ALMATY538, second ¶1 (C)", "05ALMATY538, third ¶1 (C)"} {
		if got := c.Citation(ParagraphIndex(i)).String(); got != want {
			t.Errorf("Citation(%d) = %q, want %q", i, got, want)
		}
	}
	for _, i := range []ParagraphIndex{-1, 7, 1 << 40} {
		if got := c.Citation(i).String(); got != "05ALMATY538" {
			t.Errorf("Citation(%d) = %q, want the cable alone", i, got)
		}
	}
	c.ID = ID{}
	if got := c.Citation(1).String(); got != "¶1 (C)" {
		t.Errorf("without an identifier: %q", got)
	}
	c.Source.Path = safe.Of("a/file.txt")
	if got := c.Citation(1).String(); got != "a/file.txt, ¶1 (C)" {
		t.Errorf("without an identifier: %q", got)
	}
}

func TestNoTwoParagraphsHaveOneCitation(t *testing.T) {
	c := enclosing()
	seen := map[string]int{}
	for i := range c.Paragraphs {
		s := c.Citation(ParagraphIndex(i)).String()
		if j, ok := seen[s]; ok {
			t.Errorf("paragraphs %d and %d are both %q", j, i, s)
		}
		seen[s] = i
	}
}

func TestParagraphsAreFoundByNumber(t *testing.T) {
	c := enclosing()
	for n, want := range map[ParagraphNumber]ParagraphIndex{1: 1, 2: 2, 0: -1, 3: -1, -1: -1} {
		if got, ok := c.ParagraphAt(n); got != want || ok != (want >= 0) {
			t.Errorf("ParagraphAt(%d) = %d, %v; want %d", n, got, ok, want)
		}
	}
}

func TestSectionsAndInheritedMarks(t *testing.T) {
	c := enclosing()
	for i, want := range map[ParagraphIndex]SectionIndex{-1: -1, 0: 0, 3: 0, 4: 1, 6: 1, 7: -1} {
		if got := c.SectionOf(i); got != want {
			t.Errorf("SectionOf(%d) = %d, want %d", i, got, want)
		}
	}
	c.Sections = nil
	if got := c.SectionOf(0); got != -1 {
		t.Errorf("without sections, paragraph 0 is in section %d", got)
	}
	if m := c.Inherited(1); m.Written != "C" || m.Has(NoForn) {
		t.Errorf("a paragraph with a mark has %+v", m)
	}
	for _, i := range []ParagraphIndex{0, -1, 99} {
		if m := c.Inherited(i); m.Written != "" || m.Full() != "CONFIDENTIAL//NOFORN" {
			t.Errorf("paragraph %d inherits %+v", i, m)
		}
	}
}

func TestLinesOfTheTextReceived(t *testing.T) {
	for _, text := range []string{"a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc"} {
		c := &Cable{Received: []byte(text)}
		for at := range len(text) + 1 {
			before := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text[:at])
			want := 1 + strings.Count(before, "\n")
			if at > 0 && at < len(text) && text[at-1] == '\r' && text[at] == '\n' {
				want-- // between the two bytes of one line end
			}
			if got := c.LineAt(int32(at)); got != want {
				t.Errorf("%q: byte %d is on line %d, want %d", text, at, got, want)
			}
		}
		if c.LineAt(-5) != 1 || c.LineAt(1000) != c.LineAt(int32(len(text))) {
			t.Errorf("%q: offsets beyond the text", text)
		}
	}
	if (&Cable{}).LineAt(0) != 1 {
		t.Error("an empty text has no line 1")
	}
}

func TestAddressesReadBack(t *testing.T) {
	for in, want := range map[string]ParagraphNumber{"05ALMATY538": 0, "05ALMATY538#7": 7, "05ALMATY538#¶7": 7, " 05 Almaty 000538 # 9999 ": 9999} {
		if id, n, err := ParseAddress(in); err != nil || n != want || id.String() != "05ALMATY538" {
			t.Errorf("ParseAddress(%q) = %v, %d, %v", in, id, n, err)
		}
	}
	for _, s := range []string{"", "#7", "05ALMATY538#", "05ALMATY538#0", "05ALMATY538#-1", "05ALMATY538#10000", "05ALMATY538#7#8", "05ALMATY538#\x1b[31m", "05ALMATY99999999999", "05ALMATY538_"} {
		if id, n, err := ParseAddress(s); err == nil {
			t.Errorf("ParseAddress(%q) = %v, %d, want an error", s, id, n)
		} else if strings.ContainsRune(err.Error(), 0x1B) {
			t.Errorf("the error for %q would reach the terminal: %q", s, err)
		}
	}
}
