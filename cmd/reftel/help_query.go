package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"reftel/model/query"
)

// queryHelp is the page on the query language: reftel help query.
func (a *app) queryHelp() *cobra.Command {
	cmd := &cobra.Command{Use: "query", Short: "How to ask a collection of cables", Args: cobra.ArbitraryArgs}
	cmd.SetHelpFunc(func(*cobra.Command, []string) { a.err = writeQueryHelp(a.stdout) })
	cmd.RunE = a.verb(func(ctx context.Context, args []string) error {
		if len(args) > 0 {
			return usagef("query is a page of the help; to search, use reftel search %s", strings.Join(args, " "))
		}
		return writeQueryHelp(a.stdout)
	})
	return cmd
}

// helpWidth is how wide the page is.
const helpWidth = 78

// writeQueryHelp writes what package query says of its language, for a screen of 80 columns.
func writeQueryHelp(w io.Writer) error {
	var b strings.Builder
	b.WriteString("Queries\n")
	for _, rule := range query.Rules() {
		b.WriteByte('\n')
		writeFolded(&b, rule, 2, 2)
	}
	b.WriteString("\nExamples\n\n")
	for _, e := range query.Examples() {
		writeRow(&b, e.Query, e.Finds, 33)
	}
	b.WriteString("\nFields\n\n")
	for _, f := range query.Fields() {
		writeRow(&b, string(f.Name), f.HelpOf()+"; as in "+f.Example, 9)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeRow writes a word and what it means beside it, or below where it is long.
func writeRow(b *strings.Builder, left, right string, width int) {
	if len(left) > width {
		fmt.Fprintf(b, "  %s\n", left)
		left = ""
	}
	fmt.Fprintf(b, "  %-*s  ", width, left)
	writeFolded(b, right, 0, width+4)
}

// writeFolded writes a text in lines that are not too wide, the first indented by first and those after it by hang.
func writeFolded(b *strings.Builder, text string, first, hang int) {
	b.WriteString(strings.Repeat(" ", first))
	at := hang
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case at+1+n > helpWidth:
			b.WriteString("\n" + strings.Repeat(" ", hang))
			at = hang
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	b.WriteByte('\n')
}
