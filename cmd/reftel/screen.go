package main

import (
	"context"
)

// screen runs the reader on the terminal.
func (a *app) screen(ctx context.Context, f readFlags, s start) error {
	out := a.printer(false, f.noColor)
	c, err := s.library.Read(ctx, s.at)
	if err != nil {
		return err
	}
	return out.print(c, s.paragraph)
}
