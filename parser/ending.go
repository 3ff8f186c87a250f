package parser

import (
	"strings"

	"reftel/model"
)

// ending reads what stands behind the last paragraph: the signature, end marks, page feet. It tells at which
// line they begin.
func (p *parser) ending(start int) int {
	end := p.endInside(start)
	i := end
	for i > start {
		l := &p.lines[i-1]
		s := p.s[l.text:l.end]
		switch {
		case l.form == formBlank || l.form == formRead || l.form == formRule:
		case l.form == formEnd:
			p.put(int(l.text), int(l.end), model.ElementEnd)
		case l.form == formPage || l.form == formBanner || l.form == formStamp || l.form == formHead:
			if l.form == formBanner {
				p.banners(s)
			}
			e := model.ElementPageBreak
			if l.form == formHead {
				e = model.ElementHeader
			}
			p.put(int(l.text), int(l.end), e)
		case s == "..." || s == "." || strings.EqualFold(s, "End Cable Text"):
			p.put(int(l.text), int(l.end), model.ElementEnd)
		case s == ">" || l.form == formRelay || s == "-" || isRecordFoot(s) || hasFold(s, "NOTE BY OC"):
			p.put(int(l.text), int(l.end), model.ElementEnd)
		case strings.HasPrefix(s, "Review ") && len(s) < 24 && i-2 >= start:
			p.put(int(l.text), int(l.end), model.ElementPageBreak)
		case strings.Contains(s, "Declassified/Released US Department"):
			p.put(int(l.text), int(l.end), model.ElementPageBreak)
		case strings.Trim(s, "\", ") == "":
			p.put(int(l.text), int(l.end), model.ElementMetadata)
		default:
			if k := gluedEnd(s); k > 0 {
				p.put(int(l.text)+k, int(l.end), model.ElementEnd)
				p.note(EndMarkGlued, int(l.text)+k, int(l.end), "an end mark on the last line of text")
				l.end = l.text + int32(len(strings.TrimRight(p.s[l.text:int(l.text)+k], " ")))
				s = p.s[l.text:l.end]
			}
			return p.signature(start, i, s)
		}
		i--
	}
	return i
}

// endInside looks among the last lines for an end mark with more behind it, which copies put there: the date, the title
// and a summary of their own. It tells behind which line the message ends.
func (p *parser) endInside(start int) int {
	for i := len(p.lines) - 1; i >= start && i >= len(p.lines)-8; i-- {
		l := &p.lines[i]
		if l.form != formText {
			continue
		}
		s := p.s[l.text:l.end]
		if !strings.Contains(s, " NNNN ") {
			continue
		}
		k := strings.LastIndex(s, " NNNN ")
		if k < 1 || !isUpper(s[k-1]) && strings.IndexByte(".\")", s[k-1]) < 0 {
			continue
		}
		at := int(l.text) + k + 1
		p.put(at, at+4, model.ElementEnd)
		p.put(at+5, int(l.end), model.ElementMetadata)
		l.end = l.text + int32(k)
		for j := i + 1; j < len(p.lines); j++ {
			if m := &p.lines[j]; m.form == formText {
				p.put(int(m.text), int(m.end), model.ElementMetadata)
			}
		}
		return i + 1
	}
	return len(p.lines)
}

// isRecordFoot tells whether a line is the foot of a dump: "2002ROME01748 - Classification: SECRET".
func isRecordFoot(s string) bool { return len(s) < 80 && strings.Contains(s, " - Classification: ") }

// gluedEnd is where an end mark, or what a copy put behind the end, begins on the last line of text; 0 where there is none.
func gluedEnd(s string) int {
	for _, w := range [...]string{"NNNN", "End Cable Text", "=======================CABLE ENDS"} {
		if strings.HasSuffix(s, w) && len(s) > len(w)+3 {
			return len(s) - len(w)
		}
	}
	if i := strings.Index(s, "=CABLE ENDS="); i > 0 {
		for i > 0 && s[i-1] == '=' {
			i--
		}
		return i
	}
	if i := strings.LastIndex(s, " - Classification: "); i > 0 && len(s)-i < 60 { // "SKODON 2003ROME05149 - Classification: CONFIDENTIAL"
		if k := strings.LastIndexByte(s[:i], ' '); k > 0 && digits(s[k+1:]) == 4 {
			return k + 1
		}
	}
	if k := strings.LastIndexByte(s, ' '); k > 4 && len(s)-k == 11 && s[k+3] == '/' && s[k+6] == '/' { // "STEVENS 0 02/12/2008"
		if j := strings.LastIndexByte(s[:k], ' '); j > 0 && digits(s[j+1:]) == k-j-1 && isUpper(s[j-1]) {
			return j + 1
		}
	}
	return 0
}

// signature reads the name on the last line of text, line i-1, and tells where the end begins.
func (p *parser) signature(start, i int, s string) int {
	l := &p.lines[i-1]
	s = p.afterwards(l, s)
	name := strings.TrimRight(s, "#.* ")
	pointed := strings.HasSuffix(s, ".") && !strings.HasSuffix(s, " .")
	if isSignature(name) || len(name) > 3 && len(name) < 20 && lettersOnly(name) && strings.ToLower(name) == name {
		blank := i-2 < start || p.lines[i-2].form == formBlank || p.lines[i-2].form == formRule
		j := i - 2
		for j >= start && p.lines[j].form != formText {
			if p.lines[j].form == formRule {
				blank = true
			}
			j--
		}
		ended := true
		if j >= start {
			q := p.s[p.lines[j].text:p.lines[j].end]
			ended = strings.IndexByte(".:?!\")#'", q[len(q)-1]) >= 0 || len(q) < 12 && capitals(q) || p.lines[i-2].form == formEnd
		}
		one := wordCount(name) == 1
		// In small letters, or without a blank line, it must be one name behind a sentence.
		sure := capitals(name) && (ended && !pointed || blank && (one || !pointed)) || !capitals(name) && blank && ended && !pointed
		if !sure && j >= start && one && len(name) >= 4 && !pointed {
			q := p.s[p.lines[j].text:p.lines[j].end]
			sure = isUpper(name[0]) && (strings.IndexByte(".?!\")", q[len(q)-1]) >= 0 || q[len(q)-1] == 0x9D) || capitals(name) && (len(q) < 45 || len(q) > 100) && !capitals(q) || endsMessage(lastToken(q))
		}
		if sure {
			p.c.SignedBy = p.field(name)
			p.put(int(l.text), int(l.end), model.ElementSignature)
			return i - 1
		}
	}
	p.signatureBehind(l, s)
	return i
}

