package source

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reftel/parser"
)

// benchRows are rows of the size of the dump's, with the escapes of the dump or without any, for a reader that knows none.
func benchRows(escapes bool) []byte {
	var b bytes.Buffer
	quoted := "\\\"harbor\\\""
	if !escapes {
		quoted = "~harbor~~~"
	}
	line := "The minister said that the " + quoted + " would open before the end \n"
	plain := "of the year, and that nothing else that he knew of was in the way \n"
	for n := range 5000 {
		fmt.Fprintf(&b, "\"%d\",\"2/10/2005 4:05\",\"05ALMATY%d\",\"Embassy Almaty\",\"CONFIDENTIAL\",\"05STATE1\",\"R 100405Z FEB 05\nFM AMEMBASSY ALMATY\n%s\",\"", n+1, n+1, strings.Repeat("RUEHAA/AMEMBASSY SOMEWHERE\n", 20))
		for i := range 20 + n%150 {
			if i%15 == 3 {
				b.WriteString(line)
			} else {
				b.WriteString(plain)
			}
		}
		b.WriteString("\"\n")
	}
	return b.Bytes()
}

// BenchmarkRows takes rows apart, from memory, on one core: the stretches with their check of every field, and beside
// them encoding/csv over rows of the same size without escapes, which it cannot read, and counting line feeds, which is
// about what reading memory costs.
func BenchmarkRows(b *testing.B) {
	data, plain := benchRows(true), benchRows(false)
	b.Run("stretches", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		r := bytes.NewReader(data)
		for b.Loop() {
			n := 0
			for at := int64(0); at < int64(len(data)); at += stretch {
				s := readStretch(r, at, stretch, int64(len(data)))
				n += len(s.rows)
			}
			if n != 5000 {
				b.Fatal(n)
			}
		}
	})
	b.Run("fields", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			n := 0
			for at := 0; at < len(data); n++ {
				end := nextRow(data, at+1, false, true)
				if end < 0 {
					end = len(data)
				}
				if _, fields, wrong := parser.RowFields(data[at:end]); fields != 8 || wrong != "" {
					b.Fatal(wrong)
				}
				at = end
			}
			if n != 5000 {
				b.Fatal(n)
			}
		}
	})
	b.Run("encoding_csv", func(b *testing.B) {
		b.SetBytes(int64(len(plain)))
		for b.Loop() {
			r := csv.NewReader(bytes.NewReader(plain))
			r.ReuseRecord = true
			n := 0
			for {
				if _, err := r.Read(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != 5000 {
				b.Fatal(n)
			}
		}
	})
	b.Run("line_feeds", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if bytes.Count(data, newline) == 0 {
				b.Fatal("none")
			}
		}
	})
}

// BenchmarkFirstRow opens a dump and takes its first row: what a reader waits for, however long the dump is.
func BenchmarkFirstRow(b *testing.B) {
	path := filepath.Join(b.TempDir(), "cables.csv")
	if err := os.WriteFile(path, benchRows(true), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, err := range Open([]string{path}, Options{Keep: true}).Cables(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			break
		}
	}
}
