package source

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"reftel/parser"
)

// Cable is the text of one cable as it was found.
type Cable struct {
	Received []byte           // not to be changed
	About    parser.Container // what the file around it says
	Place    Place
}

// All gives the cables in files, folders (with the folders in them, in order of names) and standard input, one
// after the other, in the order of paths. What cannot be read comes as a *Problem in its turn, and the rest follows.
// It ends early when ctx does, with its error last.
//
// In a folder, names that begin with a dot are left out. Symbolic links are followed, but no folder is entered twice.
func All(ctx context.Context, paths []string, stdin io.Reader) iter.Seq2[Cable, error] {
	return func(yield func(Cable, error) bool) {
		w := &walk{ctx: ctx, stdin: stdin, yield: yield}
		for _, path := range paths {
			if !w.named(path) {
				return
			}
		}
	}
}

// walk is one run over the paths of a user. Its methods give false when it has ended.
type walk struct {
	ctx     context.Context
	stdin   io.Reader
	yield   func(Cable, error) bool
	entered []fs.FileInfo // folders, so that links cannot lead in circles
	found   int           // cables and problems
	drained bool          // standard input has been read
}

func (w *walk) give(c Cable, err error) bool {
	w.found++
	return w.yield(c, err)
}

// named takes in what the user named.
func (w *walk) named(path string) bool {
	if path == Stdin {
		return w.standardInput()
	}
	info, err := os.Stat(path)
	if err != nil {
		return w.give(Cable{}, failed(path, err))
	}
	mode := info.Mode()
	switch {
	case mode.IsDir():
		w.entered = w.entered[:0]
		before := w.found
		if !w.folder(path, info) {
			return false
		}
		if w.found == before {
			return w.give(Cable{}, problem(path, nil, "the folder holds no cables; name a folder with text or HTML files"))
		}
		return true
	case mode.IsRegular():
		return w.file(path, info)
	case mode&fs.ModeNamedPipe != 0: // what a shell makes of <(command)
		return w.stream(path, func() ([]byte, error) { return readFile(path) })
	}
	return w.give(Cable{}, special(path))
}

func special(path string) *Problem {
	return problem(path, nil, "a device or socket, not a file; name a file, a folder, or - for standard input")
}

func (w *walk) standardInput() bool {
	if w.drained {
		return w.give(Cable{}, problem(Stdin, nil, "it can be read only once; name - only once"))
	}
	w.drained = true
	return w.stream(Stdin, func() ([]byte, error) { return readAll(Stdin, w.stdin, 0) })
}

// stream takes in what can be read only once, and so has to be kept. Whoever writes it may never come to an end, so
// it is not waited for when ctx is done.
func (w *walk) stream(path string, read func() ([]byte, error)) bool {
	var data []byte
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		data, err = read()
	}()
	select {
	case <-done:
	case <-w.ctx.Done():
		w.yield(Cable{}, w.ctx.Err())
		return false
	}
	if err != nil {
		return w.give(Cable{}, err)
	}
	if why := refuse(data); why != "" {
		return w.give(Cable{}, problem(path, nil, "%s", why))
	}
	return w.give(Cable{Received: data, About: parser.Container{Path: path}, Place: Place{path: path, kept: data}}, nil)
}

// folder takes in a folder and the folders in it.
func (w *walk) folder(path string, info fs.FileInfo) bool {
	for _, e := range w.entered {
		if os.SameFile(e, info) {
			return true
		}
	}
	w.entered = append(w.entered, info)
	entries, err := os.ReadDir(path)
	if err != nil && !w.give(Cable{}, failed(path, err)) {
		return false
	}
	for _, e := range entries {
		if err := w.ctx.Err(); err != nil {
			w.yield(Cable{}, err)
			return false
		}
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if !w.inFolder(filepath.Join(path, e.Name())) {
			return false
		}
	}
	return true
}

// inFolder takes in what was found in a folder. Unlike what the user named, a pipe is not waited for.
func (w *walk) inFolder(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return w.give(Cable{}, failed(path, err))
	}
	switch {
	case info.IsDir():
		return w.folder(path, info)
	case info.Mode().IsRegular():
		return w.file(path, info)
	}
	return w.give(Cable{}, special(path))
}

func (w *walk) file(path string, info fs.FileInfo) bool {
	if err := w.ctx.Err(); err != nil {
		w.yield(Cable{}, err)
		return false
	}
	if info.Size() > MaxCable {
		return w.large(path, info.Size())
	}
	data, err := readFile(path)
	if err != nil {
		return w.give(Cable{}, err)
	}
	if why := refuse(data); why != "" {
		return w.give(Cable{}, problem(path, nil, "%s", why))
	}
	place := Place{path: path, size: info.Size(), modified: info.ModTime()}
	return w.give(Cable{Received: data, About: parser.Container{Path: path, ID: Identifier(path)}, Place: place}, nil)
}

// large refuses a file over the bound; that it is an archive says more than that it is large.
func (w *walk) large(path string, size int64) bool {
	f, err := os.Open(path)
	if err != nil {
		return w.give(Cable{}, failed(path, err))
	}
	defer f.Close()
	head := make([]byte, sniffed)
	n, _ := io.ReadFull(f, head)
	if why := magic(head[:n]); why != "" {
		return w.give(Cable{}, problem(path, nil, "%s", why))
	}
	return w.give(Cable{}, tooLarge(path, size))
}
