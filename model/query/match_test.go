package query_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"reftel/model"
	"reftel/model/query"
	"reftel/model/safe"
)

func mustParse(t *testing.T, text string) query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return q
}

func cable() *model.Cable {
	id, _ := model.ParseID("05ALMATY538")
	ref, _ := model.ParseID("05 ASTANA 000041")
	para := func(mark, text string) model.Paragraph {
		m, _ := model.ParseMark(mark)
		return model.Paragraph{Mark: m, Text: safe.TextOf(text)}
	}
	return &model.Cable{
		ID: id, Created: time.Date(2005, 2, 7, 10, 0, 0, 0, time.UTC), Origin: safe.Of("Embassy Almaty"),
		Classification: model.Marking{Level: model.LevelConfidential, Controls: []model.Control{model.NoForn}},
		Captions:       []safe.Line{safe.Of("SIPDIS")}, TAGS: []safe.Line{safe.Of("PREL"), safe.Of("PHUM"), safe.Of("KZ")},
		Subject: safe.Of("Working lunch at the lake"), References: []model.Reference{{ID: ref, Text: safe.Of("05 ASTANA 41")}},
		To: []model.Addressee{{Name: safe.Of("SECSTATE WASHDC")}}, Info: []model.Addressee{{Name: safe.Of("EU MEMBER STATES")}},
		ClassifiedBy: &model.ClassifiedBy{Name: safe.Of("J. Ordway"), Title: safe.Of("Ambassador")},
		Paragraphs: []model.Paragraph{
			para("U", "The U.S. carp of the lake."),
			para("S/NF", "A carp, and nothing else."),
			para("", "No fish. The lake froze over; $800,000 were lost, said Kennedy’s staff."),
		},
		Sections: []model.Section{{Title: safe.Of("An orange revolution"), First: 2, Last: 2}},
		Summary:  model.Summary{Origin: model.SummaryOfficial},
		Source:   model.Source{Path: safe.Of("folder/cables.csv")},
	}
}

func TestFind(t *testing.T) {
	c := cable()
	c.Paragraphs[0].Section, c.Paragraphs[1].Section, c.Paragraphs[2].Section = -1, -1, 0
	facts := query.Facts{Cable: c, Card: "05ALMATY538", Cited: func(by model.Key) bool { return by.Station == "STATE" }}
	const no = -2
	for text, want := range map[string]model.ParagraphIndex{
		"": -1, "carp": 0, "CARP": 0, "carp nothing": 1, "carp froze": no, "lake": -1, "lake -lunch": 0, "us": 0, "u.s.": 0, "car": no, "car*": 0,
		"800000": 2, "kennedy's": 2, "kennedy": no, "orange": 2, `"orange revolution no"`: 2, `"revolution orange"`: no,
		`"nothing else"`: 1, `"carp nothing"`: no, "near(carp nothing, 1)": 1, "near(nothing carp, 1)": 1, "near(carp else, 1)": no, "near(carp else, 2)": 1,
		"carp OR lunch": -1, "-lunch": 0, "-carp": -1, "-zebra": -1, "NOT the": 1,
		"post:ALMATY": -1, "post:alm*": -1, "post:ASTANA": no, "post:ALMATY carp": 0, "post:ASTANA carp": no,
		"tag:PHUM": -1, "tag:PH*": -1, "tag:PGOV": no, "tag:PGOV,PHUM": -1, "caption:sipdis": -1, "caption:exdis": no,
		"class:c": -1, "class:s": no, "class:<=s": -1, "class:>c": no, "class:nf": -1, "class:c/nf": -1, "class:fouo": no, "class:none": no,
		"mark:s": 1, "mark:nf": 1, "mark:s/nf": 1, "mark:u": 0, "mark:c": no, "mark:none": 2, "mark:>=u": 0, "mark:<s": 0, "-mark:u": -1, "mark:s carp": 1, "mark:s lake": no,
		"subject:lunch": -1, `subject:"lunch at"`: -1, "subject:at,carp": -1, `subject:"at lunch"`: no, "subject:lun*": -1,
		"from:embassy": -1, "from:astana": no, `to:"member states"`: -1, `to:"washdc eu"`: no, "to:secstate": -1, "author:ordway": -1, "author:ambassador": -1, "author:lake": no,
		"ordway": -1, "sipdis": -1, "phum": -1, `"member states"`: -1, "05astana41": -1, "05ASTANA41": -1, "id:05ASTANA41": no, "ref:05ASTANA41": -1, "ref:05ASTANA42": no,
		"05ALMATY538": -1, "id:05ALMATY538": -1, "id:05alm*": -1, "id:2005alm*": -1, "id:05ALMATY5*": -1, "id:05ALMATY6*": no, "id:0*": -1, "id:200*": -1, "id:06*": no, "id:05ALMATY0053*": -1,
		"citedby:05STATE1": -1, "citedby:05ASTANA41": no, "citedby:05ALMATY538": no,
		"sent:2005": -1, "sent:2005-02": -1, "sent:2005-02-07": -1, "sent:2005-02-08": no, "sent:2005..2006": -1, "sent:..2004": no, "sent:>2005": no, "sent:>=2005-02-07": -1, "sent:<2005-02-07": no, "sent:<=2005-02-07": -1,
		"after:2005-02-07": -1, "after:2005-02-08": no, "before:2005-02-07": no, "before:2005-02-08": -1, "year:2005": -1, "year:2003..2004": no,
		"has:summary": -1, "has:refs": -1, "has:table": no, "has:comment": no, "is:partial": no, "is:untitled": no,
		"in:cables.csv": -1, "in:folder": -1, "in:folder/cables.csv": -1, "in:able": no, "in:cables": no,
	} {
		at, ok := query.Find(mustParse(t, text), facts)
		if !ok {
			at = no
		}
		if at != want {
			t.Errorf("%s finds %d, want %d", text, at, want)
		}
	}
	set := query.Query{Root: query.Cards{Set: map[string]bool{"05ALMATY538": true}}}
	if _, ok := query.Find(set, facts); !ok {
		t.Error("the cable is not in the set that names it")
	}
	if _, ok := query.Find(query.Query{Root: query.Cards{}}, facts); ok {
		t.Error("the cable is in an empty set")
	}
}

