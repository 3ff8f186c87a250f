package main

import (
	"context"
	"embed"
	"iter"

	"reftel/model"
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
			about := parser.Container{Path: "sample/" + e.Name(), ID: source.Identifier(e.Name())}
			reopen := func(context.Context) (*model.Cable, error) { return parse(data, about) }
			if !yield(found{received: data, about: about, line: 1, reopen: reopen}, err) {
				return
			}
		}
	}
}
