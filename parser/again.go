package parser

import (
	"strings"

	"reftel/model"
)

// again finds what copies put into the text a second time: the transmission header, the lines of the dump's columns, and
// the whole top matter, where a copy of the message with its end cut off stands before the message. The last top matter
// is the one that counts; the heads leave the text.
func (p *parser) again(start int) {
	fm, posted := false, false
	for i := start; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.form != formText || l.end-l.text < 8 {
			continue
		}
		if s := p.s[l.text:l.end]; s[0] == 'F' {
			fm = fm || strings.HasPrefix(s, "FM ")
		} else if !posted && mayClassify(s) {
			posted = p.posted != "" && strings.Contains(s, p.posted)
		}
	}
	if fm {
		p.headers(start)
	}
	if !posted {
		return
	}
	for i := start; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.form != formText || l.end-l.text < 8 || !mayClassify(p.s[l.text:l.end]) {
			continue
		}
		c := classification(p.s[l.text:l.end])
		if c.n == 0 || c.level == model.LevelNone || c.serial != p.serial || c.serial == 0 || !strings.EqualFold(squeeze(c.station), squeeze(p.station)) {
			continue
		}
		p.records(i, start)
		if c.section > 1 {
			end := p.topAgain(i + 1)
			for k := i; k < end; k++ {
				if f := p.lines[k].form; f == formText || f == formRule || f == formRelay {
					p.lines[k].form = formHead
				}
			}
			i = end - 1
			continue
		}
		i = max(i, p.topOver(i)-1)
	}
}

// mayClassify tells by its first letters whether a line may be a classification line.
func mayClassify(s string) bool {
	switch s[0] {
	case 'C', 'S', 'U', 'L', 'T':
		return s[1] == ' ' || isUpper(s[1]) || isLower(s[1]) && s[2] == ' '
	}
	return false
}

// topOver reads the top matter of the second copy from line i on, and tells at which line its body begins. What that copy
// does not have, because its own end is cut off, stays as the first one has it.
func (p *parser) topOver(i int) int {
	c := p.c
	was, refs := *c, p.refs
	next := p.top(i)
	if c.Subject.Empty() {
		c.Subject = was.Subject
	}
	if c.ClassifiedBy == nil {
		c.ClassifiedBy = was.ClassifiedBy
	}
	if len(c.TAGS)+len(c.Terms) == 0 {
		c.TAGS, c.Terms = was.TAGS, was.Terms
	}
	if len(c.Attention) == 0 {
		c.Attention = was.Attention
	}
	if len(c.Captions) == 0 {
		c.Captions = was.Captions
	}
	if len(p.refs) == 0 {
		p.refs = refs
	}
	return next
}

// records marks the lines of the dump's columns that stand above line i as what the container says.
func (p *parser) records(i, start int) {
	for k := i - 1; k >= max(start, i-40); k-- {
		l := &p.lines[k]
		s := p.s[l.text:l.end]
		switch {
		case l.form == formBlank || l.form == formHead || l.form == formRead:
			continue
		case l.form == formText && (p.isRecordLine(s) || isColumn(s) || len(s) < 8 && digits(s) == len(s)), l.form == formBanner, l.form == formRule && k > start && strings.Contains(s, "-"):
			p.put(int(l.text), int(l.end), model.ElementMetadata)
			l.form = formRead
			p.debrisSeen = true
			continue
		}
		return
	}
}

// isColumn tells whether a line names a column of the dump with its value, as some copies write it.
func isColumn(s string) bool {
	for _, w := range [...]string{"id: ", "date: ", "refid: ", "origin: ", "classification: ", "destination:", "header:", "Embassy ", "Consulate "} {
		if strings.HasPrefix(s, w) && len(s) < 400 {
			return true
		}
	}
	return strings.Contains(s, "header ends") || strings.HasPrefix(s, "TelegramRestricted by caption")
}

// headers marks transmission headers within the body, with the columns above them.
func (p *parser) headers(start int) {
	for i := start; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.form != formText || !p.startsHeader(i) {
			continue
		}
		end := p.headerEnd(i)
		if end == 0 {
			continue
		}
		for k := i; k < end; k++ {
			if f := p.lines[k].form; f == formText || f == formRule {
				p.lines[k].form = formHead
			}
		}
		p.records(i, start)
		i = end - 1
	}
}

// startsHeader tells whether line i may be the first of a transmission header: VZCZC, or the date-time group.
func (p *parser) startsHeader(i int) bool {
	l := &p.lines[i]
	s := p.s[l.text:l.end]
	if len(s) > 90 {
		return false
	}
	if strings.HasPrefix(s, "VZCZC") || strings.HasPrefix(s, "TelegramRestricted by caption") {
		return true
	}
	if !isUpper(s[0]) && !isDigit(s[0]) && s[0] != '-' {
		return false
	}
	a, _, ok := dateTimeGroup(s)
	return ok && a <= 4
}

// headerEnd is the line behind the header that begins at line i; 0 where it is none: it has no sender and no addressee.
func (p *parser) headerEnd(i int) int {
	from, to := false, false
	end := 0
	for j := i; j < len(p.lines) && j < i+120; j++ {
		l := &p.lines[j]
		if l.form == formBlank || l.form == formPage {
			continue
		}
		s := p.s[l.text:l.end]
		if l.form != formText || len(s) > 90 || isNumbered(s) || strings.Contains(s, "header ends") {
			if l.form == formRule || strings.Contains(s, "header ends") {
				end = j
			}
			break
		}
		if f, _ := label(s); f != fieldNone || classification(s).n > 0 {
			end = j
			break
		}
		_, _, dated := dateTimeGroup(s)
		switch {
		case strings.HasPrefix(s, "FM "):
			from = true
		case strings.HasPrefix(s, "TO "):
			to = from
		case isAddress(s), isRouting(s), dated, isPost(s), strings.HasPrefix(s, "VZCZC"), j == i:
		case to && capitals(s) && len(s) < 60 && strings.IndexByte(s, '.') < 0:
			continue // counts if a sure one follows
		default:
			if from && to {
				return end
			}
			return 0
		}
		end = j + 1
	}
	if from && to {
		return end
	}
	return 0
}

// isPost tells whether a line is an addressee on a line of its own: "RUEHC/SECSTATE WASHDC 0593", "AMEMBASSY PRETORIA".
func isPost(s string) bool {
	if i := strings.IndexByte(s[:min(len(s), 9)], '/'); i >= 4 && s[0] == 'R' && capitals(s) {
		return true
	}
	switch s[0] {
	case 'A', 'U', 'S', 'C', 'D', 'N', 'J':
	default:
		return false
	}
	for _, w := range [...]string{"AMEMBASSY ", "AMCONSUL ", "USMISSION ", "SECSTATE ", "SECDEF ", "USINT ", "AMCONGEN ", "USDEL ", "USDOC ", "CIA ", "DIA ", "NSC ", "JOINT STAFF "} {
		if strings.HasPrefix(s, w) {
			return len(s) < 60 && capitals(s)
		}
	}
	return false
}
