package query_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"reftel/model/query"
)

// TestParse gives each query the one form in which it is written; TestOneFormIsReadBack holds the form to the tree.
func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		"  ":                                "",
		"& -- ?":                            "",
		"carp":                              "carp",
		"Carp Lake":                         "carp lake",
		`"Orange Revolution"`:               `"orange revolution"`,
		`“orange revolution”`:               `"orange revolution"`,
		"MC-130 1.4(b) U.S. $800,000":       `"mc 130" "1 4 b" us 800000`,
		"Kennedy's":                         "kennedys",
		"revol*":                            "revol*",
		`"orange revol*"`:                   `"orange revol*"`,
		`"orange revol"*`:                   `"orange revol*"`,
		"MC-13*":                            `"mc 13*"`,
		"a AND b":                           "a b",
		"a OR b c":                          "a OR b c",
		"(a OR b) c":                        "(a OR b) c",
		"a (b OR c)":                        "a (b OR c)",
		"((a)) ((b c))":                     "a b c",
		"a OR (b OR c)":                     "a OR b OR c",
		"a or b and c not d":                "a or b and c not d",
		"NOT a":                             "-a",
		"-a":                                "-a",
		"NOT NOT a":                         "a",
		"-(a b)":                            "-(a b)",
		"NOT (a OR b) c":                    "-(a OR b) c",
		`-"a b"`:                            `-"a b"`,
		"a -tag:phum":                       "a -tag:PHUM",
		"a-b":                               `"a b"`,
		"a - b":                             "a b",
		"a NEAR/5 b":                        "near(a b, 5)",
		"a NEAR b":                          "near(a b, 10)",
		`a NEAR/3 "b c" NEAR/3 d*`:          `near(a "b c" d*, 3)`,
		"near(a b, 5)":                      "near(a b, 5)",
		`NEAR(a "b c",5)`:                   `near(a "b c", 5)`,
		"near(a b)":                         "near(a b, 10)",
		"near (a b)":                        "near a b",
		"near(a)":                           "a",
		"near(1.4(b) c, 2)":                 `near("1 4 b" c, 2)`,
		"x near(1,000 b) y":                 "x near(1000 b, 10) y",
		"tag:PHUM,pgov":                     "tag:PHUM,PGOV",
		"tag:PHUM OR tag:PGOV":              "tag:PHUM,PGOV",
		"TAG:phum":                          "tag:PHUM",
		`post:"The Hague",almaty`:           "post:THEHAGUE,ALMATY",
		"post:alm*":                         "post:ALM*",
		"id:05almaty000538":                 "id:05ALMATY538",
		"id:2005ALMATY538":                  "id:05ALMATY538",
		`id:"05 Almaty 538"`:                "id:05ALMATY538",
		"id:75STATE17":                      "id:1975STATE000017",
		"id:05alm*":                         "id:05ALM*",
		"ref:05ALMATY538 citedby:05ALMATY1": "ref:05ALMATY538 citedby:05ALMATY1",
		"05ALMATY538":                       "05ALMATY538",
		"05almaty538":                       "05ALMATY538",
		`"05ALMATY538"`:                     `"05almaty538"`,
		"05ALMATY538 carp":                  "05ALMATY538 carp",
		"-05ALMATY538":                      "-05ALMATY538",
		"2005ALMATY538":                     "2005ALMATY538",
		"class:c":                           "class:CONFIDENTIAL",
		"class:>=confidential":              "class:>=CONFIDENTIAL",
		"class:≥c":                          "class:>=CONFIDENTIAL",
		"class:<s":                          "class:<SECRET",
		"class:c,s":                         "class:CONFIDENTIAL,SECRET",
		"class:nf":                          "class:NOFORN",
		"class:noforn":                      "class:NOFORN",
		"class:s/nf":                        "class:SECRET class:NOFORN",
		`class:"SECRET//NOFORN"`:            "class:SECRET class:NOFORN",
		`class:"top secret"`:                "class:TS",
		"class:topsecret":                   "class:TS",
		"class:sbu":                         "class:SBU",
		`class:"limited official use"`:      "class:LOU",
		"class:fouo":                        "class:FOUO",
		"class:none":                        "class:NONE",
		"mark:u//fouo":                      "mark:SBU",
		`mark:"REL TO USA, GBR"`:            `mark:"REL TO USA, GBR"`,
		"sent:2005":                         "sent:2005",
		"sent:2005-2-7":                     "sent:2005-02-07",
		"sent:2005/02":                      "sent:2005-02",
		"sent:2005-02..2005-04":             "sent:2005-02..2005-04",
		"sent:2005.. sent:..2007":           "sent:2005.. sent:..2007",
		"sent:>=2005-02":                    "sent:>=2005-02",
		"after:2005 before:2006-07":         "after:2005 before:2006-07",
		"year:2003..2005,2007":              "year:2003..2005,2007",
		"has:summary,refs":                  "has:summary,refs",
		"has:references has:notes":          "has:refs has:note",
		"is:unread -is:partial":             "is:unread -is:partial",
		"label:elections":                   "label:elections",
		`label:"a \"b\""`:                   `label:"a \"b\""`,
		"in:cables.csv":                     "in:cables.csv",
		`subject:"working lun*"`:            `subject:"working lun*"`,
		"subject:U.S.-led":                  `subject:"us led"`,
		"from:embassy to:secstate":          "from:embassy to:secstate",
		"Comment: the":                      "comment the",
		"12:30":                             `"12 30"`,
		"http://x.org":                      `"http x org"`,
		"\x1b[31mcarp":                      "31mcarp",
		"tag:PHUM (carp OR tag:PREL)":       "tag:PHUM (carp OR tag:PREL)",
		"(tag:A OR tag:B) carp OR x":        "tag:A,B carp OR x",
		"AND! OR? not":                      "and or not",
		"-OR":                               "-or",
	} {
		q, err := query.Parse(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := q.String(); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
		readBack(t, q)
	}
}