func TestLit(t *testing.T) {
	const body = "carp of the U.S. lake, Carp-lake's carp carp"
	for text, want := range map[string]string{
		"carp":                "[carp] of the U.S. lake, [Carp]-lake's [carp] [carp]",
		"us":                  "carp of the [U.S]. lake, Carp-lake's carp carp",
		`"carp of"`:           "[carp of] the U.S. lake, Carp-lake's carp carp",
		`"of the us"`:         "carp [of the U.S]. lake, Carp-lake's carp carp",
		"-carp":               body,
		`carp "lake carp"`:    "[carp] of the U.S. [lake, Carp]-lake's [carp] [carp]",
		"near(lake us, 3) la": "carp of the [U.S]. [lake], Carp-lake's carp carp",
		"tag:X OR la*":        "carp of the U.S. [lake], Carp-[lake's] carp carp",
	} {
		var b strings.Builder
		at := 0
		for _, s := range query.Lit(mustParse(t, text), body) {
			b.WriteString(body[at:s.Start] + "[" + body[s.Start:s.End] + "]")
			at = s.End
		}
		b.WriteString(body[at:])
		if got := b.String(); got != want {
			t.Errorf("%s lights\n%s, want\n%s", text, got, want)
		}
	}
	q := mustParse(t, `"a b" "b c" d`)
	if got := query.Lit(q, "x a b c d"); !slices.Equal(got, []query.Span{{2, 7}, {8, 9}}) {
		t.Errorf("phrases that overlap: %v", got)
	}
}

type shelf map[string]string

func (s shelf) Holding(_ context.Context, what, name string) (map[string]bool, error) {
	cards, ok := s[strings.TrimSpace(what+" "+name)]
	if !ok {
		return nil, fmt.Errorf("asked for %s %s", what, name)
	}
	return map[string]bool{cards: true}, nil
}

func (s shelf) Saved(_ context.Context, name string) (string, bool, error) {
	text, ok := s["in "+strings.ToLower(name)]
	return text, ok, nil
}

func TestResolve(t *testing.T) {
	own := shelf{"read": "R", "note": "N", "label": "L", "label x": "X", "marked": "M", "flagged": "F", "opened": "O",
		"in a": "carp OR in:b", "in b": "lake is:read", "in loop": "x in:LOOP2", "in loop2": "in:loop", "in bad": "tag:", "in all": ""}
	for text, want := range map[string]string{
		"carp":          "carp",
		"is:read":       "[R]",
		"is:unread":     "not [R]",
		"-is:unread":    "[R]",
		"has:note":      "[N]",
		"has:mark":      "[M]",
		"is:marked":     "[M]",
		"has:label":     "[L]",
		"label:x":       "[X]",
		"is:flagged":    "[F]",
		"is:opened":     "[O]",
		"in:a tag:PHUM": "all(any(carp all(lake [R])) tag:PHUM)",
		"in:A":          "any(carp all(lake [R]))",
		"in:cables.csv": "in:cables.csv",
		"in:all":        "not []",
		"in:loop":       "error: the saved search `loop` refers to itself: loop → LOOP2 → loop",
		"in:bad":        "error: the saved search `bad`: `tag:` needs a value, as in tag:PHUM,PGOV",
	} {
		q, err := query.Resolve(t.Context(), mustParse(t, text), own)
		got := shown(q.Root)
		if err != nil {
			got = "error: " + err.Error()
		} else if f, left := q.Unresolved(); left {
			t.Errorf("%s: %v is left", text, f)
		}
		if got != want {
			t.Errorf("%s is resolved to %s, want %s", text, got, want)
		}
	}
	if f, ok := mustParse(t, "a OR -is:read").Unresolved(); !ok || f.Value != "read" {
		t.Error("a field of the shelf that was not resolved is not seen")
	}
	if _, err := query.Resolve(t.Context(), mustParse(t, "label:y"), own); err == nil {
		t.Error("an error of the shelf is lost")
	}
}

