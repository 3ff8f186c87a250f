package parser

import (
	"strings"

	"reftel/model"
)

// ending reads what stands behind the last paragraph: the signature, end marks, page feet. It tells at which
// line they begin.
func (p *parser) ending(start int) int {
	end := len(p.lines)
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
			p.put(int(l.text), int(l.end), model.ElementPageBreak)
		case s == ">" || l.form == formRelay || s == "-" || isRecordFoot(s) || hasFold(s, "NOTE BY OC"):
			p.put(int(l.text), int(l.end), model.ElementEnd)
		case strings.HasPrefix(s, "Review ") && len(s) < 24 && i-2 >= start:
			p.put(int(l.text), int(l.end), model.ElementPageBreak)
		case strings.Contains(s, "Declassified/Released US Department"):
			p.put(int(l.text), int(l.end), model.ElementPageBreak)
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

// isRecordFoot tells whether a line is the foot of a dump: "2002ROME01748 - Classification: SECRET".
func isRecordFoot(s string) bool { return len(s) < 80 && strings.Contains(s, " - Classification: ") }

// gluedEnd is where an end mark begins on the last line of text; 0 where there is none.
func gluedEnd(s string) int {
	for _, w := range [...]string{"NNNN", "=======================CABLE ENDS"} {
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
	return 0
}

// signature reads the name on the last line of text, line i-1, and tells where the end begins.
func (p *parser) signature(start, i int, s string) int {
	l := &p.lines[i-1]
	name := strings.TrimRight(s, "#.* ")
	if isSignature(name) {
		blank := i-2 < start || p.lines[i-2].form == formBlank || p.lines[i-2].form == formRule
		j := i - 2
		for j >= start && p.lines[j].form != formText {
			j--
		}
		ended := true
		if j >= start {
			q := p.s[p.lines[j].text:p.lines[j].end]
			ended = strings.IndexByte(".:?!\")#'", q[len(q)-1]) >= 0 || len(q) < 12 && capitals(q) || p.lines[i-2].form == formEnd
		}
		one := len(strings.Fields(name)) == 1
		if capitals(name) && (ended && !strings.HasSuffix(s, ".") || blank && (one || !strings.HasSuffix(s, "."))) || !capitals(name) && blank && ended && !strings.HasSuffix(s, ".") {
			p.c.SignedBy = p.field(name)
			p.put(int(l.text), int(l.end), model.ElementSignature)
			return i - 1
		}
	}
	// "21.  BEIRUT MINIMIZE CONSIDERED.  EAGLETON", "...implementation. KUBISKE"
	if k := strings.LastIndexByte(name, ' '); k > 1 && (name[k-1] == ' ' || len(s) > 0) {
		j := k
		for j > 0 && name[j-1] == ' ' {
			j--
		}
		w := name[k+1:]
		before := name[:j]
		if j > 0 && (before[j-1] == '.' || before[j-1] == ')') && isSignature(w) && capitals(w) && len(w) >= 4 && !strings.HasSuffix(s, ".") {
			p.c.SignedBy = p.field(w)
			p.put(int(l.text)+k+1, int(l.end), model.ElementSignature)
			l.end = l.text + int32(j)
		}
	}
	return i
}

// isSignature tells whether a line may be the name of who signs.
func isSignature(s string) bool {
	if len(s) < 2 || len(s) > 32 || len(strings.Fields(s)) > 3 || !isUpper(s[0]) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isAlpha(c) && c != ' ' && c != '-' && c != '\'' && c != '.' && c < 0x80 && !isDigit(c) || isDigit(c) && i > 0 && !(c == '0') {
			return false
		}
	}
	for _, w := range strings.Fields(s) {
		if !isUpper(w[0]) && !particle(w) && w[0] < 0x80 {
			return false
		}
	}
	switch strings.ToUpper(s) {
	case "COMMENT", "SUMMARY", "SIPDIS", "SECRET", "UNCLASSIFIED", "CONFIDENTIAL", "END TEXT", "END COMMENT", "END SUMMARY", "NONE", "BACKGROUND", "UNCLAS", "REGARDS", "NODIS", "EXDIS", "NOFORN":
		return false
	}
	return true
}
