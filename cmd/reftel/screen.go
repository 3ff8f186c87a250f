package main

import (
	"context"
	"errors"
	"os"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"reftel/ui"
)

// screen runs the reader on the terminal.
func (a *app) screen(ctx context.Context, f readFlags, s start) error {
	m, err := ui.New(ui.Config{Library: s.library, Theme: f.theme, ASCII: f.glyphs == "ascii", Mouse: !f.noMouse && os.Getenv("SSH_TTY") == "",
		Open: s.at, Paragraph: s.paragraph})
	if err != nil {
		return err
	}
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(30)}
	if f.noColor {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	_, err = tea.NewProgram(m, options...).Run()
	if errors.Is(err, tea.ErrInterrupted) {
		return nil
	}
	return err
}
