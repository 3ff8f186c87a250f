package parser

import (
	"strings"
	"testing"
	"unicode/utf8"

	"reftel/model/safe"
)

// pieces are what the fuzzer starts from: one for each grammar and each form.
var samples = []string{
	"VZCZCXRO1234\nPP RUEHC\nDE RUEHXX #0012/01 0500618\nZNY CCCCC ZZH\nP 190618Z FEB 08\nFM AMEMBASSY FENWICK\nTO RUEHC/SECSTATE WASHDC PRIORITY 1234\nINFO RUEHAA/AMEMBASSY ANTANARA\nXMT AMEMBASSY BELVOIR\nC O N F I D E N T I A L SECTION 01 OF 02 FENWICK 000012\n\nSIPDIS\n\nDEPT FOR EUR/XX (JDOE)\n\nE.O. 12598: DECL: 02/10/2018\nTAGS: PGOV, PREL, XX\nSUBJECT: A SUBJECT OVER\nTWO LINES\n\nREF: A. FENWICK 11\n     B. 07 STATE 123456 (NOTAL)\n\nClassified By: DCM Jane Q. Example, reasons 1.4 (b) and (d).\n\n1. (C) Summary: One.\nEnd Summary.\n\n-------\nHeading\n-------\n\n2. (C) Two\n\nFENWICK 00000012  002 OF 002\n\n\nand more.\n\n-- a list;\n-- another.\n\nEXAMPLE\nNNNN\n",
	"[1](#)1. (C) One.\n\n#### Heading\n\n12. (S/NF) It cost \\$5.\n\n13. C) Three.NNNN",
	"<html><table class='cable'><tr><th>Reference ID</th><th>Created</th></tr><td>08FENWICK12</td><td>2008-02-19 06:18</td></table><pre>UNCLAS FENWICK 000012&#x000A;</pre><pre><a id='par1' href='#par1'>&para;</a>1. (U) R&D &amp; more &bogus; text</pre></html>",
	"CONFIDENTIAL\nPAGE 01 FENWIC 00012 01 OF 02 190618Z\n12\nACTION EUR-12\nINFO OCT-01 /013 W\n--------------------- 012345\nR 190618Z FEB 75\nFM AMEMBASSY FENWICK\nTO SECSTATE WASHDC 1234\nC O N F I D E N T I A L SECTION 1 OF 2 FENWICK 0012\nE.O. 11652: GDS\nTAGS:\nPFOR, XX\nSUBJ:A MATTER\nREFERENCE:\n29777\n(A) STATE 92596; (B) ANTANARA\n1. C - ENTIRE TEXT.\n2. WORDS THAT ARE DIVI-\nDED\nCONFIDENTIAL\nCONFIDENTIAL\nPAGE 02 FENWIC 00012 01 OF 02 190618Z\nAT THE END.\nEXAMPLE\nCONFIDENTIAL\n<< END OF DOCUMENT >>",
	"Message Text\nUNCLASSIFIED\nPAGE 01\nFENWICK 00012\n1. TEXT\nMessage Attributes\nDocument Number: 1975FENWIC00012\nDraft Date: 19 FEB 1975\n",
	`<html><div class="s_key">Canonical ID:</div><div class="s_val">1975FENWIC00012_b</div><div class="text-content">1. TEXT</div></html>`,
	"UNCLAS FENWICK 000012  SIPDIS  E.O. 12958: N/A TAGS: PGOV, XX SUBJECT: FLAT  REF: FENWICK 11  1. (U) One.  2.  (SBU)  Two.  -------- Heading -------- 3. (U) Three. EXAMPLE",
	"1. (U) A table:\n\nName      Post      Year\n-----     ----      ----\nDoe\tFenwick\t2008\n\na) one\nb) two\n(i) three\n",
	"\xb61. (C) One \x93quoted\x94.\n\xb62. (C) Two.\n",
	"\"1\",\"2/19/2008 6:18\",\"08FENWICK12\",\"Embassy Fenwick\",\"SECRET//NOFORN\",\"08BELVOIR1|08STATE2\",\"R 190618Z FEB 08\nFM AMEMBASSY FENWICK\",\"S E C R E T FENWICK 000012 \n \nSUBJECT:  THE MINISTER\\'S LUNCH \n \n1.  (S/NF) He said \\\"no.\\\" \n\"\n",
	"C O N F I D E N T I A L SECTION 01 OF 02 FENWICK 000012\nSIPDIS\nE.O. 12958: DECL: 02/10/2018\nTAGS: PGOV, XX\nSUBJECT: A COPY THAT IS CU...\n\n123456\n2008-02-19\n08FENWICK12\nEmbassy Fenwick\nCONFIDENTIAL\n08STATE2\nVZCZCXRO1234\nP 190618Z FEB 08\nFM AMEMBASSY FENWICK\nTO RUEHC/SECSTATE WASHDC 1234\nNATIONAL SECURITY COUNCIL WASHINGTON DC\n----------------- header ends ----------------\nC O N F I D E N T I A L SECTION 01 OF 02 FENWICK 000012\nSIPDIS\nE.O. 12958: DECL: 02/10/2018\nTAGS: PGOV, XX\nSUBJECT: A COPY THAT IS CUT AND THE WHOLE\nClassified By: DCM J. Example, reasons 1.4 (b)\n1. (C) Text that wants to\nSIPDIS go on.  MINIMIZE CONSIDERED.  EXAMPLE \\\n",
	"C O N F I D E N T I A L SECTION 01 OF 02 FENWICK 000012\nSUBJECT: A MATTER\n CONFIDENTIAL\nPAGE 02 FENWIC 00012 01 OF 02 190618Z OF WEIGHT\n1. (C) ONE THAT IS CUT IN      CONFIDENTIAL\nPAGE 03 FENWIC 00012 01 OF 02 190618Z TWO.\n CONFIDENTIAL\n CONFIDENTIAL PTQ1865\nPAGE 01 FENWIC 00012 02 OF 02 190619Z ACTION EUR-00\nINFO LOG-00 NP-00 AID-00 ACQ-00 CEA-01 CIAE-00 /012W ------------------A54E56 190619Z /38 P 190618Z FEB 08 FM AMEMBASSY FENWICK TO SECSTATE WASHDC 7739\nC O N F I D E N T I A L SECTION 02 OF 02 FENWICK 000012\nSIPDIS\nE.O. 12958: DECL: 02/10/2018 TAGS: PGOV\nAND MORE.\n\n> @@@OASYS@@@\n",
	"1. (SBU) Participants:\n\nUnited States\nThe Ambassador\nJ. Doe (notetaker)\n\n--First point\n--Second point. -- Third\n\n2. (U) It went on.  The Road Ahead  3. (C) Text.  Visit our Website: http://www.example.gov/x/ EXAMPLE NNNN 2008-02-19 A TITLE",
	"words only, in no form\x1b[31m of\u202e a cable",
}

