package model

import (
	"slices"
	"testing"
	"time"

	"reftel/model/safe"
)

// kinds are the findings in short, with the paragraph.
func kinds(c *Cable) []string {
	var out []string
	for _, f := range c.Audit() {
		where := "cable"
		if f.Paragraph >= 0 {
			where = c.nameOf(f.Paragraph)
		}
		out = append(out, string(f.Kind)+" "+where)
	}
	return out
}

func TestAuditKnowsWhatIsNoError(t *testing.T) {
	mark := func(s string) Marking { m, _ := ParseMark(s); return m }
	base := func() *Cable {
		return &Cable{ID: ID{Year: 2005, Station: "ALMATY", Serial: 1}, ExecutiveOrder: safe.Of("12958"), Classification: Marking{Level: LevelConfidential},
			Paragraphs: []Paragraph{{Number: 1, Mark: mark("C"), Text: safe.TextOf("a")}, {Number: 2, Text: safe.TextOf("b")}, {Text: safe.TextOf("a remainder")}}}
	}
	for name, c := range map[string]struct {
		change func(*Cable)
		want   []string
	}{
		"as it is":               {func(c *Cable) {}, []string{"portion-unmarked ¶2"}},
		"date passed":            {func(c *Cable) { c.DeclassifyOn = time.Date(2015, 2, 10, 0, 0, 0, 0, time.UTC) }, []string{"portion-unmarked ¶2"}},
		"no authority":           {func(c *Cable) { c.ExecutiveOrder = safe.Line{} }, []string{"no-authority cable", "portion-unmarked ¶2"}},
		"classifier named":       {func(c *Cable) { c.ExecutiveOrder = safe.Line{}; c.ClassifiedBy = &ClassifiedBy{} }, []string{"portion-unmarked ¶2"}},
		"partial extract":        {func(c *Cable) { c.ExecutiveOrder = safe.Line{}; c.Partial = true }, []string{"portion-unmarked ¶2"}},
		"no mark at all":         {func(c *Cable) { c.Paragraphs[0].Mark = Marking{} }, []string{"portion-unmarked cable"}},
		"no paragraph at all":    {func(c *Cable) { c.Paragraphs = nil }, nil},
		"entire text":            {func(c *Cable) { c.Paragraphs[0].Mark = mark("C - ENTIRE TEXT") }, nil},
		"before portions, date":  {func(c *Cable) { c.Created = time.Date(1975, 10, 29, 0, 0, 0, 0, time.UTC) }, nil},
		"before portions, order": {func(c *Cable) { c.ExecutiveOrder = safe.Of("11652") }, nil},
		"before portions, year":  {func(c *Cable) { c.ID.Year = 1976 }, nil},
		"unclassified":           {func(c *Cable) { c.Classification.Level = LevelUnclassified }, []string{"portion-above-banner ¶1"}},
		"banner not known":       {func(c *Cable) { c.Classification = Marking{} }, nil},
		"a heading above": {func(c *Cable) {
			c.Paragraphs[1].Mark = mark("C")
			c.Sections = []Section{{Title: safe.Of("Talks"), Mark: mark("S/NF")}}
		}, []string{"portion-above-banner ¶1"}},
		"NOFORN as a caption": {func(c *Cable) { c.Paragraphs[1].Mark = mark("C/NF"); c.Captions = []safe.Line{safe.Of("NOFORN")} }, nil},
		"SENSITIVE as a caption": {func(c *Cable) {
			c.Classification.Level, c.Captions = LevelUnclassified, []safe.Line{safe.Of("SIPDIS"), safe.Of("SENSITIVE")}
			c.Paragraphs[0].Mark = mark("SBU")
		}, nil},
		"NOFORN above": {func(c *Cable) { c.Paragraphs[1].Mark = mark("C/NF") }, []string{"portion-above-banner ¶2"}},
	} {
		cable := base()
		c.change(cable)
		if got := kinds(cable); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
