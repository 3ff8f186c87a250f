package source

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"reftel/model"
)

// MaxCable is the most that one cable may have, in bytes. The longest of the 251,287 Cablegate cables has
// about 100 KB; the bound keeps a wrong file from filling the memory.
const MaxCable = 64 << 20

// Stdin is the name that stands for standard input.
const Stdin = "-"

// Place is where a cable was found, to read it again later. It is small, and safe to copy.
type Place struct {
	path     string
	size     int64
	modified time.Time
	kept     []byte // of a stream, which cannot be read twice
}

// Read gives the bytes of the cable again. The error is a *Problem; ErrChanged is its cause where the file has changed.
func (p Place) Read(ctx context.Context) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if p.kept != nil {
		return p.kept, nil
	}
	info, err := os.Stat(p.path)
	if err != nil {
		return nil, failed(p.path, err)
	}
	if !info.Mode().IsRegular() || info.Size() != p.size || !info.ModTime().Equal(p.modified) {
		return nil, problem(p.path, ErrChanged, "%v", ErrChanged)
	}
	return readFile(p.path)
}

// readFile reads a file whole, up to the bound.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, failed(path, err)
	}
	defer f.Close()
	size := int64(0)
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		size = info.Size()
	}
	return readAll(path, f, size)
}

// readAll reads a stream to its end, up to the bound; size is what is expected, to read it at one go.
func readAll(path string, r io.Reader, size int64) ([]byte, error) {
	if size > MaxCable {
		return nil, tooLarge(path, size)
	}
	data := make([]byte, 0, max(512, size+1))
	for {
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, failed(path, err)
		}
		if len(data) > MaxCable {
			return nil, tooLarge(path, -1)
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

func tooLarge(path string, size int64) *Problem {
	if size < 0 {
		return problem(path, nil, "more than the %d MiB that one cable may have; give the cables one a file", MaxCable>>20)
	}
	return problem(path, nil, "%d MiB, more than the %d MiB that one cable may have; give the cables one a file", size>>20, MaxCable>>20)
}

// Identifier finds the identifier in the name of a file: "05ALMATY538.html", "seed-05ALMATY538.txt".
// Empty where the name does not tell.
func Identifier(path string) string {
	base := filepath.Base(path)
	for ext := filepath.Ext(base); ext != "" && ext != base; ext = filepath.Ext(base) {
		base = strings.TrimSuffix(base, ext)
	}
	for {
		if id, err := model.ParseID(base); err == nil && len(id.Station) > 1 {
			return id.String()
		}
		i := strings.IndexAny(base, "- ")
		if i < 0 {
			return ""
		}
		base = base[i+1:]
	}
}
