package inline

import (
	"strings"

	"reftel/model"
)

// reference reads "REF A", "(REFS A and C)", "REFTEL", "Reftel B, para 4" at i.
func (f *finder) reference(i int) int {
	s := f.s
	if !hasFold(s[i:], "REF") || !wordStart(s, i) {
		return 0
	}
	n, several := 3, false
	if hasFold(s[i+n:], "TEL") {
		n += 3
	}
	if i+n < len(s) && upper(s[i+n]) == 'S' {
		n, several = n+1, true
	}
	glued := n == 3 && i+4 <= len(s) && isUpper(s[i+3]) && f.has(s[i+3]) && wordEnd(s, i+4) // REFA
	if !wordEnd(s, i+n) && !glued {
		return 0
	}
	if i+n < len(s) && (s[i+n] == ':' || s[i+n] == '-') { // a label, or "ref-based"
		return n
	}
	at, found := i, false
	for j := i + n; ; {
		letter, end := f.letter(j, several && found)
		if end == 0 {
			break
		}
		end = f.refer(letter, at, end)
		found = true
		// What follows is another letter only behind a comma, an "and" or a dash; of "refs A-C" the B stands for itself nowhere.
		if j = f.between(end, several); j == 0 {
			return end - i
		}
		at = j
	}
	if found {
		return max(int(f.out[len(f.out)-1].End), i+n) - i
	}
	r := Range{Kind: Reference, Start: int32(i), End: int32(i + n), Reference: -1}
	if len(f.c.References) == 1 {
		r.Reference, r.ID = 0, f.c.References[0].ID
	}
	r.Paragraph, n = f.paragraphBehind(i + n)
	if n > 0 {
		r.End = int32(n)
	}
	f.add(r)
	return int(r.End) - i
}

// has tells whether the cable has a reference with a letter.
func (f *finder) has(letter byte) bool { return f.index(letter) >= 0 }

func (f *finder) index(letter byte) int {
	for k := range f.c.References {
		if l := f.c.References[k].Letter.String(); len(l) == 1 && l[0] == letter {
			return k
		}
	}
	return -1
}

// letter reads " A", " (A)", "(A)" at j. A small letter counts only where it cannot be the article.
func (f *finder) letter(j int, later bool) (byte, int) {
	s := f.s
	j = skip(s, j)
	if j < len(s) && s[j] == '.' {
		j = skip(s, j+1)
	}
	open := j < len(s) && (s[j] == '(' || s[j] == '[' || s[j] == '"')
	if open {
		j++
	}
	if j >= len(s) || !isAlpha(s[j]) || !wordEnd(s, j+1) {
		return 0, 0
	}
	l, end := upper(s[j]), j+1
	if open {
		if end >= len(s) || s[end] != ')' && s[end] != ']' && s[end] != '"' {
			return 0, 0
		}
		return l, end + 1
	}
	if l == 'I' && !f.has(l) || isLower(s[j]) && !f.has(l) {
		return 0, 0
	}
	// "ref a cable" has an article; "refs a and b" has letters.
	if k := skip(s, end); s[j] == 'a' && !later && k < len(s) && isAlpha(s[k]) && word(s, k, "AND") == 0 {
		return 0, 0
	}
	if end < len(s) && (s[end] == '\'' || s[end] == '.' && end+1 < len(s) && isAlpha(s[end+1])) {
		return 0, 0
	}
	return l, end
}

// between is the offset behind a comma, "and", "or", "/" or dash between two letters; 0 where there is none.
func (f *finder) between(j int, several bool) int {
	s := f.s
	k := skip(s, j)
	for range 2 {
		switch {
		case k < len(s) && strings.IndexByte(",/&-", s[k]) >= 0:
			k = skip(s, k+1)
		case k < len(s) && (word(s, k, "AND") > 0):
			k = skip(s, k+3)
		case k < len(s) && (word(s, k, "OR") > 0 || word(s, k, "TO") > 0):
			k = skip(s, k+2)
		}
	}
	if k == skip(s, j) || k >= len(s) {
		return 0
	}
	// "ref A and a letter" is no list.
	if l, end := f.letter(k, true); end == 0 || s[k] != '(' && s[k] != '[' && (isLower(s[k]) && !several || !f.has(l)) {
		return 0
	}
	return k
}

