package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"reftel/model"
	"reftel/model/library"
)

func (a *app) refsCommand() *cobra.Command {
	var f archiveFlag
	cmd := &cobra.Command{
		Use:   "refs ID",
		Short: "List what a cable cites, and what cites it",
		Long: `List what a cable cites, and what cites it: > before what it cites, < before what cites it, with date, marking and subject of those that the archive holds.

A cable that is not in the archive can be asked for too: others may cite it.`,
		Example: "reftel refs 05ALMATY538",
		Args:    cobra.ArbitraryArgs,
		RunE: a.verb(func(ctx context.Context, args []string) error {
			if len(args) != 1 {
				return usagef("refs needs one identifier, such as 05ALMATY538")
			}
			return a.refs(ctx, f, args[0])
		}),
	}
	f.register(cmd.Flags())
	return cmd
}

// refs lists the references of a cable, both ways.
func (a *app) refs(ctx context.Context, f archiveFlag, arg string) error {
	archive, err := a.openArchive(ctx, f)
	if err != nil {
		return err
	}
	defer func() { _ = archive.Close() }()
	return a.references(ctx, archive, arg)
}

// references lists the references of a cable in a library.
func (a *app) references(ctx context.Context, archive library.Library, arg string) error {
	name, _, _ := strings.Cut(arg, "#") // an address is that of its cable
	id, err := model.ParseID(name)
	if err != nil {
		return usageError{err}
	}
	held, err := archive.Find(ctx, id.Key())
	if err != nil {
		return err
	}
	lines := 0
	if len(held) > 0 {
		cites, err := archive.Cites(ctx, held[0])
		if err != nil {
			return err
		}
		for _, c := range cites {
			lines++
			if !c.Held {
				fmt.Fprintf(a.stdout, "> %s\n", c.ID)
				continue
			}
			if err := a.referenceLines(ctx, archive, ">", []library.Handle{c.Handle}); err != nil {
				return err
			}
		}
	}
	by, err := archive.CitedBy(ctx, id.Key())
	if err != nil {
		return err
	}
	if err := a.referenceLines(ctx, archive, "<", by); err != nil {
		return err
	}
	switch {
	case lines+len(by) > 0:
		return nil
	case len(held) == 0:
		return &missingError{fmt.Sprintf("%s: the archive has no such cable, and none that cites it", id)}
	}
	return &missingError{fmt.Sprintf("%s cites no cable, and none in the archive cites it", id)}
}

func (a *app) referenceLines(ctx context.Context, l library.Library, sign string, handles []library.Handle) error {
	entries, err := l.Entries(ctx, handles)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if _, err := fmt.Fprintf(a.stdout, "%s %s\n", sign, entryLine(e)); err != nil {
			return err
		}
	}
	return nil
}

// entryLine is a cable in one line: identifier, date, marking, subject.
func entryLine(e library.Entry) string {
	name := e.ID.String()
	if name == "" {
		name = e.Name.String()
	}
	date := "          "
	if !e.Created.IsZero() {
		date = e.Created.Format("2006-01-02")
	}
	return fmt.Sprintf("%-18s %s %-3s %s", name, date, e.Classification.Level.Letters(), e.Title)
}
