package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"reftel/model/export"
	"reftel/model/safe"
	"reftel/parser/source"
)

// exportFlags are the flags of export.
type exportFlags struct {
	archive    archiveFlag
	format     string
	asReceived bool
	in         []string
	view       viewFlags
}

func (a *app) exportCommand() *cobra.Command {
	var f exportFlags
	var names []string
	for _, n := range export.Formats() {
		names = append(names, string(n))
	}
	cmd := &cobra.Command{
		Use:   "export [PATH|ID]",
		Short: "Write cables for other programs",
		Long: `Write cables for other programs and people, to standard output.

json writes one object for one cable, and an array for several; jsonl writes an object a line, also for one. The names in them are described in the README and do not change. md is a page in Markdown, html a page for a browser or a printer, with links between the cables in it, csv a table of the metadata with a row for each cable, text the clean text without line breaks inside paragraphs, spoken the form that is read aloud. With --as-received, text is byte for byte what was read.`,
		Example: `reftel export --format json 05ALMATY538.txt
reftel export --format jsonl cables/ | jq -r .subject
reftel export --format html --case readable cables/ > cables.html
reftel export --format csv cables/ > cables.csv
reftel export --format text --as-received 05ALMATY538.html > copy.html`,
		Args: cobra.ArbitraryArgs,
		RunE: a.verb(func(ctx context.Context, args []string) error { return a.export(ctx, f, args) }),
	}
	cmd.Flags().StringVarP(&f.format, "format", "f", "json", strings.Join(names, ", "))
	cmd.Flags().BoolVar(&f.asReceived, "as-received", false, "with --format text: the bytes as they were read")
	f.archive.register(cmd.Flags())
	cmd.Flags().StringArrayVar(&f.in, "in", nil, "where identifiers are looked up")
	f.view.register(cmd)
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// export writes what args name in one document.
func (a *app) export(ctx context.Context, f exportFlags, args []string) error {
	format, err := export.ParseFormat(f.format)
	if err != nil {
		return usageError{err}
	}
	if err := f.view.check(); err != nil {
		return err
	}
	var to io.Writer = a.stdout
	if f.asReceived {
		if format != export.Text {
			return usagef("--as-received goes with --format text")
		}
		if f.view.changes() {
			return usagef("--as-received changes nothing; leave out --case and --apostrophes")
		}
		format = export.Received
		if isTerminal(a.stdout) {
			to = shownBytes{a.stdout}
			fmt.Fprintln(a.stderr, "reftel: on a terminal, characters that would act on it are shown as pictures; redirect to get the bytes")
		}
	}
	if len(args) == 0 {
		if isTerminal(a.stdin) {
			return usagef("export needs a file, a folder or an identifier; give - to read what you type")
		}
		args = []string{source.Stdin}
	}
	out := export.New(to, format)
	written := 0
	for _, arg := range args {
		t, err := parseTarget(arg)
		if err != nil {
			return err
		}
		if t.paragraph != 0 {
			return usagef("export writes whole cables; reftel cat %s prints the paragraph", safe.Of(arg))
		}
		for c, err := range a.targeted(ctx, t, f.in, f.archive) {
			if err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				a.warn(err)
				continue
			}
			if err := out.Write(f.view.of(c.cable)); err != nil {
				return fmt.Errorf("standard output: %w", err)
			}
			written++
		}
	}
	if written == 0 {
		return errNothing
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	return nil
}

// shownBytes is a terminal that is sent bytes which are not clean: a whole cable with each write.
type shownBytes struct{ to io.Writer }

func (s shownBytes) Write(p []byte) (int, error) {
	if _, err := io.WriteString(s.to, safe.TextOf(string(p)).String()); err != nil {
		return 0, err
	}
	return len(p), nil
}
