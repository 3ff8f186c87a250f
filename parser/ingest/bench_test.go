package ingest_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/sqlite"
	"reftel/model/query"
	"reftel/parser/ingest"
	"reftel/parser/source"
)

// The benchmarks take the dump that REFTEL_DUMP names; those of searches and lists use the archive that is in the folder
// REFTEL_ARCHIVE. Without them they take a small invented one, which shows that they work and measures little.
//
//	REFTEL_DUMP=cables.csv go test -run '^$' -bench 'Import|OneWriter' -benchtime 1x ./parser/ingest
//	REFTEL_ARCHIVE=DIR go test -run '^$' -bench 'Search|List|Count|Open' ./parser/ingest

func dumpPath(b *testing.B) (string, int64) {
	b.Helper()
	path := os.Getenv("REFTEL_DUMP")
	if path == "" {
		path = invented(b)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return path, info.Size()
}

// invented is a small dump whose words are rare, middling and common as in a large one.
func invented(b *testing.B) string {
	b.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	var out strings.Builder
	for n := 1; n <= 2000; n++ {
		fmt.Fprintf(&out, "\"%d\",\"%d/%d/2006 10:%02d\",\"06ALMATY%d\",\"Embassy Almaty\",\"CONFIDENTIAL\",\"\",\"\",\"C O N F I D E N T I A L ALMATY %06d\n\nSIPDIS\n\nTAGS: PHUM, KZ\nSUBJECT: NUMBER %d\n\n1. (C) the",
			n, n%12+1, n%28+1, n%60, n, n, n)
		for w := range 24 {
			if r.IntN(2) == 0 {
				fmt.Fprintf(&out, " common%c", 'a'+w)
			}
		}
		for w := range 90 {
			if r.IntN(12) == 0 {
				fmt.Fprintf(&out, " the middling%d", w)
			}
		}
		fmt.Fprintf(&out, " rare%d.\n\nBODY\n\"\n", n)
	}
	path := filepath.Join(b.TempDir(), "cables.csv")
	if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
		b.Fatal(err)
	}
	return path
}

