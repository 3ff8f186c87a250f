//go:build unix

package sqlite_test

import (
	"errors"
	"math/rand/v2"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/safe"
)

// limited runs something while no file may grow beyond some bytes, which looks to a program as a full disk does.
func limited(t *testing.T, most uint64, do func()) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before))
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: before.Max}))
	defer func() { must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before)) }()
	do()
}

func TestFullDisk(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var cables []*model.Cable
	for n := range 600 {
		noise := make([]byte, 900)
		for i := range noise {
			noise[i] = byte('a' + r.IntN(26))
		}
		c := librarytest.Random(r, 1)[0]
		c.Received = append(noise, byte('0'+n%10), byte('0'+n/10%10), byte('0'+n/100))
		cables = append(cables, c)
	}
	dir := t.TempDir()
	a := archive(t, dir, cables)
	fill(t, a, cables[:20])
	limited(t, 400<<10, func() {
		im, err := a.Import(t.Context())
		must(t, err)
		for _, c := range cables {
			if _, err = im.Add(t.Context(), library.Record{Received: c.Received}); err != nil {
				break
			}
		}
		_, closed := im.Close(t.Context())
		if err = errors.Join(err, closed); !errors.Is(err, library.ErrFull) {
			t.Errorf("an import on a full disk ends with %v", err)
		}
	})
	if s := a.State(); s.Len < 20 {
		t.Errorf("%d cables are left", s.Len)
	}
	fill(t, a, cables)
	c, err := a.Check(t.Context(), nil)
	if err != nil || c.Cables != 600 || c.Indexed != 600 || len(c.Damage) != 0 {
		t.Errorf("with room again: %+v, %v", c, err)
	}
}

func TestShelfOnAFullDisk(t *testing.T) {
	s := shelf(t, filepath.Join(t.TempDir(), "shelf.db"))
	note := func(n int) library.Note {
		return library.Note{Card: "05ALMATY1", Paragraph: model.ParagraphIndex(n), Text: safe.TextOf(string(make([]byte, 3000)) + "x")}
	}
	kept := 0
	limited(t, 200<<10, func() {
		for n := range 1000 {
			if err := s.SetNote(t.Context(), note(n)); err != nil {
				if !errors.Is(err, library.ErrFull) {
					t.Errorf("a note on a full disk: %v", err)
				}
				break
			}
			kept++
		}
	})
	notes, err := s.Notes(t.Context(), "")
	if err != nil || len(notes) != kept || kept == 0 || kept == 1000 {
		t.Errorf("%d notes of %d that were confirmed, %v", len(notes), kept, err)
	}
	must(t, s.SetNote(t.Context(), note(5000)))
}
