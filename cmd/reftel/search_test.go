package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSearch(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"1.txt": "C O N F I D E N T I A L ALMATY 000007\n\nTAGS: PREL, KZ\nSUBJECT: A LAKE\n\n1. (C) The carp of the U.S. lake.\n\n2. (U) Nothing; the carp again.\n\nBODY\n",
		"2.txt": "UNCLAS STATE 000008\n\nTAGS: PREL\nSUBJECT: A MILL\nREF: 05 ALMATY 7\n\n1. (U) The mill blames the fish.\n\nBODY\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		query, out, errs string
		code             int
		flags            []string
	}{
		{query: "carp", out: "\t\tC\tThe carp of the U.S. lake.\n"},
		{query: "nothing carp", out: "\t\tC\tNothing; the carp again.\n"},
		{query: "tag:PREL", out: "\t\tU\tA MILL\n", flags: []string{"--order", "subject"}},
		{query: "class:u", out: "A MILL\n"},
		{query: "class:u", out: "1\n", flags: []string{"--count"}},
		{query: "tag:PREL", out: "2\tPREL\tExternal Political Relations\n1\tKZ\tKazakhstan\n", flags: []string{"--facets", "tag"}},
		{query: "tag:PREL", out: "2\tPREL\tExternal Political Relations\n", flags: []string{"--facets", "tag", "--limit", "1"}},
		{query: "tag:PREL", out: `{"facet":"class","values":[{"value":"CONFIDENTIAL","label":"CONFIDENTIAL","count":1},{"value":"UNCLASSIFIED","label":"UNCLASSIFIED","count":1}]}` + "\n", flags: []string{"--facets", "class", "--json"}},
		{query: "is:unread", out: "A LAKE\n"},
		{query: "zebra", errs: "reftel: nothing found: zebra\n", code: exitNothing},
		{query: "carp tags:PREL", errs: "reftel: unknown field `tags`: did you mean `tag`?\n  carp tags:PREL\n       ^^^^\nSee reftel help query.\n", code: exitUsage},
		{query: `"über`, errs: "  \"über\n  ^^^^^\n", code: exitUsage},
		{query: "zebra", out: "0\n", errs: "reftel: nothing found: zebra\n", code: exitNothing, flags: []string{"--count"}},
		{query: "zebra", errs: "reftel: nothing found: zebra\n", code: exitNothing, flags: []string{"--facets", "tag"}},
		{query: "zebra", out: `{"facet":"tag","values":[]}`, code: exitNothing, flags: []string{"--facets", "tag", "--json"}},
		{query: "* ?", errs: "reftel: there is no word and no field in it\n  * ?\n  ^^^\n", code: exitUsage, flags: []string{"--count"}},
		{query: strings.Repeat("lake ", 900) + "tagg:PREL" + strings.Repeat(" carp", 900), code: exitUsage,
			errs: "\n  …" + strings.Repeat(" lake", 12)[1:] + " tagg:PREL" + strings.Repeat(" carp", 10) + " car…\n  " + strings.Repeat(" ", 61) + "^^^^\n"},
		{query: strings.Repeat("長", 9000), code: exitUsage, errs: "a query is at most 16 KB long"},
		{query: "carp", errs: "there is no order \"x\"", code: exitUsage, flags: []string{"--order", "x"}},
		{query: "carp", errs: "there is no facet \"x\"", code: exitUsage, flags: []string{"--facets", "x"}},
		{query: "carp", errs: "reftel: invalid argument \"x\" for \"--limit\" flag: a whole number is needed\n", code: exitUsage, flags: []string{"--limit", "x"}},
		{query: "", errs: "name what to search for", code: exitUsage},
	} {
		got := run(t, "", append(append([]string{"search", "--in", dir}, c.flags...), "--", c.query)...)
		if got.code != c.code || !strings.Contains(got.out, c.out) || !strings.Contains(got.err, c.errs) || c.out == "" && got.out != "" {
			t.Errorf("search %q %q: %d\n%s%s\nwant %d\n%s%s", c.query, c.flags, got.code, got.out, got.err, c.code, c.out, c.errs)
		}
	}
	if got := run(t, "", "search", "--in", dir, strings.Repeat("x", 100000)); len(got.err) > 1000 {
		t.Errorf("an error on a long query has %d bytes", len(got.err))
	}
	got := run(t, "", "search", "--in", dir, "--json", "mill")
	var line struct {
		Address, Subject, Excerpt string
		Paragraph, Number         int
		Matches                   [][2]int
	}
	if err := json.Unmarshal([]byte(got.out), &line); err != nil {
		t.Fatalf("%v: %s%s", err, got.out, got.err)
	}
	if line.Paragraph != -1 || line.Subject != "A MILL" || len(line.Matches) != 1 || line.Excerpt[line.Matches[0][0]:line.Matches[0][1]] != "MILL" {
		t.Errorf("%+v of %s", line, got.out)
	}
}

func TestHelpQuery(t *testing.T) {
	got := run(t, "", "help", "query")
	if got.code != 0 || !strings.Contains(got.out, `near(orange revolution, 5)`) || !strings.Contains(got.out, "citedby") {
		t.Errorf("%d\n%s%s", got.code, got.out, got.err)
	}
	for _, line := range strings.Split(got.out, "\n") {
		if len([]rune(line)) > 80 {
			t.Errorf("too wide: %q", line)
		}
	}
}
