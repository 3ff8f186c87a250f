package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/library/sqlite"
	"reftel/model/query"
	"reftel/model/safe"
	"reftel/ui/page"
)

// searchFlags are those of the verb search.
type searchFlags struct {
	in      []string
	archive archiveFlag
	json    bool
	count   bool
	facets  []string
	limit   int
	order   string
	limited bool // whether limit was asked for
}

// searchOrders are the orders by their names on the command line.
var searchOrders = map[string]library.Order{
	"newest": library.NewestFirst, "oldest": library.OldestFirst, "post": library.ByPost, "marking": library.ByClassification,
	"subject": library.BySubject, "relevance": library.ByRelevance, "found": library.AsFound,
}

var searchFacets = []string{string(library.FacetYear), "month", string(library.FacetPost), string(library.FacetTag), string(library.FacetClass), string(library.FacetCaption)}

func (a *app) searchCommand() *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find cables, with the paragraph that holds the words",
		Long: `Find cables, with the paragraph that holds the words. A line tells where, when, how it is marked, and what stands there; the address can be given to reftel and to reftel cat.

It asks the archive, or the files and folders named with --in. reftel help query explains the language of queries. What begins with a minus comes behind --.`,
		Example: `reftel search 'tag:PHUM post:ALMATY after:2005 "orange revolution"'
reftel search --in cables/ --facets tag,year boundary
reftel search --count -- class:secret -is:partial`,
		Args: cobra.ArbitraryArgs,
	}
	flags := cmd.Flags()
	cmd.RunE = a.verb(func(ctx context.Context, args []string) error {
		f.limited = flags.Changed("limit")
		return a.search(ctx, f, strings.Join(args, " "))
	})
	flags.StringArrayVar(&f.in, "in", nil, "file or folder to search in; may be given several times")
	f.archive.register(flags)
	flags.BoolVar(&f.json, "json", false, "a JSON object a line")
	flags.BoolVar(&f.count, "count", false, "only how many cables there are")
	flags.StringSliceVar(&f.facets, "facets", nil, "count by "+strings.Join(searchFacets, ", "))
	flags.IntVar(&f.limit, "limit", 50, "at most so many cables, or values of each facet; 0 for all; months are cut only where you ask for it")
	flags.StringVar(&f.order, "order", "newest", "newest, oldest, post, marking, subject, relevance or found")
	_ = cmd.RegisterFlagCompletionFunc("order", cobra.FixedCompletions([]string{"newest", "oldest", "post", "marking", "subject", "relevance", "found"}, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("facets", cobra.FixedCompletions(searchFacets, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// search asks an archive, or files.
func (a *app) search(ctx context.Context, f searchFlags, text string) error {
	order, ok := searchOrders[f.order]
	if !ok {
		return usagef("there is no order %q; choose newest, oldest, post, marking, subject, relevance or found", f.order)
	}
	for _, facet := range f.facets {
		if !slices.Contains(searchFacets, facet) {
			return usagef("there is no facet %q; choose of %s", facet, strings.Join(searchFacets, ", "))
		}
	}
	if f.limit < 0 {
		return usagef("--limit is a number of cables, or 0 for all")
	}
	if f.limit == 0 {
		f.limit = 1 << 30
	}
	if f.count && len(f.facets) > 0 {
		return usagef("--count and --facets are two answers; ask for one of them")
	}
	if strings.TrimSpace(text) == "" && !f.count && len(f.facets) == 0 {
		return usagef("name what to search for; reftel help query explains how")
	}
	q, err := query.Parse(text)
	if err != nil {
		return usageError{pointed(q, err)}
	}
	if q.Root == nil && strings.TrimSpace(q.Text) != "" {
		return usageError{pointed(q, q.Wordless())}
	}
	lib, done, err := a.searched(ctx, f)
	if err != nil {
		return err
	}
	defer done()
	if q, err = a.resolved(ctx, q); err != nil {
		return err
	}
	a.tellReach(lib, q)
	switch {
	case f.count:
		n, err := lib.Count(ctx, q)
		if err != nil {
			return err
		}
		if f.json {
			err = a.jsonLine(map[string]int{"count": n})
		} else {
			_, err = fmt.Fprintln(a.stdout, n)
		}
		if err == nil && n == 0 {
			return nothingFound(q)
		}
		return err
	case len(f.facets) > 0:
		return a.searchFacets(ctx, f, lib, q)
	}
	page, err := lib.Page(ctx, library.Request{Query: q, Order: order}, 0, f.limit)
	if err != nil {
		return err
	}
	for _, e := range page.Entries {
		if err := a.searchLine(ctx, f, lib, e); err != nil {
			return err
		}
	}
	if len(page.Entries) == 0 {
		return nothingFound(q)
	}
	if page.Total > len(page.Entries) && !f.json && a.onTerminal() {
		more := grouped(page.Total)
		if !page.Exact {
			more = "more"
		}
		fmt.Fprintf(a.stderr, "reftel: these are the first %s of %s; --limit 0 gives all\n", grouped(len(page.Entries)), more)
	}
	return nil
}

// tellReach says so where a query looks for words and not all cables can be searched for them: what is found is a part.
func (a *app) tellReach(lib library.Library, q query.Query) {
	s := lib.State()
	if s.Indexed >= s.Len || !q.OfWords() {
		return
	}
	why := "reftel import, run again, goes on with it"
	if s.Loading {
		why = "an import is at work on the rest"
	}
	fmt.Fprintf(a.stderr, "reftel: of %s, %s can be searched for words so far; %s\n", cables(s.Len), grouped(s.Indexed), why)
}

func nothingFound(q query.Query) error { return &missingError{"nothing found: " + q.Text} }

// searched is what is asked: the files that are named, or the archive. What could not be read is told.
func (a *app) searched(ctx context.Context, f searchFlags) (library.Library, func(), error) {
	if len(f.in) == 0 {
		archive, err := a.openArchive(ctx, f.archive)
		if err != nil {
			return nil, nil, err
		}
		return archive, func() { _ = archive.Close() }, nil
	}
	lib := memory.New(collectionName(f.in))
	a.load(ctx, lib, f.in)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	for _, p := range lib.State().Problems {
		fmt.Fprintf(a.stderr, "reftel: %s: %s\n", p.Where, p.What)
	}
	if lib.State().Len == 0 {
		return nil, nil, errNothing
	}
	return lib, func() {}, nil
}

// resolved puts what the reader's shelf says into a query that asks for it.
func (a *app) resolved(ctx context.Context, q query.Query) (query.Query, error) {
	needs := false
	query.Walk(q.Root, func(n query.Node) {
		f, ok := n.(query.Field)
		needs = needs || ok && (f.Own() || f.Name == query.FieldIn)
	})
	if !needs {
		return q, nil
	}
	dir, err := a.dataFolder()
	if err != nil {
		return q, err
	}
	shelf, err := sqlite.OpenShelf(ctx, shelfFile(dir))
	if err != nil {
		return q, err
	}
	defer func() { _ = shelf.Close() }()
	return library.Resolve(ctx, q, shelf)
}

// pointed is an error in a query with the place below it.
func pointed(q query.Query, err error) error {
	var e *query.Error
	if !errors.As(err, &e) || e.At > len(q.Text) {
		return err
	}
	before, at, behind := q.Text[:e.At], q.Text[e.At:min(e.At+e.Len, len(q.Text))], q.Text[min(e.At+e.Len, len(q.Text)):]
	if n := page.Width(before); n > pointedBefore { // of a long query, what stands around the place
		before = ansi.TruncateLeft(before, n-pointedBefore, "…")
	}
	at = ansi.Truncate(at, pointedAt, "…")
	line := before + at + ansi.Truncate(behind, pointedBefore, "…")
	return &pointedError{err, line, strings.Repeat(" ", page.Width(before)) + strings.Repeat("^", max(page.Width(at), 1))}
}

// Columns that are shown of a query before and behind what is wrong with it, and of that.
const (
	pointedBefore = 60
	pointedAt     = 100
)

// pointedError is an error in a line that was typed.
type pointedError struct {
	error
	line, below string
}

func (e *pointedError) Unwrap() error { return e.error }

// searchLine writes one cable that was found.
func (a *app) searchLine(ctx context.Context, f searchFlags, lib library.Library, e library.Entry) error {
	name := e.ID.String()
	if name == "" {
		name = e.Name.String()
	}
	address, number := name, model.ParagraphNumber(0)
	if e.Hit != nil && e.Hit.Paragraph >= 0 {
		if c, err := lib.Read(ctx, e.Handle); err == nil && int(e.Hit.Paragraph) < len(c.Paragraphs) {
			number = c.Paragraphs[e.Hit.Paragraph].Number
		}
		if number > 0 {
			address += "#" + strconv.Itoa(int(number))
		}
	}
	date := ""
	if !e.Created.IsZero() {
		date = e.Created.Format("2006-01-02")
	}
	if f.json {
		line := searchResult{Address: address, ID: e.ID.String(), Source: e.Name, Date: date, Classification: e.Classification.Full(), Subject: e.Title, Origin: e.Origin}
		if e.Hit != nil {
			line.Paragraph, line.Number, line.Excerpt = &e.Hit.Paragraph, number, e.Hit.Excerpt
			for _, m := range e.Hit.Matches {
				line.Matches = append(line.Matches, [2]int{m.Start, m.End})
			}
		}
		return a.jsonLine(line)
	}
	text := e.Title
	if e.Hit != nil && !e.Hit.Excerpt.Empty() {
		text = e.Hit.Excerpt
	}
	_, err := fmt.Fprintf(a.stdout, "%s\t%s\t%s\t%s\n", safe.Of(address), date, e.Classification.Level.Letters(), text)
	return err
}

// searchResult is a cable that was found, in JSON.
type searchResult struct {
	Address        string                `json:"address"` // with the paragraph, where it has a number
	ID             string                `json:"id,omitempty"`
	Source         safe.Line             `json:"source"`
	Date           string                `json:"date,omitempty"`
	Classification string                `json:"classification,omitempty"`
	Origin         safe.Line             `json:"origin,omitzero"`
	Subject        safe.Line             `json:"subject"`
	Paragraph      *model.ParagraphIndex `json:"paragraph,omitempty"` // from 0; -1 where the words stand in the head
	Number         model.ParagraphNumber `json:"number,omitempty"`    // as printed
	Excerpt        safe.Line             `json:"excerpt,omitzero"`
	Matches        [][2]int              `json:"matches,omitempty"` // bytes of the excerpt
}

func (a *app) jsonLine(v any) error {
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// searchFacets counts what a query finds.
func (a *app) searchFacets(ctx context.Context, f searchFlags, lib library.Library, q query.Query) error {
	found := 0
	for i, name := range f.facets {
		most := f.limit
		if name == "month" && !f.limited { // what is cut would be the latest
			most = 1 << 30
		}
		values, err := facetValues(ctx, lib, q, name, most+1)
		if err != nil {
			return err
		}
		found += len(values)
		if len(values) > most {
			values = values[:most]
			if !f.json && a.onTerminal() {
				defer fmt.Fprintf(a.stderr, "reftel: of %s these are the first %s; --limit 0 gives all\n", name, grouped(most))
			}
		}
		if f.json {
			type value struct {
				Text  safe.Line `json:"value"`
				Label safe.Line `json:"label,omitzero"`
				Count int       `json:"count"`
			}
			list := make([]value, len(values))
			for i, v := range values {
				list[i] = value(v)
			}
			if err := a.jsonLine(map[string]any{"facet": name, "values": list}); err != nil {
				return err
			}
			continue
		}
		if len(f.facets) > 1 {
			if i > 0 {
				fmt.Fprintln(a.stdout)
			}
			fmt.Fprintln(a.stdout, name)
		}
		for _, v := range values {
			if _, err := fmt.Fprintf(a.stdout, "%d\t%s\t%s\n", v.Count, v.Text, v.Label); err != nil {
				return err
			}
		}
	}
	if found == 0 {
		return nothingFound(q)
	}
	return nil
}

func facetValues(ctx context.Context, lib library.Library, q query.Query, name string, most int) ([]library.Value, error) {
	if name != "month" {
		all, err := lib.Facets(ctx, q, []library.Facet{library.Facet(name)}, most)
		return all[library.Facet(name)], err
	}
	months, err := lib.Histogram(ctx, q)
	if err != nil {
		return nil, err
	}
	var values []library.Value
	for _, m := range months {
		v := library.Value{Text: safe.Of(fmt.Sprintf("%04d-%02d", m.Year, int(m.Month))), Count: m.Count}
		if m.Year == 0 {
			v = library.Value{Label: safe.Of("without a date"), Count: m.Count}
		}
		values = append(values, v)
	}
	return values[:min(len(values), most)], nil
}
