package parser

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"reftel/model"
	"reftel/model/safe"
)

// tiles checks what holds for every cable, whatever was received: spans tile it, blocks tile the text,
// sections cover the paragraphs, and everything is safe to show.
func tiles(c *model.Cable) error {
	at := int32(0)
	for i, s := range c.Spans {
		if s.Start != at || s.End <= s.Start {
			return fmt.Errorf("span %d is %d-%d (%s), expected to start at %d", i, s.Start, s.End, s.Element, at)
		}
		at = s.End
	}
	if int(at) != len(c.Received) {
		return fmt.Errorf("spans end at %d of %d", at, len(c.Received))
	}
	for i, p := range c.Paragraphs {
		if err := blocksTile(p); err != nil {
			return fmt.Errorf("paragraph %d: %w", i, err)
		}
		if p.Span.Start < 0 || p.Span.End < p.Span.Start || int(p.Span.End) > len(c.Received) {
			return fmt.Errorf("paragraph %d: span %v", i, p.Span)
		}
	}
	next := 0
	for i, s := range c.Sections {
		if int(s.First) != next || int(s.Last) < next-1 {
			return fmt.Errorf("section %d is paragraphs %d-%d, expected to start at %d", i, s.First, s.Last, next)
		}
		next = int(s.Last) + 1
		for k := s.First; k <= s.Last; k++ {
			if int(c.Paragraphs[k].Section) != i {
				return fmt.Errorf("paragraph %d is in section %d, listed in %d", k, c.Paragraphs[k].Section, i)
			}
		}
	}
	if next != len(c.Paragraphs) {
		return fmt.Errorf("sections end at paragraph %d of %d", next, len(c.Paragraphs))
	}
	for _, d := range c.Diagnostics {
		if d.Line < 1 || d.Span.Start < 0 || d.Span.End < d.Span.Start || int(d.Span.End) > len(c.Received) {
			return fmt.Errorf("diagnostic %s: line %d, span %v of %d", d.Kind, d.Line, d.Span, len(c.Received))
		}
	}
	return nil
}

func blocksTile(p model.Paragraph) error {
	text := p.Text.String()
	if _, hits := safe.Clean(text); hits != 0 || !utf8.ValidString(text) {
		return fmt.Errorf("text is not safe: %q", text)
	}
	if text == "" {
		if len(p.Blocks) != 0 {
			return fmt.Errorf("blocks without text")
		}
		return nil
	}
	at := int32(0)
	for i, b := range p.Blocks {
		if b.Start != at || b.End <= b.Start || int(b.End) > len(text) {
			return fmt.Errorf("block %d is %d-%d of %d, expected to start at %d", i, b.Start, b.End, len(text), at)
		}
		s := text[b.Start:b.End]
		if b.Kind != model.BlockFixed && strings.IndexByte(s, '\n') >= 0 {
			return fmt.Errorf("block %d holds a line feed: %q", i, s)
		}
		if b.Label < 0 || int(b.Label) > len(s) || !utf8.ValidString(s[:b.Label]) {
			return fmt.Errorf("block %d: label of %d bytes in %q", i, b.Label, s)
		}
		at = b.End
		if i+1 < len(p.Blocks) {
			if text[at] != '\n' {
				return fmt.Errorf("block %d ends in %q", i, text[at])
			}
			at++
		}
	}
	if int(at) != len(text) {
		return fmt.Errorf("blocks end at %d of %d: %q", at, len(text), text)
	}
	return nil
}
