package parser

import (
	"fmt"
	"strings"
	"testing"

	"reftel/model"
)

// fragmentForm is a fragment in one of the ways in which people write it, and what is read.
type fragmentForm struct{ text, want string }

// forms reads every fragment as the file 08TRIPOLI564.txt.
func forms(t *testing.T, of func(*model.Cable) string, all []fragmentForm) {
	t.Helper()
	for _, f := range all {
		c := Parse([]byte(f.text), Container{Path: "08TRIPOLI564.txt"})
		if err := tiles(c); err != nil {
			t.Errorf("%q: %v", f.text, err)
		}
		if got := of(c); got != f.want {
			t.Errorf("%q\n  want %s\n  got  %s", f.text, f.want, got)
		}
	}
}

func TestFormsReferences(t *testing.T) {
	forms(t, func(c *model.Cable) string {
		var out []string
		for _, r := range c.References {
			s := r.Kind.String()
			if !r.ID.Zero() {
				s = r.ID.String()
			}
			out = append(out, strings.TrimSpace(r.Letter.String()+" "+s))
		}
		return strings.Join(out, "; ")
	}, []fragmentForm{
		{"REF: A. TRIPOLI 500\n     B. 07 TUNIS 12\n", "A 08TRIPOLI500; B 07TUNIS12"},
		{"REF: TRIPOLI 700\n", "07TRIPOLI700"},
		{"REFTEL: SECSTATE 43420\n", "08STATE43420"},
		{"REFTELS: (A) STATE 12345, (B) TUNIS 77\n", "A 08STATE12345; B 08TUNIS77"},
		{"Ref: a) Tunis 44; b) Rabat 12\n", "A 08TUNIS44; B 08RABAT12"},
		{"REFS: 06 TUNIS 1, 07 RABAT 2, AND ALGIERS 3\n", "06TUNIS1; 07RABAT2; 08ALGIERS3"},
		{"REF: 2007 THE HAGUE 03525\n", "07THEHAGUE3525"},
		{"REF: LIMA 4516 (06)\n", "06LIMA4516"},
		{"REF: '07 PORT AU PRINCE 1491\n", "07PORTAUPRINCE1491"},
		{"REF: (A)STATE 175414 (NOTAL), (B)ISLAMABAD 5601\n", "A 08STATE175414; B 08ISLAMABAD5601"},
		{"REF: BRASILIA 2799 AND 2764\n", "08BRASILIA2799; 08BRASILIA2764"},
		{"REF: A. A. STATE 56282 B. B. STATE 56666\n", "A 08STATE56282; B 08STATE56666"},
		{"REF: STATE 297614 AND PREVIOUS\n", "08STATE297614"},
		{"REF: STATE 106206 CIRCULAR\n", "08STATE106206"},
		{"REF: TRIPOLI 33, 53\n", "08TRIPOLI33; 08TRIPOLI53"},
		{"REF: Tunis 496, 407, 356, 07 Rabat 1892\n", "08TUNIS496; 08TUNIS407; 08TUNIS356; 07RABAT1892"},
		{"REF: A) TUNIS 1, B) RABAT 2), C) ALGIERS      B. 161\n", "A 08TUNIS1; B 08RABAT2; C 08ALGIERS161"},
		{"REF: A. TUNIS 1\n\n     ¶B. RABAT 2\n\n     ¶C. CAIRO 3\n\n1. (C) Text\n", "A 08TUNIS1; B 08RABAT2; C 08CAIRO3"},
		{"REF: A. TUNIS 1\n\nTRIPOLI 00000564  002 OF 003\n\n     B. RABAT 2\n", "A 08TUNIS1; B 08RABAT2"},
		{"REF: A. TUNIS\n     1234\n     B. RABAT 2\n", "A 08TUNIS1234; B 08RABAT2"},
		{"REF: A. DOE-ROE EMAIL 1/22/2008 B. TUNIS 1\n", "A email; B 08TUNIS1"},
		{"REF: A. DOE/ROE TELCON 1/22/2008\n     B. SEPTEL\n     C. IIR 6 809 0381 03\n     D. TD-314/12345-08\n", "A telcon; B septel; C report; D report"},
		{"REF: MINISTER JONES LETTER OF MAY 12\n", "letter"},
		{"REF: NONE\n\n1. (U) x\n", ""},
		{"REF: [A] TUNIS 1 [B] RABAT 2\n", "A 08TUNIS1; B 08RABAT2"},
		{"REF. TUNIS 12\n", "08TUNIS12"},
		{"REF TUNIS 12\n", "08TUNIS12"},
		{"REF(S): A: TUNIS 12 B: RABAT 3\n", "A 08TUNIS12; B 08RABAT3"},
		{"REF: (A) TUNIS 12; (B) RABAT 3 (EXDIS); (C) CAIRO 4.\n", "A 08TUNIS12; B 08RABAT3; C 08CAIRO4"},
		{"REF: TUNIS 12 (NODIS)\n", "08TUNIS12"},
		{"REF: A. USUN NEW YORK 18\n     B. USNATO 22\n     C. USEU BRUSSELS 7\n     D. UNVIE VIENNA 9\n", "A 08USUNNEWYORK18; B 08USNATO22; C 08USEUBRUSSELS7; D 08UNVIEVIENNA9"},
		{"REF: A. 08TUNIS12\n     B. 07RABAT33\n", "A 08TUNIS12; B 07RABAT33"},
		{"REF: TUNIS 0012, dated March 4\n", "08TUNIS12"},
		{"REF: A) 07 TUNIS 12 B) 07 TUNIS 13 C) TUNIS 14\n", "A 07TUNIS12; B 07TUNIS13; C 08TUNIS14"},
		{"REF: A. STATE 12345\n\nClassified By: DCM A. Smith, reasons 1.4 (b)\n", "A 08STATE12345"},
		{"REF: TUNIS 12 AND RABAT 13 AND PREVIOUS (NOTAL)\n", "08TUNIS12; 08RABAT13"},
		{"REF: A. TUNIS 12 (SMITH TRAVEL)\n     B. RABAT 3 - JONES VISIT\n", "A 08TUNIS12; B 08RABAT3"},
		{"REF: TUNIS 12/RABAT 13\n", "08TUNIS12; 08RABAT13"},
	})
}

