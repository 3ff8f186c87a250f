package vocab

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/safe"
)

// tables are all embedded tables by name.
func tables() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for name, text := range map[string]string{"tags": tagsTable, "posts": postsTable, "others": othersTable, "aliases": aliasesTable,
			"routing": routingTable, "terms": termsTable, "abbreviations": abbreviationsTable} {
			if !yield(name, text) {
				return
			}
		}
	}
}

func TestTablesAreCleanAndSquare(t *testing.T) {
	for name, text := range tables() {
		if _, hits := safe.Clean(text); hits != 0 {
			t.Errorf("%s: %d characters that cannot be shown", name, hits)
		}
		if !strings.HasSuffix(text, "\n") || strings.Contains(text, "\r") || strings.Contains(text, "\n\n") {
			t.Errorf("%s: lines do not end in one line feed each", name)
		}
		for line := range strings.Lines(text) {
			if n := strings.Count(line, "\t"); n < 1 || n >= mostColumns || strings.HasPrefix(line, "\t") || strings.Contains(line, " \t") || strings.Contains(line, "\t ") {
				t.Errorf("%s: %q is no row", name, line)
			}
		}
	}
}

func TestRowsSplitAsTheyAreWritten(t *testing.T) {
	for in, want := range map[string][]row{
		"":                            nil,
		"a\tb\n":                      {{"a", "b"}},
		"a\tb":                        {{"a", "b"}},
		"a\t\tc\n\nd\te\n":            {{"a", "", "c"}, {"d", "e"}},
		"1\t2\t3\t4\t5\t6\t7\t8\t9\n": {{"1", "2", "3", "4", "5", "6", "7", "8"}},
	} {
		if got := slices.Collect(rows(in)); !slices.Equal(got, want) {
			t.Errorf("rows(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAliasesLeadToStationsThatAreKnown(t *testing.T) {
	for _, m := range []map[string]string{aliases().stations, aliases().names} {
		for from, to := range m {
			if letters(from) != from {
				t.Errorf("%q can never be looked up", from)
			}
			if got := CanonicalStation(from); !known(got) || CanonicalStation(got) != got {
				t.Errorf("%s leads to %s, then %s, which is in no table", from, to, got)
			}
		}
	}
	for from, to := range aliases().ids {
		id, ok := CanonicalIDText(from)
		want, err := model.ParseID(to)
		if !ok || err != nil || !id.Equal(CanonicalID(want)) || !known(id.Station) {
			t.Errorf("%s reads as %v, want %s, %v", from, id, to, err)
		}
	}
}

func TestEveryTermOfTheTablesIsExplained(t *testing.T) {
	explained := func(term, kind string) {
		t.Helper()
		if !slices.ContainsFunc(Explain(term), func(e Explanation) bool { return strings.HasPrefix(e.Kind.String(), kind) }) {
			t.Errorf("Explain(%q) = %v, want a %s", term, Explain(term), kind)
		}
	}
	for code := range tags() {
		if e := Explain(code); len(e) == 0 {
			t.Errorf("TAGS %s are not explained", code)
		}
	}
	for a := range abbreviations() {
		if e := Explain(a); len(e) == 0 {
			t.Errorf("%s is not explained", a)
		}
	}
	for station, p := range posts() {
		if p.Origin.Empty() {
			t.Errorf("%s has no origin in words", station)
		}
		if CanonicalStation(station) == station && p.Cables != "" {
			explained(station, "post")
		}
	}
	for k := range terms() {
		switch k.kind {
		case "caption", "precedence", "signal", "marking":
			if len(Explain(k.term)) == 0 {
				t.Errorf("%s %s is not explained", k.kind, k.term)
			}
		case "reason":
			explained(k.term, "reason")
		case "order":
			explained("E.O. "+k.term+":", "Executive Order")
		}
	}
	for _, code := range []string{"RUEHC", "RAYASAJ"} {
		explained(code, "routing indicator")
	}
}

func TestTheRulesMendWithoutTheTable(t *testing.T) {
	right, all := 0, 0
	for from, to := range aliases().ids {
		id, err := model.ParseID(from)
		if err != nil {
			continue // no rule can know what 092OF5 was
		}
		want, _ := CanonicalIDText(to)
		all++
		if id.Station, id.Serial = mend(id.Station, id.Serial); id.Equal(want) {
			right++
		} else {
			t.Logf("%s is mended to %v, and is %v", from, id, want)
		}
	}
	if right*100 < all*94 {
		t.Errorf("%d of %d", right, all)
	}
}
