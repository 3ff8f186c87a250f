package main

import (
	"strings"
	"testing"

	"reftel/model"
)

// sampled parses the samples.
func sampled(t *testing.T) []*model.Cable {
	t.Helper()
	var cables []*model.Cable
	for c, err := range (&app{}).cables(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		cables = append(cables, c.cable)
	}
	return cables
}

func TestTutorialIsACableInForm(t *testing.T) {
	c := sampled(t)[0]
	if c.ID.String() != "26STATE90001" || c.Classification.Full() != "UNCLASSIFIED" || len(c.Diagnostics) != 0 {
		t.Errorf("%s, %s, diagnostics %v", c.ID, c.Classification.Full(), c.Diagnostics)
	}
	if c.Summary.Origin != model.SummaryOfficial || !strings.HasPrefix(c.Summary.Text.String(), "This cable is invented") {
		t.Errorf("its summary is %s: %q", c.Summary.Origin, c.Summary.Text)
	}
	if len(c.Paragraphs) != 14 || len(c.Sections) != 9 {
		t.Fatalf("%d paragraphs in %d sections", len(c.Paragraphs), len(c.Sections))
	}
	for i, p := range c.Paragraphs {
		if int(p.Number) != i+1 || p.Mark.Level != model.LevelUnclassified {
			t.Errorf("paragraph %d bears the number %d and the mark %q", i+1, p.Number, p.Mark.Written)
		}
	}
	for _, s := range c.Spans {
		if s.Element == model.ElementUnplaced {
			t.Errorf("not understood: %q", c.Received[s.Start:s.End])
		}
	}
}

func TestEachSampleIsAnotherForm(t *testing.T) {
	cables := sampled(t)
	here := map[model.Key]bool{}
	for _, c := range cables {
		here[c.ID.Key()] = true
	}
	want := []struct {
		id             string
		form           model.Format
		classification string
		numbers        int // of paragraphs with one
		partial        bool
	}{
		{"26STATE90001", model.FormatText, "UNCLASSIFIED", 14, false},
		{"1975HELSINKI90412", model.FormatTelegram, "CONFIDENTIAL", 4, false},
		{"08TALLINN90117", model.FormatText, "SECRET//NOFORN", 5, false},
		{"06WINDHOEK90233", model.FormatText, "UNCLASSIFIED//FOR OFFICIAL USE ONLY", 4, false},
		{"03LAPAZ90018", model.FormatHTML, "CONFIDENTIAL", 3, true},
		{"09COLOMBO90077", model.FormatText, "CONFIDENTIAL", 9, false},
		{"09STATE90544", model.FormatText, "UNCLASSIFIED//FOR OFFICIAL USE ONLY", 5, false},
		{"07REYKJAVIK90021", model.FormatMarkdown, "CONFIDENTIAL", 4, true},
	}
	if len(cables) != len(want) {
		t.Fatalf("%d samples, want %d", len(cables), len(want))
	}
	follow, lost := 0, 0
	for i, w := range want {
		c := cables[i]
		if c.ID.String() != w.id || c.Source.Format != w.form || c.Classification.Full() != w.classification || c.Partial != w.partial {
			t.Errorf("sample %d is %s, %s, %s, partial %v; want %+v", i, c.ID, c.Source.Format, c.Classification.Full(), c.Partial, w)
		}
		for n := range w.numbers {
			if n >= len(c.Paragraphs) || int(c.Paragraphs[n].Number) != n+1 {
				t.Errorf("%s: paragraph %d is not there", w.id, n+1)
				break
			}
		}
		if len(c.Paragraphs) != w.numbers {
			t.Errorf("%s has %d paragraphs, want %d", w.id, len(c.Paragraphs), w.numbers)
		}
		for _, r := range c.References {
			switch {
			case r.ID.Zero():
			case here[r.ID.Key()]:
				follow++
			default:
				lost++
			}
		}
	}
	if follow < 8 || lost < 3 {
		t.Errorf("%d references can be followed and %d lead out of the samples; there should be some of both", follow, lost)
	}
}

func TestWhatTheSamplesAreFor(t *testing.T) {
	cables := sampled(t)
	if p := cables[2].Paragraphs[3]; !p.Mark.Above(cables[2].Classification) {
		t.Errorf("the mark %q does not stand above %s", p.Mark.Written, cables[2].Classification.Full())
	}
	fixed, entries := 0, 0
	for _, p := range cables[3].Paragraphs {
		for _, b := range p.Blocks {
			switch b.Kind {
			case model.BlockFixed:
				fixed++
			case model.BlockEntry:
				entries++
			}
		}
	}
	if fixed == 0 || entries < 3 {
		t.Errorf("the reporting cable has %d tables and %d list entries", fixed, entries)
	}
	for _, p := range cables[5].Paragraphs {
		if strings.Contains(p.Text.String(), "00090077") {
			t.Errorf("a page break is left in paragraph %d", p.Number)
		}
	}
	if n := cables[5].MessageSections; n != 3 {
		t.Errorf("%d message sections, want 3", n)
	}
}
