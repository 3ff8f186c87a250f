package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"reftel/ui/theme"
)

// root makes the command with all its verbs. The verb without a name is the reader.
func (a *app) root() *cobra.Command {
	var f readFlags
	root := &cobra.Command{
		Use:   "reftel [PATH|ID]",
		Short: "Read U.S. diplomatic cables in the terminal",
		Long: `Read U.S. diplomatic cables in the terminal.

PATH is a file with cables (plain text, pages, cables.csv, JSON, a mailbox, an archive of these), a folder of them, or - for standard input; there may be several. With PATH#7, or an identifier such as 05ALMATY538#7, the reader opens at that paragraph.

Without anything to read it opens invented sample cables; the first one teaches the keys.

Themes: ` + strings.Join(theme.Names(), ", ") + ".",
		Example: `# Learn the keys by reading
reftel

# A folder, and a cable of it at a paragraph
reftel cables/
reftel --in cables/ 05ALMATY538#7

# Paragraphs and whole cables for other programs
reftel cat 05ALMATY538.txt#4
reftel export --format jsonl cables/`,
		Args: cobra.ArbitraryArgs,
	}
	root.RunE = a.verb(func(ctx context.Context, args []string) error {
		if len(args) == 1 {
			if near := root.SuggestionsFor(args[0]); len(near) > 0 && !exists(args[0]) {
				return usagef("there is no file or verb %q; did you mean %q?", args[0], near[0])
			}
		}
		return a.read(ctx, f, args)
	})
	// An error in a flag is told as any other of a verb.
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		said, _, cut := strings.Cut(err.Error(), ": strconv.")
		if a.err = (usageError{err}); cut {
			a.err = usagef("%s: a whole number is needed", said)
		}
		return nil
	})
	root.SuggestionsMinimumDistance = 2
	f.register(root.Flags())
	_ = root.RegisterFlagCompletionFunc("theme", cobra.FixedCompletions(theme.Names(), cobra.ShellCompDirectiveNoFileComp))
	_ = root.RegisterFlagCompletionFunc("glyphs", cobra.FixedCompletions([]string{glyphsUnicode, glyphsASCII}, cobra.ShellCompDirectiveNoFileComp))
	root.AddCommand(a.catCommand(), a.exportCommand(), a.searchCommand(), a.queryHelp(), a.checkCommand(), a.importCommand(), a.libraryCommand(), a.notesCommand(), a.refsCommand(), a.statsCommand(), a.serveCommand(), a.keysCommand(), a.pictureCommand(), a.versionCommand())
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Short = "Print completions for a shell"
		}
	}
	return root
}
