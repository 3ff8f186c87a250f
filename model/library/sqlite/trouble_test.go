package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	_ "modernc.org/sqlite"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/library/sqlite"
	"reftel/model/query"
)

// some makes an archive of random cables, and gives its folder.
func some(t *testing.T, n int) (string, []*model.Cable) {
	t.Helper()
	cables := librarytest.Random(rand.New(rand.NewPCG(9, 9)), n)
	dir := filepath.Join(t.TempDir(), "archive")
	a, err := sqlite.Open(t.Context(), dir, sqlite.Options{Parse: known(cables), Create: true})
	must(t, err)
	fill(t, a, cables)
	must(t, a.Close())
	return dir, cables
}

// exec changes the database of an archive behind its back.
func exec(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "archive.db"))
	must(t, err)
	for _, s := range statements {
		_, err := db.ExecContext(t.Context(), s)
		must(t, err)
	}
	must(t, db.Close())
}

func count(t *testing.T, a *sqlite.Archive, text string) int {
	t.Helper()
	q, err := query.Parse(text)
	must(t, err)
	n, err := a.Count(t.Context(), q)
	must(t, err)
	return n
}

func TestArchiveOfVersionOne(t *testing.T) {
	dir, cables := some(t, 90)
	a := archive(t, dir, cables)
	want := count(t, a, "lake")
	exec(t, dir, "DROP TABLE segment", "PRAGMA user_version = 1")
	must(t, os.RemoveAll(filepath.Join(dir, "index")))
	a = archive(t, dir, cables)
	if s := a.State(); s.Len != 90 || s.Indexed != 0 {
		t.Errorf("an archive without an index says %+v", s)
	}
	for h := range 90 {
		c, err := a.Read(t.Context(), library.Handle(h+1))
		if err != nil || c != cables[h] {
			t.Fatalf("cable %d: %v", h+1, err)
		}
	}
	fill(t, a, nil)
	if s := a.State(); s.Indexed != 90 || want == 0 || count(t, a, "lake") != want {
		t.Errorf("after an import: %+v, %d found, want %d", s, count(t, a, "lake"), want)
	}
}

// TestCompressedEntries lists an archive of version 2, whose entries are compressed, beside entries of today.
func TestCompressedEntries(t *testing.T) {
	dir, cables := some(t, 90)
	entries := func() []library.Entry {
		a := archive(t, dir, cables)
		p, err := a.Page(t.Context(), library.Request{Order: library.BySubject}, 0, 100)
		must(t, err)
		return p.Entries
	}
	want := entries()
	db, err := sql.Open("sqlite", filepath.Join(dir, "archive.db"))
	must(t, err)
	packer, err := zstd.NewWriter(nil)
	must(t, err)
	for row := 1; row <= 90; row += 2 {
		var data []byte
		must(t, db.QueryRowContext(t.Context(), "SELECT data FROM entry WHERE row = ?", row).Scan(&data))
		_, err := db.ExecContext(t.Context(), "UPDATE entry SET data = ? WHERE row = ?", packer.EncodeAll(data[1:len(data)-4], nil), row)
		must(t, err)
	}
	must(t, db.Close())
	exec(t, dir, "PRAGMA user_version = 2")
	if got := entries(); len(got) != 90 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d entries, not the %d of before", len(got), len(want))
	}
}

func TestArchiveOfANewerVersion(t *testing.T) {
	dir, cables := some(t, 3)
	exec(t, dir, "PRAGMA user_version = 99")
	_, err := sqlite.Open(t.Context(), dir, sqlite.Options{Parse: known(cables)})
	if !errors.Is(err, library.ErrNewer) || !strings.Contains(err.Error(), "use a newer reftel") {
		t.Errorf("%v", err)
	}
}

func TestNoArchive(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "archive.db"), []byte(strings.Repeat("a text ", 500)), 0o644))
	if _, err := sqlite.Open(t.Context(), dir, sqlite.Options{}); !errors.Is(err, library.ErrForeign) {
		t.Errorf("a text: %v", err)
	}
	other := t.TempDir()
	exec(t, other, "CREATE TABLE theirs (x)")
	if _, err := sqlite.Open(t.Context(), other, sqlite.Options{Create: true}); !errors.Is(err, library.ErrForeign) {
		t.Errorf("a database of another program: %v", err)
	}
	must(t, shelf(t, filepath.Join(other, "shelf.db")).Close())
	must(t, os.Rename(filepath.Join(other, "shelf.db"), filepath.Join(dir, "archive.db")))
	if _, err := sqlite.Open(t.Context(), dir, sqlite.Options{}); !errors.Is(err, library.ErrForeign) {
		t.Errorf("a shelf: %v", err)
	}
	if _, err := sqlite.Open(t.Context(), filepath.Join(dir, "nothing"), sqlite.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
}

