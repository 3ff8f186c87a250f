package ingest_test

import (
	"os"
	"path/filepath"
	"testing"

	"reftel/parser/ingest"
)

// The benchmarks take the dump that REFTEL_DUMP names; with REFTEL_ARCHIVE, those of searches use the archive that is
// there instead of making one.
//
//	REFTEL_DUMP=cables.csv go test -run '^$' -bench Import -benchtime 1x ./parser/ingest

func dumpPath(b *testing.B) string {
	b.Helper()
	path := os.Getenv("REFTEL_DUMP")
	if path == "" {
		b.Skip("left out: REFTEL_DUMP not set")
	}
	return path
}

func BenchmarkImport(b *testing.B) {
	path := dumpPath(b)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	for b.Loop() {
		dir, err := os.MkdirTemp(filepath.Dir(path), "import-*")
		if err != nil {
			b.Fatal(err)
		}
		a := open(b, dir)
		if _, err := ingest.Run(b.Context(), a, []string{path}, ingest.Options{}); err != nil {
			b.Fatal(err)
		}
		d, err := a.Details(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(d.Disk)/float64(info.Size()), "disk/source")
		_ = os.RemoveAll(dir)
	}
}
