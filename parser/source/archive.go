package source

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"path"
	"strings"
)

// leftOut tells names in archives that are no files of the user's: those that begin with a dot, as in a folder, and
// what a Mac adds.
func leftOut(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// within is the path of a member of an archive.
func within(archive, name string) string {
	return archive + "/" + strings.TrimPrefix(path.Clean("/"+name), "/")
}

// zip takes in the members of a zip archive, in the order of its directory.
func (w *walk) zip(in *input) bool {
	if in.at == nil && !w.keepAll(in) {
		return w.give(Cable{}, problem(in.origin.path, nil, "a zip archive has to be kept whole to be read, which it is not from a pipe or within another archive here; save it to a file and open that"))
	}
	r, err := zip.NewReader(in.at, in.size)
	if err != nil {
		return w.salvage(in, err)
	}
	before := w.found
	for _, f := range r.File {
		if f.FileInfo().IsDir() || !f.Mode().IsRegular() || leftOut(f.Name) {
			continue
		}
		off, err := f.DataOffset()
		if err != nil {
			if !w.problem(within(in.origin.path, f.Name), shortened(err)) {
				return false
			}
			continue
		}
		m := member{name: f.Name, method: f.Method, encrypted: f.Flags&1 != 0, at: off, packed: int64(f.CompressedSize64), size: int64(f.UncompressedSize64), sum: f.CRC32}
		if !w.member(in, m) {
			return false
		}
		if in.budget.spent {
			return true
		}
	}
	return w.anything(in, before)
}

// anything says where nothing was found in an archive.
func (w *walk) anything(in *input, before int) bool {
	if w.found == before {
		return w.give(Cable{}, problem(in.origin.path, nil, "the archive holds no files; there is nothing to read in it"))
	}
	return true
}

// keepAll reads a stream to its end so that it can be read in any order.
func (w *walk) keepAll(in *input) bool {
	k := in.origin.kept
	if k == nil {
		k = &kept{store: &w.set.store}
		in.origin.kept = k
		in.r = io.TeeReader(in.r, k)
	}
	if k.store == nil {
		k.store = &w.set.store
	}
	_, err := io.Copy(io.Discard, in.r)
	if k.failed() != nil || err != nil && k.len() == 0 {
		return false
	}
	in.at, in.size = k, k.len()
	return true
}

// member is one file in a zip archive.
type member struct {
	name         string
	method       uint16
	encrypted    bool
	at           int64 // of its bytes in the archive
	packed, size int64
	sum          uint32
	unsummed     bool // sum is not known
}

// member takes in a file of a zip archive.
func (w *walk) member(in *input, m member) bool {
	name := within(in.origin.path, m.name)
	if m.encrypted {
		return w.problem(name, errEncrypted)
	}
	how, err := zipMethod(m.method)
	if err != nil {
		return w.give(Cable{}, problem(name, err, "%v", err))
	}
	o := &origin{path: name, parent: in.origin, from: m.at, packed: m.packed, method: how}
	if how == nil {
		return w.part(in, o, m.at, m.packed)
	}
	r, err := how(io.NewSectionReader(in.at, m.at, m.packed))
	if err != nil {
		return w.problem(name, shortened(err))
	}
	defer r.Close()
	sum := &summed{r: r, hash: crc32.NewIEEE(), want: m.sum, unknown: m.unsummed}
	return w.stream(o, &metered{r: sum, budget: in.budget}, in.budget, in.depth+1)
}

// part takes in a file that lies in an archive as it is. An archive that ends before the file does is said to.
func (w *walk) part(in *input, o *origin, at, size int64) bool {
	short := at+size > in.size
	size = min(size, in.size-at)
	section := io.NewSectionReader(in.at, at, size)
	part := &input{origin: o, r: section, at: section, size: size, budget: in.budget, depth: in.depth + 1}
	if size <= readWhole {
		part.data = make([]byte, max(0, size))
		if _, err := io.ReadFull(section, part.data); err != nil && size > 0 {
			return w.problem(o.path, shortened(err))
		}
		part.r = bytes.NewReader(part.data)
	}
	if !w.take(part) {
		return false
	}
	return !short || w.problem(o.path, errShort)
}

// summed holds what was unpacked against its checksum.
type summed struct {
	r    io.Reader
	hash hash.Hash32
	want uint32

	unknown bool
}

var errSum = errors.New("it is damaged: it does not match its checksum; get another copy of the archive")

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	_, _ = s.hash.Write(p[:n])
	if err == io.EOF && !s.unknown && s.hash.Sum32() != s.want {
		err = errSum
	}
	return n, err
}

// tar takes in the files of a tar archive, in their order.
func (w *walk) tar(in *input) bool {
	before := w.found
	var position func() int64
	var r io.Reader
	if in.at != nil {
		section := io.NewSectionReader(in.at, 0, in.size)
		position = func() int64 { at, _ := section.Seek(0, io.SeekCurrent); return at }
		r = section // which the reader skips in
	} else {
		c := &counter{r: in.r}
		position = func() int64 { return c.n }
		r = c
	}
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return w.anything(in, before)
		}
		if err != nil {
			return w.problem(in.origin.path, shortened(err))
		}
		if h.Typeflag != tar.TypeReg || leftOut(h.Name) {
			continue
		}
		name := within(in.origin.path, h.Name)
		if h.PAXRecords["GNU.sparse.realsize"] != "" || h.PAXRecords["GNU.sparse.size"] != "" {
			if !w.give(Cable{}, problem(name, nil, "it is stored with holes (sparse); unpack the archive first (tar -xf)")) {
				return false
			}
			continue
		}
		o := &origin{path: name, parent: in.origin, from: position(), packed: h.Size}
		if in.at != nil {
			if !w.part(in, o, o.from, h.Size) {
				return false
			}
		} else if !w.stream(o, t, in.budget, in.depth+1) {
			return false
		}
		if in.budget.spent {
			return true
		}
	}
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
