package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
	"reftel/parser"
	"reftel/parser/source"
)

// Options say how an import is watched.
type Options struct {
	Stdin    io.Reader               // what the path - stands for
	Progress func(Progress)          // called now and then; nil for no one
	Problem  func(p library.Problem) // called for each thing that could not be taken in; nil for no one
}

// Progress is how far an import has come.
type Progress struct {
	Report        library.Report
	Read, Size    int64 // bytes of the source
	Indexed, Held int   // cables of the archive that can be searched, and all
	Took          time.Duration
	Part          float64       // of the work that is done, from 0 to 1
	Rate          float64       // bytes read a second, lately
	Left          time.Duration // that it will take; negative while nobody can tell
	Finishing     bool          // everything was read; the rest of the index is made
}

// Every is how often progress is told.
const every = 100 * time.Millisecond

// Parse reads a cable from what an archive keeps of it. An error of the parser's own must not end an import or a session.
func Parse(r library.Record) (c *model.Cable, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: the parser failed (%v); please report it with this file", safe.FileName(r.About.Path), p)
		}
	}()
	a := r.About
	return parser.Parse(r.Received, parser.Container{
		Path: a.Path, Format: a.Format, Offset: a.Offset, Part: a.Part, ID: a.ID, Created: a.Created, Origin: a.Origin,
		Classification: a.Classification, References: a.References,
	}), nil
}

func about(c parser.Container) library.About {
	return library.About{
		Path: c.Path, Format: c.Format, Offset: c.Offset, Part: c.Part, ID: c.ID, Created: c.Created, Origin: c.Origin,
		Classification: c.Classification, References: c.References,
	}
}

// Run takes the cables at some paths into an archive. When ctx ends, what was taken in so far is kept, and the error is
// that of ctx; another run goes on from there.
func Run(ctx context.Context, archive library.Archive, paths []string, o Options) (library.Report, error) {
	im, err := archive.Import(ctx)
	if err != nil {
		return library.Report{}, err
	}
	f := &feeder{im: im, options: o}
	set := source.Open(paths, source.Options{Stdin: o.Stdin, From: f.from})
	w := &watch{set: set, im: im, tell: o.Progress, begun: time.Now()}
	stop := w.start()
	err = f.feed(ctx, set)
	w.finishing.Store(true)
	report, closed := im.Close(ctx)
	stop()
	if err == nil {
		err = closed
	}
	return report, err
}

// checkpointed is the size from which on it is kept how far a file was taken in. A smaller one is read again, and its
// cables are known by their bytes.
const checkpointed = 1 << 20

// feeder adds cables one after the other, and tells the archive how far they go.
type feeder struct {
	im      library.Import
	options Options
	file    library.Checkpoint // that cables come from; without a name if it is none to be kept
}

// from tells where to go on in a file.
func (f *feeder) from(path string, size int64, modified time.Time) int64 {
	if c, ok := f.im.Resume(full(path), size, modified); ok {
		if c.Done {
			return size
		}
		return c.Offset
	}
	return 0
}

func (f *feeder) feed(ctx context.Context, set *source.Set) error {
	for c, err := range set.Cables(ctx) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			p := problemOf(err)
			if f.options.Problem != nil {
				f.options.Problem(p)
			}
			if err := f.im.Problem(ctx, p); err != nil {
				return err
			}
			continue
		}
		if _, err := f.im.Add(ctx, library.Record{Received: c.Received, About: about(c.About)}); err != nil {
			return err
		}
		f.mark(c.Place)
	}
	if ctx.Err() == nil {
		f.done()
	}
	return ctx.Err()
}

// mark says how far the file goes that the cable at a place is from.
func (f *feeder) mark(place source.Place) {
	path, size, modified := place.File()
	if path != "" {
		path = full(path)
	}
	if path != f.file.Source {
		f.done()
		f.file = library.Checkpoint{}
		if size >= checkpointed {
			f.file = library.Checkpoint{Source: path, Size: size, Modified: modified}
		}
	}
	if f.file.Source != "" && place.Plain() {
		f.file.Offset = place.Offset() + int64(place.Size())
		f.im.Checkpoint(f.file)
	}
}

// done says that the file is taken in.
func (f *feeder) done() {
	if f.file.Source != "" {
		f.file.Offset, f.file.Done = f.file.Size, true
		f.im.Checkpoint(f.file)
	}
}

// full is the name of a file whatever folder the program was started in.
func full(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// problemOf is an error of reading as the archive keeps it.
func problemOf(err error) library.Problem {
	var p *source.Problem
	if errors.As(err, &p) {
		return library.Problem{Where: p.Where, What: p.What}
	}
	return library.Problem{What: safe.Of(err.Error())}
}
