package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"reftel/model/export"
)

// corpus is the folder of real cables, which is not part of the project. Without it the tests that need it say so.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("REFTEL_CORPUS")
	if dir == "" {
		t.Log("left out: REFTEL_CORPUS does not name the folder of real cables")
		return ""
	}
	if _, err := os.Stat(filepath.Join(dir, "real")); err != nil {
		t.Fatalf("REFTEL_CORPUS: %v", err)
	}
	return dir
}

func TestCorpusSeed(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	got := run(t, "", "export", "--format", "json", filepath.Join(dir, "real", "seed-05ALMATY538.txt"))
	var c struct {
		ID             string
		Classification string
		Captions       []string
		Partial        bool
		Attention      []string
		ExecutiveOrder string `json:"executive_order"`
		DeclassifyOn   string `json:"declassify_on"`
		Tags, Terms    []string
		Subject        string
		References     []struct{ Letter, ID string }
		ClassifiedBy   struct {
			Name, Title string
			Reasons     []string
		} `json:"classified_by"`
		Summary  struct{ Text, Origin string }
		Sections []struct {
			Title      *string
			Paragraphs []int
		}
		Paragraphs []struct {
			Number     int
			Mark, Text string
		}
		Diagnostics []struct {
			Kind string
			Line int
		}
	}
	if err := json.Unmarshal([]byte(got.out), &c); err != nil {
		t.Fatalf("%v; it says %q", err, got.err)
	}
	equal := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	equal("identifier", c.ID, "05ALMATY538")
	equal("classification", c.Classification, "CONFIDENTIAL")
	equal("captions", c.Captions, []string{"SIPDIS"})
	equal("partial", c.Partial, true)
	equal("attention", c.Attention, []string{"DEPARTMENT FOR EUR/CACEN (JMUDGE), DRL/PHD (PDAVIES)"})
	equal("E.O.", c.ExecutiveOrder, "12958")
	equal("declassification", c.DeclassifyOn, "2015-02-10")
	equal("TAGS", c.Tags, []string{"KZ", "PGOV", "PHUM", "PREL"})
	equal("terms", c.Terms, []string{"POLITICAL"})
	equal("subject", c.Subject, "KAZAKHSTAN: EUR DAS KENNEDY'S MEETING WITH FM TOKAYEV")
	equal("references", c.References, []struct{ Letter, ID string }{{"A", "05ALMATY347"}, {"B", "05ALMATY342"}})
	equal("classified by", []string{c.ClassifiedBy.Name, c.ClassifiedBy.Title}, []string{"John Ordway", "Ambassador"})
	equal("reasons", c.ClassifiedBy.Reasons, []string{"1.4(b)", "1.4(d)"})
	equal("summary", c.Summary.Origin, "official")
	if s := c.Summary.Text; !strings.HasPrefix(s, "Kazakhstani Foreign Minister") || !strings.HasSuffix(s, "were also discussed.") {
		t.Errorf("summary %q", s)
	}
	var titles []string
	var numbers [][]int
	for _, s := range c.Sections {
		title := ""
		if s.Title != nil {
			title = *s.Title
		}
		titles, numbers = append(titles, title), append(numbers, s.Paragraphs)
	}
	equal("sections", titles, []string{"", "Soros and NGOs", "No Orange Revolution Here", `DCK Case Not "Final"`, "Certification", "Support for the OSCE Budget", "Caspian De-limitation", "Russia"})
	equal("their paragraphs", numbers, [][]int{{1}, {2, 3}, {4}, {5, 6}, {7}, {8}, {9}, {10}})
	if len(c.Paragraphs) != 10 {
		t.Fatalf("%d paragraphs, want 10", len(c.Paragraphs))
	}
	for i, p := range c.Paragraphs {
		equal("number", p.Number, i+1)
		equal("mark", p.Mark, "C")
	}
	if s := c.Paragraphs[6].Text; strings.Contains(s, "\n") || !strings.Contains(s, "wanted to avoid. The FM") {
		t.Errorf("paragraph 7 is not joined where the page broke: %q", s)
	}
	if s := c.Paragraphs[7].Text; !strings.Contains(s, "$800,000") || !strings.Contains(s, "$1 million") {
		t.Errorf("paragraph 8: %q", s)
	}
	if s := c.Paragraphs[9].Text; !strings.HasSuffix(s, "Putin's watch.") {
		t.Errorf("behind the last sentence: %q", s)
	}
	if len(c.Diagnostics) < 10 {
		t.Errorf("%d diagnostics; each repair has one", len(c.Diagnostics))
	}
}

// TestCorpusGivesItsBytesBack opens every file of the corpus, and holds that nothing of it is lost, that what holds one
// cable is not taken for several, and what holds several not for one.
func TestCorpusGivesItsBytesBack(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	for _, part := range []struct {
		path     string
		per, all int // cables: a file, and of all files
	}{
		{"real/html", 1, 531}, {"real/text-flat", 1, 20}, {"real/text-from-pdf", 1, 12}, {"real/seed-05ALMATY538.txt", 1, 1}, {"real/json-flat", 1, 40},
		{"damaged/mix", 1, 82}, {"damaged/link", 1, 55}, {"damaged/bare", 1, 43},
		{"seventies/aad", 1, 200}, {"seventies/plusd", 1, 200}, {"seventies/body", 1, 200}, {"synthetic/txt", 1, 300},
		{"real/csv", 0, 0}, {"damaged/truth.jsonl", 180, 180}, {"seventies/truth.jsonl", 200, 200},
	} {
		received, count := map[string][]byte{}, map[string]int{}
		n := 0
		for c, err := range (&app{}).cables(t.Context(), []string{filepath.Join(dir, part.path)}) {
			if err != nil {
				t.Error(err)
				continue
			}
			n++
			path := c.cable.Source.Path.String()
			count[path]++
			var bytesOf, clean bytes.Buffer
			w, j := export.New(&bytesOf, export.Received), export.New(&clean, export.JSONL)
			if err := w.Write(c.cable); err != nil {
				t.Fatal(err)
			}
			_ = w.Close()
			if err := j.Write(c.cable); err != nil {
				t.Fatal(err)
			}
			_ = j.Close()
			received[path] = append(received[path], bytesOf.Bytes()...)
			if !json.Valid(clean.Bytes()) {
				t.Errorf("%s: its JSON is none", path)
			}
		}
		for path, got := range received {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, raw) {
				t.Errorf("%s: the bytes as received are others", path)
			}
			if part.per > 0 && count[path] != part.per {
				t.Errorf("%s: %d cables, want %d", path, count[path], part.per)
			}
		}
		if n < part.all {
			t.Errorf("%s: %d cables, want %d", part.path, n, part.all)
		}
	}
}
