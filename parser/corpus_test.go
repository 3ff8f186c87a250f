package parser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"reftel/model"
)

// score counts what was right, and keeps examples of what was not.
type score struct {
	name        string
	right, all  int
	floor, goal float64 // percent; the test fails under floor, goal is what the requirement asks for
	wrong       []string
}

func (s *score) add(ok bool, format string, args ...any) {
	s.all++
	if ok {
		s.right++
		return
	}
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

func (s *score) percent() float64 {
	if s.all == 0 {
		return 0
	}
	return 100 * float64(s.right) / float64(s.all)
}

// card is a table of scores.
type card struct {
	t      *testing.T
	scores []*score
}

func (c *card) row(name string, floor, goal float64) *score {
	s := &score{name: name, floor: floor, goal: goal}
	c.scores = append(c.scores, s)
	return s
}

// print writes the table and fails for rows under their floor.
func (c *card) print(title string) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%-44s %6s %6s %8s %7s %6s\n", title, "", "right", "of", "percent", "floor", "goal")
	for _, s := range c.scores {
		fmt.Fprintf(&b, "%-44s %6d %6d %8.2f %7.2f %6.1f\n", s.name, s.right, s.all, s.percent(), s.floor, s.goal)
	}
	c.t.Log(b.String())
	most := 5
	if os.Getenv("REFTEL_CORPUS_ALL") != "" {
		most = 1 << 20
	}
	for _, s := range c.scores {
		for i, w := range s.wrong {
			if i == most {
				c.t.Logf("%s: and %d more", s.name, len(s.wrong)-most)
				break
			}
			c.t.Logf("%s: %s", s.name, w)
		}
		if s.all == 0 {
			c.t.Errorf("%s: nothing was scored", s.name)
		} else if s.percent() < s.floor {
			c.t.Errorf("%s: %.2f %% is under %.2f %%", s.name, s.percent(), s.floor)
		}
	}
}

// corpus is the folder with the files to score against; empty where there is none.
func corpus(t *testing.T) string {
	dir := os.Getenv("REFTEL_CORPUS")
	if dir == "" {
		t.Log("left out: REFTEL_CORPUS not set")
	}
	return dir
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// truths reads a file of one JSON object a line.
func truths[T any](t *testing.T, path string) []T {
	t.Helper()
	var out []T
	for _, l := range bytes.Split(readFile(t, path), []byte("\n")) {
		if len(bytes.TrimSpace(l)) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(l, &v); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, v)
	}
	return out
}

// parseFile reads a file as a cable, and fails where its spans do not tile it.
func parseFile(t *testing.T, path string) *model.Cable {
	t.Helper()
	c := Parse(readFile(t, path), Container{Path: path})
	if err := tiles(c); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	return c
}

