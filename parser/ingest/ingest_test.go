package ingest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/sqlite"
	"reftel/parser/ingest"
)

// row is a row of the dump.
func row(n int) string {
	return fmt.Sprintf(`"%d","2/%d/2005 10:%02d","05ALMATY%d","Embassy Almaty","CONFIDENTIAL","05ALMATY1","VZCZC","C O N F I D E N T I A L ALMATY %06d

SIPDIS

E.O. 12958: DECL: 02/10/2015
TAGS: PHUM, KZ
SUBJECT: NUMBER %d OF MANY

REF: ALMATY 1

1. (C) Summary. The carp of lake %d have grown scarce.

2. (C) Fishermen blame the mill.

BODY
"
`, n, n%28+1, n%60, n, n, n, n)
}

func dump(t *testing.T, rows int) string {
	t.Helper()
	var b strings.Builder
	for n := range rows {
		b.WriteString(row(n + 1))
	}
	path := filepath.Join(t.TempDir(), "cables.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, dir string) *sqlite.Archive {
	t.Helper()
	a, err := sqlite.Open(t.Context(), dir, sqlite.Options{Parse: ingest.Parse, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

func run(t *testing.T, a *sqlite.Archive, paths ...string) library.Report {
	t.Helper()
	r, err := ingest.Run(t.Context(), a, paths, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestImportListsAndReads(t *testing.T) {
	dir := t.TempDir()
	path := dump(t, 1500)
	a := open(t, dir)
	if r := run(t, a, path); r.Cables != 1500 || r.Duplicates != 0 || r.Problems != 0 {
		t.Errorf("report %+v", r)
	}
	for range 2 { // as it stands, and opened again
		page, err := a.Page(t.Context(), library.Request{}, 0, 40)
		if err != nil || page.Total != 1500 || !page.Exact || len(page.Entries) != 40 {
			t.Fatalf("%d entries of %d, %v", len(page.Entries), page.Total, err)
		}
		for i, e := range page.Entries[1:] {
			if e.Created.After(page.Entries[i].Created) {
				t.Errorf("row %d is newer than the one before it", i+1)
			}
		}
		id, _ := model.ParseID("05ALMATY777")
		held, err := a.Find(t.Context(), id.Key())
		if err != nil || len(held) != 1 {
			t.Fatalf("found %v, %v", held, err)
		}
		c, err := a.Read(t.Context(), held[0])
		if err != nil || c.Subject.String() != "NUMBER 777 OF MANY" || string(c.Received) != row(777) {
			t.Errorf("read %q %q, %v", c.Subject, c.Received, err)
		}
		one, _ := model.ParseID("05ALMATY1")
		if by, err := a.CitedBy(t.Context(), one.Key()); err != nil || len(by) != 1499 { // it cites itself
			t.Errorf("cited by %d, %v", len(by), err)
		}
		a = open(t, dir)
	}
}

func TestImportAgainTakesWhatIsNew(t *testing.T) {
	a := open(t, t.TempDir())
	run(t, a, dump(t, 700))
	if r := run(t, a, dump(t, 900)); r.Cables != 200 || r.Duplicates != 700 {
		t.Errorf("the second report is %+v", r)
	}
	other := filepath.Join(t.TempDir(), "corrected.txt")
	if err := os.WriteFile(other, []byte("C O N F I D E N T I A L ALMATY 000007\n\nSUBJECT: CORRECTED\n\nREF: 05 ALMATY 8\n\n1. (C) Corrected, of 2005.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	renamed := filepath.Join(filepath.Dir(other), "05ALMATY7.txt")
	if err := os.Rename(other, renamed); err != nil {
		t.Fatal(err)
	}
	if r := run(t, a, renamed); r.Cables != 1 || r.Versions != 1 {
		t.Errorf("of another version it reports %+v", r)
	}
	id, _ := model.ParseID("05ALMATY7")
	held, err := a.Find(t.Context(), id.Key())
	if err != nil || len(held) != 2 {
		t.Fatalf("%d versions, %v", len(held), err)
	}
	entries, err := a.Entries(t.Context(), held)
	if err != nil || entries[0].Versions != 1 || entries[1].Title.String() != "CORRECTED" || entries[1].Versions != 1 {
		t.Errorf("%+v, %v", entries, err)
	}
}
