package main

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"reftel/ui"
)

// framesPerSecond bounds what is drawn: more is not seen, and costs bytes and battery.
const framesPerSecond = 30

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
		Library:   s.library,
		Theme:     f.theme,
		ASCII:     f.glyphs == glyphsASCII,
		Mouse:     !f.noMouse && !a.remote(),
		Open:      s.at,
		Paragraph: s.paragraph,
		Keys:      keys,
		Editor:    a.editor(),
	})
	if err != nil {
		return usageError{err}
	}
	// A signal ends ctx, which ends the program; with a handler of its own it would end without saying why.
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithFPS(framesPerSecond), tea.WithOutput(a.stdout), tea.WithFilter(m.Gather)}
	if isTerminal(a.stdin) { // where it is not, keys come from the terminal that the program was started on
		options = append(options, tea.WithInput(a.stdin))
	}
	if f.noColor {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	_, err = tea.NewProgram(m, options...).Run()
	m.Keep() // however it ended
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