// refer keeps a reference by letter, with a paragraph of it if one is named behind, and tells where it ends.
func (f *finder) refer(letter byte, start, end int) int {
	r := Range{Kind: Reference, Start: int32(start), End: int32(end), Reference: f.index(letter)}
	if r.Reference >= 0 {
		r.ID = f.c.References[r.Reference].ID
	}
	if p, n := f.paragraphBehind(end); n > 0 {
		r.Paragraph, r.End = p, int32(n)
	}
	f.add(r)
	return int(r.End)
}

// paragraphBehind reads ", para 4" and " paragraph 4" behind a reference; n is where it ends, 0 where there is none.
func (f *finder) paragraphBehind(j int) (p model.ParagraphNumber, n int) {
	s := f.s
	k := skip(s, j)
	if k < len(s) && s[k] == ',' {
		k = skip(s, k+1)
	}
	return f.paragraphAt(k)
}

// paragraphAt reads "para 4", "paragraphs 4-6", "¶4" at k.
func (f *finder) paragraphAt(k int) (model.ParagraphNumber, int) {
	s := f.s
	switch {
	case k >= len(s):
		return 0, 0
	case strings.HasPrefix(s[k:], "¶"):
		k += len("¶")
	case hasFold(s[k:], "PARA"):
		e := k + 4
		if hasFold(s[e:], "GRAPH") {
			e += 5
		}
		if e < len(s) && upper(s[e]) == 'S' {
			e++
		}
		if e < len(s) && s[e] == '.' {
			e++
		}
		if k = skip(s, e); k == e {
			return 0, 0
		}
	default:
		return 0, 0
	}
	v, d := number(s, k)
	if d == 0 || d > 3 || v == 0 || !wordEnd(s, k+d) && !(k+d+1 <= len(s) && isAlpha(s[k+d]) && wordEnd(s, k+d+1)) {
		return 0, 0
	}
	return model.ParagraphNumber(v), k + d
}

// paragraph reads "para 4" at i: of this cable, or of the one that is named behind it, "para 4 of ref A", "PARA 3 REFTEL".
func (f *finder) paragraph(i int) int {
	s := f.s
	if !wordStart(s, i) {
		return 0
	}
	p, end := f.paragraphAt(i)
	if end == 0 {
		return 0
	}
	r := Range{Kind: Paragraph, Start: int32(i), End: int32(end), Reference: -1, Paragraph: p}
	k := skip(s, end)
	for _, w := range [...]string{"OF", "IN", "("} {
		if hasFold(s[k:], w) {
			k = skip(s, k+len(w))
		}
	}
	if k < len(s) && (s[k] == 'R' || s[k] == 'r') {
		before := len(f.out)
		if n := f.reference(k); n > 0 && len(f.out) == before+1 && f.out[before].Kind == Reference {
			f.out[before].Start, f.out[before].Paragraph = int32(i), p
			return k + n - i
		}
		f.out = f.out[:min(before, len(f.out))]
	}
	f.add(r)
	return end - i
}

// septel reads "septel" at i.
func (f *finder) septel(i int) int {
	if !hasFold(f.s[i:], "SEPTEL") || !wordStart(f.s, i) {
		return 0
	}
	n := len("SEPTEL")
	if i+n < len(f.s) && upper(f.s[i+n]) == 'S' {
		n++
	}
	if !wordEnd(f.s, i+n) {
		return 0
	}
	f.add(Range{Kind: Septel, Start: int32(i), End: int32(i + n), Reference: -1})
	return n
}

// crossed reads a run of X at i.
func (f *finder) crossed(i int) int {
	s := f.s
	n := 1
	for i+n < len(s) && s[i+n] == s[i] {
		n++
	}
	// XXX is a number of Rome, XX too; no word has four, or three small ones.
	if n < 3 || n == 3 && (s[i] == 'X' && !(i > 0 && s[i-1] == '[')) {
		return n
	}
	f.add(Range{Kind: Redaction, Start: int32(i), End: int32(i + n), Reference: -1})
	return n
}