func TestFormsClassifiers(t *testing.T) {
	forms(t, func(c *model.Cable) string {
		if c.ClassifiedBy == nil {
			return ""
		}
		return c.ClassifiedBy.Name.String()
	}, []fragmentForm{
		{"Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).\n", "Jane Q. Example"},
		{"CLASSIFIED BY: JANE Q. EXAMPLE, AMBASSADOR. REASON: 1.4 (B) AND (D)\n", "JANE Q. EXAMPLE"},
		{"Classified by DCM John Doe for reasons 1.4 b/d.\n", "John Doe"},
		{"Classified By: Deputy Chief of Mission Mary van der Berg for reasons 1.5 (b) and (d)\n", "Mary van der Berg"},
		{"Classified By: CDA J. Robert Smith III, reasons 1.4(b), (d)\n", "J. Robert Smith III"},
		{"Classified By: Charge d'Affaires, a.i., Patrick O'Neill; Reason 1.4 (d)\n", "Patrick O'Neill"},
		{"Classified By: Pol/Econ Counselor Anne-Marie Smith per 1.4 (b,d)\n", "Anne-Marie Smith"},
		{"Classified By: EUR/WE Director John Brown, Jr., for reasons 1.4 (b) and (d).\n", "John Brown, Jr."},
		{"Classified By: (U) Consul General Jane Doe. Reason: 1.4 (c)\n", "Jane Doe"},
		{"Classified By: NEA - Jeffrey Doe, Acting Assistant Secretary, reason 1.4 (b)\n", "Jeffrey Doe"},
		{"CLASSIFIED BY A/DCM RICHARD ROE FOR REASONS 1.4 (B) (D)\n", "RICHARD ROE"},
		{"Classified By: John Doe, Ambassador, U.S. Embassy Tripoli, Department of State. \nREASON: 1.4 (b), (d) \n", "John Doe"},
		{"Classified By: Ambassador\nJohn Doe for reasons 1.4 (b)\n", "John Doe"},
		{"Classified By: PolCouns John Doe and EconCouns Jane Roe for reasons 1.4 (b)\n", "John Doe and Jane Roe"},
		{"Derived from: DSCG 05-1, b and d\n", ""},
		{"1. (U) Classified by Deputy Assistant Secretary Jane Doe. Reason: 1.4 (b).\n\n2. (C) Text", "Jane Doe"},
		{"Classified By: Classified by: Consul General John Doe for reason 1.4 (d)\n", "John Doe"},
		{"CLASSIFIED BY: LTC JOHN DOE, DATT, REASON 1.4 (A)\n", "JOHN DOE"},
		{"Classified By: Minister-Counselor for Political Affairs Jane Doe, Reasons\n1.4 (b) and (d)\n", "Jane Doe"},
		{"Classified By: Political Counselor M. Lee Smith. Reasons: E.O. 12958 1.4 (B), (D)\n", "M. Lee Smith"},
		{"Classified By: ECONOFF JOHN DOE. E.O. 12958, 1.5 (D)\n", "JOHN DOE"},
		{"Classified By: Principal Officer Juan de la Cruz for Reasons 1.4 (b & d)\n", "Juan de la Cruz"},
		{"Classified By: Amb. W. Stuart Doe. Reasons 1.4 (b/d).\n", "W. Stuart Doe"},
	})
}

