package parser

import (
	"strings"
	"testing"
	"time"

	"reftel/model"
)

// damaged is a cable damaged the way Markdown conversions damage them: invented, with every kind of damage once.
const damaged = `

This record is a partial extract of the original cable. The full text of the original cable is not available.

C O N F I D E N T I A L FENWICK 000538

SIPDIS

DEPARTMENT FOR EUR/XYZ (JDOE), DRL/ABC (PROE)

E.O. 12958: DECL: 02/10/2015

TAGS: [KZ](#) [PGOV](#) [POLITICAL](#)

SUBJECT: HARBOR: THE MINISTER'S LUNCH

REF: A. FENWICK 347

[1](#)B. FENWICK 342

Classified By: Ambassador Jane Example, reasons 1.4 (B) and (D).

[1](#)1. (C) Summary: The minister gave a lunch. It was long. End Summary.

Boats and Nets

[1](#)2. (C) He spoke of boats.

[1](#)3. (C) It was a matter he wanted to

avoid. Nothing more was said.

#### What It Costs

14. (C) It costs \$800,000.

110. (C) A paragraph whose number only looks like one hundred and ten.

NNNN`

func TestDamaged(t *testing.T) {
	c := Parse([]byte(damaged), Container{Path: "seed-05FENWICK538.txt"})
	if err := tiles(c); err != nil {
		t.Fatal(err)
	}
	equal(t, "id", c.ID.String(), "05FENWICK538")
	equal(t, "format", string(c.Source.Format), "markdown")
	equal(t, "classification", c.Classification.Full(), "CONFIDENTIAL")
	equal(t, "captions", lines(c.Captions), "SIPDIS")
	if !c.Partial {
		t.Error("not partial")
	}
	equal(t, "attention", c.Attention[0].Text.String(), "DEPARTMENT FOR EUR/XYZ (JDOE), DRL/ABC (PROE)")
	equal(t, "office", c.Attention[0].Offices[1].Symbol.String()+" "+c.Attention[0].Offices[1].Person.String(), "DRL/ABC PROE")
	equal(t, "order", c.ExecutiveOrder.String(), "12958")
	equal(t, "declassify", c.DeclassifyText.String()+" "+c.DeclassifyOn.Format("2006-01-02"), "DECL: 02/10/2015 2015-02-10")
	equal(t, "tags", lines(c.TAGS), "KZ PGOV")
	equal(t, "terms", lines(c.Terms), "POLITICAL")
	equal(t, "subject", c.Subject.String(), "HARBOR: THE MINISTER'S LUNCH")
	equal(t, "references", references(c), "A 05FENWICK347; B 05FENWICK342")
	equal(t, "classified by", c.ClassifiedBy.Name.String()+", "+c.ClassifiedBy.Title.String()+", "+lines(c.ClassifiedBy.Reasons), "Jane Example, Ambassador, 1.4(b) 1.4(d)")
	equal(t, "summary", c.Summary.Text.String(), "The minister gave a lunch. It was long.")
	equal(t, "paragraphs", numbersAndMarks(c), "1C 2C 3C 4C 10C")
	equal(t, "joined", c.Paragraphs[2].Text.String(), "It was a matter he wanted to avoid. Nothing more was said.")
	equal(t, "escape", c.Paragraphs[3].Text.String(), "It costs $800,000.")
	equal(t, "sections", sections(c), " 0-0; Boats and Nets 1-2; What It Costs 3-4")
	for kind, want := range map[model.DiagnosticKind]int{PilcrowDamaged: 5, PageBreakJoined: 1, MarkdownLink: 3, MarkdownEscape: 1, BulletDamaged: 0, NumberGap: 1} {
		if got := count(c, kind); got != want {
			t.Errorf("%s: %d, want %d", kind, got, want)
		}
	}
	if last := c.Spans[len(c.Spans)-1]; last.Element != model.ElementEnd {
		t.Errorf("the last span is %s", last.Element)
	}
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got  %q\n want %q", what, got, want)
	}
}

func count(c *model.Cable, kind model.DiagnosticKind) int {
	n := 0
	for _, d := range c.Diagnostics {
		if d.Kind == kind {
			n++
		}
	}
	return n
}