func TestTwoImportsAtOnce(t *testing.T) {
	dir, cables := some(t, 5)
	a, b := archive(t, dir, cables), archive(t, dir, cables)
	im, err := a.Import(t.Context())
	must(t, err)
	if s := b.State(); s.Loading {
		t.Log("the other sees it at once")
	}
	_, err = b.Import(t.Context())
	if !errors.Is(err, library.ErrBusy) || !strings.Contains(err.Error(), fmt.Sprintf("process %d, since 2", os.Getpid())) {
		t.Errorf("a second import: %v", err)
	}
	_, err = im.Close(t.Context())
	must(t, err)
	im, err = b.Import(t.Context())
	must(t, err)
	_, err = im.Close(t.Context())
	must(t, err)
}

// files lists the segments of an archive.
func files(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "index", "*.seg"))
	must(t, err)
	if len(all) == 0 {
		t.Fatal("the archive has no segments")
	}
	return all
}

func TestDamagedIndexIsToldAndMended(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, path string, b []byte){
		"missing": func(t *testing.T, path string, _ []byte) { t.Helper(); must(t, os.Remove(path)) },
		"cut off": func(t *testing.T, path string, b []byte) {
			t.Helper()
			must(t, os.WriteFile(path, b[:len(b)/2], 0o644))
		},
		"empty": func(t *testing.T, path string, _ []byte) { t.Helper(); must(t, os.WriteFile(path, nil, 0o644)) },
		"of others": func(t *testing.T, path string, b []byte) {
			t.Helper()
			must(t, os.WriteFile(path, []byte(strings.Repeat("x", len(b))), 0o644))
		},
		"a byte wrong": func(t *testing.T, path string, b []byte) {
			t.Helper()
			b[20] ^= 4
			must(t, os.WriteFile(path, b, 0o644))
		},
		"units wrong": func(t *testing.T, path string, b []byte) {
			t.Helper()
			b[len(b)-200] ^= 4
			must(t, os.WriteFile(path, b, 0o644))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, cables := some(t, 60)
			want := count(t, archive(t, dir, cables), "lake")
			path := files(t, dir)[0]
			b, err := os.ReadFile(path)
			must(t, err)
			damage(t, path, b)
			a := archive(t, dir, cables)
			p, err := a.Page(t.Context(), library.Request{}, 0, 10)
			if err != nil || p.Total != 60 {
				t.Errorf("the list: %d, %v", p.Total, err)
			}
			r, err := a.Check(t.Context(), nil)
			must(t, err)
			if len(r.Damage) == 0 || !strings.Contains(r.Damage[0].What.String(), "check --repair") {
				t.Errorf("the damage is told as %+v", r.Damage)
			}
			must(t, a.Repair(t.Context()))
			r, err = a.Check(t.Context(), nil)
			if err != nil || len(r.Damage) != 0 || r.Indexed != 60 || len(r.Leftover) != 0 || count(t, a, "lake") != want {
				t.Errorf("after the repair: %+v, %v", r, err)
			}
		})
	}
}

// TestPartsOfTheIndexAreNeverWrittenOver mends, shrinks and fills an archive in turn: none leaves a report but the last, and
// each makes parts of the index.
func TestPartsOfTheIndexAreNeverWrittenOver(t *testing.T) {
	dir := t.TempDir()
	cables := librarytest.Random(rand.New(rand.NewPCG(5, 5)), 90)
	a := archive(t, dir, cables)
	fill(t, a, cables[:30])
	fill(t, a, cables[30:60])
	want := count(t, a, "lake")
	for _, lost := range [2]int{} {
		must(t, os.Remove(files(t, dir)[lost]))
		a = archive(t, dir, cables)
		must(t, a.Repair(t.Context()))
		if n := count(t, a, "lake"); n != want {
			t.Fatalf("after the repair %d cables are found, want %d", n, want)
		}
	}
	must(t, a.Vacuum(t.Context()))
	fill(t, a, cables[60:])
	must(t, a.Vacuum(t.Context()))
	other := archive(t, t.TempDir(), cables)
	fill(t, other, cables)
	if x, y := count(t, a, "lake"), count(t, other, "lake"); x != y {
		t.Errorf("%d in the end, want %d", x, y)
	}
	r, err := a.Check(t.Context(), nil)
	if err != nil || len(r.Damage) != 0 || r.Indexed != 90 || len(r.Leftover) != 0 {
		t.Errorf("the check tells %+v, %v", r, err)
	}
}