func TestFormsReasons(t *testing.T) {
	forms(t, func(c *model.Cable) string {
		if c.ClassifiedBy == nil {
			return ""
		}
		return strings.ReplaceAll(lines(c.ClassifiedBy.Reasons), "1.", "")
	}, []fragmentForm{
		{"Classified By: DCM A. Smith, reasons 1.4 (b) and (d).\n", "4(b) 4(d)"},
		{"Classified By: DCM A. Smith, reasons 1.4 (b,d)\n", "4(b) 4(d)"},
		{"Classified By: DCM A. Smith, reasons 1.4 (b/d)\n", "4(b) 4(d)"},
		{"Classified By: DCM A. Smith, reasons 1.4 B & D\n", "4(b) 4(d)"},
		{"Classified By: DCM A. Smith, reasons 1.4(b)-(d)\n", "4(b) 4(d)"},
		{"Classified By: DCM A. Smith, E.O. 12958 1.4 (B), (D)\n", "4(b) 4(d)"},
		{"Classified By: DCM A. Smith\nREASON 1.4 (B)/(D)\n", "4(b) 4(d)"},
		{"Classified By: DCM A. Smith, reasons 1.5 (b) (d)\n", "5(b) 5(d)"},
		{"Classified By: DCM A. Smith, reasons 1. 4 (b) and ( d).\n", "4(b) 4(d)"},
		{"Classified By: DCM A. Smith, reasons 1.4 (a), (b), (c) and (d).\n", "4(a) 4(b) 4(c) 4(d)"},
		{"Classified By: DCM A. Smith, reasons 1.4 (b,c and d)\n", "4(b) 4(c) 4(d)"},
		{"Classified By: DCM A. Smith, reasons 1.4 (b) \nand (d)\n\n1. (C) x", "4(b) 4(d)"},
	})
}

