package memory

import (
	"context"
	"io"
	"strings"

	"reftel/model/library/memory/sieve"
)

// Place is where the bytes of a cable lie as received, so that a search can look at them before it reads the cable again.
// The zero Place is none.
type Place struct {
	File   File
	Offset int64
	Size   int
}

// File is something that cables lie in one behind another. It can be compared.
type File interface {
	// Open begins to read it. It fails where the file is not the one that the cables were found in.
	Open(ctx context.Context) (Bytes, error)
}

// Bytes is a file that is being read.
type Bytes interface {
	io.ReaderAt
	io.Closer
}

// place is what is held of a Place. No file has the number 0.
type place struct {
	offset int64
	size   int32
	file   uint32
}

// What odd words may take in all. What is beyond is parsed by every search.
const (
	mostOddWords = 1 << 19 // different ones
	mostOddText  = 8 << 20 // of these, in bytes
	mostOddOf    = 8 << 20 // of all cables
)

// odds holds the odd words of all cables, the words once.
type odds struct {
	numbers map[string]uint32
	text    int
	of      []uint32 // one cable's behind another's; appended to, never changed
}

// unknownOdds says that a cable may have any odd word.
const unknownOdds = ^uint32(0)

// add takes in the odd words of the next cable.
func (o *odds) add(odd sieve.Odd) span {
	s := span{from: uint32(len(o.of))}
	if !odd.Known || len(o.of)+len(odd.Words) > mostOddOf {
		s.n = unknownOdds
		return s
	}
	for _, word := range odd.Words {
		n, ok := o.numbers[word]
		if !ok {
			if len(o.numbers) == mostOddWords || o.text+len(word) > mostOddText {
				o.of = o.of[:s.from]
				s.n = unknownOdds
				return s
			}
			n = uint32(len(o.numbers))
			o.numbers[strings.Clone(word)] = n
			o.text += len(word)
		}
		o.of = append(o.of, n)
		s.n++
	}
	return s
}

// place numbers the file of a place; the caller holds the lock.
func (l *Library) place(p Place) place {
	if p.File == nil {
		return place{}
	}
	if n := len(l.files); n == 0 || l.files[n-1] != p.File {
		l.files = append(l.files, p.File)
	}
	return place{p.Offset, int32(p.Size), uint32(len(l.files))}
}
