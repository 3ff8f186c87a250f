package sqlite

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/klauspost/compress/s2"

	"reftel/model/library"
)

// spill keeps the texts of cables that are in the archive and wait to be indexed, so that they need not be parsed again
// for it. Little of it is in memory, the rest in files that are gone when they were read, or with the program: cables
// whose texts are lost that way are parsed again by the next import.
type spill struct {
	dir  string
	most int // bytes in memory

	mu     sync.Mutex
	blocks []block
	sorted bool  // by their rows
	memory int   // bytes of the blocks in memory
	size   int64 // bytes of all
	file   *spillFile
}

const (
	spillMemory = 24 << 20
	spillFiles  = 32 << 20 // of one
	spillSuffix = ".spill"
)

// block is the texts of some cables, compressed: in memory, or in a file.
type block struct {
	first int // row of the first cable
	data  []byte
	file  *spillFile
	at    int64
	size  int
}

// spillFile is a file of blocks.
type spillFile struct {
	*os.File
	size   int64
	left   int  // blocks that were not read
	filled bool // no more will come
}

// put keeps a block of texts, compressed, of cables from a row on.
func (s *spill) put(first int, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sorted = s.sorted && len(s.blocks) > 0 && first > s.blocks[len(s.blocks)-1].first
	s.size += int64(len(data))
	if s.memory+len(data) <= s.most {
		s.memory += len(data)
		s.blocks = append(s.blocks, block{first: first, data: data, size: len(data)})
		return nil
	}
	if s.file == nil {
		if err := s.create(); err != nil {
			return err
		}
	}
	f := s.file
	if _, err := f.WriteAt(data, f.size); err != nil {
		return placed(filepath.Join(s.dir, indexDir), err) // the file itself has no name
	}
	s.blocks = append(s.blocks, block{first: first, file: f, at: f.size, size: len(data)})
	f.size += int64(len(data))
	f.left++
	if f.size >= spillFiles {
		f.filled, s.file = true, nil
	}
	return nil
}

// create makes a file, without a name where the system allows that.
func (s *spill) create() error {
	dir := filepath.Join(s.dir, indexDir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return explain(dir, archives.name, err)
	}
	f, err := os.CreateTemp(dir, "*"+spillSuffix)
	if err != nil {
		return explain(dir, archives.name, err)
	}
	_ = os.Remove(f.Name())
	s.file = &spillFile{File: f}
	return nil
}

// take gives the texts that came first and forgets them; false where there are none. into is memory that it may use.
func (s *spill) take(into []byte) ([]byte, bool, error) {
	s.mu.Lock()
	if len(s.blocks) == 0 {
		s.mu.Unlock()
		return nil, false, nil
	}
	if !s.sorted { // cables that were there before the import come last, and first in the index
		slices.SortStableFunc(s.blocks, func(a, b block) int { return cmp.Compare(a.first, b.first) })
		s.sorted = true
	}
	b := s.blocks[0]
	s.blocks = s.blocks[1:]
	s.size -= int64(b.size)
	if b.file == nil {
		s.memory -= b.size
	}
	s.mu.Unlock()
	data := b.data
	if b.file != nil {
		data = make([]byte, b.size)
		if _, err := b.file.ReadAt(data, b.at); err != nil {
			return nil, false, placed(filepath.Join(s.dir, indexDir), err)
		}
		s.mu.Lock()
		if b.file.left--; b.file.left == 0 && b.file.filled {
			b.file.remove()
		}
		s.mu.Unlock()
	}
	texts, err := s2.Decode(into[:cap(into)], data)
	if err != nil {
		return nil, false, errors.Join(library.ErrCorrupt, err)
	}
	return texts, true, nil
}

// bytes is how much waits.
func (s *spill) bytes() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.size
}

// onDisk tells whether some of it is in files.
func (s *spill) onDisk() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.size > int64(s.memory)
}

// drop forgets everything.
func (s *spill) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	files := map[*spillFile]bool{}
	for _, b := range s.blocks {
		if b.file != nil {
			files[b.file] = true
		}
	}
	if s.file != nil {
		files[s.file] = true
	}
	for f := range files {
		f.remove()
	}
	s.blocks, s.memory, s.size, s.file = nil, 0, 0, nil
}

func (f *spillFile) remove() {
	_ = f.Close()
	_ = os.Remove(f.Name()) // where an open file keeps its name
}
