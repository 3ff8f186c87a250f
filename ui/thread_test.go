package ui

import (
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/library/memory"
	"reftel/model/safe"
)

func TestTheThreadAroundACable(t *testing.T) {
	r := run(t, again(t, memory.NewShelf(), invented(1, 6), invented(2, 5), invented(3, 5))) // each cites the next
	r.keys("J", "R").settle(func() bool { return r.overlay != nil })
	for _, want := range []string{"Thread around 07VALLETTA2   4 cables", "07VALLETTA1", "HARBOR TALKS, PART 1   cites 07VALLETTA2", "(this cable)",
		"HARBOR TALKS, PART 3   cited by 07VALLETTA2", "not in collection   cited by 07VALLETTA3"} {
		r.expectScreen(t, want)
	}
	for range 5 {
		r.keys("down")
	}
	r.types("PART 1").keys("enter")
	if r.cable.ID.Serial != 1 {
		t.Errorf("the thread led to %s", r.cable.ID)
	}
	r.keys(",")
	if r.cable.ID.Serial != 2 {
		t.Errorf("back at %s", r.cable.ID)
	}
}

func TestVersionsOfACable(t *testing.T) {
	short := invented(1, 2)
	short.Partial = true
	short.Source.Path = safe.Of("extract.txt")
	r := run(t, again(t, memory.NewShelf(), invented(1, 6), short, invented(2, 5)))
	r.keys("V").expectScreen(t, "2 paragraphs  HARBOR TALKS, PART 1  (partial extract)")
	r.expectScreen(t, "(open)")
	r.keys("2")
	if len(r.cable.Paragraphs) != 2 {
		t.Errorf("the second version has %d paragraphs, want 2", len(r.cable.Paragraphs))
	}
	r.keys("J", "J", "V").expectStatus(t, "there is one version")
}

func TestCapitalsAreShownInSentenceCaseAtTheSamePlace(t *testing.T) {
	c := invented(1, 12)
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		p.Text = safe.TextOf(strings.ToUpper(p.Text.String()))
	}
	c.Subject = safe.Of("AMBASSADOR'S TALK WITH THE HARBOR MASTER IN VALLETTA")
	r := run(t, again(t, memory.NewShelf(), c, invented(2, 3)))
	r.keys("5", "g", "j", "m")
	at := r.text.Place()
	r.expectScreen(t, "THE HARBOR MASTER SAID")
	r.keys("C").expectScreen(t, "The harbor master said -- in paragraph 6")
	if r.text.Place() != at || !r.text.Marked[4] {
		t.Errorf("at %+v, want %+v", r.text.Place(), at)
	}
	if got := r.cable.Paragraphs[4].Text.String(); !strings.HasPrefix(got, "THE HARBOR MASTER") {
		t.Errorf("the cable itself has changed: %q", got)
	}
	r.keys("J", "K").expectScreen(t, "The harbor master") // it stays so
	r.keys("C").expectScreen(t, "THE HARBOR MASTER SAID")
}

func TestCommasAreMendedOnlyWhereThereAreSome(t *testing.T) {
	r := run(t, again(t, memory.NewShelf(), invented(1, 3)))
	r.call("mend", "")
	r.expectStatus(t, "no comma of this cable")
	c := invented(1, 3)
	c.Diagnostics = []model.Diagnostic{{Kind: "apostrophe-comma", Line: 1}}
	text := "The minister,s reply was short."
	c.Paragraphs[0].Text, c.Paragraphs[0].Blocks = safe.TextOf(text), []model.Block{{End: int32(len(text))}}
	r = run(t, again(t, memory.NewShelf(), c))
	r.call("mend", "")
	r.expectScreen(t, "The minister's reply")
	r.call("mend", "")
	r.expectScreen(t, "The minister,s reply")
}
