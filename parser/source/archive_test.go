package source_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"reftel/parser/source"
)

// bzipped is telegram packed with bzip2, which nothing here can write.
const bzipped = "QlpoOTFBWSZTWYFBiY8AABZfgCAQQAFgEDoXjiAiwVAAIABQpo0AaAACKHkMRBjSG0KsSCNzsK4+NdqUnQQrbDXaV28Q1E52lCAkjg754ygg+hdyRThQkIFBiY8="

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zstded(t testing.TB, data []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(data, nil)
}

func xzed(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := xz.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// file is a file to be put into an archive.
type file struct {
	name string
	data []byte
}

func zipped(t testing.TB, method uint16, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		m, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = m.Write(f.data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tarred(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.data)), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(f.data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unbase64(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// named is telegram under a number of its own.
func named(n int) string { return fmt.Sprintf("%s\n%d. Another.\n", telegram, n) }

func TestArchives(t *testing.T) {
	two := []file{{"2005/05ALMATY1.txt", []byte(named(1))}, {"05ALMATY2.txt", []byte(named(2))}, {".hidden", []byte(telegram)}, {"__MACOSX/05ALMATY3.txt", []byte(telegram)}}
	table := []byte(row(1, "a") + row(2, "b"))
	for name, c := range map[string]struct {
		data []byte
		want string // paths and offsets
	}{
		"05ALMATY7.txt.gz":  {gzipped(t, []byte(telegram)), "05ALMATY7.txt.gz 0"},
		"05ALMATY7.txt.zst": {zstded(t, []byte(telegram)), "05ALMATY7.txt.zst 0"},
		"05ALMATY7.txt.bz2": {unbase64(t, bzipped), "05ALMATY7.txt.bz2 0"},
		"05ALMATY7.txt.xz":  {xzed(t, []byte(telegram)), "05ALMATY7.txt.xz 0"},
		"misnamed.txt":      {zstded(t, gzipped(t, xzed(t, []byte(telegram)))), "misnamed.txt 0"},
		"all.zip":           {zipped(t, zip.Deflate, two...), "all.zip/2005/05ALMATY1.txt 0, all.zip/05ALMATY2.txt 0"},
		"stored.zip":        {zipped(t, zip.Store, two...), "stored.zip/2005/05ALMATY1.txt 0, stored.zip/05ALMATY2.txt 0"},
		"all.tar":           {tarred(t, two...), "all.tar/2005/05ALMATY1.txt 0, all.tar/05ALMATY2.txt 0"},
		"all.tar.gz":        {gzipped(t, tarred(t, two...)), "all.tar.gz/2005/05ALMATY1.txt 0, all.tar.gz/05ALMATY2.txt 0"},
		"all.tar.xz":        {xzed(t, tarred(t, two...)), "all.tar.xz/2005/05ALMATY1.txt 0, all.tar.xz/05ALMATY2.txt 0"},
		"cables.csv.zst":    {zstded(t, table), fmt.Sprintf("cables.csv.zst 0, cables.csv.zst %d", len(row(1, "a")))},
		"cables.zip":        {zipped(t, zip.Store, file{"cables.csv", table}), fmt.Sprintf("cables.zip/cables.csv 0, cables.zip/cables.csv %d", len(row(1, "a")))},
		"nested.zip": {zipped(t, zip.Deflate, file{"a.tgz", gzipped(t, tarred(t, file{"b.zip", zipped(t, zip.Deflate, two...)}))}),
			"nested.zip/a.tgz/b.zip/2005/05ALMATY1.txt 0, nested.zip/a.tgz/b.zip/05ALMATY2.txt 0"},
		"climbs.zip": {zipped(t, zip.Deflate, file{"../../etc/05ALMATY1.txt", []byte(named(1))}), "climbs.zip/etc/05ALMATY1.txt 0"},
	} {
		dir := t.TempDir()
		path := write(t, filepath.Join(dir, name), string(c.data))
		for _, from := range []string{path, "-"} {
			for _, keep := range []bool{true, false} {
				set := source.Open([]string{from}, source.Options{Stdin: bytes.NewReader(c.data), Keep: keep})
				var got []string
				for cable, err := range set.Cables(t.Context()) {
					if err != nil {
						t.Errorf("%s from %s: %v", name, from, err)
						continue
					}
					rel := strings.TrimPrefix(cable.About.Path, dir+"/")
					if from == "-" {
						rel = name + strings.TrimPrefix(rel, "-")
					}
					got = append(got, fmt.Sprintf("%s %d", rel, cable.About.Offset))
					again, err := readAgain(t, cable.Place)
					if err != nil || !bytes.Equal(again, cable.Received) {
						t.Errorf("%s from %s, kept %t: %s at %d read again: %.60q, %v", name, from, keep, rel, cable.About.Offset, again, err)
					}
				}
				if strings.Join(got, ", ") != c.want {
					t.Errorf("%s from %s: %q, want %q", name, from, got, c.want)
				}
				if err := set.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

func TestIdentifierOfPackedFile(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "05ALMATY7.txt.gz"), string(gzipped(t, []byte(telegram))))
	cables, _ := all(t, "", path)
	if len(cables) != 1 || cables[0].About.ID != "05ALMATY7" {
		t.Errorf("%+v", cables)
	}
}

func TestLargeStreamIsKeptAndReadAgain(t *testing.T) {
	path, want := dumpFile(t, 400, "\n")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	packed := write(t, path+".gz", string(gzipped(t, data)))
	for _, from := range []string{packed, "-"} {
		set := source.Open([]string{from}, source.Options{Stdin: bytes.NewReader(data), Keep: true})
		var places []source.Place
		for c, err := range set.Cables(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			places = append(places, c.Place)
		}
		if len(places) != len(want) {
			t.Fatalf("%d rows, want %d", len(places), len(want))
		}
		for i := len(places) - 1; i >= 0; i-- {
			if again, err := places[i].Read(t.Context()); err != nil || string(again) != want[i] {
				t.Fatalf("from %s: row %d read again: %.60q, %v", from, i+1, again, err)
			}
		}
		if err := set.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestStreamNotKeptSaysSo(t *testing.T) {
	path, _ := dumpFile(t, 400, "\n")
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var last source.Place
	for c, err := range source.Open([]string{"-"}, source.Options{Stdin: f}).Cables(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		last = c.Place
	}
	if _, err := last.Read(t.Context()); err == nil || !strings.Contains(err.Error(), "it came through a pipe and was not kept; save it to a file") {
		t.Errorf("%v", err)
	}
}

func TestDiskFullWhileKeeping(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	path, want := dumpFile(t, 400, "\n")
	data, _ := os.ReadFile(path)
	packed := write(t, path+".gz", string(gzipped(t, data)))
	cables, problems := all(t, "", packed)
	if len(cables) != len(want) || len(problems) != 1 || !strings.Contains(problems[0], "not all of it can be kept in the temporary file") {
		t.Fatalf("%d cables, problems %q", len(cables), problems)
	}
	if again, err := cables[399].Place.Read(t.Context()); err != nil || string(again) != want[399] {
		t.Errorf("unpacked again up to the place: %.60q, %v", again, err)
	}
}

func TestBadArchives(t *testing.T) {
	texts := strings.Repeat(telegram, 100)
	many := make([]file, 20)
	for i := range many {
		many[i] = file{fmt.Sprintf("%02d.txt", i), []byte(fmt.Sprintf("%d\n%s", i, texts))}
	}
	cut := func(data []byte) []byte { return data[:len(data)*3/4] }
	damaged := func(data []byte) []byte {
		data = bytes.Clone(data)
		data[len(data)/2] ^= 0xFF
		return data
	}
	random := make([]byte, 60_000) // letters that do not pack well, so that the middle is within them
	for i := range random {
		random[i] = "ABCDEFGHIJKLMNOP\n"[crc32.ChecksumIEEE([]byte{byte(i), byte(i >> 8)})%17]
	}
	encrypted := zipped(t, zip.Store, file{"a.txt", []byte(telegram)}, file{"b.txt", []byte(telegram)})
	setBit(encrypted, "PK\x03\x04", 6, 1)
	setBit(encrypted, "PK\x01\x02", 8, 1)
	strange := zipped(t, zip.Store, file{"a.txt", []byte(telegram)}, file{"b.txt", []byte(telegram)})
	setBit(strange, "PK\x03\x04", 8, 97)
	setBit(strange, "PK\x01\x02", 10, 97)
	quine := []byte(telegram)
	for i := range 12 {
		quine = zipped(t, zip.Deflate, file{fmt.Sprintf("%d.zip", i), quine})
	}
	for name, c := range map[string]struct {
		data   []byte
		cables int // at least
		say    string
	}{
		"gzip, cut":           {cut(gzipped(t, random)), 1, "cut off"},
		"zstd, cut":           {cut(zstded(t, random)), 0, "cut off"},
		"xz, cut":             {cut(xzed(t, random)), 0, "cut off"},
		"bzip2, cut":          {cut(unbase64(t, bzipped)), 0, "cut off"},
		"tar, cut":            {cut(tarred(t, many...)), 14, "cut off"},
		"tar.gz, cut":         {cut(gzipped(t, tarred(t, many...))), 1, "cut off"},
		"zip, cut":            {cut(zipped(t, zip.Deflate, many...)), 10, "its directory, at the end, is missing"},
		"stored zip, cut":     {cut(zipped(t, zip.Store, many...)), 10, "its directory, at the end, is missing"},
		"gzip, damaged":       {damaged(gzipped(t, random)), 1, "damaged"},
		"zstd, damaged":       {damaged(zstded(t, random)), 0, "damaged"},
		"xz, damaged":         {damaged(xzed(t, random)), 0, "damaged"},
		"zip, damaged":        {damaged(zipped(t, zip.Deflate, file{"a.txt", random})), 1, "damaged"},
		"zip, encrypted":      {encrypted, 1, "a.txt: it is encrypted; unpack the archive first with its password"},
		"zip, unknown method": {strange, 1, "a.txt: it is packed with method 97, which is not known here"},
		"zip, empty":          {zipped(t, zip.Store), 0, "the archive holds no files"},
		"tar, empty":          {gzipped(t, make([]byte, 1024)), 0, "holds no files"},
		"gzip, empty":         {gzipped(t, nil), 0, "empty; there is nothing to read in it"},
		"zip in zip in zip":   {quine, 0, "archives lie in one another more than 8 deep"},
		"7z":                  {[]byte("7z\xbc\xaf\x27\x1c\x00\x04"), 0, "7z x"},
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "a"), string(c.data))
		write(t, filepath.Join(dir, "b"), telegram)
		cables, problems := all(t, "", dir)
		if len(cables) < c.cables+1 || string(cables[len(cables)-1].Received) != telegram {
			t.Errorf("%s: %d cables, want %d and the one after them; problems %q", name, len(cables), c.cables, problems)
		}
		if len(problems) == 0 || !strings.Contains(strings.Join(problems, "\n"), c.say) {
			t.Errorf("%s: problems %q, want one that says %q", name, problems, c.say)
		}
	}
}

// setBit changes a number in the first header of a zip archive.
func setBit(data []byte, header string, at int, value byte) {
	data[bytes.Index(data, []byte(header))+at] |= value
}

// blanks is an endless run of blanks, as bombs are made of.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestBombsAreBounded(t *testing.T) {
	// Rows without end, since one text would be bounded by its own length.
	line := []byte(row(1, strings.Repeat("a", 10_000)))
	var rows bytes.Buffer
	w, _ := gzip.NewWriterLevel(&rows, gzip.BestCompression)
	for range 14_000 {
		_, _ = w.Write(line)
	}
	_ = w.Close()
	var one bytes.Buffer
	w, _ = gzip.NewWriterLevel(&one, gzip.BestCompression)
	_, _ = io.Copy(w, io.LimitReader(blanks{}, 80<<20))
	_ = w.Close()
	twice := gzipped(t, rows.Bytes())
	for name, c := range map[string]struct {
		data []byte
		say  string
	}{
		"rows":   {rows.Bytes(), "it grows to more than 250 times its size"},
		"blanks": {one.Bytes(), "64 MiB"},
		"twice":  {twice, "it grows to more than 250 times its size"},
		"many":   {zipped(t, zip.Store, file{"a", twice}, file{"b", twice}, file{"c", twice}), "it grows to more than 250 times its size"},
	} {
		n := 0
		var problems []string
		for _, err := range source.All(t.Context(), []string{"-"}, bytes.NewReader(c.data)) {
			if err != nil {
				problems = append(problems, err.Error())
			}
			n++
		}
		if n > 300_000 || len(problems) == 0 || len(problems) > 2 || !strings.Contains(problems[len(problems)-1], c.say) {
			t.Errorf("%s: %d cables, problems %q, want one that says %q", name, n, problems, c.say)
		}
	}
}

func TestArchiveEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	path := write(t, filepath.Join(t.TempDir(), "a.tar.gz"), string(gzipped(t, tarred(t, file{"a", []byte(telegram)}, file{"b", []byte(telegram)}, file{"c", []byte(telegram)}))))
	seen := 0
	var last error
	for _, err := range source.All(ctx, []string{path}, nil) {
		if err == nil {
			seen++
		}
		last = err
		cancel()
	}
	if seen != 1 || last != context.Canceled {
		t.Errorf("%d cables after the end was asked for, last error %v", seen, last)
	}
}
