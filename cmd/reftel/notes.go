package main

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reftel/model/library"
)

func (a *app) notesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "notes",
		Short: "Write your notes and marks as Markdown",
		Args:  cobra.NoArgs,
		RunE:  a.verb(func(context.Context, []string) error { return usagef("notes needs to be told what to do: export") }),
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "export",
		Short: "Write your notes and marks as Markdown, with citations",
		Long: `Write your notes and marks to standard output as Markdown, each under its citation. The archive is not needed for it.

A note is Markdown itself; its headings are set below those of the export.`,
		Example: "reftel notes export > notes.md",
		Args:    cobra.NoArgs,
		RunE:    a.verb(func(ctx context.Context, _ []string) error { return a.exportNotes(ctx) }),
	})
	return cmd
}

// exportNotes writes all notes, by cable, and the marks of paragraphs without one.
func (a *app) exportNotes(ctx context.Context) error {
	dir, err := a.dataFolder()
	if err != nil {
		return err
	}
	if !exists(shelfFile(dir)) {
		return &missingError{"there are no notes yet: " + shelfFile(dir) + " is not there"}
	}
	shelf, said := a.shelf(ctx, false)
	defer func() { _ = shelf.Close() }()
	if said != "" {
		return fmt.Errorf("the notes cannot be read: %s", said)
	}
	notes, err := shelf.Notes(ctx, "")
	if err != nil {
		return err
	}
	marks, err := shelf.Marks(ctx, "")
	if err != nil {
		return err
	}
	if len(notes)+len(marks) == 0 {
		return &missingError{"there are no notes and no marks yet"}
	}
	out := bufio.NewWriter(a.stdout)
	writeNotes(out, notes, marks)
	return out.Flush()
}

// noted is what was written about one cable, or marked in it.
type noted struct {
	card  library.Card
	title string
	notes []library.Note
	marks []library.Mark
}

func writeNotes(out *bufio.Writer, notes []library.Note, marks []library.Mark) {
	by := map[library.Card]*noted{}
	of := func(card library.Card) *noted {
		if by[card] == nil {
			by[card] = &noted{card: card}
		}
		return by[card]
	}
	for _, n := range notes {
		c := of(n.Card)
		c.notes = append(c.notes, n)
		if c.title == "" {
			c.title = n.Title.String()
		}
	}
	for _, m := range marks {
		c := of(m.Card)
		if !slices.ContainsFunc(c.notes, func(n library.Note) bool { return n.Paragraph == m.Paragraph }) {
			c.marks = append(c.marks, m)
		}
	}
	var all []*noted
	for _, c := range by {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *noted) int { return strings.Compare(string(a.card), string(b.card)) })
	fmt.Fprintln(out, "# Notes")
	for _, c := range all {
		fmt.Fprintf(out, "\n## %s", c.card)
		if c.title != "" {
			fmt.Fprintf(out, ": %s", inMarkdown(c.title))
		}
		fmt.Fprintln(out)
		for _, n := range c.notes {
			fmt.Fprintf(out, "\n### %s\n\n%s\n", citation(n), lowered(n.Text.String()))
		}
		if len(c.marks) == 0 {
			continue
		}
		slices.SortFunc(c.marks, func(a, b library.Mark) int { return int(a.Paragraph) - int(b.Paragraph) })
		fmt.Fprint(out, "\nMarked: ")
		for i, m := range c.marks {
			if i > 0 {
				fmt.Fprint(out, ", ")
			}
			fmt.Fprint(out, paragraphName(m.Number, int(m.Paragraph)))
		}
		fmt.Fprintln(out)
	}
}

// citation is how one cites what a note is about: "05ALMATY538, ¶4 (C)".
func citation(n library.Note) string {
	if n.Paragraph < 0 {
		return string(n.Card)
	}
	s := string(n.Card) + ", " + paragraphName(n.Number, int(n.Paragraph))
	if !n.Portion.Empty() {
		s += " (" + inMarkdown(n.Portion.String()) + ")"
	}
	return s
}

func paragraphName[N ~int](number N, index int) string {
	if number > 0 {
		return fmt.Sprintf("¶%d", number)
	}
	return fmt.Sprintf("unnumbered ¶ (%d. of the cable)", index+1)
}

// inMarkdown makes text that is no Markdown stand as it is.
func inMarkdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_[]<>#|", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// lowered sets the headings of a note below those of the export; within a block of code a # is no heading.
func lowered(note string) string {
	lines := strings.Split(strings.TrimSpace(note), "\n")
	fence := ""
	for i, l := range lines {
		trimmed := strings.TrimLeft(l, " ")
		if f := strings.TrimLeft(trimmed, "`~"); len(trimmed)-len(f) >= 3 {
			mark := trimmed[:3]
			switch fence {
			case "":
				fence = mark
			case mark:
				fence = ""
			}
		}
		if fence == "" && strings.HasPrefix(trimmed, "#") {
			lines[i] = "###" + trimmed
		}
	}
	return strings.Join(lines, "\n")
}
