package model

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// someIDs are identifiers of all forms, the same ones each time.
func someIDs(n int) []ID {
	r := rand.New(rand.NewPCG(5, 538))
	stations := []string{"ALMATY", "STATE", "ROME", "USUNNEWYORK", "THEHAGUE", "A", "COTON0U"}
	suffixes := []string{"", "", "_b", "_c", "_b2"}
	ids := make([]ID, n)
	for i := range ids {
		id := ID{Year: int16(1966 + r.IntN(60)), Station: stations[r.IntN(len(stations))], Serial: int32(r.IntN(400000)), Suffix: suffixes[r.IntN(len(suffixes))]}
		if id.Year < 1980 && r.IntN(2) == 0 {
			id.Form = FormLong
		}
		ids[i] = id
	}
	return ids
}

func TestEveryIdentifierReadsBackAsItself(t *testing.T) {
	for _, id := range someIDs(2000) {
		if got, err := ParseID(id.String()); err != nil || got != id {
			t.Errorf("%+v is written %q and reads as %+v, %v", id, id, got, err)
		}
	}
}

func TestIdentifiersHaveOneOrder(t *testing.T) {
	ids := someIDs(300)
	slices.SortFunc(ids, ID.Compare)
	for i := range ids {
		for j := range ids {
			c := ids[i].Compare(ids[j])
			if (c == 0) != ids[i].Equal(ids[j]) || (c == 0) != (ids[i].Key() == ids[j].Key()) {
				t.Fatalf("%v and %v: Compare is %d, Equal %v", ids[i], ids[j], c, ids[i].Equal(ids[j]))
			}
			if i < j && c > 0 || i > j && c < 0 {
				t.Fatalf("%v and %v: Compare is %d at %d and %d", ids[i], ids[j], c, i, j)
			}
		}
	}
}

func TestYearsOfTwoDigits(t *testing.T) {
	for in, want := range map[int]int{66: 1966, 79: 1979, 99: 1999, 0: 2000, 10: 2010, 65: 2065} {
		if got := FullYear(in); got != want {
			t.Errorf("FullYear(%d) = %d, want %d", in, got, want)
		}
	}
}

func BenchmarkParseID(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseID("05ALMATY538"); err != nil {
			b.Fatal(err)
		}
	}
}
