package export

import (
	"bytes"
	_ "embed" // the style
	"fmt"
	"io"
	"strconv"
	"strings"

	"reftel/model"
	"reftel/model/inline"
	"reftel/model/safe"
)

// style is the style sheet of a page, for the screen and for paper.
//
//go:embed page.css
var style string

// mostHeld is how many bytes of cables a page holds back. A cable that cites a later one becomes a link if the later one
// comes before so much has been written.
const mostHeld = 16 << 20

// page writes cables into one HTML document. It holds cables back as long as they fit in mostHeld, so that what they cite
// can still come; beyond that it keeps of each cable the identifier alone.
type page struct {
	out      *bytes.Buffer // of the cable that is being written
	held     []piece
	size     int  // of what is held
	most     int  // mostHeld, but in tests
	begun    bool // the head of the document is written
	count    int
	anchors  map[model.Key]spot // of the cables so far
	taken    map[string]int     // how often an anchor was wanted
	contents []entry            // of the cables held, until the document is begun
	highest  model.Marking      // of them
}

// spot is where a cable is found in the document, and which paragraphs it has: bit n for paragraph n.
type spot struct {
	anchor  string
	numbers uint64
}

// piece is the HTML of one cable, with the places that become links if the cable they name is in the document.
type piece struct {
	html  []byte
	links []link
}

type link struct {
	start, end int
	to         model.Key
	paragraph  model.ParagraphNumber
}

// entry is a line of the contents.
type entry struct{ anchor, id, title string }

func (e entry) name() string {
	if e.id == "" || e.title == "" {
		return e.id + e.title
	}
	return e.id + ": " + e.title
}

// levelClass is the class, with a blank before it, that gives what it marks the colour of a level.
func levelClass(m model.Marking) string {
	if m.Level == model.LevelNone {
		return ""
	}
	return " level-" + strings.ToLower(m.Level.Letters())
}

func newPage() *page {
	return &page{out: new(bytes.Buffer), most: mostHeld, anchors: map[model.Key]spot{}, taken: map[string]int{}}
}

// write adds a cable, and writes to w what need not be held any longer.
func (p *page) write(w io.Writer, c *model.Cable) error {
	h := cableHTML{Buffer: p.out, c: c, first: p.count == 0, numbers: map[model.ParagraphNumber]int{}}
	h.Reset()
	h.anchor = p.anchor(c)
	h.cable()
	p.count++
	p.held = append(p.held, piece{bytes.Clone(h.Bytes()), h.links})
	p.size += h.Len()
	if !p.begun {
		p.contents = append(p.contents, entry{h.anchor, c.ID.String(), strings.Clone(titleOf(c))})
		if c.Classification.Above(p.highest) {
			p.highest = c.Classification
		}
	}
	for p.size > p.most {
		if err := p.let(w); err != nil {
			return err
		}
	}
	return nil
}

// anchor gives a cable a name that no other cable of the document has.
func (p *page) anchor(c *model.Cable) string {
	name := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '_' {
			return r
		}
		return '-'
	}, c.ID.String())
	if name == "" {
		name = "cable"
	}
	p.taken[name]++
	if n := p.taken[name]; n > 1 || name == "cable" {
		name += "-" + strconv.Itoa(n)
	}
	if !c.ID.Zero() && p.anchors[c.ID.Key()].anchor == "" {
		at := spot{anchor: name}
		for i := range c.Paragraphs {
			if n := c.Paragraphs[i].Number; n > 0 && n < 64 {
				at.numbers |= 1 << n
			}
		}
		p.anchors[keyOf(c.ID)] = at
	}
	return name
}

// keyOf is a key that does not hold on to the text that it is a part of.
func keyOf(id model.ID) model.Key {
	k := id.Key()
	k.Station = strings.Clone(k.Station)
	return k
}

// let writes the first of the cables that are held.
func (p *page) let(w io.Writer) error {
	if !p.begun {
		p.begin(w, "Cables")
	}
	first := p.held[0]
	p.held = p.held[1:]
	p.size -= len(first.html)
	at := 0
	for _, l := range first.links {
		to := p.anchors[l.to]
		anchor := to.anchor
		if anchor == "" {
			continue
		}
		_, _ = w.Write(first.html[at:l.start])
		if l.paragraph > 0 && l.paragraph < 64 && to.numbers>>l.paragraph&1 != 0 {
			anchor += "." + paragraphAnchor(l.paragraph)
		}
		fmt.Fprintf(w, `<a href="#%s">%s</a>`, escapeHTML(anchor), first.html[l.start:l.end])
		at = l.end
	}
	_, err := w.Write(first.html[at:])
	return err
}

