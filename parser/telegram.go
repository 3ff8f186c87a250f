package parser

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// furnish finds what telegrams carry between their lines: page heads on two lines, the repeated head of a second
// section, and stamps. Each keeps its bytes and leaves the text.
func (p *parser) furnish() {
	for i := range min(len(p.lines), 14) {
		l := &p.lines[i]
		if l.form == formPage && strings.HasPrefix(p.s[l.text:l.end], "PAGE 0") {
			p.telegram = true
			break
		}
		if l.form == formText && !isTelegramTop(p.s[l.text:l.end]) && i > 4 {
			break
		}
	}
	for i := range p.lines {
		l := &p.lines[i]
		if l.form == formStamp {
			p.note(StampRemoved, int(l.text), int(l.end), "a stamp taken out of the text")
			continue
		}
		if l.form != formPage || !p.telegram && i > 40 {
			continue
		}
		s := p.s[l.text:l.end]
		if !strings.HasPrefix(s, "PAGE ") {
			continue
		}
		if len(s) <= 8 && i+1 < len(p.lines) {
			// 1977 and later: the page number and the message reference on two lines.
			if n := &p.lines[i+1]; n.form == formText && n.end-n.text < 50 {
				n.form = formPage
			}
		}
		if strings.HasPrefix(s, "PAGE 01") && i > 20 {
			p.repeated(i)
		}
	}
}

func isTelegramTop(s string) bool { return capitals(s) && len(s) < 70 }

// repeated marks the head of a second section, up to its classification line.
func (p *parser) repeated(i int) {
	for j := i + 1; j < len(p.lines) && j < i+90; j++ {
		l := &p.lines[j]
		if l.form != formText {
			continue
		}
		s := p.s[l.text:l.end]
		if isNumbered(s) || len(s) > 100 {
			return
		}
		if c := classification(s); c.n > 0 && c.level != model.LevelNone && c.section > 1 {
			for k := i + 1; k <= j; k++ {
				if p.lines[k].form == formText || p.lines[k].form == formRule {
					p.lines[k].form = formHead
				}
			}
			if j+1 < len(p.lines) {
				if n := &p.lines[j+1]; n.form == formText && p.isCaption(p.s[n.text:n.end]) {
					n.form = formHead
				}
			}
			return
		}
	}
}

// isCaption tells whether a line is one caption.
func (p *parser) isCaption(s string) bool {
	for _, w := range captionWords {
		if s == w {
			return true
		}
	}
	return false
}

// mostDivisions is how many rules and page breaks one line is searched for; no message has as many.
const mostDivisions = 300

// divide makes rules and page breaks that stand inside a line lines of their own:
// "...text. -------- Training -------- 2. ...", "told the FENWICK 00000012  002 OF 003 delegation".
func (p *parser) divide(start int) {
	any := false
	for i := start; i < len(p.lines) && !any; i++ {
		l := &p.lines[i]
		any = l.form == formText && p.divisible(l)
	}
	if !any {
		return
	}
	lines := make([]line, 0, len(p.lines)+16)
	for i, l := range p.lines {
		if i >= start && l.form == formText && p.divisible(&l) {
			for n := 0; n < mostDivisions; n++ {
				a, b, f := p.divider(p.s[l.text:l.end])
				if a < 0 {
					break
				}
				if a > 0 {
					lines = append(lines, p.line(int(l.start), int(l.text)+a))
				}
				cut := p.line(int(l.text)+a, int(l.text)+b)
				cut.form = f
				lines = append(lines, cut)
				l = p.line(int(l.text)+b, int(l.next))
				if l.form != formText {
					break
				}
			}
			if l.form == formBlank && int(l.start) < len(p.s) && l.next > l.start {
				l.form = formRead
			}
		}
		lines = append(lines, l)
	}
	p.lines = lines
}

// divisible tells whether a line is worth a look: a long one, or one that begins or ends as a rule does.
func (p *parser) divisible(l *line) bool {
	n := l.end - l.text
	if n < 9 {
		return false
	}
	first, last := p.s[l.text], p.s[l.end-1]
	if n < 90 && first != '-' && first != '=' && last != '-' && last != '=' {
		return false
	}
	a, _, _ := p.divider(p.s[l.text:l.end])
	return a >= 0
}

// divider finds a rule or a page break with words before or behind it.
func (p *parser) divider(s string) (start, end int, f form) {
	a, b := ruleIn(s)
	if x, y := p.breakIn(s); x >= 0 && (a < 0 || x < a) {
		return x, y, formPage
	}
	return a, b, formRule
}

// breakIn finds a page break inside a line: the post, its serial number in eight digits, and "002 OF 003".
func (p *parser) breakIn(s string) (start, end int) {
	from := 0
	for {
		i := strings.Index(s[from:], " OF 0")
		if i < 0 {
			return -1, -1
		}
		i += from
		from = i + 5
		end = i + 4 + digits(s[i+4:])
		if k := skip(s, end); k+6 < len(s) && digits(s[k:]) == 6 && s[k+6] == 'Z' {
			end = k + 7
		}
		k := i
		for k > 0 && (isDigit(s[k-1]) || s[k-1] == '.') {
			k--
		}
		j := k
		for j > 0 && s[j-1] == ' ' {
			j--
		}
		serial := j
		for serial > 0 && isDigit(s[serial-1]) {
			serial--
		}
		if i-k < 2 || j == k || j-serial < 5 || serial < 4 || s[serial-1] != ' ' {
			continue
		}
		start = serial - 1
		head := strings.TrimRight(s[:start], " ")
		if name := strings.ToUpper(p.station); name != "" && strings.HasSuffix(head, name) {
			start = len(head) - len(name)
		} else {
			start = strings.LastIndexByte(head, ' ') + 1
			if !capitals(head[start:]) {
				continue
			}
		}
		if q := strings.LastIndex(s[:start], "PAGE "); q >= 0 && start-q <= 9 {
			start = q
		}
		if start == 0 && end == len(s) {
			continue
		}
		return start, end
	}
}

// ruleIn finds a rule of five or more signs with words before or behind it.
func ruleIn(s string) (start, end int) {
	for _, sign := range [...]string{"-----", "====="} {
		i := strings.Index(s, sign)
		if i < 0 || i > 0 && !isSpace(s[i-1]) && isAlpha(s[i-1]) && sign[0] == '-' {
			continue
		}
		if sign[0] == '=' && strings.Contains(s, "CABLE ENDS") {
			continue
		}
		j := i
		for j < len(s) && (s[j] == sign[0] || s[j] == ' ' && j+1 < len(s) && s[j+1] == sign[0]) {
			j++
		}
		if i == 0 && j == len(s) {
			continue
		}
		return i, j
	}
	return -1, -1
}

// unrecognised says so where no field of a cable was found.
func (p *parser) unrecognised() {
	if p.fields > 0 || !p.c.DTG.Empty() || !p.c.From.Zero() || len(p.c.To)+len(p.c.Info) > 0 || len(p.c.Paragraphs) > 0 && p.firstNumbered() >= 0 || p.c.Classification.Level != model.LevelNone {
		return
	}
	p.c.Source.Format = model.FormatUnknown
	p.c.Diagnostics = append(p.c.Diagnostics, model.Diagnostic{Kind: NotRecognised, Line: 1, Message: safe.Of("no field of a cable was recognised; all of it is shown as text")})
}
