package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/library/memory/sieve"
	"reftel/model/safe"
	"reftel/parser"
	"reftel/parser/source"
)

// found is the text of a cable, what is known of it from outside, and how to get it again.
type found struct {
	received []byte
	about    parser.Container
	line     int64 // of its file, at which it begins
	reopen   func(context.Context) (*model.Cable, error)
	place    source.Place // the zero Place for the samples
	keep     bool         // it will be opened again
}

// opened is a parsed cable and how to get it again.
type opened struct {
	cable  *model.Cable
	line   int64 // of its file, at which it begins
	reopen func(context.Context) (*model.Cable, error)
	place  memory.Place // where its bytes lie, and
	odd    sieve.Odd    // the words that do not stand in them, where it will be opened again
}

// texts gives the texts of the cables at paths; of the samples where there are none. keep says that they will be
// opened again.
func (a *app) texts(ctx context.Context, paths []string, keep bool) iter.Seq2[found, error] {
	if len(paths) == 0 {
		return sampleCables(ctx)
	}
	return textsOf(ctx, source.Open(paths, source.Options{Stdin: a.stdin, Keep: keep}), keep)
}

// textsOf gives the texts of the cables of a set.
func textsOf(ctx context.Context, set *source.Set, keep bool) iter.Seq2[found, error] {
	return func(yield func(found, error) bool) {
		for c, err := range set.Cables(ctx) {
			place := c.Place // all that is held of a cable while it is not read
			reopen := func(ctx context.Context) (*model.Cable, error) {
				received, err := place.Read(ctx)
				if err != nil {
					return nil, err
				}
				return parse(received, place.About())
			}
			if !yield(found{c.Received, c.About, c.Line, reopen, place, keep}, err) {
				return
			}
		}
	}
}

// cables parses the cables at paths on all cores and gives them in their order. What could not be read comes as an
// error in its turn; the rest follows.
func (a *app) cables(ctx context.Context, paths []string) iter.Seq2[opened, error] {
	return func(yield func(opened, error) bool) {
		defer streaming()()
		for c, err := range a.parsed(ctx, paths, false) {
			if !yield(c, err) {
				return
			}
		}
	}
}

// Where cables pass by and little is held at a time, memory may be left lying a while before it is collected: until it
// is so many times what is held, or so much in all.
const (
	streamingGrowth = 400 // percent
	streamingMemory = 110 << 20
)

// streaming sets how memory is collected while cables pass by, and gives what sets it back.
func streaming() (back func()) {
	growth := debug.SetGCPercent(streamingGrowth)
	limit := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(limit, streamingMemory))
	return func() {
		debug.SetGCPercent(growth)
		debug.SetMemoryLimit(limit)
	}
}

// parsed is cables, of which keep says that they will be opened again.
func (a *app) parsed(ctx context.Context, paths []string, keep bool) iter.Seq2[opened, error] {
	return parseAll(ctx, func(ctx context.Context) iter.Seq2[found, error] { return a.texts(ctx, paths, keep) })
}

// parseAll parses texts on all cores and gives them in their order.
func parseAll(ctx context.Context, texts func(context.Context) iter.Seq2[found, error]) iter.Seq2[opened, error] {
	type result struct {
		opened
		err error
	}
	type job struct {
		text  found
		ready chan<- result
	}
	return func(yield func(opened, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		workers := runtime.GOMAXPROCS(0)
		turn := make(chan chan result, 4*workers) // results in order; its size bounds what is held
		jobs := make(chan job, workers)
		for range workers { // that stay, and so keep the stacks that they have grown
			go func() {
				for j := range jobs {
					o, err := j.text.open()
					j.ready <- result{o, err}
				}
			}()
		}
		go func() {
			defer close(turn)
			defer close(jobs)
			for text, err := range texts(ctx) {
				ready := make(chan result, 1)
				select {
				case turn <- ready:
				case <-ctx.Done():
					return
				}
				if err != nil {
					ready <- result{err: err}
					continue
				}
				jobs <- job{text, ready}
			}
		}()
		for ready := range turn {
			r := <-ready
			if !yield(r.opened, r.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(opened{}, err)
		}
	}
}

// open parses a text, and finds out where a search finds its words.
func (f found) open() (opened, error) {
	c, err := parse(f.received, f.about)
	o := opened{cable: c, line: f.line, reopen: f.reopen}
	if err != nil || !f.keep {
		return o, err
	}
	file, offset := f.place.Stored()
	o.place, o.odd = memory.Place{File: bytesOf{file}, Offset: offset, Size: f.place.Size()}, sieve.OddOf(c)
	return o, nil
}

// bytesOf is a file as a search looks at it.
type bytesOf struct{ source.Stored }

// Open begins to read it.
func (b bytesOf) Open(ctx context.Context) (memory.Bytes, error) { return b.Stored.Open(ctx) }

// parse reads a cable. An error of the parser's own must not end a session in which other cables are read.
func parse(received []byte, about parser.Container) (c *model.Cable, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: the parser failed (%v); please report it with this file", safe.Of(about.Path), r)
		}
	}()
	return parser.Parse(received, about), nil
}

