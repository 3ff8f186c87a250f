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
		case s == "..." || s == ".":
			p.put(int(l.text), int(l.end), model.ElementEnd)
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

// endInside looks among the last lines for an end mark with more behind it, which copies put there: the date, the title
// and a summary of their own. It tells behind which line the message ends.
func (p *parser) endInside(start int) int {
	for i := len(p.lines) - 1; i >= start && i >= len(p.lines)-8; i-- {
		l := &p.lines[i]
		if l.form != formText {
			continue
		}
		s := p.s[l.text:l.end]
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
	if k := len(s); k > 2 && s[k-1] == '"' && strings.Count(s, `"`) == 1 { // the end of the dump's field
		p.put(int(l.end)-1, int(l.end), model.ElementMetadata)
		s = strings.TrimRight(s[:k-1], " \\")
		l.end = l.text + int32(len(s))
	}
	if k := len(strings.TrimRight(s, " \\")); k > 0 && k < len(s) { // the backslash of a line end that is not there
		s = s[:k]
		l.end = l.text + int32(k)
	}
	name := strings.TrimRight(s, "#.* ")
	pointed := strings.HasSuffix(s, ".") && !strings.HasSuffix(s, " .")
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
		// In small letters, or without a blank line, it must be one name behind a sentence.
		sure := capitals(name) && (ended && !pointed || blank && (one || !pointed)) || !capitals(name) && blank && ended && !pointed
		if !sure && j >= start && one && len(name) >= 4 && !pointed {
			q := p.s[p.lines[j].text:p.lines[j].end]
			sure = strings.IndexByte(".?!\")", q[len(q)-1]) >= 0 || capitals(name) && len(q) < 45 && !capitals(q)
		}
		if sure {
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
		if j > 0 && (before[j-1] == '.' || before[j-1] == ')') && isSignature(w) && (capitals(w) || before[j-1] == '.' && !abbreviation(lastWord(before[:j-1])) && len(lastWord(before[:j-1])) > 1) && len(w) >= 4 && !pointed {
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
	case "COMMENT", "SUMMARY", "SIPDIS", "SECRET", "UNCLASSIFIED", "CONFIDENTIAL", "END TEXT", "END COMMENT", "END SUMMARY", "NONE", "BACKGROUND", "UNCLAS", "REGARDS", "END", "NOTE", "TEXT", "NODIS", "EXDIS", "NOFORN":
		return false
	}
	return true
}
