package export

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"reftel/model"
	"reftel/model/safe"
)

// tags are all elements that a page may have, and their attributes.
var tags = map[string][]string{
	"html": {"lang"}, "head": nil, "meta": {"charset", "http-equiv", "content", "name"}, "title": nil, "style": nil, "body": nil, "article": {"class", "id"},
	"table": {"class", "role"}, "thead": nil, "tfoot": nil, "tbody": nil, "tr": nil, "td": nil, "th": {"scope"}, "p": {"class"}, "h1": nil, "h2": nil, "span": {"class", "id", "title"},
	"div": {"class", "id"}, "a": {"href", "class"}, "pre": nil, "details": nil, "summary": nil, "ul": nil, "ol": nil, "li": nil, "small": nil, "nav": {"class", "aria-label"},
}

// checkPage fails for a page that is not well formed: elements that are not closed in turn, or that a browser would put
// elsewhere, unknown ones, names that occur twice, links into nothing. It gives the words of the page.
func checkPage(t *testing.T, page string) string {
	t.Helper()
	if !strings.HasPrefix(page, "<!DOCTYPE html>\n") {
		t.Fatalf("no document type: %.40q", page)
	}
	var open []string
	written := map[string]int{}
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() != io.EOF {
				t.Fatal(z.Err())
			}
			break
		}
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			written[token.Data]++
			if token.Data != "meta" {
				open = append(open, token.Data)
			}
			allowed, ok := tags[token.Data]
			if !ok {
				t.Fatalf("there is an element %s", token)
			}
			for _, a := range token.Attr {
				if !slices.Contains(allowed, a.Key) {
					t.Fatalf("there is an attribute in %s", token)
				}
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("%s closes %q", token, open)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.SelfClosingTagToken:
			t.Fatalf("there is %s", token)
		}
	}
	if len(open) > 0 {
		t.Fatalf("left open: %q", open)
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	parsed := map[string]int{}
	ids := map[string]bool{}
	var links []string
	var words strings.Builder
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.Data != "style":
			words.WriteString(n.Data)
		case n.Type == html.ElementNode:
			parsed[n.Data]++
			for _, a := range n.Attr {
				switch a.Key {
				case "id":
					if ids[a.Val] {
						t.Errorf("the name %q is given twice", a.Val)
					}
					ids[a.Val] = true
				case "href":
					links = append(links, a.Val)
				}
			}
		}
	}
	for _, name := range slices.Concat(slices.Collect(keys(written)), slices.Collect(keys(parsed))) {
		if written[name] != parsed[name] {
			t.Errorf("%d elements %s are written, a browser sees %d", written[name], name, parsed[name])
		}
	}
	for _, l := range links {
		if !strings.HasPrefix(l, "#") || !ids[l[1:]] {
			t.Errorf("the link %q leads nowhere", l)
		}
	}
	return words.String()
}

