package source

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
)

// readWhole is the size up to which a file is read at one go.
const readWhole = 256 << 10

// walk is one run over the paths of a set. Its methods give false when it has ended.
type walk struct {
	ctx     context.Context
	set     *Set
	yield   func(Cable, error) bool
	entered map[string]bool // folders by their true paths, so that links cannot lead in circles
	found   int             // cables and problems
	drained bool            // standard input has been read
	base    int64           // bytes of the files read before
	unkept  bool            // it has been said that not everything can be kept
}

// input is the bytes of one file, or of something unpacked, to find out what it holds.
type input struct {
	origin *origin
	r      io.Reader   // from the beginning
	at     io.ReaderAt // the same in any order; nil for a stream
	size   int64       // where at is there
	from   int64       // where to begin in the dump
	data   []byte      // all of it, where it is small
	head   []byte
	whole  bool // head is all of it
	budget *budget
	depth  int // archives around it
}

func (w *walk) give(c Cable, err error) bool {
	if e := w.ctx.Err(); e != nil {
		w.yield(Cable{}, e)
		return false
	}
	w.found++
	return w.yield(c, err)
}

func (w *walk) problem(path string, err error) bool {
	return w.give(Cable{}, asProblem(path, err))
}

// named takes in what the user named.
func (w *walk) named(path string) bool {
	if path == Stdin {
		return w.standardInput()
	}
	info, err := os.Stat(path)
	if err != nil {
		return w.problem(path, err)
	}
	mode := info.Mode()
	switch {
	case mode.IsDir():
		w.entered = map[string]bool{}
		before := w.found
		if !w.folder(path) {
			return false
		}
		if w.found == before {
			return w.give(Cable{}, problem(path, nil, "the folder holds no cables; name a folder with text or HTML files"))
		}
		return true
	case mode.IsRegular():
		return w.file(path)
	case mode&fs.ModeNamedPipe != 0: // what a shell makes of <(command)
		return w.pipe(path, func() (io.ReadCloser, error) { return os.Open(path) })
	}
	return w.give(Cable{}, special(path))
}

func special(path string) *Problem {
	return problem(path, nil, "a device or socket, not a file; name a file, a folder, or - for standard input")
}

func (w *walk) standardInput() bool {
	if w.drained || w.set.options.Stdin == nil {
		return w.give(Cable{}, problem(Stdin, nil, "it can be read only once; name - only once"))
	}
	w.drained = true
	return w.pipe(Stdin, func() (io.ReadCloser, error) { return io.NopCloser(w.set.options.Stdin), nil })
}

// pipe takes in what can be read only once.
func (w *walk) pipe(path string, open func() (io.ReadCloser, error)) bool {
	b := &budget{}
	r := newPatient(w.ctx, open, func(n int) {
		b.in += int64(n)
		w.set.bytes.Add(int64(n))
	})
	defer r.stop()
	return w.stream(&origin{path: path, once: true}, r, b, 0)
}

// folder takes in a folder and the folders in it.
func (w *walk) folder(path string) bool {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return w.problem(path, err)
	}
	if real, err = filepath.Abs(real); err != nil {
		return w.problem(path, err)
	}
	if w.entered[real] {
		return true
	}
	w.entered[real] = true
	names, err := namesIn(path)
	if err != nil && !w.problem(path, err) {
		return false
	}
	for _, name := range names {
		if strings.HasPrefix(name, ".") {
			continue
		}
		if !w.inFolder(filepath.Join(path, name)) {
			return false
		}
	}
	return true
}

// namesIn lists a folder in order of names, as far as it can be read.
func namesIn(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	slices.Sort(names)
	return names, err
}

// inFolder takes in what was found in a folder. Unlike what the user named, a pipe is not waited for.
func (w *walk) inFolder(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return w.problem(path, err)
	}
	switch {
	case info.IsDir():
		return w.folder(path)
	case info.Mode().IsRegular():
		return w.file(path)
	}
	return w.give(Cable{}, special(path))
}

