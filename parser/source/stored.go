package source

import (
	"io"
	"os"
)

// Stored is what cables lie in as they are, unpacked: a file, or what was kept of a stream. It can be compared.
type Stored struct{ origin *origin }

// Stored tells in what the bytes of the cable lie as they are, and where in it they begin; false where they are packed.
func (p Place) Stored() (Stored, int64, bool) {
	o, offset := p.origin, p.offset
	for {
		switch {
		case o.kept.covers(offset + int64(p.size)):
			return Stored{o}, offset, true
		case o.parent == nil:
			return Stored{o}, offset, !o.once
		case o.method != nil:
			return Stored{}, 0, false
		}
		offset += o.from
		o = o.parent
	}
}

// Open begins to read it, from wherever one likes. It fails with ErrChanged where the file has changed.
func (s Stored) Open() (Bytes, error) {
	o := s.origin
	if o.once || o.parent != nil || o.kept.covers(0) {
		return unclosed{o.kept}, nil
	}
	f, err := os.Open(o.path)
	if err != nil {
		return nil, asProblem(o.path, err)
	}
	info, err := f.Stat()
	if err == nil {
		err = o.same(info)
	}
	if err != nil {
		return nil, closing(f, asProblem(o.path, err))
	}
	return f, nil
}

// Bytes is something that is read from wherever one likes.
type Bytes interface {
	io.ReaderAt
	io.Closer
}

// unclosed is something that stays open.
type unclosed struct{ io.ReaderAt }

func (unclosed) Close() error { return nil }

// same tells what is wrong with a file that is not the one that was read.
func (o *origin) same(info os.FileInfo) error {
	if !info.Mode().IsRegular() || info.Size() != o.size || !info.ModTime().Equal(o.modified) {
		return problem(o.path, ErrChanged, "%v", ErrChanged)
	}
	return nil
}
