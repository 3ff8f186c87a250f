package source

import (
	"errors"
	"io"
	"os"
	"sync"
)

// What is kept of streams.
const (
	keptInMemory = 1 << 20  // of each, before it goes to the temporary file
	keptPiece    = 1 << 20  // of the temporary file, which several streams share
	keptAtMost   = 32 << 30 // of all streams of a set
)

// errUnkept says that a stream is more than is kept in memory, and that nothing else was asked for.
var errUnkept = errors.New("it is not kept")

// store is the temporary file in which streams are kept. It has no name: it is gone when the program ends, however it
// ends, and nobody else can open it. TMPDIR says where it lies; /var/tmp otherwise, since /tmp may be memory.
type store struct {
	mu   sync.Mutex
	file *os.File
	used int64
	err  error
}

// place gives the offset of a free piece.
func (s *store) place() (*os.File, int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil && s.file == nil {
		s.file, s.err = nameless()
	}
	if s.err == nil && s.used+keptPiece > keptAtMost {
		s.err = errors.New("more was unpacked than is kept")
	}
	if s.err != nil {
		return nil, 0, s.err
	}
	s.used += keptPiece
	return s.file, s.used - keptPiece, nil
}

func (s *store) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *store) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.file
	s.file, s.err = nil, os.ErrClosed
	if f == nil {
		return nil
	}
	return f.Close()
}

// nameless makes a temporary file and takes its name away.
func nameless() (*os.File, error) {
	dir := os.Getenv("TMPDIR")
	if dir == "" {
		dir = "/var/tmp"
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			dir = os.TempDir()
		}
	}
	f, err := os.CreateTemp(dir, "reftel-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, closing(f, err)
	}
	return f, nil
}

// kept is the bytes of a stream from its beginning on, as far as it was read. One goroutine writes, many may read.
type kept struct {
	store *store

	mu     sync.RWMutex
	memory []byte // until it goes to the file
	file   *os.File
	pieces []int64
	n      int64
	err    error // nothing more is kept
	gone   bool  // it has been dropped
}

// Write takes in what comes next. It never fails: what cannot be kept is not kept.
func (k *kept) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		return len(p), nil
	}
	if k.file == nil && len(k.memory)+len(p) <= keptInMemory {
		k.memory = append(k.memory, p...)
		k.n = int64(len(k.memory))
		return len(p), nil
	}
	if k.file == nil {
		memory := k.memory
		k.n = 0
		if k.err = k.spill(memory); k.err != nil {
			k.n = int64(len(memory))
			return len(p), nil
		}
		k.memory = nil
	}
	k.err = k.spill(p)
	return len(p), nil
}

// spill writes to the file, piece by piece.
func (k *kept) spill(p []byte) error {
	for len(p) > 0 {
		within := k.n % keptPiece
		if within == 0 {
			if k.store == nil {
				return errUnkept
			}
			file, at, err := k.store.place()
			if err != nil {
				return err
			}
			k.file, k.pieces = file, append(k.pieces, at)
		}
		m := min(len(p), int(keptPiece-within))
		if _, err := k.file.WriteAt(p[:m], k.pieces[len(k.pieces)-1]+within); err != nil {
			k.store.fail(err)
			return err
		}
		k.n += int64(m)
		p = p[m:]
	}
	return nil
}

// ReadAt reads what was kept.
func (k *kept) ReadAt(p []byte, off int64) (int, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	read := 0
	for read < len(p) {
		if off >= k.n {
			return read, io.EOF
		}
		if k.memory != nil {
			m := copy(p[read:], k.memory[off:])
			read, off = read+m, off+int64(m)
			continue
		}
		within := off % keptPiece
		m := int(min(int64(len(p)-read), keptPiece-within, k.n-off))
		if _, err := k.file.ReadAt(p[read:read+m], k.pieces[off/keptPiece]+within); err != nil {
			return read, err
		}
		read, off = read+m, off+int64(m)
	}
	return read, nil
}

// covers tells whether all bytes up to end are kept; for a negative end, all that were ever read.
func (k *kept) covers(end int64) bool {
	if k == nil {
		return false
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return !k.gone && (end <= k.n && end >= 0 || end < 0 && k.err == nil)
}

// drop forgets what is small, where it can be read again otherwise.
func (k *kept) drop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.file == nil {
		k.memory, k.n, k.gone = nil, 0, true
	}
}

func (k *kept) failed() error {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.err
}

func (k *kept) len() int64 {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.n
}