func TestFormsSubjects(t *testing.T) {
	forms(t, func(c *model.Cable) string { return c.Subject.String() }, []fragmentForm{
		{"SUBJECT: ONE LINE\n\nREF: TUNIS 1\n", "ONE LINE"},
		{"SUBJECT: TWO LINES OF\nA SUBJECT\n\nREF: TUNIS 1\n", "TWO LINES OF A SUBJECT"},
		{"SUBJECT: (S) SPAIN: A MARKED SUBJECT\n\n1. (S) x", "SPAIN: A MARKED SUBJECT"},
		{"SUBJ: SHORT LABEL\n\n1. (S) x", "SHORT LABEL"},
		{"UBJECT: CUT LABEL\n\n1. (S) x", "CUT LABEL"},
		{"Subject: Small letters\n\n1. (S) x", "Small letters"},
		{"TAGS: PREL, LY\nSUBJECT:  GLUED REF: TUNIS 1\n", "GLUED"},
		{"SUBJECT: ENDS IN A HYPHEN-\nATED WORD\n\n1. (U) x", "ENDS IN A HYPHEN-ATED WORD"},
		{"SUBJECT: GLUED CLASSIFIED BY: DCM A. SMITH, REASON 1.4 (B)\n", "GLUED"},
		{"SUBJECT: ENDS AT THE MARK\n(C) Summary. Text follows here and goes on.\n", "ENDS AT THE MARK"},
		{"SUBJECT: ENDS AT A NUMBER\n1. (C) Summary. Text\n", "ENDS AT A NUMBER"},
		{"SUBJECT: ENDS AT THE PILCROW\n¶1. (C) Summary. Text\n", "ENDS AT THE PILCROW"},
		{"SUBJECT:\nON THE NEXT LINE\n\n1. (U) x", "ON THE NEXT LINE"},
		{"SUBJECT:TNF: WITHOUT BLANK\n1. X\n", "TNF: WITHOUT BLANK"},
		{"SUBJECT: A QUITE LONG ENOUGH SUBJECT WITH A PAGE BREAK IN\n\nTRIPOLI 00000564  002 OF 003\n\n\nTHE MIDDLE\n\nREF: TUNIS 1\n", "A QUITE LONG ENOUGH SUBJECT WITH A PAGE BREAK IN THE MIDDLE"},
		{"SUBJECT: BEFORE\n\nSUMMARY\n-------\n1. (C) x", "BEFORE"},
		{"E.O. 12958: N/A TAGS: PREL LY SUBJECT: IN ONE LINE REF: A. TUNIS 1\n", "IN ONE LINE"},
		{"SUBJECT: A VERY LONG SUBJECT THAT GOES ON AND ON UNTIL IT IS \nOVER THE END OF ITS LINE, AND FURTHER: THE NEXT ELECTIONS \n\nRef: A. Tunis 1\n", "A VERY LONG SUBJECT THAT GOES ON AND ON UNTIL IT IS OVER THE END OF ITS LINE, AND FURTHER: THE NEXT ELECTIONS"},
		{"SUBJECT: DOTS AND MARKS, \"QUOTED\"...\nSENSITIVE BUT UNCLASSIFIED. PLEASE PROTECT ACCORDINGLY.\n\n1. (SBU) x", "DOTS AND MARKS, \"QUOTED\"..."},
		{"SUBJECT: BEFORE DERIVED\nDERIVED FROM: DSCG 05-1 D\n\n1. (C) x", "BEFORE DERIVED"},
	})
}

func TestFormsTAGS(t *testing.T) {
	forms(t, func(c *model.Cable) string {
		out := lines(c.TAGS)
		for i, t := range c.Terms {
			out += []string{" / ", ", "}[min(i, 1)] + t.String()
		}
		return out
	}, []fragmentForm{
		{"TAGS: PREL, PGOV, LY\n", "PREL PGOV LY"},
		{"TAGS PREL PGOV LY\n", "PREL PGOV LY"},
		{"Tags: prel, pgov, ly\n", "PREL PGOV LY"},
		{"TAGS: PREL; PGOV; LY\n", "PREL PGOV LY"},
		{"TAGS: PREL/PGOV/LY\n", "PREL PGOV LY"},
		{"TAGS:\tPREL\tPGOV\tLY\n", "PREL PGOV LY"},
		{"TAGS: PREL, PGOV,\nLY, PHUM\nSUBJECT: X\n", "PREL PGOV LY PHUM"},
		{"TAGS: PREL PGOV\nLY\nSUBJECT: X\n", "PREL PGOV LY"},
		{"TAGS: MARR KTIA MARR KTIA\n", "MARR KTIA"},
		{"TAGS: PRELPGOV, LY\n", "PREL PGOV LY"},
		{"TAGS: PREL, POLITICAL, LY\n", "PREL LY / POLITICAL"},
		{"TAGS: OVIP (DOE, JOHN), PREL, LY\n", "OVIP PREL LY / DOE, JOHN"},
		{"TAGS: PREL, HUMAN RIGHTS, LY\n", "PREL LY / HUMAN RIGHTS"},
		{"TAG: PREL, LY\n", "PREL LY"},
		{"TAGS:\nPREL, LY\nSUBJECT: X\n", "PREL LY"},
		{"TAGS: PREL LYSUBJECT: GLUED\n", "PREL LY"},
		{"TAGS: PREL, LY.\n", "PREL LY"},
		{"TAGS: PREL, UN, UNGA, EUN, NATO, LY\n", "PREL UN UNGA EUN NATO LY"},
	})
}

