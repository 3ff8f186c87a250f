package export

import (
	"fmt"
	"io"
	"strings"

	"reftel/model"
)

// markdown writes a cable as a page: heading, banner, a table of what is known, sections, and the banner again.
func markdown(w io.Writer, c *model.Cable) {
	title, _ := c.Title()
	heading := title.String()
	if id := c.ID.String(); id != "" && heading != "" {
		heading = id + ": " + heading
	} else if heading == "" {
		heading = id
	}
	if heading == "" {
		heading = c.Source.Path.String()
	}
	fmt.Fprintf(w, "# %s\n\n", escape(heading))
	banner := c.Classification.Full()
	if banner != "" {
		fmt.Fprintf(w, "**%s**\n\n", escape(banner))
	}
	if head := Head(c); len(head) > 0 {
		fmt.Fprint(w, "| | |\n|---|---|\n")
		for _, f := range head {
			fmt.Fprintf(w, "| %s | %s |\n", f.Name, escape(f.Value))
		}
		fmt.Fprint(w, "\n")
	}
	section := model.SectionIndex(-1)
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		if p.Section != section {
			section = p.Section
			if title := sectionTitle(c, p); !title.Empty() {
				fmt.Fprintf(w, "## %s\n\n", escape(title.String()))
			}
		}
		markdownParagraph(w, p)
	}
	if !c.SignedBy.Empty() {
		fmt.Fprintf(w, "%s\n\n", escape(c.SignedBy.String()))
	}
	if banner != "" {
		fmt.Fprintf(w, "**%s**\n", escape(banner))
	}
}

func markdownParagraph(w io.Writer, p *model.Paragraph) {
	var label strings.Builder
	if p.Number != 0 {
		fmt.Fprintf(&label, "**¶%d** ", p.Number)
	}
	if mark := Mark(p.Mark); mark != "" {
		fmt.Fprintf(&label, "(%s) ", escape(mark))
	}
	deepest := 0 // that an entry may stand: one below the entry before
	for i, b := range blocks(p) {
		words := p.Text.Slice(int(b.Start), int(b.End)).String()
		if i == 0 && b.Kind != model.BlockProse { // a list or table cannot carry the number
			if label.Len() > 0 {
				fmt.Fprintf(w, "%s\n\n", strings.TrimSpace(label.String()))
			}
			label.Reset()
		}
		switch b.Kind {
		case model.BlockFixed:
			fence := strings.Repeat("`", max(3, longestRun(words, '`')+1))
			fmt.Fprintf(w, "%s\n%s\n%s\n\n", fence, words, fence)
		case model.BlockEntry:
			mark := strings.Trim(words[:b.Label], " -*o\t")
			words = words[b.Label:]
			if mark != "" {
				words = mark + " " + words
			}
			fmt.Fprintf(w, "%s- %s\n\n", strings.Repeat("  ", min(int(b.Depth), deepest)), escape(words))
			deepest = min(int(b.Depth), deepest) + 1
			continue
		default:
			fmt.Fprintf(w, "%s%s\n\n", label.String(), escape(words))
			label.Reset()
		}
		deepest = 0
	}
	if label.Len() > 0 { // a number without words
		fmt.Fprintf(w, "%s\n\n", strings.TrimSpace(label.String()))
	}
}

// blocks are the blocks of a paragraph; one of prose where it has text but no blocks.
func blocks(p *model.Paragraph) []model.Block {
	if len(p.Blocks) == 0 && !p.Text.Empty() {
		return []model.Block{{End: int32(p.Text.Len())}}
	}
	return p.Blocks
}

func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// escape keeps words as they are when Markdown is made of them: what would be markup is escaped, line feeds become blanks.
func escape(s string) string {
	s = strings.TrimLeft(s, " \t\n") // an indent would be a block of code
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i, r := range s {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '&', '$':
			b.WriteByte('\\')
		case '#', '+', '-', '=':
			if strings.TrimSpace(s[:i]) == "" { // they mean something at the beginning only
				b.WriteByte('\\')
			}
		case '.', ')':
			if i > 0 && len(strings.Trim(s[:i], "0123456789")) == 0 { // "1." would begin a list
				b.WriteByte('\\')
			}
		case '\n':
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}
