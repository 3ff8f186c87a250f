package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"reftel/model/library/sqlite"
)

func (a *app) libraryCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "library",
		Short: "Check, shrink and back up an archive",
		Args:  cobra.NoArgs,
		RunE: a.verb(func(context.Context, []string) error {
			return usagef("library needs to be told what to do: check, vacuum or backup DIR")
		}),
	}
	var check archiveFlag
	var repair bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Read everything in the archive and tell what is damaged",
		Long:  "Read everything in the archive and tell what is damaged. With --repair, damaged or missing parts of the index are made again from the cables.",
		Args:  cobra.NoArgs,
		RunE:  a.verb(func(ctx context.Context, _ []string) error { return a.checkArchive(ctx, check, repair) }),
	}
	check.register(c.Flags())
	c.Flags().BoolVar(&repair, "repair", false, "make damaged parts of the index again")
	var vacuum archiveFlag
	v := &cobra.Command{
		Use:   "vacuum",
		Short: "Make the archive as small and quick as it can be",
		Args:  cobra.NoArgs,
		RunE: a.verb(func(ctx context.Context, _ []string) error {
			return a.withArchive(ctx, vacuum, func(lib *sqlite.Archive) error { return lib.Vacuum(ctx) })
		}),
	}
	vacuum.register(v.Flags())
	var backup archiveFlag
	b := &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy the archive into a new folder, also while it is in use",
		Args:  cobra.ArbitraryArgs,
		RunE: a.verb(func(ctx context.Context, args []string) error {
			if len(args) != 1 {
				return usagef("backup needs the name of a folder that is not there yet")
			}
			return a.withArchive(ctx, backup, func(lib *sqlite.Archive) error { return lib.Backup(ctx, args[0]) })
		}),
	}
	backup.register(b.Flags())
	cmd.AddCommand(c, v, b)
	return cmd
}

func (a *app) withArchive(ctx context.Context, f archiveFlag, do func(*sqlite.Archive) error) error {
	lib, err := a.openArchive(ctx, f)
	if err != nil {
		return err
	}
	defer func() { _ = lib.Close() }()
	return do(lib)
}

// checkArchive tells what is damaged; with repair it makes the index again where it is.
func (a *app) checkArchive(ctx context.Context, f archiveFlag, repair bool) error {
	return a.withArchive(ctx, f, func(lib *sqlite.Archive) error {
		if repair {
			if err := lib.Repair(ctx); err != nil {
				return err
			}
		}
		bar := &progressBar{to: a.stderr}
		if file, ok := a.stderr.(*os.File); ok && isTerminal(a.stderr) && a.getenv("TERM") != "dumb" {
			bar.width = terminalWidth(file)
		}
		tell := func(done, all int) {
			if bar.width != nil {
				bar.draw(int64(done), int64(all), fmt.Sprintf("%3d%%  %s", percentOf(int64(done), int64(all)), cables(done)))
			}
		}
		r, err := lib.Check(ctx, tell)
		bar.clear()
		if err != nil {
			return err
		}
		for _, p := range r.Damage {
			fmt.Fprintf(a.stderr, "reftel: %s: %s\n", p.Where, p.What)
		}
		for _, name := range r.Leftover {
			fmt.Fprintf(a.stdout, "%s: left over from an import that was cut off; the next one takes it away\n", name)
		}
		fmt.Fprintf(a.stdout, "%s: %s, %s of them in the index, contents %s\n", lib.Name(), cables(r.Cables), grouped(r.Indexed), r.Contents)
		if len(r.Damage) > 0 {
			return errDamaged
		}
		if r.Indexed < r.Cables {
			fmt.Fprintln(a.stdout, "The rest is indexed by the next import, or by reftel library check --repair.")
		}
		return nil
	})
}
