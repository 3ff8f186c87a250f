package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"reftel/model/library"
	"reftel/model/query"
)

func (a *app) statsCommand() *cobra.Command {
	var f archiveFlag
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Tell what an archive holds",
		Args:  cobra.NoArgs,
		RunE:  a.verb(func(ctx context.Context, _ []string) error { return a.stats(ctx, f) }),
	}
	f.register(cmd.Flags())
	return cmd
}

// statsMost is how many values of each property are listed.
const statsMost = 12

// stats tells what the archive holds, where it is from and what could not be taken in.
func (a *app) stats(ctx context.Context, f archiveFlag) error {
	archive, err := a.openArchive(ctx, f)
	if err != nil {
		return err
	}
	defer func() { _ = archive.Close() }()
	s := archive.State()
	fmt.Fprintf(a.stdout, "%s: %s\n", archive.Name(), cables(s.Len))
	if s.Indexed < s.Len {
		fmt.Fprintf(a.stdout, "  %s of them can be searched for words so far\n", grouped(s.Indexed))
	}
	if s.Loading {
		fmt.Fprintln(a.stdout, "  an import is at work on it")
	}
	d, err := archive.Details(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "  %s on disk, %s as received\n", size(d.Disk), size(d.Received))
	imported := func(r library.Report, last bool) string {
		state := "cut off"
		switch {
		case !r.Ended.IsZero():
			state = "complete"
		case last && s.Loading:
			state = "at work"
		}
		some := func(n int, what string) string {
			if n == 1 {
				return "1 " + what
			}
			return grouped(n) + " " + what + "s"
		}
		return fmt.Sprintf("  %s  %-8s  %s taken in, %s there already, %s, %s repaired, %s",
			r.Started.Local().Format("2006-01-02 15:04"), state, grouped(r.Cables), grouped(r.Duplicates), some(r.Versions, "version"), grouped(r.Repaired), some(r.Problems, "problem"))
	}
	if len(d.Imports) > 0 {
		fmt.Fprintln(a.stdout, "\nImports")
		for i, r := range d.Imports {
			fmt.Fprintln(a.stdout, imported(r, i == len(d.Imports)-1))
		}
	}
	if err := a.properties(ctx, archive); err != nil {
		return err
	}
	if len(s.Problems) > 0 {
		fmt.Fprintf(a.stdout, "\nCould not be taken in (%s)\n", grouped(len(s.Problems)))
		for _, p := range s.Problems {
			fmt.Fprintf(a.stdout, "  %s: %s\n", p.Where, p.What)
		}
	}
	return nil
}

// properties counts the cables of a library by what they are.
func (a *app) properties(ctx context.Context, archive library.Library) error {
	names := []struct {
		facet library.Facet
		title string
	}{{library.FacetYear, "Years"}, {library.FacetPost, "Posts"}, {library.FacetTag, "TAGS"}, {library.FacetClass, "Markings"}, {library.FacetCaption, "Captions"}}
	for _, n := range names {
		most := statsMost
		if n.facet == library.FacetYear {
			most = 200
		}
		values, err := archive.Facets(ctx, query.Query{}, []library.Facet{n.facet}, most)
		if err != nil {
			return err
		}
		if len(values[n.facet]) > 0 {
			fmt.Fprintf(a.stdout, "\n%s\n", n.title)
			printValues(a.stdout, values[n.facet])
		}
	}
	return nil
}

func printValues(to io.Writer, values []library.Value) {
	for _, v := range values {
		fmt.Fprintf(to, "  %9s  %s", grouped(v.Count), v.Text)
		if !v.Label.Empty() && v.Label != v.Text {
			fmt.Fprintf(to, "  %s", v.Label)
		}
		fmt.Fprintln(to)
	}
}
