package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/query"
	"reftel/model/safe"
)

// searchedDump is the dump that REFTEL_DUMP names, or a small invented one of which rare99mark is in one cable, middling in
// a tenth of them, and common in all.
func searchedDump(b *testing.B) string {
	b.Helper()
	if path := os.Getenv("REFTEL_DUMP"); path != "" {
		return path
	}
	var rows strings.Builder
	for n := 1; n <= 2000; n++ {
		fmt.Fprintf(&rows, "\"%d\",\"%d/%d/2006 10:%02d\",\"06ALMATY%d\",\"Embassy Almaty\",\"CONFIDENTIAL\",\"\",\"\",\"C O N F I D E N T I A L ALMATY %06d\n\nTAGS: PHUM, KZ\nSUBJECT: NUMBER %d\n\n", n, n%12+1, n%28+1, n%60, n, n, n)
		for p := 1; p <= 9; p++ {
			fmt.Fprintf(&rows, "%d. (C) The common talks on the Embassy's boundary were moving in the right direction,\nthe mayor said, and cost $1,200,000.\n\n", p)
		}
		if n%10 == 0 {
			rows.WriteString("10. (C) A middling affair.\n\n")
		}
		fmt.Fprintf(&rows, "11. (C) rare%dmark.\n\nBODY\n\"\n", n)
	}
	path := filepath.Join(b.TempDir(), "cables.csv")
	if err := os.WriteFile(path, []byte(rows.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkInPlace lists a dump and searches it where it is, without the words being kept, beside grep -ci of one word.
//
//	REFTEL_DUMP=cables.csv go test -run '^$' -bench InPlace -benchtime 1x ./cmd/reftel
func BenchmarkInPlace(b *testing.B) {
	path := searchedDump(b)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	a := &app{}
	var lib *memory.Library
	load := func(b *testing.B) {
		lib = memory.New(safe.Of(path))
		lib.KeepNothing()
		a.load(b.Context(), lib, []string{path})
	}
	b.Run("list", func(b *testing.B) {
		b.SetBytes(info.Size())
		for b.Loop() {
			load(b)
		}
	})
	if lib == nil {
		load(b)
	}
	words := []string{"rare99mark", "middling", "common", "nowhere", "mayor"}
	asked := 0
	for _, ask := range []struct {
		name  string
		order library.Order
		count bool
	}{{"page", library.NewestFirst, false}, {"relevance", library.ByRelevance, false}, {"count", library.NewestFirst, true}} {
		for _, word := range words {
			b.Run(ask.name+"/"+word, func(b *testing.B) {
				b.SetBytes(info.Size())
				for b.Loop() {
					asked++
					q, err := query.Parse(fmt.Sprintf("%s -id:05NOWHERE%d", word, asked)) // not one that is held
					if err != nil {
						b.Fatal(err)
					}
					if ask.count {
						_, err = lib.Count(b.Context(), q)
					} else {
						_, err = lib.Page(b.Context(), library.Request{Query: q, Order: ask.order}, 0, 50)
					}
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
	if _, err := exec.LookPath("grep"); err != nil {
		return
	}
	for _, word := range words {
		b.Run("grep/"+word, func(b *testing.B) {
			b.SetBytes(info.Size())
			for b.Loop() {
				_, _ = exec.CommandContext(b.Context(), "grep", "-ci", word, path).Output() // that it finds nothing is an error to it
			}
		})
	}
}
