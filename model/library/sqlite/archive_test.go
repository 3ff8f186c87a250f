package sqlite_test

import (
	"fmt"
	"testing"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/library/sqlite"
)

// known makes a parser that knows some cables by their bytes.
func known(cables []*model.Cable) sqlite.Parse {
	by := map[string]*model.Cable{}
	for _, c := range cables {
		by[string(c.Received)] = c
	}
	return func(r library.Record) (*model.Cable, error) {
		if c := by[string(r.Received)]; c != nil {
			return c, nil
		}
		return nil, fmt.Errorf("%q is none of the test's cables", r.Received)
	}
}

// fill takes cables into an archive.
func fill(t *testing.T, a *sqlite.Archive, cables []*model.Cable) library.Report {
	t.Helper()
	im, err := a.Import(t.Context())
	must(t, err)
	for _, c := range cables {
		_, err := im.Add(t.Context(), library.Record{Received: c.Received, About: library.About{Path: c.Source.Path.String()}})
		must(t, err)
	}
	r, err := im.Close(t.Context())
	must(t, err)
	return r
}

func archive(t *testing.T, dir string, cables []*model.Cable) *sqlite.Archive {
	t.Helper()
	a, err := sqlite.Open(t.Context(), dir, sqlite.Options{Parse: known(cables), Create: true})
	must(t, err)
	t.Cleanup(func() { must(t, a.Close()) })
	return a
}

func TestLibrary(t *testing.T) {
	librarytest.Run(t, func(t *testing.T, cables []*model.Cable) library.Library {
		a := archive(t, t.TempDir(), cables)
		fill(t, a, cables)
		return a
	})
}
