package ui

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// received is the cable as it was received, cut at its paragraphs so that it can stand beside the clean text:
// paragraph i+1 holds the bytes of paragraph i, and the first what comes before.
func received(c *model.Cable) *model.Cable {
	out := &model.Cable{ID: c.ID}
	cut := func(from, to int32) {
		// A page of HTML may hold its line ends as characters that are spelled out; they end lines here too, and show.
		text := strings.NewReplacer("\r\n", "\n", "&#x000A;", "&#x000A;\n", "&#10;", "&#10;\n").Replace(string(c.Received[from:to]))
		clean := safe.TextOf(strings.ReplaceAll(strings.TrimRight(text, "\n "), "\t", "    "))
		p := model.Paragraph{Text: clean, Span: model.Span{Start: from, End: to}}
		at := 0
		for _, line := range strings.Split(clean.String(), "\n") {
			p.Blocks = append(p.Blocks, model.Block{Start: int32(at), End: int32(at + len(line))})
			at += len(line) + 1
		}
		out.Paragraphs = append(out.Paragraphs, p)
	}
	at := int32(0)
	for i := range c.Paragraphs {
		start := max(c.Paragraphs[i].Span.Start, at)
		cut(at, start)
		at = start
	}
	cut(at, int32(len(c.Received)))
	return out
}
