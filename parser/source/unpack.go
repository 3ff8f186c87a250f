package source

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// mostWindow is how far back a compressed file may refer, and so how much memory it may take. It is what the strongest
// ordinary level of zstd and xz uses.
const mostWindow = 128 << 20

// method takes bytes out of their packing.
type method func(io.Reader) (io.ReadCloser, error)

var errWindow = fmt.Errorf("it needs a window of more than %d MiB to be unpacked; unpack it first", mostWindow>>20)

func ungzip(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }

func unzstd(r io.Reader) (io.ReadCloser, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(mostWindow), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

func unbzip2(r io.Reader) (io.ReadCloser, error) {
	return io.NopCloser(bzip2.NewReader(bufio.NewReaderSize(r, 64<<10))), nil
}

func unxz(r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	if xzWindow(b) > mostWindow {
		return nil, errWindow
	}
	d, err := xz.NewReader(b)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(d), nil
}

// xzWindow is the size of the window that the first block of an xz stream asks for; 0 where it cannot be told.
func xzWindow(b *bufio.Reader) int64 {
	head, _ := b.Peek(12 + 32)
	if len(head) < 12+32 {
		return 0
	}
	block := head[12:]
	i := 2
	for _, present := range [...]bool{block[1]&0x40 != 0, block[1]&0x80 != 0} { // sizes, as numbers of 7 bits a byte
		for present && i < len(block) {
			i++
			present = block[i-1]&0x80 != 0
		}
	}
	for i+2 < len(block) {
		id, size := block[i], int(block[i+1])
		if id == 0x21 {
			bits := block[i+2] & 0x3F
			if bits >= 40 {
				return 1<<32 - 1
			}
			return int64(2|bits&1) << (bits/2 + 11)
		}
		i += 2 + size
	}
	return 0
}

// inflate takes out what zip archives mostly hold.
func inflate(r io.Reader) (io.ReadCloser, error) { return flate.NewReader(r), nil }

// fromUTF16 makes UTF-8 of text that begins with a byte order mark.
func fromUTF16(r io.Reader) (io.ReadCloser, error) {
	return io.NopCloser(transform.NewReader(r, unicode.BOMOverride(unicode.UTF8.NewDecoder()))), nil
}

// utf8Of is the beginning of a text in UTF-16 as UTF-8.
func utf8Of(head []byte) []byte {
	r, _ := fromUTF16(bytes.NewReader(head[:len(head)&^1]))
	text, _ := io.ReadAll(r)
	return text
}

// unpackers are what files are packed with, by what they begin with.
var unpackers = [...]struct {
	begins, name string
	method       method
}{
	{"\x1f\x8b", "gzip", ungzip},
	{"\x28\xb5\x2f\xfd", "zstd", unzstd},
	{"BZh", "bzip2", unbzip2},
	{"\xfd7zXZ\x00", "xz", unxz},
}

// zipMethods are the ways in which a zip archive may pack its members.
func zipMethod(number uint16) (method, error) {
	switch number {
	case 0:
		return nil, nil
	case 8:
		return inflate, nil
	case 12:
		return unbzip2, nil
	case 20, 93:
		return unzstd, nil
	case 95:
		return unxz, nil
	case 9:
		return nil, errors.New("it is packed with Deflate64, which is not known here; unpack the archive first (7z x)")
	case 14:
		return nil, errors.New("it is packed with LZMA, which is not known here; unpack the archive first (7z x)")
	case 99:
		return nil, errEncrypted
	}
	return nil, fmt.Errorf("it is packed with method %d, which is not known here; unpack the archive first (7z x)", number)
}

var errEncrypted = errors.New("it is encrypted; unpack the archive first with its password (7z x)")

// The bounds of what is unpacked out of one file. The strongest packing of real pages makes about a fortieth of them;
// what grows more than that many times is made to fill memory or disk.
const (
	mostGrowth = 250
	freeGrowth = 64 << 20
	mostBytes  = 1 << 40
	mostNested = 8
)

var errBomb = fmt.Errorf("it grows to more than %d times its size, as no archive of cables does; the rest of it is not unpacked", mostGrowth)

// budget bounds what is unpacked out of one file, in all archives within it together.
type budget struct {
	in  int64 // bytes of the file, or read of a stream
	out int64 // bytes unpacked

	spent bool // it was too much
}

func (b *budget) spend(n int) error {
	b.out += int64(n)
	if b.out > mostBytes || b.out > freeGrowth && (b.out-freeGrowth)/mostGrowth > b.in {
		b.spent = true
		return errBomb
	}
	return nil
}

// metered counts what is unpacked. An error stays.
type metered struct {
	r      io.Reader
	budget *budget
	err    error
}

func (m *metered) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	n, err := m.r.Read(p)
	if err != nil && err != io.EOF {
		err = damage(err)
	}
	if e := m.budget.spend(n); e != nil {
		err = e
	}
	m.err = err
	return n, err
}

// damagedError says that packed bytes are not what they should be.
type damagedError struct{ error }

func (e damagedError) Unwrap() error { return e.error }

// damage marks an error of unpacking, where it does not come from below: from the file, the user, or a bound.
func damage(err error) error {
	var file *fs.PathError
	var damaged damagedError
	var p *Problem
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, errBomb), errors.Is(err, errSum), errors.Is(err, errWindow), errors.As(err, &file),
		errors.As(err, &damaged), errors.As(err, &p), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return errWindow
	}
	return damagedError{err}
}
