package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"reftel/model/library"
	"reftel/model/library/sqlite"
	"reftel/model/safe"
	"reftel/parser/ingest"
	"reftel/parser/source"
)

// An import makes much garbage of one kind: it is collected less often, within a bound.
const (
	importGarbage = 400
	importMemory  = 480 << 20
)

func (a *app) importCommand() *cobra.Command {
	var f archiveFlag
	var quiet bool
	cmd := &cobra.Command{
		Use:   "import PATH ...",
		Short: "Take cables into an archive that can be searched",
		Long: `Take cables into an archive that can be searched.

PATH is what reftel opens: files, folders, dumps such as cables.csv, zip and tar archives, or - for standard input. The archive is a folder of its own; the files themselves are not needed afterwards.

What the archive holds already is skipped, so that an import can be run again with more. It can be interrupted with ctrl+c, or end in any other way, and goes on when it is run again. The archive can be read and searched meanwhile; the import lets whoever reads go first.`,
		Example: `reftel import cables.csv
reftel import --library /srv/cables pages/ more.zip`,
		Args: cobra.ArbitraryArgs,
		RunE: a.verb(func(ctx context.Context, args []string) error { return a.importCables(ctx, f, quiet, args) }),
	}
	f.register(cmd.Flags())
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "tell problems and nothing else")
	return cmd
}

// importCables takes the cables at paths into the archive.
func (a *app) importCables(ctx context.Context, f archiveFlag, quiet bool, paths []string) error {
	if len(paths) == 0 {
		return usagef("import needs files or folders to take in, such as cables.csv")
	}
	for _, path := range paths { // a name that is written wrong makes no archive, and is no problem of one
		if path == source.Stdin {
			continue
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return &missingError{fmt.Sprintf("%s: there is no such file or folder; look at how the name is written (nothing was imported)", safe.FileName(path))}
		}
	}
	dir, err := a.archiveDir(f)
	if err != nil {
		return err
	}
	giveWay()
	debug.SetGCPercent(importGarbage)
	debug.SetMemoryLimit(importMemory)
	archive, err := sqlite.Open(ctx, dir, sqlite.Options{Parse: ingest.Parse, Create: true})
	if err != nil {
		return err
	}
	defer func() { _ = archive.Close() }()
	bar := &progressBar{to: a.stderr, quiet: quiet}
	if file, ok := a.stderr.(*os.File); ok && isTerminal(a.stderr) && a.getenv("TERM") != "dumb" {
		bar.width = terminalWidth(file)
	}
	report, err := ingest.Run(ctx, archive, paths, ingest.Options{Stdin: a.stdin, Progress: bar.show, Problem: bar.problem})
	bar.clear()
	if !quiet && !report.Started.IsZero() {
		fmt.Fprintf(a.stdout, "%s: %s\n", dir, told(report, archive.State()))
	}
	if ctx.Err() != nil {
		fmt.Fprintf(a.stderr, "reftel: interrupted; the same command goes on from here\n")
		return ctx.Err()
	}
	if err == nil && report.Cables == 0 && report.Duplicates == 0 && report.Problems > 0 {
		return errNothing
	}
	return err
}

// told is a report in words.
func told(r library.Report, s library.State) string {
	parts := []string{fmt.Sprintf("%s taken in (%s)", cables(r.Cables), size(r.Bytes))}
	if r.Cables+r.Duplicates+r.Problems == 0 {
		parts[0] = "nothing new"
	}
	add := func(n int, one, what string) {
		if n == 1 {
			what = one
		}
		if n > 0 {
			parts = append(parts, grouped(n)+" "+what)
		}
	}
	add(r.Duplicates, "was there already", "were there already")
	add(r.Versions, "is a further version of a cable that was there", "are further versions of cables that were there")
	const repaired, problems = "had damage that was repaired, or text that was not understood", "could not be taken in (reftel stats lists them)"
	add(r.Repaired, repaired, repaired)
	add(r.Problems, problems, problems)
	end := r.Ended
	if end.IsZero() {
		end = time.Now()
	}
	held := cables(s.Len) + " in all"
	if s.Indexed < s.Len {
		held += fmt.Sprintf(", of which %s can be searched for words so far", grouped(s.Indexed))
	}
	return strings.Join(parts, ", ") + fmt.Sprintf("; %s, after %s", held, end.Sub(r.Started).Round(100*time.Millisecond))
}

