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
