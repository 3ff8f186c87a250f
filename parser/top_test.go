package parser

import (
	"strings"
	"testing"
)

func TestHeader(t *testing.T) {
	c := Parse([]byte(samples[0]), Container{})
	equal(t, "transmission id", c.TransmissionID.String(), "VZCZCXRO1234")
	equal(t, "date-time group", c.DTG.String(), "P 190618Z FEB 08")
	equal(t, "created", c.Created.Format("2006-01-02 15:04"), "2008-02-19 06:18")
	equal(t, "id", c.ID.String(), "08FENWICK12")
	equal(t, "from", c.From.Name.String(), "AMEMBASSY FENWICK")
	equal(t, "to and info", addressees(append(c.To, c.Info...)), "RUEHC|SECSTATE WASHDC|PRIORITY|1234\nRUEHAA|AMEMBASSY ANTANARA||")
	equal(t, "excluded", lines(c.Info[0].Excluded), "AMEMBASSY BELVOIR")
	equal(t, "precedence", lines(c.Precedence), "PRIORITY")
	if c.MessageSections != 2 {
		t.Errorf("sections: %d", c.MessageSections)
	}
	equal(t, "order", c.ExecutiveOrder.String(), "12958")
	if count(c, OrderNumber) != 1 {
		t.Error("no diagnostic for the number of the order")
	}
	equal(t, "subject", c.Subject.String(), "A SUBJECT OVER TWO LINES")
	equal(t, "summary", c.Summary.Text.String(), "One.")
	equal(t, "signed by", c.SignedBy.String(), "EXAMPLE")
	equal(t, "section", sections(c), " 0-0; Heading 1-1")
}

func TestClassificationLine(t *testing.T) {
	for in, want := range map[string]string{
		"C O N F I D E N T I A L SECTION 01 OF 03 FENWICK 000538":   "CONFIDENTIAL FENWICK 538 of 3",
		"UNCLAS SECTION 01 OF 02 PORT FENWICK 001695":               "UNCLASSIFIED PORT FENWICK 1695 of 2",
		"S E C R E T FENWICK 00498":                                 "SECRET FENWICK 498 of 0",
		"C o n f i d e n t i a l section 01 of 03 fenwick 004223":   "CONFIDENTIAL fenwick 4223 of 3",
		"UNCLAS E F T O FENWICK 000012":                             "UNCLASSIFIED FENWICK 12 of 0",
		"SECRET SECTION01 OF 03FENWICK 000012":                      "SECRET FENWICK 12 of 3",
		"UNCLAS SCTION 02 OF 02 FENWICK 000335":                     "UNCLASSIFIED FENWICK 335 of 2",
		"LIMITED OFFICIAL USE FENWICK 01234":                        "LIMITED OFFICIAL USE FENWICK 1234 of 0",
		"C O N F I D E N T I A LFENWICK 000079 SIPDIS":              "CONFIDENTIAL FENWICK 79 of 0",
		"CONFIDENTIAL TALKS WERE HELD IN THE HARBOR OVER MANY DAYS": "  0 of 0",
	} {
		c := classification(in)
		got := c.level.String() + " " + c.station + " " + number4(c.serial) + " of " + number4(c.of)
		if c.station == "" {
			got = "  0 of 0"
		}
		equal(t, in, got, want)
	}
}

func number4(n int) string {
	if n == 0 {
		return "0"
	}
	s := ""
	for ; n > 0; n /= 10 {
		s = digit(n%10) + s
	}
	return s
}

