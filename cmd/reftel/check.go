package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"reftel/model"
	"reftel/model/safe"
	"reftel/parser"
	"reftel/parser/source"
)

// What check tells at most, so that it takes no more memory for a million cables than for one.
const (
	mostExamples = 3
	mostProblems = 1000
	shownOf      = 20 // problems that the table lists
)

func (a *app) checkCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "check PATH...",
		Short: "Tell what cables are there, and what had to be repaired",
		Long: `Tell what cables files, folders and archives hold: how many of which form, how many with each diagnostic, with examples, what could not be placed, and what could not be read.

Nothing is kept and nothing is written; a million cables take no more memory than one.`,
		Example: `reftel check cables/
reftel check cables.csv
reftel check --json cables.zip | jq .diagnostics`,
		Args: cobra.ArbitraryArgs,
		RunE: a.verb(func(ctx context.Context, args []string) error { return a.check(ctx, asJSON, args) }),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	return cmd
}

// findings is what check finds. Its JSON form is public.
type findings struct {
	Cables      int           `json:"cables"`
	Bytes       int64         `json:"bytes"`
	Forms       []formCount   `json:"forms"`
	Unnamed     int           `json:"without_id"`
	Undated     int           `json:"without_date"`
	Clean       int           `json:"without_diagnostic"`
	Diagnostics []*kindCount  `json:"diagnostics"`
	Unplaced    unplaced      `json:"unplaced"`
	ProblemsAll int           `json:"problem_count"`
	Problems    []problemLine `json:"problems"` // the first thousand

	forms map[model.Format]int
	kinds map[model.DiagnosticKind]*kindCount
}

type (
	formCount struct {
		Form   model.Format `json:"form"`
		Cables int          `json:"cables"`
	}
	kindCount struct {
		Kind     model.DiagnosticKind `json:"kind"`
		Cables   int                  `json:"cables"`
		Places   int                  `json:"places"`
		Examples []example            `json:"examples"`
	}
	example struct {
		Path    string `json:"path"`
		Line    int64  `json:"line"`
		ID      string `json:"id,omitempty"`
		Message string `json:"message,omitempty"`
		Bytes   int    `json:"bytes,omitempty"`
	}
	unplaced struct {
		Cables   int       `json:"cables"`
		Bytes    int64     `json:"bytes"`
		Share    float64   `json:"share"`
		Examples []example `json:"examples"` // those with the most
	}
	problemLine struct {
		Where string `json:"where"`
		What  string `json:"what"`
	}
)