func TestDamagedCable(t *testing.T) {
	dir, cables := some(t, 20)
	exec(t, dir, "UPDATE body SET data = substr(data, 1, length(data) - 3) || x'000000' WHERE row = 7", "UPDATE entry SET data = x'00' WHERE row = 9")
	a := archive(t, dir, cables)
	if _, err := a.Read(t.Context(), 7); !errors.Is(err, library.ErrCorrupt) || !strings.Contains(err.Error(), "cable 7 of the archive is damaged") {
		t.Errorf("reading it: %v", err)
	}
	if _, err := a.Read(t.Context(), 8); err != nil {
		t.Errorf("reading another: %v", err)
	}
	p, err := a.Page(t.Context(), library.Request{Order: library.AsFound}, 0, 100)
	if err != nil || len(p.Entries) != 20 {
		t.Errorf("the list has %d, %v", len(p.Entries), err)
	}
	r, err := a.Check(t.Context(), nil)
	if err != nil || len(r.Damage) != 2 {
		t.Errorf("the check tells %+v, %v", r.Damage, err)
	}
}

// TestDamagedDatabase turns bytes of the database round: whatever happens, it is an error with words, or the right answer.
func TestDamagedDatabase(t *testing.T) {
	dir, cables := some(t, 60)
	path := filepath.Join(dir, "archive.db")
	whole, err := os.ReadFile(path)
	must(t, err)
	r := rand.New(rand.NewPCG(4, 2))
	told := 0
	for range 60 {
		b := append([]byte(nil), whole...)
		for range 1 + r.IntN(40) {
			b[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
		}
		must(t, os.WriteFile(path, b, 0o644))
		a, err := sqlite.Open(t.Context(), dir, sqlite.Options{Parse: known(cables)})
		if err != nil {
			told++
			if !strings.Contains(err.Error(), path) {
				t.Errorf("an error that does not say where: %v", err)
			}
			continue
		}
		if c, err := a.Check(t.Context(), nil); err != nil || len(c.Damage) > 0 {
			told++
		}
		_, _ = a.Page(t.Context(), library.Request{}, 0, 100)
		_, _ = a.Find(t.Context(), cables[3].ID.Key())
		q, _ := query.Parse("lake")
		_, _ = a.Page(t.Context(), library.Request{Query: q}, 0, 100)
		_ = a.Close()
	}
	if told < 30 {
		t.Errorf("only %d of 60 damages were told", told)
	}
}

func TestSmallSegmentsAreMerged(t *testing.T) {
	cables := librarytest.Random(rand.New(rand.NewPCG(3, 3)), 120)
	dir := t.TempDir()
	a := archive(t, dir, cables)
	for i := 0; i < 120; i += 10 {
		fill(t, a, cables[i:i+10])
		if n := len(files(t, dir)); n > 9 {
			t.Fatalf("%d segments", n)
		}
	}
	other := archive(t, t.TempDir(), cables)
	fill(t, other, cables)
	for _, text := range []string{"lake", "m*", `"the lake"`, "post:ALMATY", "-lake"} {
		if x, y := count(t, a, text), count(t, other, text); x != y {
			t.Errorf("%s: %d in many, %d at once", text, x, y)
		}
	}
	must(t, a.Vacuum(t.Context()))
	if n := len(files(t, dir)); n != 1 {
		t.Errorf("%d segments after vacuum", n)
	}
	x, err := a.Check(t.Context(), nil)
	must(t, err)
	y, err := other.Check(t.Context(), nil)
	must(t, err)
	if x.Contents != y.Contents || len(x.Damage) != 0 {
		t.Errorf("%+v and %+v", x, y)
	}
}

// TestLibraryOfManySegments holds an archive that grew bit by bit to the same tests.
func TestLibraryOfManySegments(t *testing.T) {
	librarytest.Run(t, func(t *testing.T, cables []*model.Cable) library.Library {
		a := archive(t, t.TempDir(), cables)
		for from := 0; from < len(cables); from += 40 {
			fill(t, a, cables[from:min(from+40, len(cables))])
		}
		return a
	})
}
