package export

import (
	"fmt"
	"html"
	"io"
	"strings"

	"reftel/model"
)

// htmlHead is all that a page needs to be read and printed: no script, and nothing from elsewhere.
const htmlHead = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>%s</title>
<style>
body { max-width: 44em; margin: 2em auto; padding: 0 1em; font: 1em/1.5 Georgia, serif; }
.marking { font-weight: bold; text-align: center; }
th { text-align: left; padding-right: 1em; vertical-align: top; font-weight: normal; color: #666; }
.label { font-weight: bold; }
pre { overflow-x: auto; }
.entry { margin-left: 2em; }
article + article { border-top: 1px solid; margin-top: 3em; }
</style>
`

// page writes a cable as an article of a page; each numbered paragraph can be linked to by its number.
func page(w io.Writer, c *model.Cable) {
	title, _ := c.Title()
	heading := strings.TrimSpace(c.ID.String() + " " + title.String())
	if heading == "" {
		heading = c.Source.Path.String()
	}
	banner := ""
	if full := c.Classification.Full(); full != "" {
		banner = "<p class=\"marking\">" + html.EscapeString(full) + "</p>\n"
	}
	fmt.Fprintf(w, "<article>\n%s<h1>%s</h1>\n", banner, html.EscapeString(heading))
	if head := Head(c); len(head) > 0 {
		fmt.Fprint(w, "<table>\n")
		for _, f := range head {
			fmt.Fprintf(w, "<tr><th>%s</th><td>%s</td></tr>\n", html.EscapeString(f.Name), html.EscapeString(f.Value))
		}
		fmt.Fprint(w, "</table>\n")
	}
	section := model.SectionIndex(-1)
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		if p.Section != section {
			section = p.Section
			if title := sectionTitle(c, p); !title.Empty() {
				fmt.Fprintf(w, "<h2>%s</h2>\n", html.EscapeString(title.String()))
			}
		}
		pageParagraph(w, c, p)
	}
	if !c.SignedBy.Empty() {
		fmt.Fprintf(w, "<p>%s</p>\n", html.EscapeString(c.SignedBy.String()))
	}
	fmt.Fprintf(w, "%s</article>\n", banner)
}

func pageParagraph(w io.Writer, c *model.Cable, p *model.Paragraph) {
	label := strings.TrimSpace(Label(p))
	if label != "" {
		label = "<span class=\"label\">" + html.EscapeString(label) + "</span> "
	}
	anchor := ""
	if p.Number > 0 {
		anchor = fmt.Sprintf(" id=\"%s\"", html.EscapeString(fmt.Sprintf("%s-%d", c.ID, p.Number)))
	}
	for _, b := range blocks(p) {
		words := html.EscapeString(p.Text.Slice(int(b.Start), int(b.End)).String())
		switch b.Kind {
		case model.BlockFixed:
			if label != "" {
				fmt.Fprintf(w, "<p%s>%s</p>\n", anchor, label)
				anchor = ""
			}
			fmt.Fprintf(w, "<pre%s>%s</pre>\n", anchor, words)
		case model.BlockEntry:
			fmt.Fprintf(w, "<p%s class=\"entry\">%s%s</p>\n", anchor, label, words)
		default:
			fmt.Fprintf(w, "<p%s>%s%s</p>\n", anchor, label, words)
		}
		label, anchor = "", ""
	}
	if label != "" { // a number without words
		fmt.Fprintf(w, "<p%s>%s</p>\n", anchor, label)
	}
}
