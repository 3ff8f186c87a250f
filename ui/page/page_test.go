package page

import (
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/safe"
)

func cableOf(texts ...string) *model.Cable {
	c := &model.Cable{Sections: []model.Section{{Last: model.ParagraphIndex(len(texts) - 1)}}}
	for i, s := range texts {
		t := safe.TextOf(strings.ReplaceAll(s, "\n", " "))
		c.Paragraphs = append(c.Paragraphs, model.Paragraph{Number: model.ParagraphNumber(i + 1), Text: t, Blocks: []model.Block{{End: int32(t.Len())}}})
	}
	return c
}

// FuzzLayout holds that no row is wider than the page and that no word of the text is lost.
func FuzzLayout(f *testing.F) {
	f.Add("Dredging -- so they said -- could wait; the harbor-master disagreed.", 20)
	f.Add("Ünïcödé ва́жно 漢字漢字漢字 end", 7)
	f.Add("x", 1)
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = 1 + (width&0xFF)%120
		c := cableOf(s, s)
		for _, g := range []Gutter{GutterNone, GutterNarrow, GutterWide} {
			p := Layout(c, Options{Width: width, Gutter: g})
			room := max(width-g.Columns(), 1)
			var words []string
			for i, r := range p.Rows {
				if r.Blank {
					continue
				}
				text := p.Items[r.Item].Text[r.Start:r.End]
				if w := Width(text); w > room && len([]rune(text)) > 1 && w-Width(strings.TrimLeft(text, " ")) == 0 && firstWidth(text) < room {
					t.Fatalf("row %d is %d wide in %d: %q", i, w, room, text)
				}
				words = append(words, strings.ReplaceAll(text, " ", ""))
				if a := p.AnchorAt(i); p.RowOf(a) > i || p.Rows[p.RowOf(a)].Item != r.Item {
					t.Fatalf("row %d has anchor %+v, which is row %d", i, a, p.RowOf(a))
				}
			}
			want := strings.ReplaceAll(c.Paragraphs[0].Text.String(), " ", "")
			if got := strings.Join(words, ""); got != want+want {
				t.Fatalf("text changed:\n%q\nwas twice\n%q", got, want)
			}
		}
	})
}

func firstWidth(s string) int {
	for _, r := range s {
		return RuneWidth(r)
	}
	return 0
}

func TestFindIsSmartAboutCase(t *testing.T) {
	p := Layout(cableOf("Harbor harbor HARBOR", "État état"), Options{Width: 40})
	for query, want := range map[string]int{"harbor": 3, "Harbor": 1, "état": 2, "État": 1, "": 0, "zzz": 0} {
		if got := len(p.Find(query)); got != want {
			t.Errorf("Find(%q) has %d hits, want %d", query, got, want)
		}
	}
}

// TestEveryRowHasAPlaceOfItsOwn holds that a place leads back to its row, blank ones too: what scrolls by rows must not stick.
func TestEveryRowHasAPlaceOfItsOwn(t *testing.T) {
	c := cableOf("One paragraph that is long enough to fill some rows of a page of any width.", "Two.", "Three.")
	long := strings.Repeat("Words of a letter that is quoted. ", 4)
	text := safe.TextOf(long + "\n" + long + "\nA name\nA title\n-- an entry\n" + long)
	p := model.Paragraph{Number: 4, Text: text, Section: 1}
	at := int32(0)
	for i, line := range strings.Split(text.String(), "\n") {
		b := model.Block{Start: at, End: at + int32(len(line))}
		if i == 4 {
			b.Kind, b.Label = model.BlockEntry, 3
		}
		p.Blocks = append(p.Blocks, b)
		at = b.End + 1
	}
	c.Paragraphs = append(c.Paragraphs, p)
	c.Sections = append(c.Sections, model.Section{Title: safe.Of("A heading that may take more than one row"), First: 3, Last: 3})
	head := []HeadLine{{Text: safe.Of("A title of some length")}, {Label: safe.Of("TAGS"), Text: safe.Of("PREL PGOV PHUM")}}
	for width := 1; width < 120; width++ {
		l := Layout(c, Options{Width: width, Gutter: GutterNone, Head: head})
		for row := range l.Rows {
			if a := l.AnchorAt(row); l.RowOf(a) != row {
				t.Fatalf("width %d: row %d has the place %+v, which is row %d", width, row, a, l.RowOf(a))
			}
		}
	}
	blanks := 0
	for _, r := range Layout(c, Options{Width: 80}).Rows {
		if r.Blank && r.Start > 0 {
			blanks++
		}
	}
	if blanks != 3 { // between the long ones, before the name, behind the entry
		t.Errorf("%d blank rows within the letter, want 3", blanks)
	}
}
