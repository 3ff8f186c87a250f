package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/library/sqlite"
	"reftel/model/safe"
)

func shelf(t *testing.T, path string) *sqlite.Shelf {
	t.Helper()
	s, err := sqlite.OpenShelf(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestShelf(t *testing.T) {
	last := ""
	librarytest.RunShelf(t, librarytest.Shelves{
		Open: func(t *testing.T) library.Shelf {
			path := filepath.Join(t.TempDir(), "shelf.db")
			if last == "" { // the first is the one that is opened again
				last = path
			}
			return shelf(t, path)
		},
		Again: func(t *testing.T) library.Shelf { return shelf(t, last) },
	})
}

func TestShelfOutlivesItsUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", "shelf?#%.db")
	ctx := t.Context()
	s := shelf(t, path)
	when := time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)
	must(t, s.SetPlace(ctx, "05ALMATY1", library.Place{Spot: library.Spot{Paragraph: 3, Byte: 17}, Read: true, When: when}))
	must(t, s.SetMark(ctx, library.Mark{Card: "05ALMATY1", Paragraph: 2, Number: 3, When: when}, true))
	must(t, s.SetNote(ctx, library.Note{Card: "05ALMATY1", Paragraph: -1, Title: safe.Of("Carp"), Text: safe.TextOf("Ask *again*.\n"), When: when}))
	must(t, s.SetLabel(ctx, "05ALMATY1", "fish", true))
	must(t, s.SetFlag(ctx, "05ALMATY2", true))
	must(t, s.Keep(ctx, "carp", `carp post:ALMATY`))
	must(t, s.Remember(ctx, library.Jump{Card: "05ALMATY1", When: when}))
	must(t, s.Close())

	s = shelf(t, path)
	p, ok, err := s.Place(ctx, "05ALMATY1")
	if want := (library.Place{Spot: library.Spot{Paragraph: 3, Byte: 17}, Read: true, When: when}); err != nil || !ok || p != want {
		t.Errorf("place %+v, %v, %v; want %+v", p, ok, err, want)
	}
	traces, err := s.Traces(ctx, []library.Card{"05ALMATY1", "05ALMATY2", "05ALMATY3"})
	if one := traces["05ALMATY1"]; err != nil || len(traces) != 2 || !one.Opened || !one.Read || one.Flagged || one.Marks != 1 || one.Notes != 1 || len(one.Labels) != 1 || !traces["05ALMATY2"].Flagged {
		t.Errorf("traces %+v, %v", traces, err)
	}
	notes, err := s.Notes(ctx, "")
	if err != nil || len(notes) != 1 || notes[0].Text.String() != "Ask *again*.\n" || notes[0].Title.String() != "Carp" || !notes[0].When.Equal(when) {
		t.Errorf("notes %+v, %v", notes, err)
	}
	if f, err := s.Searches(ctx); err != nil || len(f) != 1 || f[0].Query.String() != "carp post:ALMATY" {
		t.Errorf("searches %+v, %v", f, err)
	}
	if h, err := s.History(ctx, 10); err != nil || len(h) != 1 || h[0].Card != "05ALMATY1" {
		t.Errorf("history %+v, %v", h, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has the mode %v, %v; notes are for their owner", info.Mode(), err)
	}
}

func TestTwoUsersOfOneShelf(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shelf.db")
	one, other := shelf(t, path), shelf(t, path)
	errs := make(chan error, 2)
	for i, s := range []*sqlite.Shelf{one, other} {
		go func() {
			for n := range 50 {
				if err := s.SetNote(t.Context(), library.Note{Card: library.Card("card"), Paragraph: 1000, Text: safe.TextOf("x")}); err != nil {
					errs <- err
					return
				}
				if err := s.SetLabel(t.Context(), library.Card(rune('a'+n%26)), "of "+string(rune('a'+i)), true); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for range 2 {
		must(t, <-errs)
	}
	labels, err := one.Labels(t.Context())
	if err != nil || len(labels) != 2 || labels[0].Count != 26 || labels[1].Count != 26 {
		t.Errorf("labels %+v, %v", labels, err)
	}
}

func TestShelfThatIsNone(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "text.db")
	must(t, os.WriteFile(other, []byte("this is a text, and no database at all, however long one reads it"), 0o600))
	for path, want := range map[string]error{other: library.ErrForeign, filepath.Join(other, "below", "shelf.db"): nil, dir: nil} {
		_, err := sqlite.OpenShelf(t.Context(), path)
		if err == nil || (want != nil && !errors.Is(err, want)) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if b, _ := os.ReadFile(other); string(b[:4]) != "this" {
		t.Error("a file of another kind was written to")
	}
}
