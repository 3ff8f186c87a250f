package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"reftel/model/library/memory"
	"reftel/ui"
)

// pictureCommand writes a picture of the screen; the one in the README is made by it.
func (a *app) pictureCommand() *cobra.Command {
	var f readFlags
	var size, keys string
	c := &cobra.Command{
		Use:     "picture [PATH|ID]",
		Short:   "Write the reader's screen as SVG",
		Example: "reftel picture --size 160x36 --press 4g > screen.svg",
		Args:    cobra.ArbitraryArgs,
	}
	c.RunE = a.verb(func(ctx context.Context, args []string) error {
		var width, height int
		if n, err := fmt.Sscanf(size, "%dx%d", &width, &height); n != 2 || err != nil || width < 1 || height < 1 || width > 500 || height > 300 {
			return usagef("--size %q is not a size such as 160x36, at most 500x300", size)
		}
		if err := f.check(); err != nil {
			return err
		}
		f.archive.unless = true // a picture shows what was named
		s, err := a.start(ctx, f, args)
		if err != nil {
			return err
		}
		defer s.done()
		for {
			changed := s.library.Changed() // asked for first, so that no change is missed
			if !s.library.State().Loading {
				break
			}
			<-changed
		}
		m, err := ui.New(ui.Config{Library: s.library, Shelf: memory.NewShelf(), Theme: f.theme, ASCII: f.glyphs == glyphsASCII, Open: s.at, Paragraph: s.paragraph})
		if err != nil {
			return err
		}
		return ui.Picture(a.stdout, m, width, height, keys)
	})
	f.register(c.Flags())
	c.Flags().StringVar(&size, "size", "160x36", "columns and lines")
	c.Flags().StringVar(&keys, "press", "", "keys to press first")
	return c
}