func keys(m map[string]int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func pageOf(t *testing.T, most int, cables ...*model.Cable) string {
	t.Helper()
	var out bytes.Buffer
	w := New(&out, HTML)
	if most > 0 {
		w.page.most = most
	}
	for _, c := range cables {
		if err := w.Write(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// citing is a cable that cites another, in its head and in its text.
func citing(serial, cited int32) *model.Cable {
	return &model.Cable{
		ID:             model.ID{Year: 2005, Station: "ALMATY", Serial: serial},
		Subject:        safe.Of(fmt.Sprintf("Cable %d", serial)),
		Classification: model.Marking{Written: "SECRET", Level: model.LevelSecret, Controls: []model.Control{model.NoForn}},
		References:     []model.Reference{{Letter: safe.Of("A"), ID: model.ID{Year: 2005, Station: "ALMATY", Serial: cited}, Text: safe.Of(fmt.Sprintf("ALMATY %d", cited))}},
		Paragraphs: []model.Paragraph{
			{Number: 1, Mark: model.Marking{Written: "C", Level: model.LevelConfidential}, Text: safe.TextOf("As REF A says, see para 2.")},
			{Number: 2, Text: safe.TextOf("A second."), Blocks: []model.Block{{Kind: model.BlockFixed, End: 9}}},
			{Number: 2, Text: safe.TextOf("- another second."), Blocks: []model.Block{{Kind: model.BlockEntry, End: 17, Label: 2, Depth: 9}}},
		},
		Diagnostics: []model.Diagnostic{{Kind: "a-kind", Line: 3, Message: safe.Of("what was <repaired>")}},
	}
}

func TestPageOfOneCable(t *testing.T) {
	got := pageOf(t, 0, citing(538, 347))
	checkPage(t, got)
	for _, want := range []string{
		"<title>05ALMATY538: Cable 538</title>",
		"<thead><tr><td><p class=\"banner\">SECRET//NOFORN</p></td></tr></thead>\n<tfoot><tr><td><p class=\"banner\">SECRET//NOFORN</p></td></tr></tfoot>",
		"<h1><span class=\"id\">05ALMATY538</span> Cable 538</h1>",
		"<th scope=\"row\">Reference</th><td>A. ALMATY 347 (05ALMATY347)</td>", // it is not in the document
		`id="05ALMATY538.p1"`, `<span id="p1">`, `id="05ALMATY538.p2-2"`,
		`<a class="number" href="#05ALMATY538.p1">1.</a> <span class="mark level-c" title="CONFIDENTIAL">(C)</span> As REF A says, see <a href="#05ALMATY538.p2">para 2</a>.`,
		"<details>\n<summary>1 repair or remark on the text as received</summary>\n<ul>\n<li>Line 3: what was &lt;repaired&gt; <small>(a-kind)</small></li>",
		"@media print", "prefers-color-scheme: dark",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %s\nit is %s", want, got)
		}
	}
	if strings.Contains(got, "<nav") || strings.Contains(strings.ToLower(got), "<script") {
		t.Error("there are contents of one cable, or a script")
	}
}

func TestPageLinksTheCablesInIt(t *testing.T) {
	both := []*model.Cable{citing(1, 2), citing(2, 1), citing(3, 99), citing(2, 1)}
	got := pageOf(t, 0, both...)
	checkPage(t, got)
	for _, want := range []string{
		`<a href="#05ALMATY2">A. ALMATY 2 (05ALMATY2)</a>`, `As <a href="#05ALMATY2">REF A</a> says`, `<a href="#05ALMATY1">A. ALMATY 1 (05ALMATY1)</a>`,
		"<td>A. ALMATY 99 (05ALMATY99)</td>", `id="05ALMATY2-2"`, `<li><a href="#05ALMATY3">05ALMATY3: Cable 3</a></li>`, "<title>4 cables</title>",
		"<nav class=\"contents level-s\" aria-label=\"Contents\">\n<p class=\"banner\">SECRET//NOFORN</p>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n := strings.Count(got, `id="p1"`); n != 1 {
		t.Errorf("%d cables have the bare name of paragraph 1", n)
	}
}

func TestPageLinksParagraphsThatAreThere(t *testing.T) {
	c := citing(1, 2)
	c.Paragraphs[0].Text = safe.TextOf("See 05ALMATY2 para 2, and 05ALMATY2 para 7.")
	got := pageOf(t, 0, c, citing(2, 1))
	checkPage(t, got)
	if want := `See <a href="#05ALMATY2.p2">05ALMATY2 para 2</a>, and <a href="#05ALMATY2">05ALMATY2 para 7</a>.`; !strings.Contains(got, want) {
		t.Errorf("the page lacks %s\nit is %s", want, got)
	}
}

// TestPageThatHoldsNothing: what is cited later is no link then, what came before is.
func TestPageThatHoldsNothing(t *testing.T) {
	got := pageOf(t, 1, citing(1, 2), citing(2, 1))
	checkPage(t, got)
	if !strings.Contains(got, "<td>A. ALMATY 2 (05ALMATY2)</td>") || !strings.Contains(got, `<a href="#05ALMATY1">A. ALMATY 1 (05ALMATY1)</a>`) || strings.Contains(got, "<nav") {
		t.Errorf("it is %s", got)
	}
}

func TestPageOfNothing(t *testing.T) {
	checkPage(t, pageOf(t, 0))
	checkPage(t, pageOf(t, 0, &model.Cable{}, &model.Cable{}))
}

// TestWritersHoldNoCables writes many cables, each of which would be missed if it were kept.
func TestWritersHoldNoCables(t *testing.T) {
	const cables, size = 300, 96 << 10
	for _, f := range append(Formats(), Received) {
		w := New(io.Discard, f)
		if w.page != nil {
			w.page.most = 1 << 20
		}
		for i := range cables {
			text := strings.Repeat("words of a cable ", size/17) + "ALMATY"
			c := citing(int32(i+1), int32(i))
			c.ID.Station = text[len(text)-6:] // a part of the text, as the parser gives it
			c.References[0].ID.Station = c.ID.Station
			c.Paragraphs[0].Text = safe.TextOf(text)
			c.Received = []byte(text[:1000])
			if err := w.Write(c); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if m.HeapAlloc > 16<<20 {
			t.Errorf("%s: after %d cables of %d KB the heap holds %d MB", f, cables, size>>10, m.HeapAlloc>>20)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range []string{"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</style></title></pre><!--", "&lt;b&gt; &amp &#39; &#x3c;", "javascript:alert(1)", "' onmouseover='x", "]]>", "\n\nREF A, 05ALMATY1, para 1, STATE 256541\n", "a\x00b\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := hostileCable(s)
		got := pageOf(t, 0, c, citing(1, 2))
		words := checkPage(t, got)
		for _, text := range []safe.Text{c.Paragraphs[0].Text, c.Paragraphs[1].Text, c.Subject.Text(), c.Sections[1].Title.Text(), c.SignedBy.Text()} {
			if !strings.Contains(words, text.String()) {
				t.Errorf("the page does not say %q", text)
			}
		}
	})
}

// hostileCable has s wherever it can.
func hostileCable(s string) *model.Cable {
	line, text := safe.Of(s), safe.TextOf(s)
	return &model.Cable{
		ID:             model.ID{Year: 2005, Station: "ALMATY", Serial: 538, Suffix: line.String()},
		Origin:         line,
		Classification: model.Marking{Level: model.LevelSecret, Controls: []model.Control{model.Control(line.String())}},
		Captions:       []safe.Line{line},
		Precedence:     []model.Precedence{model.Flash},
		From:           model.Addressee{Name: line},
		To:             []model.Addressee{{Route: line, Precedence: line}},
		Attention:      []model.Attention{{Text: line}},
		DeclassifyText: line,
		TAGS:           []safe.Line{line},
		Subject:        line,
		References:     []model.Reference{{Letter: line, ID: model.ID{Year: 2005, Station: "ALMATY", Serial: 1}, Text: line}},
		ClassifiedBy:   &model.ClassifiedBy{Name: line, Text: line, Reasons: []safe.Line{line}},
		Sections:       []model.Section{{}, {Title: line, Mark: model.Marking{Written: line.String(), Level: model.LevelConfidential}, First: 1, Last: 1}},
		Paragraphs: []model.Paragraph{
			{Number: 1, Mark: model.Marking{Written: line.String(), Level: model.LevelSecret}, Text: text},
			{Section: 1, Kind: model.KindComment, Text: text, Blocks: []model.Block{{Kind: model.BlockFixed, End: int32(text.Len())}}},
		},
		SignedBy:    line,
		Diagnostics: []model.Diagnostic{{Kind: model.DiagnosticKind(s), Message: line}},
		Source:      model.Source{Path: line},
	}
}

func BenchmarkPage(b *testing.B) {
	c := citing(1, 2)
	c.Paragraphs[0].Text = safe.TextOf(strings.Repeat("words of a cable & more ", 400))
	b.ReportAllocs()
	for b.Loop() {
		w := New(io.Discard, HTML)
		if err := w.Write(c); err != nil {
			b.Fatal(err)
		}
		_ = w.Close()
		b.SetBytes(int64(c.Paragraphs[0].Text.Len()))
	}
}
