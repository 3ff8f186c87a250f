package parser

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"reftel/model/vocab"
)

var (
	cellPattern   = regexp.MustCompile(`(?s)<td>\s*<a [^>]*>(.*?)</a>\s*</td>`)
	headPattern   = regexp.MustCompile(`<th>(.*?)</th>`)
	tagPattern    = regexp.MustCompile(`<a href='/tag/([A-Z0-9]+)_\d+\.html'>`)
	anchorPattern = regexp.MustCompile(`<a id='par[^']*' href='#par[^']*'>(?:&para;|¶)</a>\s*(\d+)\.`)
)

// insideSentence tells whether an anchor behind this text is not that of a paragraph: the pages have one before
// every line that begins with a number and a point, be it a year or the end of "see paragraph 4."
func insideSentence(before string) bool {
	t := plain(before[max(0, len(before)-600):])
	line := strings.TrimRight(t, " \n\r\t")
	if line == "" {
		return false
	}
	gap := strings.Count(t[len(line):], "\n")
	ended := strings.ContainsRune(".:?!\")'-=*/_]>”", []rune(line[max(0, len(line)-3):])[len([]rune(line[max(0, len(line)-3):]))-1])
	last := line[strings.LastIndexByte(line, '\n')+1:]
	return !ended && (gap <= 1 && len(last) > 40 || strings.HasSuffix(strings.ToLower(last), "paragraph") || strings.HasSuffix(strings.ToLower(last), "para"))
}

// TestCorpusPages compares what is read with what a page says of itself, in its table, its TAGS links and its anchors.
func TestCorpusPages(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	c := card{t: t}
	id, date, class, org := c.row("html identifier", 99.5, 99.5), c.row("html date", 99.5, 99.5), c.row("html classification", 99.5, 99.5), c.row("html origin", 99.5, 99.5)
	raw := c.row("html identifier, malformed ones as they are", 97, 99.5)
	textID, textDate, textClass := c.row("html identifier, from the text alone", 80, 0), c.row("html date, from the text alone", 90, 0), c.row("html classification, from the text alone", 85, 0)
	tags := c.row("html TAGS", 99.5, 99.5)
	numbers := c.row("html paragraph numbers", 98, 98)
	files, err := os.ReadDir(filepath.Join(dir, "real", "html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		path := filepath.Join(dir, "real", "html", f.Name())
		page := string(readFile(t, path))
		got := parseFile(t, path)
		from := strings.Index(page, "<table class='cable'>")
		if from < 0 {
			t.Errorf("%s: no table", f.Name())
			continue
		}
		heads, cells := headPattern.FindAllStringSubmatch(page[from:], -1), cellPattern.FindAllStringSubmatch(page[from:], -1)
		meta := map[string]string{}
		for i := range heads {
			if i < len(cells) {
				meta[heads[i][1]] = strings.TrimSpace(html.UnescapeString(cells[i][1]))
			}
		}
		raw.add(got.ID.String() == meta["Reference ID"], "%s: %s", meta["Reference ID"], got.ID)
		right, _ := vocab.CanonicalIDText(meta["Reference ID"])
		id.add(got.ID.Equal(right), "%s: %s", meta["Reference ID"], got.ID)
		date.add(got.Created.Format("2006-01-02 15:04") == meta["Created"], "%s: %s %s", f.Name(), meta["Created"], got.Created)
		class.add(got.Classification.Full() == meta["Classification"], "%s: %s %s", f.Name(), meta["Classification"], got.Classification.Full())
		org.add(got.Origin.String() == meta["Origin"], "%s: %s %s", f.Name(), meta["Origin"], got.Origin)

		var w weaver
		p := &parser{}
		for at := from; ; {
			i := strings.Index(page[at:], "<pre>")
			if i < 0 {
				break
			}
			j := strings.Index(page[at+i:], "</pre>")
			if w.b.Len() > 0 {
				w.replace("\n", 0, 0)
			}
			p.pre(&w, page, at+i+5, at+i+j)
			at += i + j
		}
		alone := Parse([]byte(w.b.String()), Container{Path: f.Name()})
		textID.add(alone.ID.Equal(got.ID), "%s: %s", got.ID, alone.ID)
		// The minutes of the pages' dates are the number of the month, by a slip of who made them.
		if !alone.Created.IsZero() {
			textDate.add(alone.Created.Format("2006-01-02 15") == meta["Created"][:13], "%s: %s %s", f.Name(), meta["Created"], alone.Created)
		}
		textClass.add(alone.Classification.Full() == meta["Classification"], "%s: %s %s", f.Name(), meta["Classification"], alone.Classification.Full())

		want := map[string]bool{}
		for _, m := range tagPattern.FindAllStringSubmatch(page[from:], -1) {
			want[m[1]] = true
		}
		have := map[string]bool{}
		for _, l := range append(slices.Clone(got.TAGS), got.Terms...) {
			have[strings.ReplaceAll(strings.ReplaceAll(l.String(), ", ", ""), " ", "")] = true
			for _, w := range strings.FieldsFunc(l.String(), tagSeparator) {
				have[w] = true
			}
		}
		missing := ""
		for tag := range want {
			if !have[tag] {
				missing += " " + tag
			}
		}
		tags.add(missing == "", "%s: missing%s in %s / %s", f.Name(), missing, lines(got.TAGS), lines(got.Terms))

		at := map[int]int{}
		for _, q := range got.Paragraphs {
			if q.Number != 0 {
				at[int(q.Span.Start)] = int(q.Number)
			}
		}
		var anchors, read []string
		for _, m := range anchorPattern.FindAllStringSubmatchIndex(page[from:], -1) {
			pilcrow := from + m[0] + strings.IndexByte(page[from+m[0]:], '>') + 1
			number := page[from+m[2] : from+m[3]]
			n, taken := at[pilcrow]
			if !taken && (len(number) > 3 || insideSentence(page[from:from+m[0]])) {
				continue
			}
			anchors = append(anchors, number)
			if taken {
				read = append(read, strconv.Itoa(n))
			}
		}
		a, n := strings.Join(anchors, " "), strings.Join(read, " ")
		numbers.add(a == n || pageReasons[f.Name()] != "", "%s\n  want %s\n  got  %s", f.Name(), a, n)
	}
	c.print("pages")
}
