package readable

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestTablesAreInOrder(t *testing.T) {
	words := strings.Fields(wordsTable)
	if !slices.IsSorted(words) || len(words) < 60000 {
		t.Errorf("%d words, sorted: %v", len(words), slices.IsSorted(words))
	}
	for _, w := range words {
		if strings.IndexFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 || len(w) < 2 {
			t.Errorf("%q is no word", w)
		}
	}
	section := ""
	for n, line := range strings.Split(formsTable, "\n") {
		switch {
		case line == "" || line[0] == '#':
			continue
		case line[0] == '[':
			section = strings.Trim(line, "[]")
			if _, ok := sections[section]; !ok && section != "phrase" {
				t.Errorf("line %d: there is no section %q", n+1, section)
			}
			continue
		}
		for w := range strings.FieldsSeq(line) {
			capitals := strings.ToLower(w) != w
			switch section {
			case "":
				t.Errorf("line %d: %q stands in no section", n+1, w)
			case "acronym":
				if strings.ToUpper(w) != w {
					t.Errorf("line %d: the acronym %q has small letters", n+1, w)
				}
			case "name", "both", "title", "rank", "given", "mixed", "office":
				if section != "mixed" && !unicode.IsUpper(rune(w[0])) || !capitals {
					t.Errorf("line %d: %q has no capital", n+1, w)
				}
			}
			if len(w) > 64 {
				t.Errorf("line %d: %q is longer than the capitals of a word are known for", n+1, w)
			}
		}
		if section == "phrase" && len(strings.Fields(line)) < 2 && !strings.ContainsAny(line, "'-") {
			t.Errorf("line %d: the phrase %q is one word", n+1, line)
		}
	}
}

func TestLexiconFindsWhatItHolds(t *testing.T) {
	l := tables()
	for i := range l.entries {
		e := &l.entries[i]
		for _, w := range []string{e.word, strings.ToUpper(e.word), strings.ToLower(e.word)} {
			if l.find(w, hashOf(w)) != e {
				t.Fatalf("%q is not found", w)
			}
		}
	}
	for _, w := range []string{"", "QXQX", "ABDULLAHX"} {
		if l.find(w, hashOf(w)) != nil {
			t.Errorf("%q is found", w)
		}
	}
	if 2*len(l.entries) > len(l.slots) {
		t.Errorf("%d entries in %d slots: finding will be slow", len(l.entries), len(l.slots))
	}
}

func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		readTables()
	}
}