// check reads everything once and tells what it found.
func (a *app) check(ctx context.Context, asJSON bool, args []string) error {
	if len(args) == 0 {
		if isTerminal(a.stdin) {
			return usagef("check needs a file, a folder or an archive; give - to read what you type")
		}
		args = []string{source.Stdin}
	}
	set := source.Open(args, source.Options{Stdin: a.stdin})
	defer func() { _ = set.Close() }()
	f := &findings{forms: map[model.Format]int{}, kinds: map[model.DiagnosticKind]*kindCount{}}
	show := a.checking(set, f)
	began := time.Now()
	defer streaming()()
	texts := func(ctx context.Context) iter.Seq2[found, error] { return textsOf(ctx, set, false) }
	for c, err := range parseAll(ctx, texts) {
		switch {
		case ctx.Err() != nil:
			show(true)
			return ctx.Err()
		case err != nil:
			f.problem(err)
		default:
			f.cable(c.cable, c.line)
		}
		show(false)
	}
	show(true)
	f.settle()
	var err error
	if asJSON {
		e := json.NewEncoder(a.stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		err = e.Encode(f)
	} else {
		err = f.print(a.stdout, time.Since(began))
	}
	if err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	if f.Cables == 0 {
		if asJSON {
			for _, p := range f.Problems {
				fmt.Fprintf(a.stderr, "reftel: %s: %s\n", p.Where, p.What)
			}
		}
		return errNothing
	}
	return nil
}

// checking gives what tells on a terminal how far it has come; true ends it.
func (a *app) checking(set *source.Set, f *findings) func(end bool) {
	if !isTerminal(a.stderr) || a.getenv("TERM") == "dumb" {
		return func(bool) {}
	}
	last, drawn := time.Now(), false
	return func(end bool) {
		if end && drawn {
			fmt.Fprint(a.stderr, clearLine)
		}
		if end || time.Since(last) < 200*time.Millisecond {
			return
		}
		last, drawn = time.Now(), true
		read, whole := set.Progress()
		line := fmt.Sprintf("%s, %s of %s read", cables(f.Cables), size(read), size(whole))
		width := 80
		if t, ok := a.stderr.(term.File); ok {
			if w, _, err := term.GetSize(t.Fd()); err == nil && w > 1 {
				width = w
			}
		}
		fmt.Fprint(a.stderr, clearLine+ansi.Truncate(line, width-1, "…"))
	}
}

// cable takes in a cable that begins at a line of its file.
func (f *findings) cable(c *model.Cable, line int64) {
	f.Cables++
	f.Bytes += int64(len(c.Received))
	f.forms[c.Source.Format]++
	if c.ID.Zero() {
		f.Unnamed++
	}
	if c.Created.IsZero() {
		f.Undated++
	}
	if len(c.Diagnostics) == 0 {
		f.Clean++
	}
	at := example{Path: c.Source.Path.String(), Line: line, ID: c.ID.String()}
	for i, d := range c.Diagnostics {
		k := f.kinds[d.Kind]
		if k == nil {
			k = &kindCount{Kind: d.Kind}
			f.kinds[d.Kind] = k
		}
		k.Places++
		if slices.ContainsFunc(c.Diagnostics[:i], func(e model.Diagnostic) bool { return e.Kind == d.Kind }) {
			continue
		}
		k.Cables++
		if len(k.Examples) < mostExamples {
			of := at
			of.Line += int64(d.Line) - 1
			of.Message = d.Message.String()
			k.Examples = append(k.Examples, of)
		}
	}
	missing, first := 0, -1
	for _, s := range c.Spans {
		if s.Element == model.ElementUnplaced {
			if missing == 0 {
				first = int(s.Start)
			}
			missing += int(s.End - s.Start)
		}
	}
	if missing == 0 {
		return
	}
	u := &f.Unplaced
	u.Cables++
	u.Bytes += int64(missing)
	if len(u.Examples) == mostExamples && u.Examples[mostExamples-1].Bytes >= missing {
		return
	}
	at.Bytes = missing
	for _, b := range c.Received[:first] {
		if b == '\n' {
			at.Line++
		}
	}
	u.Examples = append(u.Examples, at)
	slices.SortStableFunc(u.Examples, func(x, y example) int { return cmp.Compare(y.Bytes, x.Bytes) })
	u.Examples = u.Examples[:min(len(u.Examples), mostExamples)]
}

func (f *findings) problem(err error) {
	f.ProblemsAll++
	if len(f.Problems) < mostProblems {
		p := problemOf(err)
		f.Problems = append(f.Problems, problemLine{p.Where.String(), p.What.String()})
	}
}

// settle puts what was counted in order: the most frequent first.
func (f *findings) settle() {
	f.Forms, f.Diagnostics = []formCount{}, []*kindCount{}
	for form, n := range f.forms {
		f.Forms = append(f.Forms, formCount{form, n})
	}
	slices.SortFunc(f.Forms, func(x, y formCount) int {
		return cmp.Or(cmp.Compare(y.Cables, x.Cables), cmp.Compare(x.Form, y.Form))
	})
	for _, k := range f.kinds {
		f.Diagnostics = append(f.Diagnostics, k)
	}
	slices.SortFunc(f.Diagnostics, func(x, y *kindCount) int {
		return cmp.Or(cmp.Compare(y.Cables, x.Cables), cmp.Compare(x.Kind, y.Kind))
	})
	if f.Bytes > 0 {
		f.Unplaced.Share = float64(f.Unplaced.Bytes) / float64(f.Bytes)
	}
	if f.Problems == nil {
		f.Problems = []problemLine{}
	}
	if f.Unplaced.Examples == nil {
		f.Unplaced.Examples = []example{}
	}
}

// formWords say what the forms are.
var formWords = map[model.Format]string{
	model.FormatText:     "plain text",
	model.FormatMarkdown: "Markdown-converted page",
	model.FormatHTML:     "Cablegate page (HTML)",
	model.FormatTelegram: "telegram of 1973-79, or of before 2002",
	model.FormatPlusD:    "PlusD page or text",
	model.FormatAAD:      "NARA text file",
	model.FormatCSV:      "row of the dump (cables.csv)",
	model.FormatFlat:     "text without line breaks",
	model.FormatJSON:     "JSON record",
	model.FormatMail:     "message by mail",
	model.FormatList:     "line of a NARA list",
	model.FormatUnknown:  "not recognised as a cable",
}

// print writes the findings as tables for people.
func (f *findings) print(w io.Writer, took time.Duration) error {
	p := &sheet{w: w}
	p.line("%s, %s, in %s", cables(f.Cables), size(f.Bytes), took.Round(10*time.Millisecond))
	if f.Cables > 0 {
		p.line("\nForms")
		for _, form := range f.Forms {
			words := formWords[form.Form]
			if words == "" {
				words = string(form.Form)
			}
			p.line("%11s  %s", grouped(form.Cables), words)
		}
		if f.Unnamed+f.Undated > 0 {
			p.line("\nNot known")
			if f.Unnamed > 0 {
				p.line("%11s  without identifier", grouped(f.Unnamed))
			}
			if f.Undated > 0 {
				p.line("%11s  without date", grouped(f.Undated))
			}
		}
		p.line("\nDiagnostics, by cables")
		p.line("%11s  nothing to say", grouped(f.Clean))
	}
	for _, k := range f.Diagnostics {
		places := ""
		if k.Places > k.Cables {
			places = fmt.Sprintf(", %s places", grouped(k.Places))
		}
		p.line("%11s  %s (%s%s)", grouped(k.Cables), parser.Describe(k.Kind), k.Kind, places)
		for _, e := range k.Examples {
			p.line("%13s%s: %s", "", e.where(), e.Message)
		}
	}
	if f.Cables > 0 {
		p.line("\nNot placed: %s of %s (%.3g %%), in %s", size(f.Unplaced.Bytes), size(f.Bytes), 100*f.Unplaced.Share, cables(f.Unplaced.Cables))
		for _, e := range f.Unplaced.Examples {
			p.line("%13s%s: %s from here on", "", e.where(), size(int64(e.Bytes)))
		}
	}
	if f.ProblemsAll > 0 {
		p.line("\nProblems: %s", grouped(f.ProblemsAll))
		for i, q := range f.Problems {
			if i == shownOf {
				p.line("  and %s more", grouped(f.ProblemsAll-shownOf))
				break
			}
			p.line("  %s: %s", q.Where, q.What)
		}
	}
	return p.err
}

// where is the place of an example: "cables.csv:1042 (05ALMATY538)".
func (e example) where() string {
	path := e.Path
	if path == source.Stdin {
		path = "standard input"
	}
	at := fmt.Sprintf("%s:%d", path, e.Line)
	if e.ID != "" {
		at += " (" + e.ID + ")"
	}
	return safe.Of(at).String()
}

// sheet writes lines until one cannot be written.
type sheet struct {
	w   io.Writer
	err error
}

func (s *sheet) line(format string, args ...any) {
	if s.err == nil {
		_, s.err = fmt.Fprintf(s.w, format+"\n", args...)
	}
}
