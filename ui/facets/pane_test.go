package facets

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"reftel/model/library"
	"reftel/model/query"
	"reftel/model/safe"
	"reftel/ui/theme"
)

func pane(t testing.TB, glyphs theme.Glyphs, groups []Group) *Pane {
	t.Helper()
	th, err := theme.New("terminal", glyphs)
	if err != nil {
		t.Fatal(err)
	}
	p := New(th)
	p.Resize(28, 30)
	p.Show(groups, 100)
	return p
}

func counted() []Group {
	months := []library.Month{{Count: 3}, {Year: 2004, Month: time.December, Count: 40}, {Year: 2005, Month: time.January, Count: 10}, {Year: 2005, Month: time.March, Count: 1}}
	values := map[library.Facet][]library.Value{library.FacetTag: {{Text: safe.Of("PHUM"), Label: safe.Of("Human Rights"), Count: 30}}}
	for i := range 12 {
		values[library.FacetPost] = append(values[library.FacetPost], library.Value{Text: safe.Of(fmt.Sprintf("POST%c", 'A'+i)), Count: 1200 - i})
	}
	return Groups(months, values, func(f query.FieldName, v string) bool { return f == "post" && v == "POSTK" })
}

func screen(p *Pane) string {
	lines := p.Draw(true)
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

func TestWhatAListIsMadeOf(t *testing.T) {
	want := ` YEAR
 2004 ################## 40
 2005 #####              11
 MONTH
 2004-12 ############### 40
 2005-01 ####            10
 2005-03 #                1
 POST
 POSTA ############## 1,200
 POSTB ############## 1,199
 POSTC ############## 1,198
 POSTD ############## 1,197
 POSTE ############## 1,196
 POSTF ############## 1,195
 POSTG ############## 1,194
 POSTH ############## 1,193
*POSTK ############## 1,190
   3 more~
 TAGS
 PHUM ################## 30`
	got := screen(pane(t, theme.ASCII, counted()))
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCursorRestsOnValuesAndTellsWhatToNarrowBy(t *testing.T) {
	p := pane(t, theme.Unicode, counted())
	p.MoveBy(0)
	expect := func(field query.FieldName, value string) {
		t.Helper()
		if r, ok := p.Chosen(); !ok || r.Field != field || r.Value != value {
			t.Errorf("the cursor stands on %+v, want %s:%s", r, field, value)
		}
	}
	expect("year", "2004")
	p.MoveBy(2) // over the title of the months
	expect("sent", "2004-12")
	p.MoveBy(-1)
	expect("year", "2005")
	p.StepGroup(1)
	p.StepGroup(1)
	expect("post", "POSTA")
	p.MoveBy(9)
	if _, ok := p.Chosen(); ok || !p.Open() {
		t.Fatal("behind the largest posts stands no line that tells of more")
	}
	if s := screen(p); !strings.Contains(s, "POSTL") || strings.Contains(s, "more") {
		t.Errorf("opened, not all posts show:\n%s", s)
	}
	p.StepGroup(1)
	expect("tag", "PHUM")
	p.Show(counted(), 100) // counted again: the cursor stays
	expect("tag", "PHUM")
	p.Show(nil, 0)
	if _, ok := p.Chosen(); ok {
		t.Error("something is chosen where there is nothing")
	}
	p.MoveBy(-3)
	p.StepGroup(1)
	p.PageBy(1)
}

func TestEverySizeHolds(t *testing.T) {
	for _, glyphs := range []theme.Glyphs{theme.Unicode, theme.ASCII} {
		p := pane(t, glyphs, counted())
		for w := 1; w <= 60; w++ {
			for _, h := range []int{1, 2, 3, 7, 40} {
				p.Resize(w, h)
				for range 25 {
					p.MoveBy(1)
					lines := p.Draw(true)
					if len(lines) != h {
						t.Fatalf("%d lines at %dx%d", len(lines), w, h)
					}
					for _, l := range lines {
						if n := ansi.StringWidth(l); n != w {
							t.Fatalf("a line of %d columns at %dx%d: %q", n, w, h, l)
						}
					}
				}
				p.MoveBy(-100)
			}
		}
	}
}

func TestBars(t *testing.T) {
	for _, c := range []struct {
		n, most, width int
		want           string
	}{
		{8, 8, 3, "███"}, {1, 1000, 3, "▏"}, {0, 5, 3, ""}, {4, 8, 3, "█▌"}, {9, 8, 3, "███"}, {1, 1, 0, ""},
	} {
		if got := Bar(c.n, c.most, c.width, theme.Unicode.Bars); got != c.want {
			t.Errorf("Bar(%d of %d in %d) is %q, want %q", c.n, c.most, c.width, got, c.want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 251287: "251,287", 1234567: "1,234,567", -1234: "-1,234", -123: "-123"} {
		if got := Thousands(n); got != want {
			t.Errorf("Thousands(%d) is %q", n, got)
		}
	}
}