func references(c *model.Cable) string {
	var out []string
	for _, r := range c.References {
		s := r.Letter.String() + " " + r.ID.String()
		if r.ID.Zero() {
			s = r.Letter.String() + " " + r.Kind.String() + " " + r.Text.String()
		}
		if r.NoTal {
			s += " notal"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func sections(c *model.Cable) string {
	var out []string
	for _, s := range c.Sections {
		out = append(out, s.Title.String()+" "+digit(int(s.First))+"-"+digit(int(s.Last)))
	}
	return strings.Join(out, "; ")
}

func digit(n int) string { return string(rune('0' + n)) }

func TestNothing(t *testing.T) {
	for _, in := range []string{"", " ", "\n", "\x00", "(", "1.", "[1](#)", "¶", "<pre>", "REF:", "TAGS:", "SUBJECT:", "E.O. 12958", "CLASSIFIED BY:"} {
		if err := tiles(Parse([]byte(in), Container{})); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestUnrecognised(t *testing.T) {
	c := Parse([]byte("Dear all.\n\nNothing here is\na cable at all.\n"), Container{})
	equal(t, "format", string(c.Source.Format), "unknown")
	if count(c, NotRecognised) != 1 {
		t.Error("no diagnostic")
	}
	if len(c.Paragraphs) != 2 || c.Paragraphs[1].Text.String() != "Nothing here is a cable at all." || c.Paragraphs[1].Number != 0 {
		t.Errorf("paragraphs: %v", c.Paragraphs)
	}
}

func TestHostile(t *testing.T) {
	c := Parse([]byte("SUBJECT: A\x1b]0;x\a SUBJECT\nTAGS: PG\x1bOV\n\n1. (C) Text \x1b[31mred\u202e and\x00 more.\n-- an\u200b entry\n"), Container{Path: "\x1b[2J.txt"})
	if err := tiles(c); err != nil {
		t.Fatal(err)
	}
	if c.Replaced == 0 || count(c, CharacterReplaced) != 1 {
		t.Error("the replacements are not counted")
	}
	for _, s := range []string{c.Subject.String(), c.Source.Path.String(), c.Paragraphs[0].Text.String()} {
		if strings.ContainsAny(s, "\x1b\a\x00\u202e") {
			t.Errorf("not safe: %q", s)
		}
	}
}

// TestLong says that what repeats a piece of a cable without end is read in a time that grows with its length.
func TestLong(t *testing.T) {
	for _, unit := range []string{"a", "1. (C) x ", "TAGS: A ", "REF: A. PARIS 1, ", "----- x ", "1.\n", "FENWICK 00000001  002 OF 003 ", "[1](#)", "x\n\n", "DEPT FOR A, B\n", " ¶1", "UNCLAS FENWICK 000001\nTAGS: AB\n"} {
		text := []byte(strings.Repeat(unit, 400_000/len(unit)))
		start := time.Now()
		if err := tiles(Parse(text, Container{Path: "08FENWICK12.txt"})); err != nil {
			t.Errorf("%q: %v", unit, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q: %v", unit, took)
		}
	}
}

func TestMarks(t *testing.T) {
	for in, want := range map[string]string{
		"(C)": "C CONFIDENTIAL", "(c)": "C CONFIDENTIAL", "(S//NF)": "S//NF SECRET//NOFORN", "(S/REL NATO)": "S/REL NATO SECRET//REL NATO", "(SBU/NF)": "SBU/NF UNCLASSIFIED//FOR OFFICIAL USE ONLY//NOFORN",
		"(CNF)": "CNF CONFIDENTIAL//NOFORN", "(S-NF)": "S-NF SECRET//NOFORN", "(C//REL ISAF)": "C//REL ISAF CONFIDENTIAL//REL ISAF", "(S//FGI//NF)": "S//FGI//NF SECRET//FGI//NOFORN",
		"(U//FOUO)": "U//FOUO UNCLASSIFIED//FOR OFFICIAL USE ONLY", "(LOU)": "LOU LIMITED OFFICIAL USE", "( C )": "C CONFIDENTIAL", "(S/NOFORN)": "S/NOFORN SECRET//NOFORN",
		"(U.S.)": " ", "(SE)": " ", "(B)": " ", "(MFA)": " ", "(A)": " ", "()": " ", "(C": " ", "(CEO)": " ",
	} {
		m, _ := portion(in + " text")
		equal(t, in, m.Written+" "+m.Full(), want)
	}
}

func TestNumbers(t *testing.T) {
	for _, k := range []struct{ name, text, want string }{
		{"plain", "1. (C) One.\n\n2. (S/NF) Two.\n\n3. (U) Three.\n", "1C 2S/NF 3U"},
		{"no blank, no point, pilcrow, U+FFFD", "1.(C) One.\n\n2 (C) Two.\n\n¶3. (C) Three.\n\n\uFFFD4. (C) Four.\n", "1C 2C 3C 4C"},
		{"mark without bracket", "1. C) One.\n\n2. (c) Two.\n", "1C 2C"},
		{"links", "[1](#)1. (C) One.\n\n[1](#)2. Two.\n\n[1](#)10. (C) Ten.\n\n[1](#)11. (C) Eleven.\n", "1C 2 10C 11C"},
		{"bare digits", "11. (C) One.\n\n12. (C) Two.\n\n13. (C) Three.\n", "1C 2C 3C"},
		{"bare digits to eleven", "18. (C) A.\n\n19. (C) B.\n\n110. (C) C.\n\n111. (C) D.\n\n112. (C) E.\n", "18C 19C 110C 111C 112C"},
		{"after a heading only", "[1](#)7. (C) Seven.\n\n#### Next\n\n18. (C) Eight.\n\n19. (C) Nine.\n\n110. (C) Ten.\n", "7C 8C 9C 10C"},
		{"literal eleven after ten", "9. (C) A.\n\n10. (C) B.\n\n11. (C) C.\n\n12. (C) D.\n", "9C 10C 11C 12C"},
		{"gap", "1. (C) One.\n\n2. (C) Two.\n\n4. (C) Four.\n", "1C 2C 4C"},
		{"list inside", "1. (C) There are:\n\n1. nets\n2. boats\n\n2. (C) Two.\n\n3. (C) Three.\n", "1C 2C 3C"},
		{"year at a line's start", "1. (C) He came in\n2007. He left.\n\n2. (C) Two.\n", "1C 2C"},
		{"decimal at a line's start", "1. (C) It grew by\n2.5 percent.\n\n2. (C) Two.\n", "1C 2C"},
		{"inside one line", strings.Repeat("Words that fill a line. ", 6) + "1. (C) One ended here.  2.  (SBU)  Two went on.  3.  (C) Three.\n", "1C 2SBU 3C"},
	} {
		c := Parse([]byte(k.text), Container{})
		equal(t, k.name, numbersAndMarks(c), k.want)
		if err := tiles(c); err != nil {
			t.Errorf("%s: %v", k.name, err)
		}
	}
}

func TestBlocks(t *testing.T) {
	for _, k := range []struct{ name, text, want string }{
		{"wrapped", "1. (C) One line\nand its  rest.\n", `P"One line and its rest."`},
		{"hyphen at a line's end", "1. (C) A ten-\nyear plan -- long --\nand done.\n", `P"A ten-year plan -- long -- and done."`},
		{"second block", "1. (C) One.\n\nMore of it.\n", `P"One." P"More of it."`},
		{"dashes", "1. (C) Two:\n\n-- the first that\nwraps;\n-- the second.\n\n2. (C) X.\n", `P"Two:" E3"-- the first that wraps;" E3"-- the second."`},
		{"letters", "1. (C) Two:\n\nA. Alpha\n\nB) Beta\n", `P"Two:" E3"A. Alpha" E3"B) Beta"`},
		{"an initial at a line's start", "1. (C) It was John\nF. Doe.\n", `P"It was John F. Doe."`},
		{"columns", "1. (C) A table:\n\nName      Year\nDoe       2008\n\nAfter.\n", `P"A table:" F"Name      Year\nDoe       2008" P"After."`},
		{"page break inside a sentence", "1. (C) It went\n\nFENWICK 00000012  002 OF 003\n\n\non and on.\n", `P"It went on and on."`},
		{"page break between sentences", "1. (C) It ended.\n\nFENWICK 00000012  002.2 OF 003\n\n\nIt began.\n", `P"It ended." P"It began."`},
	} {
		c := Parse([]byte("SUBJECT: X\n\n"+k.text), Container{})
		if err := tiles(c); err != nil {
			t.Errorf("%s: %v", k.name, err)
		}
		equal(t, k.name, blocks(c.Paragraphs[0]), k.want)
	}
}

func blocks(p model.Paragraph) string {
	var out []string
	for _, b := range p.Blocks {
		s := strings.ReplaceAll(p.Text.Slice(int(b.Start), int(b.End)).String(), "\n", `\n`)
		kind := [...]string{"P", "E", "F"}[b.Kind]
		if b.Label > 0 {
			kind += digit(int(b.Label))
		}
		out = append(out, kind+`"`+s+`"`)
	}
	return strings.Join(out, " ")
}
