package main

import (
	"strings"
	"testing"
)

const capitals = `CONFIDENTIAL
R 141420Z MAY 75
FM AMEMBASSY HELSINKI
TO SECSTATE WASHDC 3381
C O N F I D E N T I A L HELSINKI 90412
E.O. 11652: GDS
TAGS: PFOR, EWWT, FI
SUBJECT: PRESIDENT KEKKONEN AND A LIGHTHOUSE
1. DEPUTY DIRECTOR KORVENRANTA TOLD EMBOFF MAY 12 THAT NATO IS NOT
AT FAULT. THE BOARD,S LAMP IS.
`

func TestCaseAndApostrophes(t *testing.T) {
	for _, c := range []struct {
		args       string
		want, lack string
	}{
		{"cat", "1. DEPUTY DIRECTOR KORVENRANTA TOLD EMBOFF MAY 12 THAT NATO IS NOT AT FAULT. THE BOARD,S LAMP IS.", "Deputy"},
		{"cat --case received --apostrophes received", "THE BOARD,S LAMP IS.", "Deputy"},
		{"cat --case readable", "Subject: President Kekkonen and a lighthouse\n", "DEPUTY"},
		{"cat --case readable --apostrophes mended -- -#1", "1. Deputy Director Korvenranta told Emboff May 12 that NATO is not at fault. The board's lamp is.", "board,s"},
		{"cat --plain --case readable", "\nDeputy Director Korvenranta told Emboff", "DEPUTY"},
		{"export --format jsonl --apostrophes mended", "THE BOARD'S LAMP IS.", "Deputy"},
		{"export --format json --case readable", `"subject": "President Kekkonen and a lighthouse"`, "DEPUTY"},
		{"export --format text", "DEPUTY DIRECTOR", "Deputy"},
		{"export --format md --case readable", ": President Kekkonen and a lighthouse", "DEPUTY"},
		{"export --format html --case readable", "Deputy Director Korvenranta", "DEPUTY"},
		{"export --format csv --case readable", ",President Kekkonen and a lighthouse,", "PRESIDENT"},
		{"export --format spoken --case readable", "Deputy Director Korvenranta", "DEPUTY"},
	} {
		got := run(t, capitals, strings.Fields(c.args)...).out
		if !strings.Contains(got, c.want) || strings.Contains(got, c.lack) {
			t.Errorf("%s gives\n%s\nwant %q and not %q", c.args, got, c.want, c.lack)
		}
	}
}

func TestMistakesInViewFlags(t *testing.T) {
	for _, args := range []string{"cat --case lower", "export --apostrophes none", "export --format text --as-received --case readable"} {
		if got := run(t, capitals, strings.Fields(args)...); got.code != exitUsage || got.out != "" || !strings.Contains(got.err, "--case") && !strings.Contains(got.err, "choose received or") {
			t.Errorf("%s: code %d, %q, %q", args, got.code, got.out, got.err)
		}
	}
}