func TestReferenceForms(t *testing.T) {
	for in, want := range map[string]string{
		"REF: A. FENWICK 347\n     B. 07 ANTANARA 03525":        "A 07FENWICK347; B 07ANTANARA3525",
		"REF: 2002 PORT FENWICK 03525":                          " 02PORTFENWICK3525",
		"REF: FENWICK 4516 (06)":                                " 06FENWICK4516",
		"REF: FENWICK 4516-91":                                  " 91FENWICK4516",
		"REFTEL: (A)STATE 175414 (NOTAL), (B)BELVOIR 5601":      "A 08STATE175414 notal; B 08BELVOIR5601",
		"REF: BELVOIR 2799 AND 2764":                            " 08BELVOIR2799;  08BELVOIR2764",
		"Ref: A. A. STATE 56282 B. B. STATE 56666":              "A 08STATE56282; B 08STATE56666",
		"REF: STATE 297614 AND PREVIOUS":                        " 08STATE297614",
		"REFS: SECSTATE 43420; '07 BELVOIR 11":                  " 08STATE43420;  07BELVOIR11",
		"REF: BELVOIR 33, 53":                                   " 08BELVOIR33;  08BELVOIR53",
		"REF: (A) DOE/ROE E-MAIL 2/1/08, (B) BELVOIR 9":         "A email DOE/ROE E-MAIL 2/1/08; B 08BELVOIR9",
		"REF: A) BELVOIR 9 B) DOE TELCON\nC) IIR 6 809 0381 03": "A 08BELVOIR9; B telcon DOE TELCON; C report IIR 6 809 0381 03",
		"REF: SEPTEL":                        " septel SEPTEL",
		"REF: FENWICK 999":                   " 07FENWICK999",
		"REF: A. BELVOIR 1\n\n1B. BELVOIR 2": "A 08BELVOIR1; B 08BELVOIR2",
		"REF: A. BELVOIR 1 B. 03\n\nANTANARA 2323 C. ANTANARA 336":   "A 08BELVOIR1; B 03ANTANARA2323; C 08ANTANARA336",
		"REF: BELVOIR 12\nCLASSIFIED BY: DCM JANE EXAMPLE":           " 08BELVOIR12",
		"REF: A. BELVOIR 1  CLASSIFIED BY: JANE EXAMPLE 1. (C) Text": "A 08BELVOIR1",
	} {
		c := Parse([]byte("SUBJECT: X\n"+in+"\n\n1. (C) Text.\n"), Container{Path: "08FENWICK12.txt"})
		equal(t, in, references(c), want)
		if err := tiles(c); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestTAGS(t *testing.T) {
	for in, want := range map[string]string{
		"TAGS: PGOV, PREL, KZ":                       "PGOV PREL KZ|",
		"TAGS PGOV PREL;ECON/EFIN\tKZ":               "PGOV PREL ECON EFIN KZ|",
		"TGS: PGOV, PGOV":                            "PGOV|",
		"TAGS: PGOV,\nPREL":                          "PGOV PREL|",
		"TAGS: PGOV\nPREL KZ":                        "PGOV PREL KZ|",
		"TAGS:\nPGOV, KZ":                            "PGOV KZ|",
		"TAGS: PGOVPRELKZ":                           "PGOV PREL KZ|",
		"TAGS: OVIP (EXAMPLE, JANE), PREL":           "OVIP PREL|EXAMPLE, JANE",
		"TAGS: OVIP EXAMPLE JOHN PREL":               "OVIP PREL|EXAMPLE, JOHN",
		"TAGS: PREL POLITICAL COUNTRY\nCLEARANCE":    "PREL|POLITICAL COUNTRY CLEARANCE",
		"DECL: 08/22/2017 AGS: PGOV, PREL":           "PGOV PREL|",
		"E.O. 12958: N/A TAGS: PGOV SUBJECT: NOT ME": "PGOV|",
	} {
		c := Parse([]byte(in+"\nSUBJECT: X\n\n1. (C) Text.\n"), Container{})
		equal(t, in, lines(c.TAGS)+"|"+lines(c.Terms), want)
	}
}

func TestClassifiedBy(t *testing.T) {
	for in, want := range map[string]string{
		"Classified By: Ambassador Jane Q. Example, reasons 1.4 (B) and (D).":                     "Jane Q. Example|Ambassador|1.4(b) 1.4(d)",
		"CLASSIFIED BY: Jane Example, CDA, Embassy Fenwick. REASON: 1.4 (b), (d)":                 "Jane Example|CDA, Embassy Fenwick|1.4(b) 1.4(d)",
		"Classified By: A/DCM Daniel O,Example for reason 1.5(d).":                                "Daniel O'Example|A/DCM|1.5(d)",
		"Classified By: Classified by Political Counselor John Doe, Jr. for re \nasons 1.4 (b/d)": "John Doe, Jr.|Political Counselor|1.4(b) 1.4(d)",
		"Classified By: Ambassodor Jane van Example for reasons 1.4 B & D":                        "Jane van Example|Ambassodor|1.4(b) 1.4(d)",
		"Derived from: DCM JOHN DOE\nREASON: 1.4(B,D)":                                            "JOHN DOE|DCM|1.4(b) 1.4(d)",
		"1. (U) CLASSIFIED BY CONSUL GENERAL JANE EXAMPLE. REASON 1.5 (B).":                       "JANE EXAMPLE|CONSUL GENERAL|1.5(b)",
	} {
		c := Parse([]byte("SUBJECT: X\n\n"+in+"\n\n2. (C) Text.\n"), Container{})
		if c.ClassifiedBy == nil {
			t.Errorf("%s: nothing", in)
			continue
		}
		equal(t, in, c.ClassifiedBy.Name.String()+"|"+c.ClassifiedBy.Title.String()+"|"+lines(c.ClassifiedBy.Reasons), want)
	}
}

func TestDeclassify(t *testing.T) {
	for in, want := range map[string]string{
		"E.O. 12958: DECL: 02/10/2015":                                      "12958 2015-02-10",
		"EO 12958 DECL: 2014/3/9":                                           "12958 2014-03-09",
		"E.O. 12958: DECL: 6/3/08":                                          "12958 2008-06-03",
		"E.O. 19528: DECL: 12-29-13":                                        "12958 2013-12-29",
		"E.O. 12958: N/A":                                                   "12958 -",
		"E.O. 12065: GDS 10/31/85 (DOE,\nJOHN) OR-M":                        "12065 1985-10-31",
		"E.O. 12958: DECL: 02/10/2015TAGS: PGOV":                            "12958 2015-02-10",
		"C O N F I D E N T I A L FENWICK 000012 E.O. 12958: DECL: 1/2/2013": "12958 2013-01-02",
	} {
		c := Parse([]byte(in+"\nSUBJECT: X\n\n1. (C) Text.\n"), Container{})
		on := "-"
		if !c.DeclassifyOn.IsZero() {
			on = c.DeclassifyOn.Format("2006-01-02")
		}
		equal(t, in, c.ExecutiveOrder.String()+" "+on, want)
		equal(t, in+" subject", c.Subject.String(), "X")
	}
}

func TestBanner(t *testing.T) {
	for in, want := range map[string]string{
		"UNCLAS FENWICK 000012\n\nSENSITIVE\nSIPDIS\n":                  "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
		"UNCLAS FENWICK 000012\n\nSIPDIS\n":                             "UNCLASSIFIED",
		"S E C R E T FENWICK 000012\n\nNOFORN\nSIPDIS\n\nSIPDIS\n":      "SECRET//NOFORN",
		"S E C R E T NOFORN FENWICK 000012\n":                           "SECRET//NOFORN",
		"LIMITED OFFICIAL USE FENWICK 0012\n":                           "LIMITED OFFICIAL USE",
		"UNCLAS FENWICK 000012\n\nSENSITIVE BUT UNCLASSIFIED SIPDIS\n":  "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
		"ZNY CCCCC ZZH\nP 190618Z FEB 08\nFM AMEMBASSY FENWICK\nTO X\n": "CONFIDENTIAL",
	} {
		c := Parse([]byte(in+"\nE.O. 12958: N/A\nTAGS: PGOV\nSUBJECT: X\n\n1. Text.\n"), Container{})
		equal(t, in, c.Classification.Full(), want)
		if s := lines(c.Captions); strings.Count(s, "SIPDIS") > 1 {
			t.Errorf("%q: captions %s", in, s)
		}
	}
	equal(t, "container", Parse([]byte("UNCLAS FENWICK 000012\n\n1. Text.\n"), Container{Classification: "SECRET//NOFORN"}).Classification.Full(), "SECRET//NOFORN")
}

func TestHeadingsAndSummaries(t *testing.T) {
	for _, k := range []struct{ name, text, sections, summary string }{
		{"ruled", "1. (C) Summary. One. End summary.\n\nThe Harbor\n----------\n\n2. (C) Two.\n", " 0-0; The Harbor 1-1", "One."},
		{"boxed over two lines", "1. (C) Summary: One.\n\n-----\nThe Harbor\nand Nets\n-----\n\n2. (C) Two.\n", " 0-0; The Harbor and Nets 1-1", "One."},
		{"box over a page break", "1. (C) Summary: One.\n\n-----\nThe Harbor\n\nFENWICK 00000012  002 OF 003\n\n\n-----\n\n2. (C) Two.\n", " 0-0; The Harbor 1-1", "One."},
		{"summary as a heading", "SUMMARY\n-------\n\n1. (C) One. END SUMMARY\n\nNets\n\n2. (C) Two.\n", "SUMMARY 0-0; Nets 1-1", "One."},
		{"over three paragraphs", "1. (C) SUMMARY AND COMMENT: One.\n\n2. (C) Two.\n\n3. (C) Three. END SUMMARY AND COMMENT.\n\n4. (C) Four.\n", " 0-3", "One. Two. Three."},
		{"unnumbered", "Summary: One\nand more.\nEnd Summary\n\n1. (C) Two.\n", " 0-1", "One and more."},
		{"only its end", "1. (C) One. End Summary.\n\n2. (C) Two.\n", " 0-1", "One."},
		{"inside a line", "1.(C) Summary: The boats. -------- Training --------\n\n2.(U) Nets.\n", " 0-0; Training 1-1", "The boats."},
		{"gapped rule", "1. (C) Summary: One.\n\nThe Harbor\n--- ------\n\n2. (C) Two.\n", " 0-0; The Harbor 1-1", "One."},
	} {
		c := Parse([]byte("SUBJECT: X\n\n"+k.text), Container{})
		equal(t, k.name, sections(c), k.sections)
		equal(t, k.name, words(c.Summary.Text.String()), k.summary)
		equal(t, k.name, c.Summary.Origin.String(), "official")
		if err := tiles(c); err != nil {
			t.Errorf("%s: %v", k.name, err)
		}
	}
	c := Parse([]byte("SUBJECT: X\n\n1. (C) The minister, Mr. Doe, spoke of boats. He spoke of nets. He left. He was back. He left again.\n"), Container{})
	equal(t, "lead", c.Summary.Origin.String()+" "+c.Summary.Text.String(), "lead The minister, Mr. Doe, spoke of boats. He spoke of nets. He left.")
}

func TestEnd(t *testing.T) {
	for in, want := range map[string]string{
		"It ended.\n\nEXAMPLE\n":                                          "EXAMPLE|It ended.",
		"It ended.\nEXAMPLE\nCONFIDENTIAL\nNNNN\n":                        "EXAMPLE|It ended.",
		"It ended.\n\nVan Example\n\n\n":                                  "Van Example|It ended.",
		"It ended.\n\nDE EXAMPLE##\n":                                     "DE EXAMPLE|It ended.",
		"It ended.  EXAMPLE\n":                                            "EXAMPLE|It ended.",
		"It ended.NNNN":                                                   "|It ended.",
		"It ended.\nEXAMPLE\n=====CABLE ENDS=====\n":                      "EXAMPLE|It ended.",
		"It ended with a word\nSUMMARY.\n":                                "|It ended with a word SUMMARY.",
		"It ended.\n\nEXAMPLE\n\n>\n08FENWICK12 - Classification: SECRET": "EXAMPLE|It ended.",
	} {
		c := Parse([]byte("SUBJECT: X\n\n1. (C) "+in), Container{})
		last := c.Paragraphs[len(c.Paragraphs)-1]
		equal(t, in, c.SignedBy.String()+"|"+last.Text.String(), want)
		if err := tiles(c); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestTelegram(t *testing.T) {
	c := Parse([]byte(samples[3]), Container{Path: "1975FENWIC00012.txt"})
	if err := tiles(c); err != nil {
		t.Fatal(err)
	}
	equal(t, "format", string(c.Source.Format), "telegram")
	equal(t, "id", c.ID.String(), "1975FENWIC00012")
	equal(t, "references", references(c), "A 1975STATE092596; B 1975ANTANARA29777")
	if count(c, LinesOutOfOrder) != 1 {
		t.Error("no diagnostic for the lines out of order")
	}
	equal(t, "subject", c.Subject.String(), "A MATTER")
	equal(t, "tags", lines(c.TAGS), "PFOR XX")
	equal(t, "paragraphs", numbersAndMarks(c), "1C 2")
	equal(t, "text", c.Paragraphs[1].Text.String(), "WORDS THAT ARE DIVIDED AT THE END.")
	equal(t, "signed by", c.SignedBy.String(), "EXAMPLE")
	equal(t, "info", addressees(c.Info), "")
}

func TestPage(t *testing.T) {
	c := Parse([]byte(samples[2]), Container{})
	if err := tiles(c); err != nil {
		t.Fatal(err)
	}
	equal(t, "id", c.ID.String()+" "+c.Created.Format("2006-01-02 15:04"), "08FENWICK12 2008-02-19 06:18")
	equal(t, "paragraph", c.Paragraphs[0].Text.String(), "R&D & more &bogus; text")
	span := c.Paragraphs[0].Span
	equal(t, "span", string(c.Received[span.Start:span.End]), "&para;</a>1. (U) R&D &amp; more &bogus; text")
}

func TestRow(t *testing.T) {
	c := Parse([]byte(samples[9]), Container{})
	if err := tiles(c); err != nil {
		t.Fatal(err)
	}
	equal(t, "format", string(c.Source.Format), "csv")
	equal(t, "id", c.ID.String()+" "+c.Origin.String()+" "+c.Created.Format("2006-01-02 15:04"), "08FENWICK12 Embassy Fenwick 2008-02-19 06:18")
	equal(t, "classification", c.Classification.Full(), "SECRET//NOFORN")
	equal(t, "subject", c.Subject.String(), "THE MINISTER'S LUNCH")
	equal(t, "text", c.Paragraphs[0].Text.String(), `He said "no."`)
	equal(t, "references", references(c), " 08BELVOIR1;  08STATE2")
}

func TestSecondCopy(t *testing.T) {
	head := "UNCLAS FENWICK 000012\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: PGOV\nSUBJECT: BOATS\n\nREF: BELVOIR 1\n\n"
	c := Parse([]byte(head+"The minister said...\n\n\n"+head+"The minister said that it was so.\n\nEXAMPLE\n"), Container{Path: "08FENWICK12.txt"})
	equal(t, "text", c.Paragraphs[len(c.Paragraphs)-1].Text.String(), "The minister said that it was so.")
	equal(t, "references", references(c), " 08BELVOIR1")
	if count(c, SecondCopy) != 1 {
		t.Error("no diagnostic for the second copy")
	}
}

func TestNames(t *testing.T) {
	for path, want := range map[string]string{"08FENWICK564.txt": "08FENWICK564", "/a/seed-05FENWICK538.txt": "05FENWICK538", "1978FENWI14901_d.html": "1978FENWI14901_d",
		"05 FENWICK 000538.txt": "05FENWICK538", "notes.txt": "", "dump.zip!08FENWICK1.txt.gz": "08FENWICK1"} {
		equal(t, path, Parse(nil, Container{Path: path}).ID.String(), want)
	}
}
