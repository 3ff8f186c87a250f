package parser

import (
	"fmt"
	"strings"
	"testing"

	"reftel/model"
)

// outline says what was read of the body: headings, paragraphs, and the blocks of those that have more than one.
func outline(c *model.Cable) string {
	var b strings.Builder
	section := model.SectionIndex(-1)
	for _, p := range c.Paragraphs {
		if p.Section != section {
			section = p.Section
			if t := c.Sections[section].Title; !t.Empty() {
				fmt.Fprintf(&b, "## %s\n", t)
			}
		}
		fmt.Fprintf(&b, "%d%s", p.Number, p.Mark.Written)
		if p.Kind != model.KindText {
			fmt.Fprintf(&b, " {%s}", p.Kind)
		}
		for _, k := range p.Blocks {
			fmt.Fprintf(&b, " %c[%s]", "PEF"[k.Kind], strings.ReplaceAll(p.Text.String()[k.Start:k.End], "\n", "|"))
		}
		b.WriteByte('\n')
	}
	if !c.SignedBy.Empty() {
		fmt.Fprintf(&b, "-- %s\n", c.SignedBy)
	}
	return b.String()
}

// TestQuirks reads one invented message for each thing that goes wrong with messages.
func TestQuirks(t *testing.T) {
	const head = "C O N F I D E N T I A L SECTION 01 OF 02 FENWICK 000012\n\nSIPDIS\n\nE.O. 12958: DECL: 02/10/2018\nTAGS: PGOV, XX\nSUBJECT: A MATTER\n\n"
	for _, k := range []struct{ name, text, want string }{
		{"a page break on its own line", head + "1. (C) One goes\n\nFENWICK 00000012  002 OF 002\n\n\non here.\n", "1C P[One goes on here.]\n"},
		{"a page break inside a line", head + "1. (C) One goes FENWICK 00000012  001.2 OF 002 on here, for this line is long enough to be looked at for one.\n", "1C P[One goes on here, for this line is long enough to be looked at for one.]\n"},
		{"a page break with a name that the relay cut", strings.ReplaceAll(head, "FENWICK", "PORT FENWICK") + "1. (C) One goes on and on until the end of its page and PORT FENWI 00000012  002 OF 002 beyond it, as it must.\n",
			"1C P[One goes on and on until the end of its page and beyond it, as it must.]\n"},
		{"page heads of before 2002", head + "1. (C) ONE THAT IS CUT IN      CONFIDENTIAL\nPAGE 02  FENWIC 00012 01 OF 02 190618Z TWO.\n CONFIDENTIAL\nPAGE 03  FENWIC 00012 01 OF 02 190618Z\n2. (C) NEXT.\n",
			"1C P[ONE THAT IS CUT IN TWO.]\n2C P[NEXT.]\n"},
		{"the head of a later section", head + "1. (C) ONE THAT IS\n CONFIDENTIAL\n CONFIDENTIAL PTQ1865\nPAGE 01 FENWIC 00012 02 OF 02 190619Z ACTION EUR-00\nINFO LOG-00 NP-00 AID-00 ACQ-00 CEA-01 CIAE-00 /012W ------------------A54E56 190619Z /38 P 190618Z FEB 08 FM AMEMBASSY FENWICK TO SECSTATE WASHDC 7739\n" +
			"C O N F I D E N T I A L SECTION 02 OF 02 FENWICK 000012\nSIPDIS\nE.O. 12958: DECL: 02/10/2018 TAGS: PGOV XX\nCUT IN TWO.\nEXAMPLE\n", "1C P[ONE THAT IS CUT IN TWO.]\n-- EXAMPLE\n"},
		{"the relay's caption in the text", head + "1. (C) One that wants to\nSIPDIS go on, and Foreign Minister (Partido dos SIPDIS Trabalhadores) whose SIPDIS caption was left out of it as well.\nSipdis\nIt ends.\n",
			"1C P[One that wants to go on, and Foreign Minister (Partido dos Trabalhadores) whose SIPDIS caption was left out of it as well. It ends.]\n"},
		{"a copy with its end cut off before the message", head + "1. (C) One that is c...\n\n123456\n2008-02-19\n08FENWICK12\nEmbassy Fenwick\nCONFIDENTIAL\n08STATE2\n" + strings.Replace(head, "MATTER", "MATTER OF WEIGHT", 1) + "1. (C) One that is complete.\n",
			"1C P[One that is c...]\n1C P[One that is complete.]\n"},
		{"a header in the text", head + "1. (C) One that is c...\nheader:\nVZCZCXRO1234\nRR RUEHWEB\n\nDE RUEHFE #0012/01 0500618\nZNY CCCCC ZZH\nR 190618Z FEB 08\nFM AMEMBASSY FENWICK\nTO RUEHC/SECSTATE WASHDC 1234\nINFO RUEHAA/AMEMBASSY BELVOIR 0042\nNATIONAL SECURITY COUNCIL WASHINGTON DC\n\n----------------- header ends ----------------\n\n" + head + "1. (C) One.\n",
			"1C P[One that is c...]\n1C P[One.]\n"},
		{"a blank line behind every line", head + "1. (C) The first line of a text that was sent with\n\nblank lines between all of its lines, as some\n\nTerminals did, and which is one paragraph until\n\n20 or more words are over, and then it is at its\n\nEnd, which the reader wants to see in one piece of\n\nText and not in nine.\n\n2. (C) The second line of a text that was sent with\n\nblank lines between all of its lines, as some\n\nTerminals did, and which is one paragraph until\n\nIt ends.\n",
			"1C P[The first line of a text that was sent with blank lines between all of its lines, as some Terminals did, and which is one paragraph until 20 or more words are over, and then it is at its End, which the reader wants to see in one piece of Text and not in nine.]\n2C P[The second line of a text that was sent with blank lines between all of its lines, as some Terminals did, and which is one paragraph until It ends.]\n"},
		{"a list of short lines", head + "1. (C) The meeting was long, and those who took part in it were many\nand came from far, to speak about the harbor and of what follows from\nit, of which the Ambassador had spoken before, and not only of that,\nbut also of other matters that had come up, such as what one drinks\nwith herring in winter, and when the ice is gone from the harbor.\n\nUnited States\nThe Ambassador\nJ. Doe (notetaker)\n\nFenwick\nThe Minister\n",
			"1C P[The meeting was long, and those who took part in it were many and came from far, to speak about the harbor and of what follows from it, of which the Ambassador had spoken before, and not only of that, but also of other matters that had come up, such as what one drinks with herring in winter, and when the ice is gone from the harbor.] P[United States] P[The Ambassador] P[J. Doe (notetaker)] P[Fenwick] P[The Minister]\n"},
		{"dashes without a blank", head + "1. (C) Points:\n--First of them\n--Second of them.\n", "1C P[Points:] E[-- First of them] E[-- Second of them.]\n"},
		{"a table with a rule", head + "1. (C) Table:\n\nName          Post           Year\n----          ----           ----\nJ. Doe        Fenwick        2004\nR. Roe        Belvoir        2005\n", "1C P[Table:] F[Name          Post           Year|----          ----           ----|J. Doe        Fenwick        2004|R. Roe        Belvoir        2005]\n"},
		{"an enclosed letter", head + "1. (C) Text of letter:\n\nDear Minister:\n\n1. I write.\n\nSincerely,\n\nThe President\n\nEnd text.\n\n2. (C) Next.\n", "1C P[Text of letter:] P[Dear Minister:] E[1. I write.] P[Sincerely,] P[The President] P[End text.]\n2C P[Next.]\n"},
		{"a comment that ends", head + "COMMENT\n-------\n\n1. (C) Comment: It matters. End Comment.\n\n2. (U) Minimize considered.\n", "## COMMENT\n1C {comment} P[Comment: It matters. End Comment.]\n2U P[Minimize considered.]\n"},
		{"kinds of paragraph", head + "1. (C) ACTION REQUEST: See 3.\n\n2. (C) Bio Note: Born 1950. End Bio Note.\n\nBIOGRAPHIC NOTE\n---------------\n\n3. (C) He has a dog.\n", "1C {action request} P[ACTION REQUEST: See 3.]\n2C {biographic note} P[Bio Note: Born 1950. End Bio Note.]\n## BIOGRAPHIC NOTE\n3C {biographic note} P[He has a dog.]\n"},
		{"headings inside one line", "C O N F I D E N T I A L FENWICK 000012  SIPDIS  E.O. 12958: DECL: 02/10/2018 TAGS: PGOV, XX SUBJECT: A MATTER  REF: STATE 12  Classified By: DCM A. Smith, reasons 1.4 (b)  1.  (C) It rained in the harbor.  The Road Ahead  2.  (C) It will rain.  MORE OF IT  3.  (C) And more. EXAMPLE",
			"1C P[It rained in the harbor.]\n## The Road Ahead\n2C P[It will rain.]\n## MORE OF IT\n3C P[And more.]\n-- EXAMPLE\n"},
		{"nothing but a backslash before a number inside a line", head + "1. (C) One.\n\\ \\  2. (C) " + strings.Repeat("It rained in the harbor. ", 5) + "\n",
			"1C P[One.]\n2C P[" + strings.TrimSpace(strings.Repeat("It rained in the harbor. ", 5)) + "]\n"},
		{"a copy without blank lines", head + "1. (C) It rained.\nA HEADING IN CAPITALS\n2. (C) It shone.\nThe Road Ahead\n3. (C) It snowed.\n", "1C P[It rained.]\n## A HEADING IN CAPITALS\n2C P[It shone.]\n## The Road Ahead\n3C P[It snowed.]\n"},
		{"a paragraph without number behind the reasons", strings.TrimRight(head, "\n") + " REF: A. STATE 9124 B. FENWICK 11 Classified By: Ambassador J. Doe for reasons 1.4(b) and (d). (C) During a meeting the Ambassador raised the points. EXAMPLE\n", "0C P[During a meeting the Ambassador raised the points.]\n-- EXAMPLE\n"},
		{"a paragraph without number behind a reference", head + "REF: STATE 5535\n\n(C) We delivered the points of reftel to the Minister today.\nEXAMPLE\n", "0C P[We delivered the points of reftel to the Minister today.]\n-- EXAMPLE\n"},
		{"prose behind a reference", "UNCLAS FENWICK 000012  SIPDIS  TAGS: PGOV SUBJECT: A MATTER  REF: A. STATE 5535       B. FENWICK 11  On November 9 we delivered the follow-up points on the harbor to the Minister and went home.  EXAMPLE", "0 P[On November 9 we delivered the follow-up points on the harbor to the Minister and went home.]\n-- EXAMPLE\n"},
		{"a stamp in the text", "CONFIDENTIAL\nPAGE 01 FENWIC 00012 190618Z\nR 190618Z FEB 79\nFM AMEMBASSY FENWICK\nTO SECSTATE WASHDC 1234\nC O N F I D E N T I A L FENWICK 0012\nSUBJECT: A MATTER\n1. THE MINISTER SAID Sheryl P. Walter Declassified/Released US Department of State EO Systematic Review 20 Mar 2014\nSheryl P. Walter Declassified/Released US Department of State EO Systematic Review 20 Mar 2014\nTHAT IT WAS SO.\nEXAMPLE\nCONFIDENTIAL\nNNNN\n", "1 P[THE MINISTER SAID THAT IT WAS SO.]\n-- EXAMPLE\n"},
		{"what a release stamps", "UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05771875 Date: 12/31/2015\nRELEASE IN PART\nB1,1.4(D),B6\n" + head + "1. (C) The text\nB1\ngoes on.\nUNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05771875 Date: 12/31/2015\n2. (U) End.\n", "1C P[The text goes on.]\n2U P[End.]\n"},
		{"the codes of a release in the margin", "RELEASE IN PART\nB1,1.4(D),B6\n" + head + "1. (C) The text of a line                    B1\ngoes on for those who want a B1\nand those who have it.           1.4(D), B6\n\n2. (U) End.\n", "1C P[The text of a line goes on for those who want a B1 and those who have it.]\n2U P[End.]\n"},
		{"what looks like the codes of a release and is none", head + "1. (C) Of the forms they had\nthe one that is called    B1\nin hand.\n", "1C P[Of the forms they had the one that is called B1 in hand.]\n"},
		{"a signature behind an address", head + "1. (C) Visit our Website: http://www.example.gov/fenwick/ EXAMPLE\n", "1C P[Visit our Website: http://www.example.gov/fenwick/]\n-- EXAMPLE\n"},
		{"a signature behind a redaction", head + "1. (C) Visit our Website: XXXXXXXXXXXX\nLeDoe\n", "1C P[Visit our Website: XXXXXXXXXXXX]\n-- LeDoe\n"},
		{"a signature that is glued", head + "1. (C) It was small.EXAMPLE\n", "1C P[It was small.]\n-- EXAMPLE\n"},
		{"a signature and what a copy left", head + "1. (C) It was small.\nEXAMPLE \\", "1C P[It was small.]\n-- EXAMPLE\n"},
		{"a signature and the end of the dump's field", head + "1. (C) It was small.\nEXAMPLE\",\n", "1C P[It was small.]\n-- EXAMPLE\n"},
		{"a signature, an end mark and a summary behind it", head + "1. (C) It was small. EXAMPLE NNNN 2008-02-19 A MATTER It was small and is summed up.\n", "1C P[It was small.]\n-- EXAMPLE\n"},
		{"marks with lists of countries", head + "1. (S//REL AUSTRALIA, CANADA, NEW ZEALAND) One.\n\n2. [S/NF] Two.\n", "1S//REL AUSTRALIA,CANADA,NEW ZEALAND P[One.]\n2S/NF P[Two.]\n"},
		{"entities and quoted blanks", head + "1. (C) R&amp;D &#8217;s=20\nand R&D;=20\nend.\n", "1C P[R&D ’s and R&D; end.]\n"},
		{"damaged numbers in an enclosed letter", "TAGS: [KZ](#)\n\n11. (C) One.\n\n12. (C) Two.\n\n13. (C) The letter:\n\n11. The Ministry writes.\n\n12. It writes again.\n\n13. And again.\n\n14. It ends.\n", "1C P[One.]\n2C P[Two.]\n3C P[The letter:]\n1 P[The Ministry writes.]\n2 P[It writes again.]\n3 P[And again.]\n4 P[It ends.]\n"},
	} {
		c := Parse([]byte(k.text), Container{Path: "08FENWICK12.txt"})
		if err := tiles(c); err != nil {
			t.Errorf("%s: %v", k.name, err)
		}
		if got := outline(c); got != k.want {
			t.Errorf("%s\n  want %s\n  got  %s", k.name, k.want, got)
		}
	}
}

