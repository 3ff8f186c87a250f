package segment_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reftel/model/library/sqlite/segment"
)

// text is what a segment is made of, kept plainly beside it.
type text struct {
	rows  []uint32
	first []uint32
	units [][]string // words of each
}

// random makes a text and its segment.
func random(t testing.TB, r *rand.Rand, cables int) (text, string) {
	t.Helper()
	var x text
	b := segment.NewBuilder()
	row := uint32(0)
	for range cables {
		row += 1 + uint32(r.IntN(3))
		b.Cable(row)
		x.rows, x.first = append(x.rows, row), append(x.first, uint32(len(x.units)))
		for range 1 + r.IntN(6) {
			b.Unit(fmt.Sprint(r.IntN(3)))
			var words []string
			for at := range r.IntN(30) {
				w := fmt.Sprintf("w%d", int(r.ExpFloat64()*4))
				switch r.IntN(20) {
				case 0:
					w = strings.Repeat("long", 1+r.IntN(5)) + w
				case 1:
					w = "é" + w
				}
				words = append(words, w)
				b.Word([]byte(w), at)
			}
			b.Length(len(words))
			x.units = append(x.units, words)
		}
	}
	path := filepath.Join(t.TempDir(), "a.seg")
	if err := b.Write(path, nil); err != nil {
		t.Fatal(err)
	}
	return x, path
}

func open(t testing.TB, path string) *segment.Segment {
	t.Helper()
	s, err := segment.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestItHoldsWhatWasPutIn(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, cables := range []int{0, 1, 2, 50, 400} {
		x, path := random(t, r, cables)
		s := open(t, path)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		l, err := s.Layout()
		if err != nil || !slices.Equal(l.Rows, x.rows) || len(l.Marks) != len(x.units) {
			t.Fatalf("%d cables, %d units, %v", len(l.Rows), len(l.Marks), err)
		}
		all := map[string]bool{"nothing": false, "": false}
		for _, words := range x.units {
			for _, w := range words {
				all[w] = true
			}
		}
		some := segment.NewSet(len(x.units))
		for u := range x.units {
			if r.IntN(3) == 0 {
				some.Add(uint32(u))
			}
		}
		for w, there := range all {
			list, ok, err := s.Word([]byte(w))
			if err != nil || ok != there {
				t.Fatalf("%q is there: %v, %v", w, ok, err)
			}
			if !ok {
				continue
			}
			set := segment.NewSet(len(x.units))
			if err := list.AddTo(set); err != nil {
				t.Fatal(err)
			}
			got := map[uint32][]uint32{}
			if err := list.Positions(some, func(u uint32, at []uint32) { got[u] = slices.Clone(at) }); err != nil {
				t.Fatal(err)
			}
			times := map[uint32]int{}
			if err := list.Times(some, func(u uint32, n int) { times[u] = n }); err != nil {
				t.Fatal(err)
			}
			for u, words := range x.units {
				var want []uint32
				for at, v := range words {
					if v == w {
						want = append(want, uint32(at))
					}
				}
				if set.Has(uint32(u)) != (len(want) > 0) {
					t.Errorf("%q in unit %d: %v", w, u, set.Has(uint32(u)))
				}
				if some.Has(uint32(u)) && (!slices.Equal(got[uint32(u)], want) || times[uint32(u)] != len(want)) {
					t.Errorf("%q in unit %d stands at %v, %d times, want %v", w, u, got[uint32(u)], times[uint32(u)], want)
				}
			}
		}
		for _, prefix := range []string{"w", "w1", "long", "é", "x", ""} {
			var want, got []string
			for w, there := range all {
				if there && strings.HasPrefix(w, prefix) {
					want = append(want, w)
				}
			}
			slices.Sort(want)
			if err := s.Prefix([]byte(prefix), func(w []byte, _ segment.List) bool { got = append(got, string(w)); return true }); err != nil || !slices.Equal(got, want) {
				t.Errorf("%q* is %v, %v; want %v", prefix, got, err, want)
			}
		}
	}
}

func TestSets(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 200 {
		n := 1 + r.IntN(300)
		s, plain := segment.NewSet(n), make([]bool, n)
		for range r.IntN(4) {
			from := r.IntN(n)
			to := from + r.IntN(n-from+1)
			s.AddRange(uint32(from), uint32(to))
			for i := from; i < to; i++ {
				plain[i] = true
			}
		}
		if r.IntN(2) == 0 {
			s.Not(n)
			for i := range plain {
				plain[i] = !plain[i]
			}
		}
		count := 0
		for i, in := range plain {
			if in {
				count++
			}
			next := slices.Index(plain[i:], true)
			if u, ok := s.Next(uint32(i), uint32(n)); ok != (next >= 0) || ok && int(u) != i+next {
				t.Fatalf("the next from %d is %d, %v; want %d", i, u, ok, i+next)
			}
		}
		if s.Count() != count || s.Empty() != (count == 0) {
			t.Fatalf("%d of %d", s.Count(), count)
		}
	}
}

// TestDamageIsFound turns bytes round: every one of them is under a checksum or a magic.
func TestDamageIsFound(t *testing.T) {
	_, path := random(t, rand.New(rand.NewPCG(3, 3)), 30)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "b.seg")
	for i := 0; i < len(whole); i += 1 + len(whole)/700 {
		b := slices.Clone(whole)
		b[i] ^= 1 << (i % 8)
		if err := os.WriteFile(other, b, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := segment.Open(other)
		if err == nil {
			err = s.Check()
			_ = s.Close()
		}
		if !errors.Is(err, segment.ErrDamaged) && !errors.Is(err, segment.ErrVersion) {
			t.Fatalf("byte %d of %d: %v", i, len(whole), err)
		}
	}
}

func TestItDoesNotReplaceAFile(t *testing.T) {
	_, path := random(t, rand.New(rand.NewPCG(4, 4)), 3)
	if err := segment.NewBuilder().Write(path, nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("%v", err)
	}
	s := open(t, path)
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}

func FuzzSegment(f *testing.F) {
	_, path := random(f, rand.New(rand.NewPCG(5, 5)), 3)
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte("RFSEG\x00\x00\x01RFSEGEND"))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "a.seg")
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := segment.Open(path)
		if err != nil {
			return
		}
		_ = s.Check()
		_, _, _ = s.Word([]byte("w1"))
		_ = s.Close()
	})
}

func BenchmarkBuilder(b *testing.B) {
	r := rand.New(rand.NewPCG(6, 6))
	var words [][]byte
	size := 0
	for range 200_000 {
		w := []byte(fmt.Sprintf("word%d", int(r.ExpFloat64()*r.ExpFloat64()*2000)))
		words = append(words, w)
		size += len(w) + 1
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		x := segment.NewBuilder()
		x.Cable(1)
		for i, w := range words {
			if i%80 == 0 {
				x.Unit("")
			}
			x.Word(w, i%80)
		}
	}
}
