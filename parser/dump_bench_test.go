package parser_test

import (
	"os"
	"testing"

	"reftel/parser"
	"reftel/parser/source"
)

// BenchmarkDump parses the cables of the dump that REFTEL_DUMP names, on one core, as an import does.
func BenchmarkDump(b *testing.B) {
	path := os.Getenv("REFTEL_DUMP")
	if path == "" {
		b.Log("left out: REFTEL_DUMP not set")
		return
	}
	var cables []source.Cable
	size, paragraphs := 0, 0
	for c, err := range source.Open([]string{path}, source.Options{}).Cables(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		cables = append(cables, c)
		size += len(c.Received)
		paragraphs += len(parser.Parse(c.Received, c.About).Paragraphs)
	}
	all := func() {
		for i := range cables {
			parser.Parse(cables[i].Received, cables[i].About)
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		all()
	}
	b.ReportMetric(testing.AllocsPerRun(1, all)/float64(paragraphs), "allocs/paragraph")
}
