package main

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/readable"
	"reftel/model/safe"
	"reftel/parser"
)

// restored counts the words of texts that were put in capitals and restored.
type restored struct {
	words, right       int
	names, namesRight  int // words with a capital that do not begin a sentence
	smalls, smallWrong int // words in small letters; those restored with a capital
	errors             map[string]int
	forms              map[string]map[string]int // how each word is written, by its capitals
}

// best is the score of one who knows how this very corpus writes each word most often, but not the words beside it.
func (r *restored) best() float64 {
	n := 0
	for _, forms := range r.forms {
		most := 0
		for _, count := range forms {
			most = max(most, count)
		}
		n += most
	}
	return percent(n, r.words)
}

// add compares a text with what became of it.
func (r *restored) add(t *testing.T, want, got string) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("the length has changed: %q, %q", want, got)
	}
	letter := func(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '\'' || c >= 0x80 }
	for i := 0; i < len(want); {
		if !letter(want[i]) {
			i++
			continue
		}
		j := i
		for j < len(want) && letter(want[j]) {
			j++
		}
		w, g := want[i:j], got[i:j]
		if strings.Trim(w, "Xx") == "" { // redacted
			i = j
			continue
		}
		r.words++
		if up := strings.ToUpper(w); r.forms[up] == nil {
			r.forms[up] = map[string]int{w: 1}
		} else {
			r.forms[up][w]++
		}
		starts := i == 0 || i > 2 && strings.ContainsAny(want[i-2:i], ".?!\n:")
		switch {
		case w == strings.ToLower(w):
			r.smalls++
			if g != w {
				r.smallWrong++
			}
		case !starts:
			r.names++
			if g == w {
				r.namesRight++
			}
		}
		if w == g {
			r.right++
		} else if r.errors != nil {
			r.errors[w+" → "+g]++
		}
		i = j
	}
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// upperCase is a text in capitals of the same length: letters beyond ASCII stay.
func upperCase(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

// restore puts the paragraphs of a cable that are in small letters in capitals, restores them and scores them.
func (r *restored) cable(t *testing.T, c *model.Cable) {
	t.Helper()
	shouted := *c
	shouted.Paragraphs = append([]model.Paragraph(nil), c.Paragraphs...)
	shouted.Sections = append([]model.Section(nil), c.Sections...)
	for i := range shouted.Sections {
		shouted.Sections[i].Title = safe.Of(upperCase(c.Sections[i].Title.String()))
	}
	for i := range shouted.Paragraphs {
		shouted.Paragraphs[i].Text = safe.TextOf(upperCase(c.Paragraphs[i].Text.String()))
	}
	got := readable.Cable(&shouted)
	for i := range c.Paragraphs {
		if p := &c.Paragraphs[i]; p.Text.Len() > 200 && mostlySmall(p.Text.String()) {
			r.add(t, p.Text.String(), got.Paragraphs[i].Text.String())
		}
	}
}

func mostlySmall(s string) bool {
	low, up := 0, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] >= 'a' && s[i] <= 'z':
			low++
		case s[i] >= 'A' && s[i] <= 'Z':
			up++
		}
	}
	return low > 6*up
}

// TestCorpusReadable restores real and synthetic cables from capitals. What a drafter writes with a capital is half a
// matter of taste ("the Embassy", "Prime Minister", headings within a paragraph), so that no rule reaches all of it.
func TestCorpusReadable(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	for _, of := range []struct {
		name, glob   string
		floor, names float64
	}{
		{"real", "real/html/*.html", 95.9, 79},
		{"synthetic", "synthetic/txt/*.txt", 97.9, 92},
	} {
		files, err := filepath.Glob(filepath.Join(dir, of.glob))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files (%v)", of.name, err)
		}
		r := restored{errors: map[string]int{}, forms: map[string]map[string]int{}}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			r.cable(t, parser.Parse(b, parser.Container{Path: f}))
		}
		t.Logf("%s: %.2f %% of %d words right (knowing the most frequent form of each word: %.2f %%); names and acronyms within a sentence %.2f %% of %d; small words with a capital %.2f %% of %d", of.name, percent(r.right, r.words), r.words, r.best(),
			percent(r.namesRight, r.names), r.names, percent(r.smallWrong, r.smalls), r.smalls)
		if percent(r.right, r.words) < of.floor || percent(r.namesRight, r.names) < of.names {
			t.Errorf("%s: under %.2f %%, or under %.2f %% of names", of.name, of.floor, of.names)
		}
		if os.Getenv("REFTEL_CORPUS_ALL") != "" {
			var all []string
			for e := range r.errors {
				all = append(all, e)
			}
			sort.Slice(all, func(i, j int) bool {
				return r.errors[all[i]] > r.errors[all[j]] || r.errors[all[i]] == r.errors[all[j]] && all[i] < all[j]
			})
			for _, e := range all[:min(len(all), 400)] {
				t.Logf("%5d %s", r.errors[e], e)
			}
		}
	}
}