// removed reads "[name removed]", "[...]", "(redacted)", "(b)(6)" at i.
func (f *finder) removed(i int) int {
	s := f.s
	if n := code(s, i); n > 0 {
		f.add(Range{Kind: Redaction, Start: int32(i), End: int32(i + n), Reference: -1})
		return n
	}
	closing := byte(')')
	if s[i] == '[' {
		closing = ']'
	}
	end := strings.IndexByte(s[i:min(len(s), i+90)], closing)
	if end < 2 {
		return 0
	}
	words := s[i+1 : i+end]
	gone := words == "..." || words == "…"
	if s[i] == '[' {
		gone = gone || contains(words, "REMOVED") || contains(words, "DELETED")
	}
	if gone = gone || contains(words, "REDACTED"); !gone {
		return 0
	}
	f.add(Range{Kind: Redaction, Start: int32(i), End: int32(i + end + 1), Reference: -1})
	return end + 1
}

// code is the length of an exemption under the Freedom of Information Act as it stands in a text: "(b)(6)", "(b) (1)".
func code(s string, i int) int {
	if !hasFold(s[i:], "(B)") {
		return 0
	}
	j := skip(s, i+3)
	if j+2 < len(s) && s[j] == '(' && isDigit(s[j+1]) && s[j+2] == ')' {
		return j + 3 - i
	}
	return 0
}

// released reads the codes that a release put in the place of what it left out, "B1 1.4(D)", at i.
// "B1" alone may be a visa.
func (f *finder) released(i int) int {
	s := f.s
	if !wordStart(s, i) || i+1 >= len(s) || !isDigit(s[i+1]) || !wordEnd(s, i+2) {
		return 0
	}
	j := i + 2
	if j < len(s) && s[j] == ',' {
		j++
	}
	j = skip(s, j)
	n := j
	for hasFold(s[j:], "1.4") || hasFold(s[j:], "1.5") {
		k := skip(s, j+3)
		if k+2 >= len(s) || s[k] != '(' || !isAlpha(s[k+1]) || s[k+2] != ')' {
			break
		}
		n = k + 3
		if j = skip(s, n); j < len(s) && s[j] == ',' {
			j = skip(s, j+1)
		}
	}
	if n <= i+3 || s[n-1] != ')' {
		return 0
	}
	f.add(Range{Kind: Redaction, Start: int32(i), End: int32(n), Reference: -1})
	return n - i
}

// protection reads "(strictly protect)", "please protect" at the P of its last word, or of "please".
func (f *finder) protection(i int) int {
	s := f.s
	if !hasFold(s[i:], "PROTECT") || !wordStart(s, i) || !wordEnd(s, i+7) {
		return 0
	}
	start, end := i, i+7
	asked := false
	for {
		j := start
		for j > 0 && s[j-1] == ' ' {
			j--
		}
		k := j
		for k > 0 && isAlpha(s[k-1]) {
			k--
		}
		if w := strings.ToUpper(s[k:j]); w != "STRICTLY" && w != "PLEASE" && w != "PLS" {
			break
		}
		start, asked = k, true
	}
	for _, w := range [...]string{"THROUGHOUT", "STRICTLY", "FULLY", "SOURCE", "SOURCES", "IDENTITY"} {
		if k := skip(s, end); k > end && word(s, k, w) > 0 {
			end, asked = k+len(w), asked || w != "SOURCE" && w != "SOURCES" && w != "IDENTITY"
		}
	}
	if start > 0 && end < len(s) && (s[start-1] == '(' && s[end] == ')' || s[start-1] == '[' && s[end] == ']') {
		start, end, asked = start-1, end+1, true
	}
	if !asked {
		return 0
	}
	f.add(Range{Kind: Protection, Start: int32(start), End: int32(end), Reference: -1})
	return end - i
}

// contains tells whether word, in capitals, is in s in any case.
func contains(s, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if hasFold(s[i:], word) {
			return true
		}
	}
	return false
}
