package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/library/memory"
	"reftel/model/query"
	"reftel/model/safe"
)

// TestCorpusSearch asks real cables for words, phrases and fields that stand in them, with the words kept and by reading
// the files again, and holds the answers to the plain meaning of queries.
func TestCorpusSearch(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	a := &app{}
	var o librarytest.Oracle
	kept, again := memory.New(safe.Of("kept")), memory.New(safe.Of("again"))
	again.KeepNothing()
	for c, err := range a.parsed(t.Context(), []string{filepath.Join(dir, "real")}, true) {
		if err != nil {
			continue
		}
		o.Cables = append(o.Cables, c.cable)
		kept.Add(c.cable, c.reopen)
		again.AddAt(c.cable, c.reopen, c.place, c.odd)
		if len(o.Cables) == 120 {
			break
		}
	}
	if len(o.Cables) < 20 {
		t.Fatalf("only %d cables", len(o.Cables))
	}
	r := rand.New(rand.NewPCG(9, 9))
	found := 0
	for range 40 {
		text := askedOf(r, o.Cables[r.IntN(len(o.Cables))])
		q, err := query.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var want []string
		for _, f := range o.Find(q) {
			want = append(want, fmt.Sprint(f.At+1, f.Unit))
		}
		found += len(want)
		for _, lib := range []library.Library{kept, again} {
			p, err := lib.Page(t.Context(), library.Request{Query: q, Order: library.AsFound}, 0, len(o.Cables))
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			var got []string
			for _, e := range p.Entries {
				unit := query.Head
				if e.Hit != nil {
					unit = e.Hit.Paragraph
					if len(e.Hit.Matches) == 0 && !strings.Contains(text, ":") {
						t.Errorf("%s: nothing is lit in %q", text, e.Hit.Excerpt)
					}
				}
				got = append(got, fmt.Sprint(int(e.Handle), unit))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s in %s: %v, want %v", text, lib.Name(), got, want)
			}
		}
	}
	if found < 40 {
		t.Errorf("%d cables were found, fewer than were asked for", found)
	}
}

// askedOf makes a query that a cable answers.
func askedOf(r *rand.Rand, c *model.Cable) string {
	unit := model.ParagraphIndex(r.IntN(len(c.Paragraphs)+1) - 1)
	words := query.Split(query.TextOf(c, unit).String())
	if len(words) < 4 {
		return "cable OR embassy"
	}
	at := r.IntN(len(words) - 3)
	switch r.IntN(5) {
	case 0:
		return `"` + words[at] + `"`
	case 1:
		return `"` + strings.Join(words[at:at+3], " ") + `"`
	case 2:
		return fmt.Sprintf(`near("%s" "%s", 2)`, words[at+2], words[at])
	case 3:
		if len(c.TAGS) > 0 {
			return fmt.Sprintf(`tag:%s "%s"`, query.Quoted(c.TAGS[0].String()), words[at])
		}
	}
	return fmt.Sprintf(`"%s" "%s*" -zebra`, words[at], words[at+1])
}
