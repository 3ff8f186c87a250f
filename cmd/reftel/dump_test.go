package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// madeDump is a dump to measure on: the one that REFTEL_DUMP names, or one made of invented cables.
func madeDump(b *testing.B) (path string, size int64) {
	b.Helper()
	path = os.Getenv("REFTEL_DUMP")
	if path == "" {
		path = filepath.Join(b.TempDir(), "cables.csv")
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriter(f)
		line := "The minister said that the \\\"harbor\\\" would be open before the \n"
		for n := range 5000 {
			text := strings.Replace(telegram, "The first.\n", "The first. \n"+strings.Repeat(line, 30+n%150), 1)
			_, _ = w.WriteString(rowOf(fmt.Sprint(n+1), fmt.Sprintf("05ALMATY%d", n+1), text))
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
		_ = f.Close()
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return path, info.Size()
}

// BenchmarkDump reads and parses a dump on all cores, as check and export do.
func BenchmarkDump(b *testing.B) {
	path, size := madeDump(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range (&app{}).cables(b.Context(), []string{path}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64(n), "cables")
	}
}