func FuzzParse(f *testing.F) {
	for _, s := range samples {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, received []byte) {
		c := Parse(received, Container{Path: "08FENWICK12.txt"})
		if err := tiles(c); err != nil {
			t.Fatal(err)
		}
		title, _ := c.Title()
		for _, l := range append(append(c.Captions, c.TAGS...), title, c.Subject, c.Origin, c.SignedBy, c.DTG, c.DeclassifyText) {
			if _, hits := safe.CleanLine(l.String()); hits != 0 || strings.IndexByte(l.String(), '\n') >= 0 {
				t.Fatalf("not safe: %q", l)
			}
		}
		if !utf8.ValidString(c.Summary.Text.String()) {
			t.Fatalf("summary: %q", c.Summary.Text)
		}
		for i, p := range c.Paragraphs {
			at := int32(0)
			for _, k := range p.Blocks {
				if k.Start != at || k.End < k.Start || k.Label < 0 || k.Label > k.End-k.Start {
					t.Fatalf("paragraph %d: block %+v does not follow %d", i, k, at)
				}
				at = k.End + 1
			}
			if n := int32(p.Text.Len()); n > 0 && at != n+1 {
				t.Fatalf("paragraph %d: blocks end at %d of %d", i, at-1, n)
			}
		}
		again := Parse(received, Container{Path: "08FENWICK12.txt"})
		if len(again.Spans) != len(c.Spans) || len(again.Paragraphs) != len(c.Paragraphs) || again.ID != c.ID {
			t.Fatal("the same bytes were read in two ways")
		}
	})
}

// FuzzReferences says that no text of a REF line ends in a panic or a loop.
func FuzzReferences(f *testing.F) {
	for _, s := range []string{"A. FENWICK 12", "(A) STATE 123, 456 (NOTAL); B) 07 PORT OF SPAIN 9 AND PREVIOUS", "'08 SAN JOSE 1; LIMA 45 (06); E-MAIL DOE/ROE 1/2/08; IIR 6 123", "1B. HANOI 2323\n¶C. D. 03\n\nHANOI 1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Parse([]byte("SUBJECT: X\nREF: "+s), Container{Path: "08FENWICK12.txt"})
		if err := tiles(c); err != nil {
			t.Fatal(err)
		}
	})
}