// afterwards takes off the last line what copies and the dump left at its end: a backslash, a quotation mark that closes
// the field, a date. It gives the line without it.
func (p *parser) afterwards(l *line, s string) string {
	end := len(strings.TrimRight(s, " \\"))
	if k := strings.TrimRight(s[:end], `", `); len(k) < end && len(k) > 2 && strings.Count(s[:end], `"`)%2 == 1 {
		p.put(int(l.text)+len(k), int(l.end), model.ElementMetadata)
		end = len(strings.TrimRight(k, " \\"))
	}
	if end == 0 || end == len(s) {
		return s
	}
	l.end = l.text + int32(end)
	return s[:end]
}

// signatureBehind reads a name at the end of the last line of text: "MINIMIZE CONSIDERED.  EAGLETON", "...implementation. KUBISKE",
// "Website: http://... TUTTLE", "...the Vatican table.ROONEY".
func (p *parser) signatureBehind(l *line, s string) {
	name := strings.TrimRight(s, "#.* ")
	pointed := strings.HasSuffix(s, ".") && !strings.HasSuffix(s, " .")
	k := strings.LastIndexByte(name, ' ')
	if i := strings.LastIndexAny(name, ".]"); i > k && i > 2 && capitals(name[i+1:]) && len(name)-i > 4 && (isLower(name[i-1]) || isDigit(name[i-1]) || isUpper(name[i-1]) && isUpper(name[i-2])) {
		k = i
	}
	if k < 2 {
		return
	}
	w := name[k+1:]
	before := strings.TrimRight(name[:k+boolInt(name[k] != ' ')], " ")
	if !isSignature(w) || len(w) < 4 {
		return
	}
	// "van Voorst", "LA LIME"
	if j := strings.LastIndexByte(before, ' '); j > 0 && (particle(before[j+1:]) || before[j+1:] == "LA" || before[j+1:] == "VAN") {
		w, before, k = name[j+1:], strings.TrimRight(before[:j], " "), j
	}
	if before == "" {
		return
	}
	last := lastToken(before)
	switch c := before[len(before)-1]; {
	case c == '.' || c == '?' || c == '!':
		v := strings.Trim(last, ".")
		if pointed || !capitals(w) && (abbreviation(v) || len(v) <= 1) {
			return
		}
	case endsMessage(last):
	case len(before) < 12:
		return
	case c == ')' || c == ']' || c == '"' || c == 0x9D || isDigit(c) && capitals(w) && !capitals(before):
		if pointed || c == '"' && !capitals(w) {
			return
		}
	default:
		return
	}
	p.c.SignedBy = p.field(w)
	p.put(int(l.text)+k+1, int(l.end), model.ElementSignature)
	l.end = l.text + int32(len(before))
}

// endsMessage tells whether a word ends a message as sentences do not: an address of the web, what was put in its place, stars,
// "MINIMIZE CONSIDERED". A name may follow.
func endsMessage(w string) bool {
	return isAddressOf(w) || strings.Trim(w, "X") == "" && len(w) > 3 || strings.Trim(w, "*") == "" && len(w) > 3 || w == "CONSIDERED"
}

// lastToken is what stands behind the last blank.
func lastToken(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// isAddressOf tells whether a word is an address of the web, or its end that a fixed line width cut off.
func isAddressOf(w string) bool {
	return strings.Contains(w, "http") || strings.Contains(w, "www.") || strings.HasSuffix(w, ".cfm") || strings.HasSuffix(w, "cfm") || w == "fm" || w == "/" || strings.HasSuffix(w, "/") && len(w) > 1 && isLower(w[0])
}

// isSignature tells whether a line may be the name of who signs.
func isSignature(s string) bool {
	if len(s) < 2 || len(s) > 32 || wordCount(s) > 3 || !isUpper(s[0]) && !(particle(firstWord(s)) && strings.IndexByte(s, ' ') > 0) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isAlpha(c) && c != ' ' && c != '-' && c != '\'' && c != '.' && c < 0x80 && !isDigit(c) || isDigit(c) && i > 0 && !(c == '0') {
			return false
		}
	}
	for w := range strings.FieldsSeq(s) {
		if !isUpper(w[0]) && !particle(w) && w[0] < 0x80 || w[len(w)-1] == '.' && len(w) > 3 && w != s { // "End Text. CLINTON"
			return false
		}
	}
	switch strings.ToUpper(s) {
	case "COMMENT", "SUMMARY", "SIPDIS", "SECRET", "UNCLASSIFIED", "CONFIDENTIAL", "END TEXT", "END COMMENT", "END SUMMARY", "NONE", "BACKGROUND", "UNCLAS", "REGARDS", "END", "NOTE", "TEXT", "NODIS", "EXDIS", "NOFORN":
		return false
	}
	return true
}