func TestFormsDeclassification(t *testing.T) {
	forms(t, func(c *model.Cable) string {
		if c.DeclassifyOn.IsZero() {
			return ""
		}
		return c.DeclassifyOn.Format("2006-01-02")
	}, []fragmentForm{
		{"E.O. 12958: DECL: 02/10/2015\n", "2015-02-10"},
		{"E.O. 12958: DECL: 2/1/18\n", "2018-02-01"},
		{"E.O. 12958: DECL: 2015/02/10\n", "2015-02-10"},
		{"EO 12958 DECL: 02/10/2015\n", "2015-02-10"},
		{"E.O. 12598: DECL:02/10/2015\n", "2015-02-10"},
		{"E.O. 12958: DNG: CO 01/26/2021\n", "2021-01-26"},
		{"E.O. 12958: DECL: 12-29-13\n", "2013-12-29"},
		{"E.O. 12958: N/A\n", ""},
		{"E.O. 12356: DECL: OADR\n", ""},
		{"E.O. 12958:\nDECL: 02/10/2015\n", "2015-02-10"},
		{"E.O. 12065: GDS 10/31/85 (DOE, JOHN M.) OR-M\n", "1985-10-31"},
		{"E.O. 12958: DECL: 10 FEB 2015\n", "2015-02-10"},
		{"E.O. 13526: DECL: 2020/02/10\n", "2020-02-10"},
		{"EO 12958:DECL:FEBRUARY 10, 2015\n", "2015-02-10"},
		{"E.O. 12958: DECL: 02/10/1015\n", ""},
	})
}

func TestFormsSignatures(t *testing.T) {
	forms(t, func(c *model.Cable) string { return c.SignedBy.String() }, []fragmentForm{
		{"1. (C) Some text ends.\nEXAMPLE\n", "EXAMPLE"},
		{"1. (C) Some text ends.\n\nExample\n", "Example"},
		{"1. (C) Some text ends. EXAMPLE\n", "EXAMPLE"},
		{"1. (C) Some text ends.\nEXAMPLE\nNNNN\n", "EXAMPLE"},
		{"1. (C) Some text ends.\nEXAMPLENNNN\n", "EXAMPLE"},
		{"1. (C) Some text ends.\nVAN DER EXAMPLE\n", "VAN DER EXAMPLE"},
		{"1. (C) Some text ends.\nO'EXAMPLE\n", "O'EXAMPLE"},
		{"1. (C) Some text ends.\nEXAMPLE\n=======================CABLE ENDS============================\n", "EXAMPLE"},
		{"1. (C) Some text ends.\n\n\nEXAMPLE#\n", "EXAMPLE"},
		{"1. (C) End comment.\nMcEXAMPLE\n", "McEXAMPLE"},
		{"1. (C) Minimize considered.\nEXAMPLE-DOE\n", "EXAMPLE-DOE"},
		{"1. (C) Some text has no end\n", ""},
		{"1. (C) This is all. END COMMENT.\n", ""},
	})
}

func TestFormsSummaries(t *testing.T) {
	forms(t, func(c *model.Cable) string {
		if c.Summary.Origin != model.SummaryOfficial {
			return ""
		}
		return c.Summary.Text.String()
	}, []fragmentForm{
		{"1. (C) Summary: It rained. End Summary.\n\n2. (C) More.\n", "It rained."},
		{"1. (C) SUMMARY. IT RAINED. END SUMMARY.\n\n2. (C) MORE.\n", "IT RAINED."},
		{"SUMMARY\n-------\n\n1. (C) It rained.\n\nThe Sun\n-------\n\n2. (C) It shone.\n", "It rained."},
		{"1. (C) Summary and Comment: It rained. End Summary and Comment.\n\n2. (C) x", "It rained."},
		{"1. (C) Begin summary: It rained. End summary.\n\n2. (C) x\n", "It rained."},
		{"1. (C) Key Points: It rained. End Key Points.\n\n2. (C) x\n", "It rained."},
		{"Summary\n\n1. (C) It rained.\n\n2. (C) It poured. End Summary.\n\n3. (C) x\n", "It rained.\nIt poured."},
		{"1. (C) (SUMMARY) It rained. (END SUMMARY)\n\n2. (C) x\n", "It rained."},
		{"1. SUMMARY: IT RAINED. END SUMMARY\n\n2. X\n", "IT RAINED."},
		{"(SBU) SUMMARY: It rained. END SUMMARY.\n\n1. (U) x\n", "It rained."},
		{"1. (C) Summary/Action Request: It rained. End Summary/Action Request.\n\n2. (C) x", "It rained."},
	})
}

