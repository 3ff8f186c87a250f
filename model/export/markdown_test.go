package export

import (
	"bytes"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"reftel/model"
	"reftel/model/safe"
)

// markdownWords reads Markdown as others do, and gives its words. It fails for what no cable makes: links, pictures, HTML.
func markdownWords(t *testing.T, page []byte) string {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.Footnote))
	var words strings.Builder
	err := ast.Walk(md.Parser().Parse(text.NewReader(page)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock {
				words.WriteByte('\n')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link, *ast.Image, *ast.RawHTML, *ast.HTMLBlock, *ast.AutoLink, *ast.Blockquote, *ast.CodeSpan, *east.Strikethrough, *east.TaskCheckBox, *east.FootnoteLink:
			t.Errorf("there is a %s in\n%s", n.Kind(), page)
		case *ast.Heading:
			if n.Level > 2 {
				t.Errorf("there is a heading of level %d in\n%s", n.Level, page)
			}
		case *ast.Text:
			words.Write(n.Segment.Value(page))
		case *ast.String:
			words.Write(n.Value)
		case *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				words.Write(line.Value(page))
			}
		case *ast.CodeBlock:
			t.Errorf("there is an indented block of code in\n%s", page)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return words.String()
}

// squeezed is a text without what Markdown takes no account of: how many blanks part two words, and backslashes, which
// the reader of the source takes for what they are before punctuation only.
func squeezed(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, `\`, "")), "")
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"# no heading", "1. no list", "12) no list", "- [ ] no task", "+ no", "* no *emphasis* _at_ ~~all~~", "[no](link) ![no](picture) [^no] [no]: note", "<b>no</b> <http://no.example> &amp; &#35;",
		"    no code", "\tno code", "`no` ```no``` ~~~no", "> no quote", "no\n===\nheading\n---", "| no | table |\n|---|---|", `back\slash\* \`, "***", "___", "=", "a  \nb", "http://plain.example", "x.\ty"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := hostileCable(s)
		c.Paragraphs = append(c.Paragraphs, model.Paragraph{Section: 1, Text: safe.TextOf(s)}, model.Paragraph{Section: 1, Text: safe.TextOf("- " + s), Blocks: []model.Block{{Kind: model.BlockEntry, End: int32(2 + len(safe.TextOf(s).String())), Label: 2, Depth: 3}}})
		var b bytes.Buffer
		markdown(&b, c)
		words := squeezed(markdownWords(t, b.Bytes()))
		if want := squeezed(safe.TextOf(s).String()); !strings.Contains(words, want) {
			t.Errorf("the page does not say %q:\n%s", want, b.Bytes())
		}
	})
}
