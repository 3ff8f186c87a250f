package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"charm.land/fang/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"reftel/model/safe"
)

// What the program ends with.
const (
	exitDone        = 0
	exitNothing     = 1 // nothing could be read
	exitUsage       = 2
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	a := &app{stdin: takeInput(), stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv}
	code := a.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// app is one run of the program: what it reads from and writes to, and what came of it.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string

	err error // of the verb that ran
}

// run runs the verb that args name and gives the exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	// Errors are told in one way, by report.
	err := fang.Execute(ctx, root, fang.WithVersion(version()), fang.WithColorSchemeFunc(helpColors),
		fang.WithErrorHandler(func(io.Writer, fang.Styles, error) {}))
	if err == nil {
		err = a.err
	} else {
		err = usageError{err}
	}
	return a.report(ctx, err)
}

// report tells what went wrong, if anything did, and gives the exit code.
func (a *app) report(ctx context.Context, err error) int {
	var usage usageError
	var typed *pointedError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, syscall.EPIPE): // whoever read has had enough
		return exitDone
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return exitInterrupted
	case errors.As(err, &typed):
		fmt.Fprintf(a.stderr, "reftel: %s\n  %s\n  %s\nSee reftel help query.\n", safe.Of(err.Error()), safe.Of(typed.line), typed.below)
		return exitUsage
	case errors.As(err, &usage):
		fmt.Fprintf(a.stderr, "reftel: %s\nSee reftel --help.\n", safe.Of(err.Error()))
		return exitUsage
	case errors.Is(err, errNothing): // each problem has been told
		return exitNothing
	}
	fmt.Fprintf(a.stderr, "reftel: %s\n", safe.Of(err.Error()))
	return exitNothing
}

// usageError is a mistake in how the program was called.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errDamaged says that an archive is damaged, and that it was told where.
var errDamaged = errors.New("the archive is damaged")

// errNothing says that nothing could be read, and that it was told why.
var errNothing = errors.New("nothing could be read")

// verb makes a function that runs a verb into what cobra calls.
func (a *app) verb(run func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		a.err = run(cmd.Context(), args)
		return nil
	}
}

// onTerminal tells whether what is written to standard output goes to a terminal that can move its cursor.
func (a *app) onTerminal() bool { return isTerminal(a.stdout) && a.getenv("TERM") != "dumb" }

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}
