package source

import (
	"context"
	"io"
	"iter"
	"os"
	"sync/atomic"
	"time"

	"reftel/model"
	"reftel/parser"
)

// MaxCable is the most that one cable may have, in bytes. The longest of the 251,287 Cablegate cables has
// about 100 KB; the bound keeps a wrong file from filling the memory.
const MaxCable = 64 << 20

// Stdin is the name that stands for standard input.
const Stdin = "-"

// Cable is the text of one cable as it was found.
type Cable struct {
	Received []byte           // not to be changed
	About    parser.Container // what the file around it says
	Place    Place
	Line     int64 // at which it begins, from 1
}

// Options say how a set is read.
type Options struct {
	Stdin io.Reader // what the name - stands for

	// Keep keeps what was unpacked, or came through a pipe, in a temporary file without a name (see kept), so that
	// cables in it can be read again at once. Without it they are unpacked again up to the place, which is slow far
	// into a large archive; and what came through a pipe cannot be read again unless it is small.
	Keep bool

	// From tells where in a file to begin, so that an import that was cut off goes on: at a byte at which a row of the
	// dump begins, or at its size, to leave the file out. In other files 0 and the size are the only ones heeded. Nil
	// for the beginning of all.
	From func(path string, size int64, modified time.Time) int64
}

// Set is the cables in files, folders, archives and standard input.
type Set struct {
	paths   []string
	options Options
	store   store
	bytes   atomic.Int64
	size    atomic.Int64
}

// Open makes a set of what is at paths. Nothing is read until its cables are asked for.
func Open(paths []string, options Options) *Set { return &Set{paths: paths, options: options} }

// All gives the cables at paths, in their order, and keeps what could not be read again otherwise.
func All(ctx context.Context, paths []string, stdin io.Reader) iter.Seq2[Cable, error] {
	return Open(paths, Options{Stdin: stdin, Keep: true}).Cables(ctx)
}

// Cables gives the cables of the set, one after the other: files in the order in which they were named, folders in
// that of names with the folders in them, archives in their own. What cannot be read comes as a *Problem in its turn,
// and the rest follows. It ends early when ctx does, with its error last. It may be run once.
//
// In a folder, names that begin with a dot are left out. Symbolic links are followed, but no folder is entered twice.
func (s *Set) Cables(ctx context.Context) iter.Seq2[Cable, error] {
	return func(yield func(Cable, error) bool) {
		w := &walk{ctx: ctx, set: s, yield: yield}
		for _, path := range s.paths {
			if !w.named(path) {
				return
			}
		}
	}
}

// Progress tells how many bytes of the files named so far have been read, as they lie on the disk, and how many there
// are. It may be asked while the cables are read; the second grows where folders are read.
func (s *Set) Progress() (read, size int64) { return s.bytes.Load(), s.size.Load() }

// Close gives back what was kept. Places of the set may no longer be readable afterwards.
func (s *Set) Close() error { return s.store.close() }

// Place is where a cable was found, to read it again later. It is small, and safe to copy.
type Place struct {
	origin *origin
	offset int64
	size   int32
	part   bool
}

// Read gives the bytes of the cable again. The error is a *Problem; ErrChanged is its cause where the file has changed.
func (p Place) Read(ctx context.Context) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r, err := p.origin.open(ctx, p.offset, int64(p.size))
	if err != nil {
		return nil, asProblem(p.origin.path, err)
	}
	defer r.Close()
	data := make([]byte, p.size)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, asProblem(p.origin.path, shortened(err))
	}
	return data, nil
}

// Path is the file, with the way through the archives in it: "cables.zip/2005/05ALMATY538.html". It may be hostile.
func (p Place) Path() string { return p.origin.path }

// Offset is the byte at which the cable begins, in the file or in what was unpacked from it.
func (p Place) Offset() int64 { return p.offset }

// Size is how many bytes the cable has.
func (p Place) Size() int { return int(p.size) }

// File is the file on the disk that the cable lies in, and its size and time of change when it was read, to tell whether
// it is the same later. The path is empty for standard input.
func (p Place) File() (path string, size int64, modified time.Time) {
	o := p.origin
	for o.parent != nil {
		o = o.parent
	}
	if o.once {
		return "", 0, time.Time{}
	}
	return o.path, o.size, o.modified
}

// Plain tells whether the cable lies in the file as it is, as the rows of the dump do, and not packed in it.
func (p Place) Plain() bool { return p.origin.parent == nil && p.origin.format == model.FormatCSV }

// About is what the container says of the cable, as when it was first read.
func (p Place) About() parser.Container {
	about := parser.Container{Path: p.origin.path, Format: p.origin.format, Offset: p.offset, Part: p.part, Columns: p.origin.columns}
	if !p.part {
		about.ID = Identifier(p.origin.path)
	}
	return about
}

// origin is where bytes come from, so that they can be read again: a file, or something that lies in another origin.
type origin struct {
	path   string
	format model.Format // of the cables in it; empty: the parser finds out

	columns []string // of a list

	size     int64 // of a file
	modified time.Time

	parent *origin // what it lies in
	from   int64   // where in it
	packed int64   // how many bytes of it; -1 for all the rest
	method method  // how they are packed; nil for bytes as they are

	once bool  // a stream, which cannot be opened again
	kept *kept // what has been unpacked or came through a stream
}

// open reads n bytes from offset on; all the rest where n is negative.
func (o *origin) open(ctx context.Context, offset, n int64) (io.ReadCloser, error) {
	end := offset + n
	if n < 0 {
		end, n = -1, 1<<62
	}
	switch {
	case o.kept.covers(end):
		return io.NopCloser(io.NewSectionReader(o.kept, offset, n)), nil
	case o.once:
		return nil, problem(o.path, nil, "it came through a pipe and was not kept; save it to a file and open that")
	case o.parent == nil:
		return o.reopen(offset, n)
	case o.method == nil:
		return o.parent.open(ctx, o.from+offset, n)
	}
	below, err := o.parent.open(ctx, o.from, o.packed)
	if err != nil {
		return nil, err
	}
	r, err := o.method(below)
	if err != nil {
		return nil, closing(below, err)
	}
	if _, err := io.CopyN(io.Discard, withContext(ctx, r), offset); err != nil {
		_ = r.Close()
		return nil, closing(below, shortened(err))
	}
	return &nested{io.LimitReader(r, n), r, below}, nil
}

// reopen reads a file again, if it is still the same.
func (o *origin) reopen(offset, n int64) (io.ReadCloser, error) {
	info, err := os.Stat(o.path)
	if err != nil {
		return nil, err
	}
	if err := o.same(info); err != nil {
		return nil, err
	}
	f, err := os.Open(o.path)
	if err != nil {
		return nil, err
	}
	return &nested{io.NewSectionReader(f, offset, n), f, nil}, nil
}

// nested is a reader and what has to be closed after it.
type nested struct {
	io.Reader
	inner, outer io.Closer
}

func (n *nested) Close() error {
	err := n.inner.Close()
	if n.outer != nil {
		if e := n.outer.Close(); err == nil {
			err = e
		}
	}
	return err
}

func closing(c io.Closer, err error) error {
	_ = c.Close()
	return err
}

// withContext ends a reader with its context.
func withContext(ctx context.Context, r io.Reader) io.Reader { return contextReader{ctx, r} }

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