// target is an argument: a path or an identifier, with a paragraph if one is named.
type target struct {
	path      string
	id        model.ID // zero for a path
	paragraph model.ParagraphNumber
}

// parseTarget reads an argument. A file that is there under the whole name comes first, then FILE#7, then an identifier.
func parseTarget(arg string) (target, error) {
	if arg == source.Stdin || exists(arg) {
		return target{path: arg}, nil
	}
	if id, n, err := model.ParseAddress(arg); err == nil {
		return target{id: id, paragraph: n}, nil
	}
	for i := len(arg) - 1; i >= 0; i-- {
		if arg[i] != '#' {
			continue
		}
		path := arg[:i]
		if path != source.Stdin && !exists(path) {
			break
		}
		n, err := model.ParseParagraphNumber(arg[i+1:])
		if err != nil {
			return target{}, usageError{err}
		}
		return target{path: path, paragraph: n}, nil
	}
	return target{path: arg}, nil // the source says what is wrong with it
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// warn tells what could not be read while the rest goes on.
func (a *app) warn(err error) {
	fmt.Fprintf(a.stderr, "reftel: %s\n", safe.Of(err.Error()))
}

// archived reads a cable from the archive; none where the archive has no such cable.
func (a *app) archived(ctx context.Context, f archiveFlag, id model.ID) (opened, error) {
	archive, err := a.openArchive(ctx, f)
	if err != nil {
		return opened{}, err
	}
	defer func() { _ = archive.Close() }()
	held, err := archive.Find(ctx, id.Key())
	if err != nil {
		return opened{}, err
	}
	if len(held) == 0 {
		if f.dir != "" {
			return opened{}, &missingError{fmt.Sprintf("%s: there is no such file, and no such cable in %s", id, archive.Name())}
		}
		return opened{}, nil
	}
	c, err := archive.Read(ctx, held[0])
	return opened{cable: c}, err
}

// targeted gives the cables of one argument. A cable named by its identifier is looked for among those at in, or, where
// that names nothing, in the archive and the samples.
func (a *app) targeted(ctx context.Context, t target, in []string, f archiveFlag) iter.Seq2[opened, error] {
	if t.id.Zero() {
		return a.cables(ctx, []string{t.path})
	}
	return func(yield func(opened, error) bool) {
		if len(in) == 0 && a.hasArchive(f) {
			if c, err := a.archived(ctx, f, t.id); err != nil || c.cable != nil || f.dir != "" {
				yield(c, err)
				return
			}
		}
		for c, err := range a.cables(ctx, in) {
			if err != nil {
				if !yield(opened{}, err) {
					return
				}
				continue
			}
			if c.cable.ID.Equal(t.id) {
				yield(c, nil)
				return
			}
		}
		if err := ctx.Err(); err != nil {
			return
		}
		where := sampleName
		if len(in) > 0 {
			where = strings.Join(in, ", ")
		}
		yield(opened{}, &missingError{fmt.Sprintf("%s: there is no such file, and no such cable in %s", t.id, where)})
	}
}

// problemOf is an error of reading as the library keeps it.
func problemOf(err error) library.Problem {
	var p *source.Problem
	if errors.As(err, &p) {
		return library.Problem{Where: p.Where, What: p.What}
	}
	return library.Problem{What: safe.Of(err.Error())}
}