// archivePath is the folder of the archive that is measured.
func archivePath(b *testing.B) string {
	b.Helper()
	dir := os.Getenv("REFTEL_ARCHIVE")
	if dir == "" {
		dir = b.TempDir()
		if _, err := ingest.Run(b.Context(), open(b, dir), []string{invented(b)}, ingest.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// beside makes a folder beside the dump, where there is room for an archive.
func beside(b *testing.B, path string) string {
	b.Helper()
	dir, err := os.MkdirTemp(filepath.Dir(path), "bench-*")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func BenchmarkImport(b *testing.B) {
	path, size := dumpPath(b)
	b.SetBytes(size)
	for b.Loop() {
		a := open(b, beside(b, path))
		begun := time.Now()
		first, all := time.Duration(0), time.Duration(0)
		held := 0
		if _, err := ingest.Run(b.Context(), a, []string{path}, ingest.Options{Progress: func(p ingest.Progress) {
			if first == 0 && p.Held > 0 {
				first = time.Since(begun)
			}
			if p.Held > held {
				held, all = p.Held, time.Since(begun)
			}
		}}); err != nil {
			b.Fatal(err)
		}
		d, err := a.Details(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(d.Disk)/float64(size), "disk/source")
		b.ReportMetric(first.Seconds(), "s/first-listed")
		b.ReportMetric(all.Seconds(), "s/all-listed")
	}
}

// BenchmarkOneWriter feeds the same paragraphs to one index of SQLite's own (FTS5, contentless), parsed on all cores, as
// the peer of BenchmarkImport: it keeps nothing but the index.
func BenchmarkOneWriter(b *testing.B) {
	path, size := dumpPath(b)
	b.SetBytes(size)
	for b.Loop() {
		dir := beside(b, path)
		db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "fts.db")+"?_pragma=page_size(16384)&_journal_mode=WAL&_pragma=synchronous(NORMAL)&_pragma=cache_size(-64000)")
		if err != nil {
			b.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		if _, err := db.ExecContext(b.Context(), "CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=full, tokenize='unicode61')"); err != nil {
			b.Fatal(err)
		}
		if err := oneWriter(b.Context(), db, path); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func oneWriter(ctx context.Context, db *sql.DB, path string) error {
	type parsed struct{ ready chan *model.Cable }
	turn := make(chan parsed, 256)
	go func() {
		defer close(turn)
		slots := make(chan struct{}, 2)
		for c, err := range source.Open([]string{path}, source.Options{}).Cables(ctx) {
			if err != nil {
				continue
			}
			p := parsed{make(chan *model.Cable, 1)}
			turn <- p
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				cable, _ := ingest.Parse(library.Record{Received: slices.Clone(c.Received), About: library.About{Path: path, Format: c.About.Format, Part: true}})
				p.ready <- cable
			}()
		}
	}()
	var tx *sql.Tx
	var insert *sql.Stmt
	n, row := 0, 0
	for p := range turn {
		c := <-p.ready
		if tx == nil {
			var err error
			if tx, err = db.BeginTx(ctx, nil); err != nil {
				return err
			}
			if insert, err = tx.PrepareContext(ctx, "INSERT INTO words (rowid, text) VALUES (?, ?)"); err != nil {
				return err
			}
		}
		for unit := query.Head; int(unit) < len(c.Paragraphs); unit++ {
			row++
			if _, err := insert.ExecContext(ctx, row, query.TextOf(c, unit).String()); err != nil {
				return err
			}
		}
		if n++; n%4096 == 0 {
			if err := tx.Commit(); err != nil {
				return err
			}
			tx = nil
		}
	}
	if tx == nil {
		return nil
	}
	return tx.Commit()
}

// large opens the archive that is measured.
func large(b *testing.B) *sqlite.Archive {
	b.Helper()
	dir := archivePath(b)
	a, err := sqlite.Open(b.Context(), dir, sqlite.Options{Parse: ingest.Parse})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = a.Close() })
	return a
}

// times measures something again and again, and reports the middle and the slowest in a hundred.
func times(b *testing.B, do func(i int) error) {
	b.Helper()
	var all []time.Duration
	for i := 0; b.Loop(); i++ {
		begun := time.Now()
		if err := do(i); err != nil {
			b.Fatal(err)
		}
		all = append(all, time.Since(begun))
	}
	slices.Sort(all)
	at := func(p float64) float64 { return float64(all[int(p*float64(len(all)-1))]) / 1e6 }
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
}

// words are words of the archive by how often they are found, enough of each that no answer is kept until it comes again.
type words struct{ rare, middling, common []string }

func wordsOf(b *testing.B, a *sqlite.Archive) words {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	all := a.State().Len
	var w words
	seen := map[string]bool{}
	for len(w.rare) < 60 || len(w.middling) < 60 || len(w.common) < 16 {
		c, err := a.Read(b.Context(), library.Handle(1+r.IntN(all)))
		if err != nil {
			b.Fatal(err)
		}
		for unit := query.Head; int(unit) < len(c.Paragraphs); unit++ {
			for _, text := range query.Split(query.TextOf(c, unit).String()) {
				if seen[text] || len(text) < 3 {
					continue
				}
				seen[text] = true
				n, err := a.Count(b.Context(), query.Query{Root: query.Word{Text: text}})
				if err != nil {
					b.Fatal(err)
				}
				switch share := float64(n) / float64(all); {
				case n < 50:
					w.rare = append(w.rare, text)
				case share > 0.02 && share < 0.2:
					w.middling = append(w.middling, text)
				case share > 0.4 && share < 0.65:
					w.common = append(w.common, text)
				}
			}
		}
		if len(seen) > 20_000 {
			b.Fatalf("%d rare words, %d middling, %d common ones", len(w.rare), len(w.middling), len(w.common))
		}
	}
	return w
}

func BenchmarkSearch(b *testing.B) {
	a := large(b)
	w := wordsOf(b, a)
	one := func(of []string, i int) string { return of[i%len(of)] }
	for _, kind := range []struct {
		name  string
		order library.Order
		query func(i int) string
	}{
		{"rare", library.NewestFirst, func(i int) string { return one(w.rare, i) }},
		{"common", library.NewestFirst, func(i int) string { return one(w.common, i) }},
		{"phrase", library.NewestFirst, func(i int) string { return fmt.Sprintf(`"the %s"`, one(w.middling, i)) }},
		{"and", library.NewestFirst, func(i int) string { return one(w.middling, i) + " " + one(w.middling, i*7+3) }},
		{"and-common", library.NewestFirst, func(i int) string { return one(w.common, i) + " " + one(w.common, i+5) }},
		{"prefix", library.NewestFirst, func(i int) string { return one(w.middling, i)[:3] + "*" }},
		{"field-word", library.NewestFirst, func(i int) string { return "tag:PHUM after:2005 " + one(w.middling, i) }},
		{"near", library.NewestFirst, func(i int) string { return fmt.Sprintf("near(%s %s, 5)", one(w.middling, i), one(w.middling, i*7+3)) }},
		{"common-relevance", library.ByRelevance, func(i int) string { return one(w.common, i) }},
	} {
		b.Run(kind.name, func(b *testing.B) {
			found := 0
			times(b, func(i int) error {
				q, err := query.Parse(kind.query(i))
				if err != nil {
					return err
				}
				p, err := a.Page(b.Context(), library.Request{Query: q, Order: kind.order}, 0, 50)
				found += p.Total
				return err
			})
			b.ReportMetric(float64(found)/float64(b.N), "cables")
		})
	}
}

func BenchmarkCount(b *testing.B) {
	a := large(b)
	w := wordsOf(b, a)
	facets := []library.Facet{library.FacetYear, library.FacetPost, library.FacetTag, library.FacetClass, library.FacetCaption}
	q := func(i int) query.Query { return query.Query{Root: query.Word{Text: w.common[i%len(w.common)]}} }
	b.Run("count", func(b *testing.B) {
		times(b, func(i int) error { _, err := a.Count(b.Context(), q(i)); return err })
	})
	b.Run("facets", func(b *testing.B) {
		times(b, func(i int) error { _, err := a.Facets(b.Context(), q(i), facets, 20); return err })
	})
	b.Run("histogram", func(b *testing.B) {
		times(b, func(i int) error { _, err := a.Histogram(b.Context(), q(i)); return err })
	})
}

func BenchmarkList(b *testing.B) {
	a := large(b)
	r := rand.New(rand.NewPCG(1, 2))
	n := a.State().Len
	for name, order := range map[string]library.Order{"newest": library.NewestFirst, "post": library.ByPost, "class": library.ByClassification} {
		b.Run(name, func(b *testing.B) {
			times(b, func(int) error {
				from := r.IntN(n - 50)
				p, err := a.Page(b.Context(), library.Request{Order: order}, from, from+50)
				if err == nil && len(p.Entries) != 50 {
					err = fmt.Errorf("%d entries", len(p.Entries))
				}
				return err
			})
		})
	}
}

// BenchmarkOpen opens the archive and lists the first page, as a reader's first frame needs.
func BenchmarkOpen(b *testing.B) {
	dir := archivePath(b)
	times(b, func(int) error {
		a, err := sqlite.Open(b.Context(), dir, sqlite.Options{Parse: ingest.Parse})
		if err != nil {
			return err
		}
		p, err := a.Page(b.Context(), library.Request{}, 0, 50)
		if err == nil && len(p.Entries) == 0 {
			err = errors.New("the list is empty")
		}
		return errors.Join(err, a.Close())
	})
}

// BenchmarkReaders searches from a hundred places at once in an archive of about a quarter of the dump that REFTEL_DUMP
// names, while the rest of it is imported, and before and after that: quiet, busy and after are the times of one search.
func BenchmarkReaders(b *testing.B) {
	path, _ := dumpPath(b)
	const readers = 100
	for b.Loop() {
		a := open(b, beside(b, path))
		ctx, cut := context.WithCancel(b.Context())
		_, err := ingest.Run(ctx, a, []string{path}, ingest.Options{Progress: func(p ingest.Progress) {
			if p.Held > 60_000 {
				cut()
			}
		}})
		if err != nil && !errors.Is(err, context.Canceled) {
			b.Fatal(err)
		}
		cut()
		if _, err := ingest.Run(b.Context(), a, nil, ingest.Options{}); err != nil { // indexes what is there
			b.Fatal(err)
		}
		quiet := searched(b, a, readers)
		done := make(chan error, 1)
		begun := time.Now()
		go func() { _, err := ingest.Run(b.Context(), a, []string{path}, ingest.Options{}); done <- err }()
		var busy []time.Duration
		for took := time.Duration(0); took == 0; {
			busy = append(busy, searched(b, a, readers)...)
			select {
			case err := <-done:
				if err != nil {
					b.Fatal(err)
				}
				took = time.Since(begun)
				b.ReportMetric(took.Seconds(), "s/import")
			default:
			}
		}
		slices.Sort(busy)
		after := searched(b, a, readers)
		at := func(all []time.Duration, p float64) float64 {
			return float64(all[int(p*float64(len(all)-1))]) / 1e6
		}
		b.ReportMetric(float64(len(busy)), "busy-searches")
		b.ReportMetric(at(quiet, 0.5), "quiet-p50-ms")
		b.ReportMetric(at(quiet, 0.99), "quiet-p99-ms")
		b.ReportMetric(at(after, 0.5), "after-p50-ms")
		b.ReportMetric(at(after, 0.99), "after-p99-ms")
		b.ReportMetric(at(busy, 0.5), "busy-p50-ms")
		b.ReportMetric(at(busy, 0.99), "busy-p99-ms")
	}
}

// searched searches from several places for some seconds, each twice a second, as people do.
func searched(b *testing.B, a library.Library, readers int) []time.Duration {
	b.Helper()
	texts := strings.Fields("minister election border cooperation resistance embassy reform progress transparency support leverage succession coalition")
	var mu sync.Mutex
	var all []time.Duration
	var group sync.WaitGroup
	for n := range readers {
		group.Go(func() {
			r := rand.New(rand.NewPCG(uint64(n), 1))
			for range 8 {
				time.Sleep(time.Duration(r.IntN(1000)) * time.Millisecond)
				q := query.Query{Root: query.And{Nodes: []query.Node{query.Word{Text: texts[r.IntN(len(texts))]}, query.Word{Text: texts[r.IntN(len(texts))]}}}}
				begun := time.Now()
				if _, err := a.Page(b.Context(), library.Request{Query: q}, 0, 50); err != nil {
					b.Error(err)
				}
				took := time.Since(begun)
				mu.Lock()
				all = append(all, took)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	slices.Sort(all)
	return all
}