// readBack holds a query to being read back from its one form.
func readBack(t *testing.T, q query.Query) {
	t.Helper()
	again, err := query.Parse(q.String())
	if err != nil || !reflect.DeepEqual(again.Root, q.Root) {
		t.Errorf("%q is written %q, which is read as\n%#v, %v; want\n%#v", q.Text, q.String(), again.Root, err, q.Root)
	}
}

func TestErrorsPointAtThePlace(t *testing.T) {
	for _, c := range []struct{ text, at, what, propose string }{
		{"carp tags:PHUM", "tags", "unknown field `tags`", "tag"},
		{"carp clas:c", "clas", "unknown field `clas`", "class"},
		{"date:2005", "date", "unknown field `date`", "sent"},
		{"zzzzzz:1", "zzzzzz", "unknown field `zzzzzz` (there are post,", ""},
		{"after:2005-13 carp", "after:2005-13", "`after:2005-13`: there is no month 13", ""},
		{"sent:2005-02-30", "sent:2005-02-30", "February 2005 has no day 30", ""},
		{"sent:05-02", "sent:05-02", "four digits", ""},
		{"sent:yesterday", "sent:yesterday", "as in 2005, 2005-02", ""},
		{"sent:2007..2005", "sent:2007..2005", "ends before it begins: 2005..2007", ""},
		{"sent:>2005..2006", "sent:>2005..2006", "a range stands alone", ""},
		{"year:2005-02", "year:2005-02", "for months and days use sent:2005-02", ""},
		{"a class:secrt b", "class:secrt", "there is no such marking", "class:secret"},
		{"class:>=noforn", "class:>=noforn", "a control is not compared", ""},
		{"class:>=s/nf", "class:>=s/nf", "without their controls", ""},
		{"class:>c,s", "class:>c,", "not a list", ""},
		{"tag:>PHUM", "tag:>PHUM", "`tag` is not compared", "tag:PHUM"},
		{"has:sumary", "has:sumary", "there are summary, comment", "has:summary"},
		{"is:red", "is:red", "no such value", "is:read"},
		{"id:carp", "id:carp", "not a cable identifier: it does not begin with a year", ""},
		{"tag: PHUM", "tag:", "`tag:` needs a value, as in tag:PHUM,PGOV", ""},
		{"tag:A, B", ",", "a value is missing", ""},
		{"tag:(A OR B)", "tag:", "parted by commas", ""},
		{"subject:&&", "subject:&&", "no word in it", ""},
		{"post:--", "post:--", "no letter", ""},
		{`a "b c`, `"b c`, "the quote is not closed", `"b c"`},
		{"a (b", "(", "`(` is not closed", ""},
		{"a) b", ")", "`)` closes nothing", ""},
		{"a OR", "OR", "`OR` needs something after it", ""},
		{"OR a", "OR", "`OR` needs something before it", ""},
		{"a AND", "AND", "`AND` needs something after it", ""},
		{"AND a", "AND", "`AND` needs something before it", ""},
		{"a NOT", "NOT", "`NOT` needs something after it", ""},
		{"NEAR/5 a", "NEAR/5", "needs a word or phrase before it", ""},
		{"a NEAR/5", "NEAR/5", "between words and phrases only", ""},
		{"a NEAR/5 tag:X", "NEAR/5 tag:X", "between words and phrases only", ""},
		{"a NEAR/x b", "NEAR/x", "the distance is a number of words", "NEAR/5"},
		{"near()", "near()", "needs two words", ""},
		{"b near(a, 5)", "near(a, 5)", "needs two words", ""},
		{"near(& ?) b", "near(& ?)", "needs two words", ""},
		{"a NEAR/5 b NEAR/6 c", "NEAR/6", "same distance", "NEAR/5"},
		{"near(a (b), 5)", "(", "words and phrases only", ""},
		{"near(a b, x)", "near(a b, ", "number of words between", ""},
		{"near(a b", "near(a b", "not closed", ""},
		{"co*l", "co*l", "at the end of a word only", "col*"},
		{strings.Repeat("(", 70) + "a", "(", "too many parentheses", ""},
	} {
		q, err := query.Parse(c.text)
		var e *query.Error
		if !errors.As(err, &e) {
			if c.what != "" {
				t.Errorf("%q: %v, want an error about %q", c.text, err, c.what)
			}
			continue
		}
		if c.what == "" {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := q.Text[e.At : e.At+e.Len]; got != c.at || !strings.Contains(e.What, c.what) || e.Propose != c.propose {
			t.Errorf("%q: at %q: %q, propose %q; want at %q: %q, propose %q", c.text, got, e.What, e.Propose, c.at, c.what, c.propose)
		}
		if e.Propose != "" {
			if _, err := query.Parse(e.Fixed(q.Text)); err != nil {
				t.Errorf("%q: the proposal %q is wrong too: %v", c.text, e.Fixed(q.Text), err)
			}
		}
	}
}

func TestTyping(t *testing.T) {
	for text, want := range map[string]string{
		`"orange rev`:      `"orange rev"`,
		"carp (lake OR":    "carp lake",
		"carp (lake OR m":  "carp (lake OR m)",
		"carp OR ":         "carp",
		"carp AND":         "carp",
		"carp NOT":         "carp",
		"carp -":           "carp",
		"carp NEAR/5":      "carp",
		"carp tag:":        "carp",
		"carp tag:A,":      "carp tag:A",
		"carp class:conf":  "carp",
		"carp sent:2005-":  "carp sent:2005",
		"carp sent:2005-1": "carp sent:2005-01",
		"carp sent:200":    "carp",
		"carp xyz:1":       "carp",
		"tag:":             "",
		`post:"the ha`:     "post:THEHA",
		"near(a b":         "near(a b, 10)",
		"near(a b,":        "near(a b, 10)",
		"c near(a, 5)":     "c",
		"(":                "",
		"a (":              "a",
	} {
		q, err := query.Typing(text)
		if err != nil || q.String() != want || q.Text != text {
			t.Errorf("typing %q is %q, %v; want %q", text, q.String(), err, want)
		}
	}
	for _, text := range []string{"tags:A carp", "a) b", "class:x carp", "near(a, 5) carp"} {
		if _, err := query.Typing(text); err == nil {
			t.Errorf("typing %q is no error, but what is wrong is done with", text)
		}
	}
}

func TestGrammarIsTrue(t *testing.T) {
	text := query.Grammar()
	parts := strings.Split(text, "`")
	if len(parts) < 80 || len(parts)%2 == 0 {
		t.Fatalf("%d parts", len(parts))
	}
	for i := 1; i < len(parts); i += 2 {
		for _, one := range strings.Split(parts[i], "`, `") {
			q, err := query.Parse(one)
			if err != nil || q.Empty() {
				t.Errorf("the grammar shows `%s`: %v", one, err)
			}
			readBack(t, q)
		}
	}
	for _, f := range query.Fields() {
		if f.Help == "" || !strings.Contains(f.Example, string(f.Name)+":") {
			t.Errorf("%+v", f)
		}
		for _, v := range f.Values {
			if q, err := query.Parse(string(f.Name) + ":" + v); err != nil || q.String() != string(f.Name)+":"+v {
				t.Errorf("%s:%s: %v", f.Name, v, err)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", `a "b c" OR -(d NEAR/5 e*) tag:A,"B C" class:>=s/nf 05ALMATY538`, `near(a "b, c", 5) sent:2005..2006-02 label:"a\"b\\"`,
		"mark:\"REL TO USA, GBR\" in:x,y,“z”", "1.4(b) ((", "-NOT -near(", "post:≥c is:≤", "a\xff\x1b[0m“"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := query.Parse(text)
		var e *query.Error
		if err == nil {
			readBack(t, q)
			if r, err := query.Typing(text); err != nil || r.String() != q.String() {
				t.Errorf("%q is wrong only while it is typed: %v", text, err)
			}
		} else if !errors.As(err, &e) || e.At < 0 || e.Len < 0 || e.At+e.Len > len(q.Text) || e.What == "" {
			t.Errorf("%q: %#v points beyond the text", text, err)
		}
		if q, err := query.Typing(text); err == nil {
			readBack(t, q)
		}
		for i := range len(text) {
			c := query.Complete(text, i)
			if c.Start < 0 || c.Start > c.End || c.End > len(text) {
				t.Fatalf("completion of %q at %d: %+v", text, i, c)
			}
			c.Apply(text, "x")
			if i > 64 {
				break
			}
		}
	})
}
