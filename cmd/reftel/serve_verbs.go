package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"reftel/model"
	"reftel/model/export"
	"reftel/model/library"
	"reftel/model/query"
	"reftel/model/safe"
	"reftel/ui/remote"
)

// remoteVerbs are the verbs that are there over SSH. They know the library and nothing of the server's files.
func remoteVerbs() []remote.Verb {
	return []remote.Verb{
		{Name: "cat", Use: "cat 05ALMATY538[#4] ...", Help: "print cables or paragraphs", Run: remoteCat},
		{Name: "search", Use: "search [--limit N] [--json] QUERY", Help: "find cables", Verbatim: true, Run: remoteSearch},
		{Name: "export", Use: "export [--format F] 05ALMATY538 ...", Help: "the same for programs: " + formats(), Run: remoteExport},
		{Name: "refs", Use: "refs 05ALMATY538", Help: "what a cable cites, and what cites it", Run: remoteRefs},
		{Name: "stats", Use: "stats", Help: "what the collection holds", Run: remoteStats},
		{Name: "version", Use: "version", Help: "the version of the server", Run: remoteVersion},
	}
}

func formats() string {
	var names []string
	for _, n := range export.Formats() {
		names = append(names, string(n))
	}
	return strings.Join(names, ", ")
}

// remoteCall runs a verb with its flags and tells what went wrong, as the command line does.
func remoteCall(c remote.Call, flags func(*pflag.FlagSet), run func(args []string) error) int {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Usage = func() {}
	if flags != nil {
		flags(set)
	}
	err := set.Parse(c.Args)
	if err == nil {
		err = run(set.Args())
	} else {
		err = usageError{err}
	}
	a := &app{stdout: c.Out, stderr: c.Err}
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		fmt.Fprintf(c.Err, "reftel: %s\nSee help.\n", safe.Of(err.Error()))
		return exitUsage
	}
	return a.report(context.Background(), err)
}

// remoteCables reads the cables that args name, one after the other. One that is not there is told, and the rest follows.
func remoteCables(ctx context.Context, c remote.Call, args []string, each func(*model.Cable, model.ParagraphNumber) error) error {
	if len(args) == 0 {
		return usagef("name a cable, such as 05ALMATY538")
	}
	done := 0
	for _, arg := range args {
		id, n, err := model.ParseAddress(arg)
		if err != nil {
			return usagef("%s is not the identifier of a cable, such as 05ALMATY538; files are not there over SSH", safe.Of(arg))
		}
		cable, err := remoteRead(ctx, c, id)
		if err == nil {
			err = each(cable, n)
		}
		var missing *missingError
		switch {
		case errors.As(err, &missing), errors.Is(err, library.ErrVanished):
			fmt.Fprintf(c.Err, "reftel: %s\n", safe.Of(err.Error()))
		case err != nil:
			return err
		default:
			done++
		}
	}
	if done == 0 {
		return errNothing
	}
	return nil
}

// remoteRead reads the cable with an identifier.
func remoteRead(ctx context.Context, c remote.Call, id model.ID) (*model.Cable, error) {
	all, err := c.Library.Find(ctx, id.Key())
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, &missingError{fmt.Sprintf("%s is not in the collection", id)}
	}
	return c.Library.Read(ctx, all[0])
}

func remoteCat(ctx context.Context, c remote.Call) int {
	var plain bool
	return remoteCall(c, func(f *pflag.FlagSet) { f.BoolVar(&plain, "plain", false, "") }, func(args []string) error {
		out := (&app{stdout: c.Out}).printer(plain, true)
		return remoteCables(ctx, c, args, out.print)
	})
}

// remoteAloud is the reader where there is no terminal.
func remoteAloud(ctx context.Context, c remote.Call) int {
	c.Args = append([]string{"--plain"}, c.Args...)
	return remoteCat(ctx, c)
}

func remoteExport(ctx context.Context, c remote.Call) int {
	var format string
	return remoteCall(c, func(f *pflag.FlagSet) { f.StringVarP(&format, "format", "f", "json", "") }, func(args []string) error {
		f, err := export.ParseFormat(format)
		if err != nil {
			return usageError{err}
		}
		out := export.New(c.Out, f)
		err = remoteCables(ctx, c, args, func(cable *model.Cable, n model.ParagraphNumber) error {
			if n != 0 {
				return usagef("export writes whole cables; cat %s#%d prints the paragraph", cable.ID, n)
			}
			return out.Write(cable)
		})
		if err != nil {
			return err
		}
		return out.Close()
	})
}

func remoteSearch(ctx context.Context, c remote.Call) int {
	var limit int
	var asJSON bool
	flags := func(f *pflag.FlagSet) {
		f.IntVar(&limit, "limit", 50, "")
		f.BoolVar(&asJSON, "json", false, "")
	}
	encoder := json.NewEncoder(c.Out)
	encoder.SetEscapeHTML(false)
	one := func(e library.Entry) error {
		var excerpt *safe.Line
		if e.Hit != nil {
			excerpt = &e.Hit.Excerpt
		}
		if asJSON {
			created := ""
			if !e.Created.IsZero() {
				created = e.Created.Format(time.RFC3339)
			}
			return encoder.Encode(struct {
				ID             string     `json:"id"`
				Created        string     `json:"created,omitempty"`
				Classification string     `json:"classification"`
				Subject        safe.Line  `json:"subject"`
				Excerpt        *safe.Line `json:"excerpt,omitempty"`
			}{e.ID.String(), created, e.Classification.Full(), e.Title, excerpt})
		}
		if _, err := fmt.Fprintln(c.Out, entryLine(e)); err != nil {
			return err
		}
		if excerpt != nil {
			if _, err := fmt.Fprintf(c.Out, "    %s\n", excerpt); err != nil {
				return err
			}
		}
		return nil
	}
	return remoteCall(c, flags, func(args []string) error {
		q, err := query.Parse(strings.Join(args, " "))
		if err != nil {
			return usageError{err}
		}
		if q.Root == nil {
			return usagef("name what to search for")
		}
		if limit < 1 || limit > 10_000 {
			return usagef("--limit is from 1 to 10000")
		}
		(&app{stderr: c.Err}).tellReach(c.Library, q)
		found, err := c.Library.Page(ctx, library.Request{Query: q}, 0, limit)
		if err != nil {
			return err
		}
		for _, e := range found.Entries {
			if err := one(e); err != nil {
				return err
			}
		}
		if len(found.Entries) == 0 {
			return errNothing
		}
		return nil
	})
}

func remoteRefs(ctx context.Context, c remote.Call) int {
	return remoteCall(c, nil, func(args []string) error {
		if len(args) != 1 {
			return usagef("refs needs one identifier, such as 05ALMATY538")
		}
		return (&app{stdout: c.Out}).references(ctx, c.Library, args[0])
	})
}

func remoteStats(ctx context.Context, c remote.Call) int {
	return remoteCall(c, nil, func(args []string) error {
		if len(args) > 0 {
			return usagef("stats takes no arguments")
		}
		a := &app{stdout: c.Out}
		fmt.Fprintf(a.stdout, "%s: %s\n", c.Library.Name(), cables(c.Library.State().Len))
		return a.properties(ctx, c.Library)
	})
}

func remoteVersion(_ context.Context, c remote.Call) int {
	return remoteCall(c, nil, func(args []string) error {
		if len(args) > 0 {
			return usagef("version takes no arguments")
		}
		_, err := fmt.Fprintf(c.Out, "reftel %s\n", version())
		return err
	})
}