func shown(n query.Node) string {
	all := func(nodes []query.Node) string {
		parts := make([]string, len(nodes))
		for i := range nodes {
			parts[i] = shown(nodes[i])
		}
		return "(" + strings.Join(parts, " ") + ")"
	}
	switch n := n.(type) {
	case query.And:
		return "all" + all(n.Nodes)
	case query.Or:
		return "any" + all(n.Nodes)
	case query.Not:
		return "not " + shown(n.Node)
	case query.Cards:
		var names []string
		for name := range n.Set {
			names = append(names, name)
		}
		return "[" + strings.Join(names, " ") + "]"
	}
	return query.Query{Root: n}.String()
}

func TestNarrowing(t *testing.T) {
	field := func(name query.FieldName, value string) query.Field {
		f, err := query.NewField(name, query.Equal, value)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for _, c := range []struct {
		text string
		with query.Field
		want string
	}{
		{"", field("post", "the hague"), "post:THEHAGUE"},
		{"Carp", field("tag", "phum"), "Carp tag:PHUM"},
		{"a OR b", field("tag", "phum"), "(a OR b) tag:PHUM"},
		{"a tag:PHUM", field("tag", "phum"), "a tag:PHUM"},
		{"tag:PHUM", field("tag", "PREL"), "tag:PHUM tag:PREL"},
		{"a", field("subject", "working lunch"), `a subject:"working lunch"`},
		{"05ALMATY538", field("year", "2005"), "(05ALMATY538) year:2005"},
	} {
		q := query.With(mustParse(t, c.text), c.with)
		again := mustParse(t, q.Text)
		if q.Text != c.want || again.String() != q.String() {
			t.Errorf("%q with %v is %q (%s), want %q", c.text, c.with, q.Text, q, c.want)
		}
	}
	for text, want := range map[string]string{
		"a tag:PHUM": "a", "tag:PHUM": "", "tag:PHUM,PREL a": "a", "a -tag:PHUM post:X": "a post:X", "a (tag:PHUM OR b)": "a (tag:PHUM OR b)", "a OR tag:PHUM": "a OR tag:PHUM", "": "",
	} {
		if q := query.Without(mustParse(t, text), query.FieldTag); q.Text != want || q.String() != want {
			t.Errorf("%q without tag is %q, want %q", text, q.Text, want)
		}
	}
	var e *query.Error
	if _, err := query.NewField("class", query.Equal, "secrt"); !errors.As(err, &e) {
		t.Errorf("a wrong value is %v", err)
	}
	if _, err := query.NewField("tag", query.Less, "x"); !errors.As(err, &e) {
		t.Errorf("a wrong comparison is %v", err)
	}
}

func TestComplete(t *testing.T) {
	for text, want := range map[string]string{ // | is the cursor
		"|":                     "nothing",
		"ca|":                   "word ca ca",
		"lake ta|g":             "word ta tag",
		"-ta|":                  "word ta ta",
		"(ta|":                  "word ta ta",
		"tag:|":                 "tag  ",
		"tag:PH|":               "tag PH PH",
		"TAG:PH|UM a":           "tag PH PHUM",
		"-tag:PHUM,P|":          "tag P P",
		"tag:PHUM,P|R,X":        "tag P PR",
		`post:"the ha|`:         `post the ha "the ha`,
		`post:"the ha|gue" x`:   `post the ha "the hague"`,
		`post:ALMATY,"the ha|`:  `post the ha "the ha`,
		"class:>=conf|":         "class conf conf",
		"nofield:x|":            "nothing",
		`"a phrase wi|`:         "nothing",
		`a "b c" d|`:            "word d d",
		`a tag:PHUM |`:          "nothing",
		`label:"a \" b|`:        `label a \" b "a \" b`,
		"tag:PHUM| sent:2005":   "tag PHUM PHUM",
		"sent:2005-0|2..2005-4": "sent 2005-0 2005-02..2005-4",
	} {
		at := strings.Index(text, "|")
		plain := strings.Replace(text, "|", "", 1)
		c := query.Complete(plain, at)
		got := "nothing"
		switch c.Kind {
		case query.CompleteWord:
			got = "word " + c.Prefix + " " + plain[c.Start:c.End]
		case query.CompleteValue:
			got = string(c.Field) + " " + c.Prefix + " " + plain[c.Start:c.End]
		}
		if got != want {
			t.Errorf("%s completes %q, want %q", text, got, want)
		}
	}
	c := query.Complete("carp su", 7)
	if p := c.Proposals(); len(p) != 1 || p[0].Text != "subject:" || p[0].Help == "" {
		t.Errorf("proposals %v", p)
	}
	c = query.Complete(`post:"the h" x`, 10)
	if text, at := c.Apply(`post:"the h" x`, query.Quoted("THE HAGUE")); text != `post:"THE HAGUE" x` || at != 16 {
		t.Errorf("applied: %q, %d", text, at)
	}
	c = query.Complete("is:un", 5)
	if p := c.Proposals(); len(p) != 2 || p[0].Text != "unread" {
		t.Errorf("proposals %v", p)
	}
}