func lines[T fmt.Stringer](of []T) string {
	var out []string
	for _, l := range of {
		out = append(out, l.String())
	}
	return strings.Join(out, " ")
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// anchored are the paragraphs whose number stands at the start of a line: those that a page can have an anchor for.
func anchored(c *model.Cable) string {
	inside := map[int32]bool{}
	for _, d := range c.Diagnostics {
		if d.Kind == TextReflowed {
			inside[d.Span.Start] = true
		}
	}
	var out []string
	for _, p := range c.Paragraphs {
		if p.Number != 0 && !inside[p.Span.Start] {
			out = append(out, fmt.Sprintf("%d%s", p.Number, p.Mark.Written))
		}
	}
	return strings.Join(out, " ")
}

// numbersAndMarks are the paragraphs with a number: "1C 2C 3".
func numbersAndMarks(c *model.Cable) string {
	var out []string
	for _, p := range c.Paragraphs {
		if p.Number != 0 {
			out = append(out, fmt.Sprintf("%d%s", p.Number, p.Mark.Written))
		}
	}
	return strings.Join(out, " ")
}

func TestCorpusDamaged(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	type truth struct {
		File       string
		Style      string
		Paragraphs [][2]any
		Tags       []string `json:"tags_line"`
	}
	c := card{t: t}
	rows := map[string]*score{}
	for _, style := range []string{"mix", "link", "bare"} {
		rows[style] = c.row("damaged/"+style+" numbers and marks", 99, 99)
	}
	all := c.row("damaged, all", 99, 99)
	raw := c.row("damaged, with those inside a line", 90, 99)
	tags := c.row("damaged TAGS", 99, 99)
	for _, d := range truths[truth](t, filepath.Join(dir, "damaged", "truth.jsonl")) {
		got := parseFile(t, filepath.Join(dir, "damaged", d.File))
		var want []string
		for _, p := range d.Paragraphs {
			mark := ""
			if p[1] != nil {
				mark = p[1].(string)
			}
			want = append(want, fmt.Sprintf("%v%s", p[0], mark))
		}
		w, g := strings.Join(want, " "), anchored(got)
		raw.add(w == numbersAndMarks(got), "%s", d.File)
		if a, ok := damagedReasons[d.File]; ok {
			w = a.of(w)
			t.Logf("amended, %s: %s", d.File, a.reason)
		}
		all.add(w == g, "%s", d.File)
		rows[d.Style].add(w == g, "%s\n  want %s\n  got  %s", d.File, w, g)
		seen := map[string]bool{}
		for _, l := range append(got.TAGS, got.Terms...) {
			seen[l.String()] = true
		}
		missing := ""
		for _, tag := range d.Tags {
			if !seen[tag] {
				missing += " " + tag
			}
		}
		tags.add(missing == "", "%s: missing%s in %s / %s", d.File, missing, lines(got.TAGS), lines(got.Terms))
	}
	c.print("damaged")
}

func TestCorpusSynthetic(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	type truth struct {
		ID, Created, Origin, Classification, Subject string
		Partial                                      bool
		Tags, References                             []string
		Declassify                                   string  `json:"declassify_on"`
		ClassifiedBy                                 *string `json:"classified_by"`
		SignedBy                                     string  `json:"signed_by"`
		Paragraphs                                   [][2]any
		Headings                                     int
		Summary                                      *string
		Sections                                     int
		To, Info                                     [][4]any
	}
	c := card{t: t}
	rows := map[string]*score{}
	row := func(name string) *score {
		if rows[name] == nil {
			rows[name] = c.row("synthetic "+name, 99.5, 99.5)
		}
		return rows[name]
	}
	for _, d := range truths[truth](t, filepath.Join(dir, "synthetic", "truth.jsonl")) {
		path := filepath.Join(dir, "synthetic", "txt", d.ID+".txt")
		if _, err := os.Stat(path); err != nil {
			continue
		}
		got := parseFile(t, path)
		is := func(name, want, have string) {
			row(name).add(want == have, "%s\n  want %q\n  got  %q", d.ID, want, have)
		}
		is("id", d.ID, got.ID.String())
		if !d.Partial {
			is("created", d.Created, got.Created.Format("2006-01-02 15:04"))
		}
		is("classification", d.Classification, got.Classification.Full())
		is("partial", fmt.Sprint(d.Partial), fmt.Sprint(got.Partial))
		is("subject", words(d.Subject), got.Subject.String())
		is("tags", strings.Join(d.Tags, " "), lines(got.TAGS))
		var refs []string
		for _, r := range got.References {
			refs = append(refs, r.ID.String())
		}
		is("references", strings.Join(d.References, " "), strings.Join(refs, " "))
		on := ""
		if !got.DeclassifyOn.IsZero() {
			on = got.DeclassifyOn.Format("2006-01-02")
		}
		is("declassify_on", d.Declassify, on)
		by, name := "", ""
		if d.ClassifiedBy != nil {
			by = *d.ClassifiedBy
		}
		if got.ClassifiedBy != nil {
			name = got.ClassifiedBy.Name.String()
		}
		is("classified_by", by, name)
		is("signed_by", strings.ToUpper(d.SignedBy), strings.ToUpper(got.SignedBy.String()))
		var want []string
		for _, p := range d.Paragraphs {
			if p[0] == nil {
				continue
			}
			want = append(want, fmt.Sprintf("%v%s", p[0], strings.Trim(p[1].(string), "()")))
		}
		is("paragraphs", strings.Join(want, " "), numbersAndMarks(got))
		n := 0
		for _, s := range got.Sections {
			if !s.Title.Empty() && !strings.EqualFold(s.Title.String(), "SUMMARY") {
				n++
			}
		}
		is("headings", fmt.Sprint(d.Headings), fmt.Sprint(n))
		if d.Summary != nil {
			is("summary", words(*d.Summary), words(got.Summary.Text.String()))
		}
		is("sections", fmt.Sprint(d.Sections), fmt.Sprint(max(1, got.MessageSections)))
		is("to and info", addresses(append(d.To, d.Info...)), addressees(append(got.To, got.Info...)))
	}
	c.print("synthetic")
}

func addresses(of [][4]any) string {
	var out []string
	for _, a := range of {
		var s []string
		for _, v := range a {
			if v == nil {
				v = ""
			}
			s = append(s, fmt.Sprint(v))
		}
		out = append(out, strings.Join(s, "|"))
	}
	return strings.Join(out, "\n")
}

func addressees(of []model.Addressee) string {
	var out []string
	for _, a := range of {
		out = append(out, a.Route.String()+"|"+a.Name.String()+"|"+a.Precedence.String()+"|"+a.Continuity.String())
	}
	return strings.Join(out, "\n")
}

// cutTo tells whether want is id with its station cut to the letters that NARA keeps.
func cutTo(id model.ID, want string) bool {
	w, err := model.ParseID(want)
	if err != nil || w.Year != id.Year || w.Serial != id.Serial {
		return false
	}
	return strings.HasPrefix(id.Station, w.Station) || strings.HasSuffix(id.Station, w.Station)
}

func TestCorpusSeventies(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	type truth struct {
		ID             string
		Plusd          string `json:"plusd_id"`
		Date, DTG      string
		Classification string
		Caption        *string
		From           string
		To, Info, Tags []string
		Subject        string
		References     []string
		ExecutiveOrder string `json:"executive_order"`
		Paragraphs     []int
		Sections       int
		SignedBy       string `json:"signed_by"`
		Summary        bool
	}
	c := card{t: t}
	rows := map[string]*score{}
	for _, d := range truths[truth](t, filepath.Join(dir, "seventies", "truth.jsonl")) {
		for _, form := range [][2]string{{"body", d.ID + ".txt"}, {"aad", d.ID + ".txt"}, {"plusd", d.Plusd + ".html"}} {
			path := filepath.Join(dir, "seventies", form[0], form[1])
			if _, err := os.Stat(path); err != nil {
				continue
			}
			got := parseFile(t, path)
			is := func(name string, ok bool, want, have string) {
				name = "seventies/" + form[0] + " " + name
				if rows[name] == nil {
					rows[name] = c.row(name, 99.5, 99.5)
				}
				rows[name].add(ok, "%s\n  want %q\n  got  %q", form[1], want, have)
			}
			eq := func(name, want, have string) { is(name, want == have, want, have) }
			is("id", cutTo(got.ID, d.ID), d.ID, got.ID.String())
			eq("date", d.Date, got.Created.Format("2006-01-02 15:04"))
			eq("dtg", d.DTG, got.DTG.String())
			eq("classification", d.Classification, got.Classification.Level.String())
			caption := ""
			if d.Caption != nil {
				caption = *d.Caption
			}
			eq("caption", caption, lines(got.Captions))
			eq("from", d.From, got.From.Name.String())
			names := func(of []model.Addressee) string {
				var s []string
				for _, a := range of {
					s = append(s, a.Name.String())
				}
				return strings.Join(s, "; ")
			}
			eq("to", strings.Join(d.To, "; "), names(got.To))
			eq("info", strings.Join(d.Info, "; "), names(got.Info))
			eq("tags", strings.Join(unique(d.Tags), " "), lines(got.TAGS))
			eq("subject", words(d.Subject), got.Subject.String())
			ok := len(unique(d.References)) == len(got.References)
			var refs []string
			for i, r := range got.References {
				refs = append(refs, r.ID.String())
				ok = ok && i < len(unique(d.References)) && cutTo(r.ID, unique(d.References)[i])
			}
			is("references", ok, strings.Join(d.References, " "), strings.Join(refs, " "))
			eq("executive order", order(d.ExecutiveOrder), "E.O. "+got.ExecutiveOrder.String()+" "+got.DeclassifyText.String())
			var want, have []string
			for _, n := range d.Paragraphs {
				want = append(want, fmt.Sprint(n))
			}
			for _, p := range got.Paragraphs {
				if p.Number != 0 {
					have = append(have, fmt.Sprint(p.Number))
				}
			}
			eq("paragraphs", strings.Join(want, " "), strings.Join(have, " "))
			eq("sections", fmt.Sprint(d.Sections), fmt.Sprint(max(1, got.MessageSections)))
			eq("signed_by", d.SignedBy, got.SignedBy.String())
			eq("summary", fmt.Sprint(d.Summary), fmt.Sprint(got.Summary.Origin == model.SummaryOfficial))
		}
	}
	sort.Slice(c.scores, func(i, j int) bool { return c.scores[i].name < c.scores[j].name })
	c.print("seventies")
}

// order is an E.O. line with number and rest apart: "E.O. 11652 GDS".
func order(s string) string { return words(strings.Replace(s, ":", " ", 1)) }

func unique(of []string) []string {
	var out []string
	for _, s := range of {
		seen := false
		for _, o := range out {
			seen = seen || o == s
		}
		if !seen {
			out = append(out, s)
		}
	}
	return out
}

// TestCorpusLossless reads every file that there is.
func TestCorpusLossless(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	c := card{t: t}
	row := c.row("spans tile the file", 100, 100)
	unplaced := 0
	total := 0
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		b := readFile(t, path)
		got := Parse(b, Container{Path: path})
		err = tiles(got)
		row.add(err == nil, "%s: %v", path, err)
		if !strings.Contains(path, "tables") && !strings.Contains(path, "csv") && !strings.Contains(path, "json") {
			total += len(b)
			for _, s := range got.Spans {
				if s.Element == model.ElementUnplaced {
					unplaced += s.Len()
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	c.print("lossless")
	t.Logf("unplaced bytes: %d of %d (%.3f %%)", unplaced, total, 100*float64(unplaced)/float64(max(total, 1)))
}