// file takes in a regular file.
func (w *walk) file(path string) bool {
	if err := w.ctx.Err(); err != nil {
		w.yield(Cable{}, err)
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return w.problem(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return w.problem(path, err)
	}
	size := info.Size()
	w.set.size.Add(size)
	defer func() {
		w.base += size
		w.set.bytes.Store(w.base)
	}()
	in := &input{origin: &origin{path: path, size: size, modified: info.ModTime()}, size: size, budget: &budget{in: size}}
	if from := w.set.options.From; from != nil && size > 0 {
		if in.from = from(path, size, info.ModTime()); in.from >= size {
			w.found++ // it was taken in before
			return true
		}
	}
	if size <= readWhole {
		data := make([]byte, size)
		n, err := io.ReadFull(f, data)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return w.problem(path, err)
		}
		in.data = data[:n:n]
		in.size = int64(n)
		b := bytes.NewReader(in.data)
		in.r, in.at = b, b
	} else {
		at := &counted{file: f, base: w.base, bytes: &w.set.bytes}
		in.at, in.r = at, io.NewSectionReader(at, 0, size)
	}
	if !w.take(in) {
		return false
	}
	if now, err := f.Stat(); err == nil && (now.Size() != size || !now.ModTime().Equal(info.ModTime())) {
		return w.give(Cable{}, problem(path, ErrChanged, "it changed while it was read, so that cables in it may be torn; open it again"))
	}
	return true
}

// counted is a file that tells how far it has been read.
type counted struct {
	file  *os.File
	base  int64
	bytes *atomic.Int64
}

func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.file.ReadAt(p, off)
	for to := c.base + off + int64(n); ; {
		was := c.bytes.Load()
		if was >= to || c.bytes.CompareAndSwap(was, to) {
			return n, err
		}
	}
}

// stream takes in bytes that come in order: from a pipe, or out of an archive.
func (w *walk) stream(o *origin, r io.Reader, b *budget, depth int) bool {
	var k *kept
	if o.once || w.set.options.Keep && o.method != nil {
		k = &kept{store: &w.set.store}
		if !w.set.options.Keep {
			k.store = nil // what is small is kept all the same
		}
		o.kept = k
		r = io.TeeReader(r, k)
	}
	buffer := bufio.NewReaderSize(r, 64<<10)
	head, err := buffer.Peek(sniffed)
	if err != nil && err != io.EOF && len(head) == 0 {
		return w.problem(o.path, shortened(err))
	}
	in := &input{origin: o, r: buffer, head: head, whole: err == io.EOF, budget: b, depth: depth}
	if !w.take(in) {
		return false
	}
	if k == nil {
		return true
	}
	if !o.once {
		k.drop()
	}
	if err := k.failed(); err != nil && w.set.options.Keep && !w.unkept {
		w.unkept = true
		return w.give(Cable{}, problem(o.path, err, "not all of it can be kept in the temporary file (%v): cables further on open slowly or not at all; unpack it, or set TMPDIR to a folder with more room", asProblem("", err).What))
	}
	return true
}

// take finds out what an input is, and takes in the cables in it.
func (w *walk) take(in *input) bool {
	path := in.origin.path
	switch {
	case in.data != nil:
		in.head, in.whole = in.data[:min(len(in.data), sniffed)], len(in.data) <= sniffed
	case in.at != nil:
		head, whole, err := peek(in.at)
		if err != nil {
			return w.problem(path, err)
		}
		in.head, in.whole = head, whole
	}
	if in.depth > mostNested {
		return w.give(Cable{}, problem(path, nil, "archives lie in one another more than %d deep; unpack the outer ones first", mostNested))
	}
	k, why := sniff(in.head, in.whole)
	switch k {
	case kindRefused:
		if in.at != nil && in.size > MaxCable && why == notText {
			return w.give(Cable{}, tooLarge(path, in.size))
		}
		return w.give(Cable{}, problem(path, nil, "%s", why))
	case kindPacked:
		for _, u := range unpackers {
			if bytes.HasPrefix(in.head, []byte(u.begins)) {
				return w.unpack(in, u.method)
			}
		}
	case kindZip:
		return w.zip(in)
	case kindTar:
		return w.tar(in)
	case kindUTF16:
		if k, _ := sniff(utf8Of(in.head), in.whole); k != kindText {
			return w.unpack(in, fromUTF16)
		}
		return w.split(in, &single{})
	case kindRows:
		if in.at != nil && in.data == nil {
			return w.dump(in)
		}
		return w.split(in, &rows{})
	case kindMail:
		return w.split(in, newMailbox(in.head))
	case kindJSON:
		return w.split(in, &objects{})
	case kindList:
		return w.split(in, &list{origin: in.origin})
	}
	return w.split(in, &texts{})
}

// unpack takes in what a packed input holds.
func (w *walk) unpack(in *input, m method) bool {
	r, err := m(in.r)
	if err != nil {
		return w.problem(in.origin.path, shortened(err))
	}
	defer r.Close()
	o := &origin{path: in.origin.path, parent: in.origin, packed: -1, method: m}
	return w.stream(o, &metered{r: r, budget: in.budget}, in.budget, in.depth+1)
}