// TestOtherCopies reads forms that put fields of their own before the message.
func TestOtherCopies(t *testing.T) {
	for _, k := range []struct{ name, text, want string }{
		{"five lines and a header glued to the body", "05FENWICK538\nA MATTER\n2005-02-10 09:12:00 +0000\nCONFIDENTIAL\nEmbassy Fenwick\nVZCZCXYZ0000\nZNY CCCCC ZZH\nP 100912Z FEB 05\nFM AMEMBASSY FENWICK\nTO RUEHC/SECSTATE WASHDC PRIORITY 4696C O N F I D E N T I A L FENWICK 000538\n\nSUBJECT: A MATTER\n\n1. (C) One.\n",
			"05FENWICK538 2005-02-10 09:12 CONFIDENTIAL Embassy Fenwick to SECSTATE WASHDC: A MATTER"},
		{"text saved from a page of PlusD", "-----BEGIN PGP PUBLIC KEY BLOCK-----\nmQQBBGBjDtIBH6DJa80zDBgR\n-----END PGP PUBLIC KEY BLOCK-----\nLeaks News\nA MATTER\nDate:\n1975 October 8, 20:04 (Wednesday)\nCanonical ID:\n1975FENWIC00123_b\nShow Headers\nCONFIDENTIAL\nPAGE 01 FENWIC 00123 082044Z\n67\nACTION EUR-12\nINFO OCT-01 /013 W\n--------------------- 054161\nR 082004Z OCT 75\nFM AMEMBASSY FENWICK\nTO SECSTATE WASHDC 1234\nC O N F I D E N T I A L FENWICK 0123\nSUBJECT: A MATTER\n1. ONE.\n",
			"1975FENWIC00123_b 1975-10-08 20:04 CONFIDENTIAL Fenwick to SECSTATE WASHDC: A MATTER"},
		{"a telegram of 1979 with heads on three lines", "CONFIDENTIAL\nPAGE 01\nFENWICK 00123\n271243Z\nACTION EUR-12\nINFO OCT-01 ISO-00 /087 W\n------------------108834 290309Z /12\nO R 271205Z OCT 79\nFM AMEMBASSY FENWICK\nTO SECSTATE WASHDC IMMEDIATE 1234\nC O N F I D E N T I A L FENWICK 00123\nSUBJECT: A MATTER OF\nWEIGHT\n1. ONE.\n",
			"1979FENWICK00123 1979-10-27 12:05 CONFIDENTIAL Fenwick to SECSTATE WASHDC: A MATTER OF WEIGHT"},
		{"a partial record over the head of a telegram", "This record is a partial extract of the original cable. The full text of the original cable is not available.\n\n291359Z Nov 00\n\n                           CONFIDENTIAL     PTQ1859\n\nPAGE 01        FENWIC  00123  01 OF 03  291400Z \nACTION AF-00    \n\nINFO  LOG-00   NP-00    AID-00   \n      CTME-00  DINT-00  /012W\n                  ------------------A54E38  291401Z /38    \nFM AMEMBASSY FENWICK\nTO SECSTATE WASHDC IMMEDIATE 7738\nINFO AMEMBASSY BELVOIR\nWednesday, 29 November 2000, 13:59\nC O N F I D E N T I A L SECTION 01 OF 03 FENWICK 000123 \nSUBJECT: A MATTER\n1. (C) ONE.\n",
			"00FENWICK123 2000-11-29 13:59 CONFIDENTIAL Fenwick to SECSTATE WASHDC: A MATTER"},
	} {
		c := Parse([]byte(k.text), Container{})
		if err := tiles(c); err != nil {
			t.Errorf("%s: %v", k.name, err)
		}
		to := ""
		for _, a := range c.To {
			to += a.Name.String()
		}
		if got := fmt.Sprintf("%s %s %s %s to %s: %s", c.ID, c.Created.Format("2006-01-02 15:04"), c.Classification.Full(), c.Origin, to, c.Subject); got != k.want {
			t.Errorf("%s\n  want %s\n  got  %s", k.name, k.want, got)
		}
	}
}
