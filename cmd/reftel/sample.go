package main

import (
	"context"
	"embed"
	"iter"

	"reftel/parser"
	"reftel/parser/source"
)

// samples are invented cables, each of another form; the first one is the tutorial.
//
//go:embed sample
var samples embed.FS

// sampleName is what the samples are called instead of a path.
const sampleName = "sample cables"

// sampleCables gives the samples in the order of their file names.
func sampleCables(ctx context.Context) iter.Seq2[found, error] {
	return func(yield func(found, error) bool) {
		entries, err := samples.ReadDir("sample")
		if err != nil {
			yield(found{}, err)
			return
		}
		for _, e := range entries {
			if err := ctx.Err(); err != nil {
				yield(found{}, err)
				return
			}
			data, err := samples.ReadFile("sample/" + e.Name())
			again := func(context.Context) ([]byte, error) { return data, nil }
			if !yield(found{data, parser.Container{Path: "sample/" + e.Name(), ID: source.Identifier(e.Name())}, again}, err) {
				return
			}
		}
	}
}