func cables(n int) string {
	if n == 1 {
		return "1 cable"
	}
	return grouped(n) + " cables"
}

// grouped writes a number with commas: 251,287.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// size writes a number of bytes.
func size(n int64) string {
	switch {
	case n >= 10e9:
		return fmt.Sprintf("%.0f GB", float64(n)/1e9)
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.0f KB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d bytes", n)
}

// progressBar shows how far an import has come: one line that is drawn anew on a terminal, and lines now and then elsewhere.
type progressBar struct {
	to    io.Writer
	quiet bool
	width func() int // nil where lines cannot be drawn anew
	drawn bool
	last  time.Duration
}

// What it draws.
const (
	barCells   = 24
	leastCells = 4
	barEvery   = 10 * time.Second // where lines cannot be drawn anew
	clearLine  = "\r\x1b[K"
)

func (b *progressBar) show(p ingest.Progress) {
	if b.quiet {
		return
	}
	if b.width == nil {
		if p.Took-b.last >= barEvery {
			b.last = p.Took
			fmt.Fprintf(b.to, "reftel: %s\n", progressText(p))
		}
		return
	}
	b.draw(int64(p.Part*1000), 1000, progressText(p))
}

func terminalWidth(file *os.File) func() int {
	return func() int { w, _, _ := term.GetSize(file.Fd()); return w }
}

// draw draws the bar anew.
func (b *progressBar) draw(part, whole int64, line string) {
	// On a narrow terminal the bar gives way to the words.
	if cells := min(barCells, b.width()-2-utf8.RuneCountInString(line)); whole > 0 && cells >= leastCells {
		done := int(min(part, whole) * int64(cells) / whole)
		line = strings.Repeat("█", done) + strings.Repeat("░", cells-done) + " " + line
	}
	if r := []rune(line); len(r) > b.width()-1 {
		line = string(r[:max(b.width()-1, 0)])
	}
	fmt.Fprint(b.to, clearLine+line)
	b.drawn = true
}

// progressText tells how many cables can be listed and read, and how many can be found by their words already: those
// come later.
func progressText(p ingest.Progress) string {
	text := fmt.Sprintf("%3d%%  %s listed", int(p.Part*100), cables(p.Report.Cables+p.Report.Duplicates))
	if p.Finishing || p.Indexed > 0 && p.Indexed < p.Held {
		text += fmt.Sprintf(", %d%% of all can be searched", percentOf(int64(p.Indexed), int64(p.Held)))
	}
	if !p.Finishing {
		text += fmt.Sprintf(", %s/s", size(int64(p.Rate)))
	}
	if p.Left >= 0 && p.Part < 1 {
		text += ", " + left(p.Left) + " left"
	}
	return text
}

func percentOf(part, whole int64) int64 {
	if whole <= 0 {
		return 100
	}
	return min(part*100/whole, 100)
}

func left(d time.Duration) string {
	d = d.Round(time.Second)
	if d < time.Minute {
		return fmt.Sprintf("%ds", d/time.Second)
	}
	if d < time.Hour {
		return fmt.Sprintf("%d min %02d s", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%d h %02d min", d/time.Hour, d%time.Hour/time.Minute)
}

// problem tells what could not be taken in, above the bar.
func (b *progressBar) problem(p library.Problem) {
	b.clear()
	fmt.Fprintf(b.to, "reftel: %s: %s\n", p.Where, p.What)
}

func (b *progressBar) clear() {
	if b.drawn {
		fmt.Fprint(b.to, clearLine)
		b.drawn = false
	}
}
