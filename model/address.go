package model

import (
	"bytes"
	"strconv"
	"strings"

	"reftel/model/safe"
)

// ParagraphAt is the paragraph with a printed number. Numbers repeat within some cables (an enclosed letter, a second
// message, a slip of the drafter): then it is the first. False for a number that no paragraph has, and for 0.
func (c *Cable) ParagraphAt(n ParagraphNumber) (ParagraphIndex, bool) {
	if n > 0 {
		for i := range c.Paragraphs {
			if c.Paragraphs[i].Number == n {
				return ParagraphIndex(i), true
			}
		}
	}
	return -1, false
}

// SectionOf is the section that a paragraph stands in; -1 where there is no such paragraph or it is in none.
func (c *Cable) SectionOf(i ParagraphIndex) SectionIndex {
	if !c.has(i) {
		return -1
	}
	if s := c.Paragraphs[i].Section; s >= 0 && int(s) < len(c.Sections) {
		return s
	}
	return -1
}

// Inherited is the marking under which a paragraph is to be handled: its own portion mark, or, where it has none, the
// banner's, since a portion that is not marked is as sensitive as the whole. Written is empty where it is inherited.
func (c *Cable) Inherited(i ParagraphIndex) Marking {
	if c.has(i) && c.Paragraphs[i].Mark.Level != LevelNone {
		return c.Paragraphs[i].Mark
	}
	m := c.Classification
	m.Written = ""
	return m
}

// Citation names a paragraph as one cites it: "05ALMATY538, ¶4 (C)". A number that repeats is counted, "second ¶4";
// a paragraph without number is named by the one before it, "unnumbered ¶ after ¶4", or by its place, "unnumbered ¶ 2".
// A cable without identifier is named by its file. The mark is left out where the paragraph has none.
func (c *Cable) Citation(i ParagraphIndex) safe.Line {
	var b strings.Builder
	name := c.ID.String()
	if name == "" {
		name = c.Source.Path.String()
	}
	b.WriteString(name)
	if !c.has(i) {
		return safe.Of(b.String())
	}
	if name != "" {
		b.WriteString(", ")
	}
	p := &c.Paragraphs[i]
	if p.Number != 0 {
		nth := 1
		for j := range i {
			if c.Paragraphs[j].Number == p.Number {
				nth++
			}
		}
		if nth > 1 {
			b.WriteString(ordinal(nth))
			b.WriteByte(' ')
		}
		b.WriteString("¶")
		b.WriteString(strconv.Itoa(int(p.Number)))
	} else {
		before := i - 1
		for before >= 0 && c.Paragraphs[before].Number == 0 {
			before--
		}
		b.WriteString("unnumbered ¶")
		if nth := int(i - before); nth > 1 || before < 0 {
			b.WriteByte(' ')
			b.WriteString(strconv.Itoa(nth))
		}
		if before >= 0 {
			b.WriteString(" after ¶")
			b.WriteString(strconv.Itoa(int(c.Paragraphs[before].Number)))
		}
	}
	if m := p.Mark.written(); m != "" {
		b.WriteString(" (")
		b.WriteString(m)
		b.WriteByte(')')
	}
	return safe.Of(b.String())
}

// LineAt is the line, from 1, that a byte of the text received is on. Lines end with LF, CR LF or CR.
// An offset beyond the text is on its last line.
func (c *Cable) LineAt(offset int32) int {
	before := c.Received[:max(0, min(int(offset), len(c.Received)))]
	n := 1 + bytes.Count(before, []byte{'\n'})
	if crs := bytes.Count(before, []byte{'\r'}); crs > 0 {
		n += crs - bytes.Count(c.Received[:min(len(before)+1, len(c.Received))], []byte("\r\n"))
	}
	return n
}

func (c *Cable) has(i ParagraphIndex) bool { return i >= 0 && int(i) < len(c.Paragraphs) }

// written is the mark as written, or, where it was inferred, in letters.
func (m Marking) written() string {
	if m.Written != "" {
		return m.Written
	}
	return m.Level.Letters()
}

func ordinal(n int) string {
	switch n {
	case 2:
		return "second"
	case 3:
		return "third"
	}
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}
