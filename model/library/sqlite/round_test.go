package sqlite_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/library/sqlite"
)

// TestRounds takes cables in that are indexed in many rounds, from memory and from files, and in one.
func TestRounds(t *testing.T) {
	const n = 6000 // more than an import has under way, so that some of it is written before the last is added
	cables := librarytest.Random(rand.New(rand.NewPCG(5, 5)), n)
	var want []int
	for _, round := range []int{0, 1, 40_000} {
		dir := filepath.Join(t.TempDir(), "archive")
		a, err := sqlite.Open(t.Context(), dir, sqlite.Options{Parse: known(cables), Create: true, Round: round})
		must(t, err)
		im, err := a.Import(t.Context())
		must(t, err)
		for _, c := range cables {
			_, err := im.Add(t.Context(), library.Record{Received: c.Received})
			must(t, err)
		}
		if early := a.State().Indexed; (early > 0) != (round > 0) {
			t.Errorf("in rounds of %d, %d cables were indexed before the last was added", round, early)
		}
		_, err = im.Close(t.Context())
		must(t, err)
		if s := a.State(); s.Len != n || s.Indexed != n {
			t.Errorf("in rounds of %d: %+v", round, s)
		}
		var got []int
		for _, text := range []string{"lake", "lake OR carp", "NOT lake", "subject:lake", `"the lake"`} {
			got = append(got, count(t, a, text))
		}
		if want == nil {
			want = got
		}
		for i := range want {
			if got[i] != want[i] || want[0] == 0 {
				t.Errorf("in rounds of %d: %v found, want %v", round, got, want)
				break
			}
		}
		checked, err := a.Check(t.Context(), nil)
		if err != nil || len(checked.Damage) > 0 || checked.Indexed != n {
			t.Errorf("in rounds of %d: the check tells %+v, %v", round, checked, err)
		}
		nothingSpilled(t, dir)
		must(t, a.Close())
	}
}

// TestInterruptedRound cuts an import off when its cables are listed and wait for the index: they are kept, can be read,
// and the next import indexes them together with what it takes in.
func TestInterruptedRound(t *testing.T) {
	cables := librarytest.Random(rand.New(rand.NewPCG(5, 5)), 1000)
	dir := filepath.Join(t.TempDir(), "archive")
	a, err := sqlite.Open(t.Context(), dir, sqlite.Options{Parse: known(cables), Create: true, Round: 1000})
	must(t, err)
	t.Cleanup(func() { _ = a.Close() })
	fill(t, a, cables[:100])
	im, err := a.Import(t.Context())
	must(t, err)
	ctx, cut := context.WithCancel(t.Context())
	for _, c := range cables[100:900] {
		_, err := im.Add(ctx, library.Record{Received: c.Received})
		must(t, err)
	}
	cut()
	if _, err := im.Close(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the end of an import that was interrupted: %v", err)
	}
	s := a.State()
	if s.Len != 900 || s.Indexed == 900 || s.Indexed == 0 {
		t.Errorf("after the interruption: %+v; the test wants some of the cables without an index", s)
	}
	for h := range 900 {
		if c, err := a.Read(t.Context(), library.Handle(h+1)); err != nil || c != cables[h] {
			t.Fatalf("cable %d: %v", h+1, err)
		}
	}
	nothingSpilled(t, dir)
	some := count(t, a, "lake")
	fill(t, a, cables[900:])
	if s := a.State(); s.Indexed != 1000 || count(t, a, "lake") <= some {
		t.Errorf("after the next import: %+v; %d found, %d before", s, count(t, a, "lake"), some)
	}
	if checked, err := a.Check(t.Context(), nil); err != nil || len(checked.Damage) > 0 || checked.Indexed != 1000 {
		t.Errorf("the check tells %+v, %v", checked, err)
	}
}

// nothingSpilled tells of files that wait for an index which there is.
func nothingSpilled(t *testing.T, dir string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, "index", "*.spill"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "index")); err != nil {
		t.Error(err)
	}
}
