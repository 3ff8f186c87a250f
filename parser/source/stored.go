package source

import (
	"context"
	"io"
	"os"
)

// Stored is what cables lie in: a file, or what was unpacked from one. It can be compared.
type Stored struct{ origin *origin }

// Stored tells in what the bytes of the cable lie, and where in it they begin, to read several cables in one go.
func (p Place) Stored() (in Stored, offset int64) {
	o, offset := p.origin, p.offset
	for o.parent != nil && o.method == nil && !o.kept.covers(offset+int64(p.size)) {
		offset += o.from
		o = o.parent
	}
	return Stored{o}, offset
}

// Open begins to read it, from wherever one likes. It fails with ErrChanged where the file has changed.
func (s Stored) Open(ctx context.Context) (Bytes, error) {
	o := s.origin
	if o.once || o.parent != nil {
		return packed{ctx, o}, nil
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

// packed is read from what was kept of it, or unpacked again up to the place.
type packed struct {
	ctx context.Context
	o   *origin
}

// ReadAt reads bytes as they are unpacked.
func (p packed) ReadAt(b []byte, offset int64) (int, error) {
	r, err := p.o.open(p.ctx, offset, int64(len(b)))
	if err != nil {
		return 0, err
	}
	n, err := io.ReadFull(r, b)
	if err != nil {
		err = shortened(err)
	}
	return n, closing(r, err)
}

// Close gives back nothing: each reading does.
func (p packed) Close() error { return nil }

// same tells what is wrong with a file that is not the one that was read.
func (o *origin) same(info os.FileInfo) error {
	if !info.Mode().IsRegular() || info.Size() != o.size || !info.ModTime().Equal(o.modified) {
		return problem(o.path, ErrChanged, "%v", ErrChanged)
	}
	return nil
}
