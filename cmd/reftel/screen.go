package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	tea "charm.land/bubbletea/v2"

	"reftel/ui"
	"reftel/ui/paint"
)

// screen runs the reader on the terminal.
func (a *app) screen(ctx context.Context, f readFlags, s start) error {
	keys, err := a.bindings(f.keys)
	if err != nil {
		return err
	}
	shelf, said := a.shelf(ctx, f.private || s.samples)
	defer func() { _ = shelf.Close() }()
	m, err := ui.New(ui.Config{
		Shelf:     shelf,
		Message:   said,
		Fleeting:  f.private || s.samples || said != "",
		Library:   s.library,
		Theme:     f.theme,
		ASCII:     f.glyphs == glyphsASCII,
		Mouse:     !f.noMouse && !a.remote(),
		Open:      s.at,
		Paragraph: s.paragraph,
		List:      s.list,
		Keys:      keys,
		Editor:    a.editor(),
	})
	if err != nil {
		return usageError{err}
	}
	out, _ := a.stdout.(*os.File) // it is a terminal, or there would be no screen
	options := paint.Options{Out: out, Env: os.Environ(), NoColor: f.noColor, Filter: m.Gather}
	if in, ok := a.stdin.(*os.File); ok && isTerminal(in) { // where it is not, keys come from the terminal that the program was started on
		options.In = in
	}
	err = paint.Run(ctx, m, options) // a signal ends ctx, which ends the program
	m.Keep()                         // however it ended
	if err != nil {
		if ctx.Err() != nil { // ended from outside; the terminal has been restored
			return ctx.Err()
		}
		if errors.Is(err, tea.ErrInterrupted) {
			return nil
		}
		return fmt.Errorf("the screen: %w", err)
	}
	return nil
}

// remote tells whether the terminal is at the other end of an SSH connection, where the mouse is better left to it.
func (a *app) remote() bool { return a.getenv("SSH_TTY") != "" || a.getenv("SSH_CONNECTION") != "" }
