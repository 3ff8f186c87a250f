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

// damagedReasons are the damaged cables whose truth, made from the anchors of the pages, is not what the text says.
var damagedReasons = map[string]string{
	"bare/05BRASILIA2676.txt": "paragraph 12 stands at the start of a line without an anchor",
	"bare/09SANJOSE18.txt":    "paragraph 1 has no anchor",
	"bare/09STATE96222.txt":   "the mark of paragraph 4 is written out, (SECRET/REL FRANCE)",
	"link/08ACCRA1005.txt":    "paragraph 5 is there twice, once with a mark that lost its bracket",
	"link/09BOGOTA849.txt":    "paragraph 8 has no anchor",
	"link/09SANJOSE697.txt":   "the end of a sentence, on August 11.",
	"mix/09STATE120288.txt":   "the end of a sentence, on November 26.",
	"link/08SANJOSE674.txt":   "the end of a sentence, on August 7.",
	"link/10USNATO52.txt":     "marks in small letters, (C/REL Germany)",
	"link/08STATE107438.txt":  "a mark in small letters, (C/REL to UN)",
	"mix/09STATE28302.txt":    "a mark in small letters, (S//REL Turkey)",
}
