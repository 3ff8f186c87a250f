package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"reftel/model"
	"reftel/parser/source"
)

// catFlags are the flags of cat.
type catFlags struct {
	archive        archiveFlag
	in             []string
	plain, noColor bool
	view           viewFlags
}

func (a *app) catCommand() *cobra.Command {
	var f catFlags
	cmd := &cobra.Command{
		Use:   "cat [PATH|ID][#N]",
		Short: "Print cables or single paragraphs",
		Long: `Print cables or single paragraphs: styled on a terminal, plain text elsewhere.

#N names a paragraph by its printed number. An identifier such as 05ALMATY538 is looked up in the archive, or in the files that --in names. Without arguments, or with -, the cable is read from standard input.`,
		Example: `reftel cat 05ALMATY538.txt
reftel cat 05ALMATY538.txt#4
reftel cat --in cables/ 05ALMATY538#4 05ALMATY347
reftel cat --case readable 1975STATE256541.txt
curl -s URL | reftel cat --plain`,
		Args: cobra.ArbitraryArgs,
		RunE: a.verb(func(ctx context.Context, args []string) error { return a.cat(ctx, f, args) }),
	}
	cmd.Flags().StringArrayVar(&f.in, "in", nil, "where identifiers are looked up")
	cmd.Flags().BoolVar(&f.plain, "plain", false, "the form that is read aloud")
	cmd.Flags().BoolVar(&f.noColor, "no-color", false, "no colors")
	f.view.register(cmd)
	f.archive.register(cmd.Flags())
	return cmd
}

// cat prints what args name.
func (a *app) cat(ctx context.Context, f catFlags, args []string) error {
	if err := f.view.check(); err != nil {
		return err
	}
	if len(args) == 0 {
		if isTerminal(a.stdin) {
			return usagef("cat needs a file, a folder or an identifier; give - to read what you type")
		}
		args = []string{source.Stdin}
	}
	out := a.printer(f.plain, f.noColor)
	for _, arg := range args {
		t, err := parseTarget(arg)
		if err != nil {
			return err
		}
		for c, err := range a.targeted(ctx, t, f.in, f.archive) {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				a.warn(err)
				continue
			}
			var missing *missingError
			if err := out.print(f.view.of(c.cable), t.paragraph); errors.As(err, &missing) {
				a.warn(err)
			} else if err != nil {
				return err
			}
		}
	}
	if out.count == 0 {
		return errNothing
	}
	return nil
}

// missingError says that a cable or paragraph is not there.
type missingError struct{ what string }

func (e *missingError) Error() string { return e.what }

func missingParagraph(c *model.Cable, n model.ParagraphNumber) error {
	name := c.ID.String()
	if name == "" {
		name = c.Source.Path.String()
	}
	var last model.ParagraphNumber
	for i := range c.Paragraphs {
		last = max(last, c.Paragraphs[i].Number)
	}
	if last == 0 {
		return &missingError{fmt.Sprintf("%s has no numbered paragraphs", name)}
	}
	return &missingError{fmt.Sprintf("%s has no paragraph %d; its last is %d", name, n, last)}
}