func TestFormsBanners(t *testing.T) {
	forms(t, func(c *model.Cable) string { return c.Classification.Full() }, []fragmentForm{
		{"C O N F I D E N T I A L TRIPOLI 000564\n", "CONFIDENTIAL"},
		{"S E C R E T SECTION 01 OF 02 TRIPOLI 000564\nNOFORN\n", "SECRET//NOFORN"},
		{"UNCLAS TRIPOLI 000564\nSENSITIVE\n", "UNCLASSIFIED//FOR OFFICIAL USE ONLY"},
		{"UNCLAS E F T O TRIPOLI 000564\n", "UNCLASSIFIED"},
		{"LIMITED OFFICIAL USE TRIPOLI 0564\n", "LIMITED OFFICIAL USE"},
		{"C o n f i d e n t i a l section 01 of 03 tripoli 000564\n", "CONFIDENTIAL"},
		{"UNCLAS SECTION01 OF 03 TRIPOLI 000564\n", "UNCLASSIFIED"},
	})
}

func TestFormsCaptions(t *testing.T) {
	forms(t, func(c *model.Cable) string {
		var out []string
		for _, l := range c.Captions {
			out = append(out, l.String())
		}
		return strings.Join(out, ", ")
	}, []fragmentForm{
		{"UNCLAS TRIPOLI 000564\n\nSIPDIS\nSENSITIVE\nNOFORN\n", "SIPDIS, SENSITIVE, NOFORN"},
		{"UNCLAS TRIPOLI 000564\n\nSIPDIS, SENSITIVE, SIPDIS\n", "SIPDIS, SENSITIVE"},
		{"C O N F I D E N T I A L TRIPOLI 000564\n\nC O R R E C T E D  C O P Y (ADDED TAGS)\nEXDIS\n", "CORRECTED COPY, EXDIS"},
		{"C O N F I D E N T I A L TRIPOLI 000564\n\nNODIS\nROGER CHANNEL\nSTADIS\n", "NODIS, ROGER CHANNEL, STADIS"},
	})
}

func TestFormsMarks(t *testing.T) {
	forms(t, func(c *model.Cable) string {
		var out []string
		for _, p := range c.Paragraphs {
			out = append(out, fmt.Sprintf("%d%s", p.Number, p.Mark.Written))
		}
		return strings.Join(out, " ")
	}, []fragmentForm{
		{"1. (C) a\n\n2. (SBU) b\n\n3. (S/NF) c\n", "1C 2SBU 3S/NF"},
		{"¶1.(C) a\n\n¶2.(U) b\n", "1C 2U"},
		{"1 (C) a\n\n2 (C) b\n", "1C 2C"},
		{"1. C) a\n\n2. C) b\n", "1C 2C"},
		{"1. (c) a\n\n2. (sbu) b\n", "1C 2SBU"},
		{"1.  a\n\n2.  b\n", "1 2"},
		{"1. (S//REL NATO) a\n\n2. (C/REL ISAF) b\n\n3. (S//FGI//NF) c\n", "1S//REL NATO 2C/REL ISAF 3S//FGI//NF"},
		{"1. (U.S.) a\n\n2. (SE) b\n\n3. (B) c\n", "1 2 3"},
		{"1. C - ENTIRE TEXT.\n2. WORDS.\n", "1C 2"},
		{"1. (C-ENTIRE TEXT) WORDS.\n", "1C-ENTIRETEXT"},
		{"11. (C) a\n\n12. (C) b\n\n13. (C) c\n", "1C 2C 3C"},
	})
}
