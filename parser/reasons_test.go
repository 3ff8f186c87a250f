package parser

import "strings"

// peerReasons are the cases of the peer's tables that are held to be wrong, by the start of their input, with the reason.
var peerReasons = []struct{ input, reason string }{
	{"REF: Paris 7472 and 7677", "a slip in the table: 7472 is expected to be 7572"},
	{"REF: A. MANILA 2969 \n     ¶B. 2962 AND PREVIOUS", "a slip in the table: 2962 is expected to be 2969"},
	{"Ref: [A] State 188314, 259032, [B] Ottawa 2285", "a list of two numbers under one letter, of which the table drops the second; it expects such lists elsewhere"},
	{"SUBJECT: IRISL'S UNINSURED FLEET AND EVASIVE ACTIONS", "numbers of the citing post that are higher than its own cannot be of the same year; the table does not look"},
	{"REF: A) USDOC 06988 B) EXP.LIC. D328589 C) HK", "an export license is a reference too, if of another kind; the table drops it, and keeps a book elsewhere"},
	{"TAGS: AMEDCASCKFLO TBIO KSAF", "written without blanks and asked for as written; what is read is the codes that are meant"},
	{"02TAIPEI12", "TAIPEI and AITTAIPEI are both stations of the dump, with 2,301 and 1,155 cables"},
}

// heldWrong is the reason why a case is held to be wrong; empty for all others.
func heldWrong(input string) string {
	for _, r := range peerReasons {
		if strings.HasPrefix(input, r.input) {
			return r.reason
		}
	}
	return ""
}

// pageReasons are the pages whose anchors are not the paragraphs that are read, with the reason.
var pageReasons = map[string]string{
	"05THEHAGUE484.html": "anchors at the paragraphs of an enclosed letter and its list",
	"07MOSCOW5835.html":  "an anchor at the end of a sentence, Sakhalin 1.",
	"10MANAMA56.html":    "an anchor at the end of a sentence, children under 16.",
}

// amended is a damaged cable whose truth, made from the anchors of the page, is not what its text says: why, and what to
// put into the truth in place of what, in turns.
type amended struct {
	reason string
	pairs  []string
}

// damagedReasons are those cables by their files.
var damagedReasons = map[string]amended{
	"bare/05BRASILIA2676.txt": {"paragraph 12 stands at the start of a line without an anchor", []string{"11C 13U", "11C 12C 13U"}},
	"bare/09SANJOSE18.txt":    {"paragraph 1 has no anchor", []string{"2U", "1C 2U"}},
	"bare/09STATE96222.txt":   {"the mark of paragraph 4 is written out, (SECRET/REL FRANCE)", []string{"4", "4SECRET/REL FRANCE"}},
	"link/08ACCRA1005.txt":    {"paragraph 5 is there twice, once with a mark that lost its bracket", []string{"5U", "5SBU 5U"}},
	"link/09BOGOTA849.txt":    {"paragraph 8 has no anchor", []string{"7C", "7C 8U"}},
	"link/09SANJOSE697.txt":   {"the end of a sentence, on August 11.", []string{"7U 11", "7U"}},
	"mix/09STATE120288.txt":   {"the end of a sentence, on November 26.", []string{"11U 26 12U", "11U 12U"}},
	"link/08SANJOSE674.txt":   {"the end of a sentence, on August 7.", []string{"1SBU 7 2SBU", "1SBU 2SBU"}},
	"link/10USNATO52.txt":     {"marks in small letters, (C/REL Germany)", []string{"5", "5C/REL GERMANY", "10", "10C/REL GERMANY"}},
	"link/08STATE107438.txt":  {"a mark in small letters, (C/REL to UN)", []string{"6", "6C/REL TO UN"}},
	"mix/09STATE28302.txt":    {"a mark in small letters, (S//REL Turkey)", []string{"5", "5S//REL TURKEY"}},
}

// of is the truth with what the text says in its place. What is to be replaced must be there once.
func (a amended) of(truth string) string {
	s := " " + truth + " "
	for i := 0; i < len(a.pairs); i += 2 {
		old := " " + a.pairs[i] + " "
		if strings.Count(s, old) != 1 {
			return "no " + a.pairs[i] + " in " + truth
		}
		s = strings.Replace(s, old, " "+a.pairs[i+1]+" ", 1)
	}
	return strings.TrimSpace(s)
}
