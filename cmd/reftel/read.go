package main

import (
	"context"
	"fmt"
	"iter"
	"os"

	"github.com/spf13/pflag"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/safe"
	"reftel/ui/theme"
)

// readFlags are the flags of the reader.
type readFlags struct {
	in                      []string
	theme, glyphs, keys     string
	noMouse, plain, noColor bool
	private                 bool
	archive                 archiveFlag
}

func (f *readFlags) register(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.in, "in", nil, "where identifiers are looked up")
	f.archive.register(flags)
	flags.StringVar(&f.theme, "theme", "", "colors, by name")
	flags.StringVar(&f.glyphs, "glyphs", glyphsUnicode, "unicode or ascii")
	flags.StringVar(&f.keys, "keys", "", "a file of keys")
	flags.BoolVar(&f.noMouse, "no-mouse", false, "leave the mouse to the terminal")
	flags.BoolVar(&f.plain, "plain", false, "no screen: the form that is read aloud")
	flags.BoolVar(&f.noColor, "no-color", false, "no colors")
	flags.BoolVar(&f.private, "private", false, "keep no marks, notes and places")
}

// The sets of glyphs.
const (
	glyphsUnicode = "unicode"
	glyphsASCII   = "ascii"
)

// check finds mistakes before anything is read.
func (f *readFlags) check() error {
	if f.glyphs != glyphsUnicode && f.glyphs != glyphsASCII {
		return usagef("there are no glyphs %q; choose unicode or ascii", f.glyphs)
	}
	if _, err := theme.New(f.theme, theme.Unicode); err != nil {
		return usageError{err}
	}
	return nil
}

// start is what the reader opens with: the collection, and the place in it.
type start struct {
	library   library.Library
	at        library.Handle
	paragraph model.ParagraphNumber
	samples   bool   // nothing was named: the invented cables
	list      bool   // a collection was opened, and no cable of it: one begins in the list
	done      func() // gives the library back
}

// read is the verb without a name: the reader, or, where there is no screen, the form that is read aloud.
func (a *app) read(ctx context.Context, f readFlags, args []string) error {
	if err := f.check(); err != nil {
		return err
	}
	if f.plain || !a.onTerminal() {
		return a.readAloud(ctx, f, args)
	}
	startFast()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := a.start(ctx, f, args)
	if err != nil {
		return err
	}
	defer s.done()
	return a.screen(ctx, f, s)
}

// readAloud prints what args name, or what is opened without: the archive, or the sample cables.
func (a *app) readAloud(ctx context.Context, f readFlags, args []string) error {
	if len(args) > 0 {
		return a.cat(ctx, catFlags{in: f.in, plain: true, archive: f.archive}, args)
	}
	var failed error
	cables := a.cables(ctx, f.in)
	if len(f.in) == 0 && a.hasArchive(f.archive) {
		archive, err := a.openArchive(ctx, f.archive)
		if err != nil {
			return err
		}
		defer func() { _ = archive.Close() }()
		cables = asListed(ctx, archive, &failed)
	}
	out := a.printer(true, true)
	for c, err := range cables {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			a.warn(err)
			continue
		}
		if err := out.print(c.cable, 0); err != nil {
			return err
		}
	}
	if failed != nil {
		return failed
	}
	if out.count == 0 {
		return errNothing
	}
	return nil
}

// asListed gives the cables of an archive as it lists them. What cannot be read comes as an error in its turn; failed says
// why the list itself did not go on.
func asListed(ctx context.Context, archive library.Library, failed *error) iter.Seq2[opened, error] {
	return func(yield func(opened, error) bool) {
		const part = 128
		all := library.Request{Order: archive.DefaultOrder()}
		for from := 0; ; from += part {
			page, err := archive.Page(ctx, all, from, from+part)
			if err != nil {
				*failed = err
				return
			}
			for _, e := range page.Entries {
				c, err := archive.Read(ctx, e.Handle)
				if !yield(opened{cable: c}, err) {
					return
				}
			}
			if len(page.Entries) < part {
				return
			}
		}
	}
}

// start begins to load the collection that args name, and waits for the cable that is to be shown first.
func (a *app) start(ctx context.Context, f readFlags, args []string) (start, error) {
	var s start
	var wanted model.ID
	paths := f.in
	for i, arg := range args {
		t, err := parseTarget(arg)
		if err != nil {
			return s, err
		}
		switch {
		case !t.id.Zero() && !wanted.Zero():
			return s, usagef("%s: the reader opens at one cable, which is %s", t.id, wanted)
		case !t.id.Zero():
			wanted, s.paragraph = t.id, t.paragraph
			continue
		case t.paragraph != 0 && i > 0:
			return s, usagef("%s: the reader opens at its first file; name this one first", safe.Of(arg))
		}
		s.paragraph = max(s.paragraph, t.paragraph)
		paths = append(paths, t.path)
	}
	var err error
	if s.library, s.samples, s.done, err = a.collection(ctx, f.archive, paths); err != nil {
		return s, err
	}
	s.list = wanted.Zero() && len(paths) == 0 && !s.samples
	if s.at, err = a.await(ctx, s.library, wanted); err != nil {
		s.done()
	}
	return s, err
}

// load fills a library.
func (a *app) load(ctx context.Context, lib *memory.Library, paths []string) {
	defer lib.Done()
	if sizeOf(paths) > memory.Large {
		lib.KeepNothing()
	}
	for c, err := range a.parsed(ctx, paths, true) {
		switch {
		case err == nil:
			lib.AddAt(c.cable, c.reopen, c.place, c.odd)
		case ctx.Err() == nil:
			lib.Problem(problemOf(err))
		}
	}
}

// sizeOf is how many bytes the files at some paths have; what is no file counts as nothing.
func sizeOf(paths []string) (n int64) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			n += info.Size()
		}
	}
	return n
}

// await waits until the cable is there that the reader opens with, the wanted one or the first.
func (a *app) await(ctx context.Context, lib library.Library, wanted model.ID) (library.Handle, error) {
	at, ok, err := library.Await(ctx, lib, wanted.Key())
	if err != nil || ok {
		return at, err
	}
	state := lib.State()
	for _, p := range state.Problems {
		fmt.Fprintf(a.stderr, "reftel: %s: %s\n", p.Where, p.What)
	}
	if state.Len > 0 {
		return 0, &missingError{fmt.Sprintf("%s: there is no such file, and no such cable in %s", wanted, lib.Name())}
	}
	return 0, errNothing
}

func collectionName(paths []string) safe.Line {
	switch len(paths) {
	case 0:
		return safe.Of(sampleName)
	case 1:
		return safe.Of(paths[0])
	}
	return safe.Of(fmt.Sprintf("%s and %d more", paths[0], len(paths)-1))
}