// begin writes the head of the document.
func (p *page) begin(w io.Writer, title string) {
	p.begun = true
	fmt.Fprintf(w, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="reftel">
<meta name="referrer" content="no-referrer">
<title>%s</title>
<style>
%s</style>
</head>
<body>
`, escapeHTML(title), style)
}

// end writes what is held and ends the document. Contents stand before the cables if nothing had to be written before.
func (p *page) end(w io.Writer) error {
	if !p.begun {
		switch len(p.contents) {
		case 0:
			p.begin(w, "No cables")
		case 1:
			p.begin(w, p.contents[0].name())
		default:
			p.begin(w, fmt.Sprintf("%d cables", len(p.contents)))
			p.list(w)
		}
	}
	for len(p.held) > 0 {
		if err := p.let(w); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "</body>\n</html>\n")
	return err
}

// list writes the contents.
func (p *page) list(w io.Writer) {
	banner := ""
	if full := p.highest.Full(); full != "" {
		banner = "<p class=\"banner\">" + escapeHTML(full) + "</p>\n"
	}
	fmt.Fprintf(w, "<nav class=\"contents%s\" aria-label=\"Contents\">\n%s<h1>Contents</h1>\n<ol>\n", levelClass(p.highest), banner)
	for _, e := range p.contents {
		fmt.Fprintf(w, "<li><a href=\"#%s\">%s</a></li>\n", escapeHTML(e.anchor), escapeHTML(e.name()))
	}
	fmt.Fprintf(w, "</ol>\n%s</nav>\n", banner)
}

// titleOf is the subject of a cable or what stands for it; empty where there is neither.
func titleOf(c *model.Cable) string {
	title, _ := c.Title()
	if title.Empty() && c.ID.Zero() {
		return c.Source.Path.String()
	}
	return title.String()
}

// cableHTML writes one cable.
type cableHTML struct {
	*bytes.Buffer
	c       *model.Cable
	anchor  string
	first   bool // of the document: its paragraphs are found under their bare numbers too
	numbers map[model.ParagraphNumber]int
	links   []link
}

// text writes words.
func (h *cableHTML) text(s string) { h.WriteString(escapeHTML(s)) }

// cable writes the cable as a table of one row, since browsers repeat the head and foot of a table on each printed page:
// the marking stands at top and bottom of all of them.
func (h *cableHTML) cable() {
	c := h.c
	banner := c.Classification.Full()
	fmt.Fprintf(h, "<article class=\"cable%s\" id=\"%s\">\n<table class=\"sheet\" role=\"presentation\">\n", levelClass(c.Classification), escapeHTML(h.anchor))
	if banner != "" {
		fmt.Fprintf(h, "<thead><tr><td><p class=\"banner\">%s</p></td></tr></thead>\n<tfoot><tr><td><p class=\"banner\">%s</p></td></tr></tfoot>\n", escapeHTML(banner), escapeHTML(banner))
	}
	h.WriteString("<tbody><tr><td>\n")
	h.WriteString("<h1>")
	if id := c.ID.String(); id != "" {
		fmt.Fprintf(h, "<span class=\"id\">%s</span> ", escapeHTML(id))
	}
	h.text(titleOf(c))
	h.WriteString("</h1>\n")
	h.head()
	section := model.SectionIndex(-1)
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		if p.Section != section {
			section = p.Section
			if title := sectionTitle(c, p); !title.Empty() {
				h.heading(&c.Sections[section])
			}
		}
		h.paragraph(p)
	}
	if !c.SignedBy.Empty() {
		fmt.Fprintf(h, "<p class=\"signed\">%s</p>\n", escapeHTML(c.SignedBy.String()))
	}
	h.diagnostics()
	h.WriteString("</td></tr></tbody>\n</table>\n</article>\n")
}

func (h *cableHTML) heading(s *model.Section) {
	h.WriteString("<h2>")
	h.mark(s.Mark)
	h.text(s.Title.String())
	h.WriteString("</h2>\n")
}

// head writes the table of what is known of the cable.
func (h *cableHTML) head() {
	fields := Head(h.c)
	if len(fields) == 0 {
		return
	}
	h.WriteString("<table class=\"head\">\n<tbody>\n")
	reference := 0
	for _, f := range fields {
		if f.Name == "Cable" || f.Name == "Subject" { // they are the heading
			continue
		}
		fmt.Fprintf(h, "<tr><th scope=\"row\">%s</th><td>", escapeHTML(f.Name))
		if f.Name == "Reference" {
			h.reference(h.c.References[reference], f.Value)
			reference++
		} else {
			h.text(f.Value)
		}
		h.WriteString("</td></tr>\n")
	}
	h.WriteString("</tbody>\n</table>\n")
}

// reference writes a reference, as a link if the document has the cable.
func (h *cableHTML) reference(r model.Reference, words string) {
	start := h.Len()
	h.text(words)
	h.to(start, r.ID, 0)
}

// to makes what was written from start on a link to a cable, once it is known that the document has it.
func (h *cableHTML) to(start int, id model.ID, n model.ParagraphNumber) {
	if !id.Zero() && !id.Equal(h.c.ID) && h.Len() > start {
		h.links = append(h.links, link{start, h.Len(), keyOf(id), n})
	}
}

// paragraphAnchor is the name of a paragraph within its cable.
func paragraphAnchor(n model.ParagraphNumber) string { return "p" + strconv.Itoa(int(n)) }

// paragraph writes a paragraph: its number leads to itself, so that its address can be copied.
func (h *cableHTML) paragraph(p *model.Paragraph) {
	h.WriteString("<div class=\"paragraph")
	if p.Kind != model.KindText {
		h.WriteString(" " + strings.ReplaceAll(p.Kind.String(), " ", "-"))
	}
	h.WriteByte('"')
	bare := ""
	name := ""
	if p.Number > 0 {
		bare = paragraphAnchor(p.Number)
		h.numbers[p.Number]++
		if n := h.numbers[p.Number]; n > 1 {
			bare += "-" + strconv.Itoa(n)
		}
		name = h.anchor + "." + bare
		fmt.Fprintf(h, " id=\"%s\"", escapeHTML(name))
	}
	h.WriteString(">\n")
	if h.first && bare != "" {
		fmt.Fprintf(h, "<span id=\"%s\"></span>", bare)
	}
	label := func() {
		if name != "" {
			fmt.Fprintf(h, "<a class=\"number\" href=\"#%s\">%d.</a> ", escapeHTML(name), p.Number)
			name = ""
		}
		h.mark(p.Mark)
	}
	marked := false
	ranges := inline.In(h.c, p.Text)
	for i, b := range blocks(p) {
		switch b.Kind {
		case model.BlockFixed:
			if i == 0 {
				h.WriteString("<p>")
				label()
				h.WriteString("</p>\n")
				marked = true
			}
			h.WriteString("<pre>\n") // this line feed is none of the text
			h.words(p.Text, int(b.Start), int(b.End), ranges)
			h.WriteString("</pre>\n")
		case model.BlockEntry:
			if i == 0 && (p.Number > 0 || Mark(p.Mark) != "") {
				h.WriteString("<p>")
				label()
				h.WriteString("</p>\n")
				marked = true
			}
			fmt.Fprintf(h, "<p class=\"entry depth-%d\"><span class=\"label\">", min(b.Depth, 4))
			h.text(strings.TrimRight(p.Text.Slice(int(b.Start), int(b.Start+b.Label)).String(), " \t"))
			h.WriteString("</span> <span>")
			h.words(p.Text, int(b.Start+b.Label), int(b.End), ranges)
			h.WriteString("</span></p>\n")
		default:
			h.WriteString("<p>")
			if !marked {
				label()
				marked = true
			}
			h.words(p.Text, int(b.Start), int(b.End), ranges)
			h.WriteString("</p>\n")
		}
	}
	if p.Text.Empty() { // a number without words
		h.WriteString("<p>")
		label()
		h.WriteString("</p>\n")
	}
	h.WriteString("</div>\n")
}

// mark writes a portion mark, with what it means for who points at it.
func (h *cableHTML) mark(m model.Marking) {
	if written := Mark(m); written != "" {
		fmt.Fprintf(h, "<span class=\"mark%s\" title=\"%s\">(%s)</span> ", levelClass(m), escapeHTML(m.Full()), escapeHTML(written))
	}
}

// words writes the bytes from start up to end of a text, with what leads to other cables and paragraphs in it.
func (h *cableHTML) words(t safe.Text, start, end int, ranges []inline.Range) {
	at := start
	for _, r := range ranges {
		from, to := int(r.Start), int(r.End)
		if from < at || to > end {
			continue
		}
		switch r.Kind {
		case inline.Reference, inline.Cable:
			h.text(t.Slice(at, from).String())
			begin := h.Len()
			h.text(t.Slice(from, to).String())
			n := r.Paragraph
			h.to(begin, r.ID, n)
			at = to
		case inline.Paragraph:
			if _, ok := h.c.ParagraphAt(r.Paragraph); !ok {
				continue
			}
			h.text(t.Slice(at, from).String())
			fmt.Fprintf(h, "<a href=\"#%s.%s\">", escapeHTML(h.anchor), paragraphAnchor(r.Paragraph))
			h.text(t.Slice(from, to).String())
			h.WriteString("</a>")
			at = to
		}
	}
	h.text(t.Slice(at, end).String())
}

// diagnostics writes what was repaired or not understood, folded.
func (h *cableHTML) diagnostics() {
	n := len(h.c.Diagnostics)
	if n == 0 {
		return
	}
	fmt.Fprintf(h, "<details>\n<summary>%s on the text as received</summary>\n<ul>\n", plural(n, "repair or remark", "repairs or remarks"))
	for _, d := range h.c.Diagnostics {
		fmt.Fprintf(h, "<li>Line %d: %s <small>(%s)</small></li>\n", d.Line, escapeHTML(d.Message.String()), escapeHTML(safe.Of(string(d.Kind)).String()))
	}
	h.WriteString("</ul>\n</details>\n")
}

var htmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// escapeHTML makes words mean themselves, in text and in a quoted attribute.
func escapeHTML(s string) string { return htmlEscapes.Replace(s) }
