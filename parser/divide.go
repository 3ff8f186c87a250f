package parser

import "strings"

// mostDivisions is how many rules and page breaks one line is searched for; no message has as many.
const mostDivisions = 300

// divide makes rules and page breaks that stand inside a line lines of their own:
// "...text. -------- Training -------- 2. ...", "told the FENWICK 00000012  002 OF 003 delegation".
func (p *parser) divide(start int) {
	if start >= len(p.lines) {
		return
	}
	pages, any := false, false
	for i := start; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.form == formPage {
			pages = pages || p.s[l.text] == 'P'
			continue
		}
		if l.form != formText {
			continue
		}
		s := p.s[l.text:l.end]
		switch long := len(s) > 90; {
		case s[0] == 'S' && (long || hasFold(s, "SIPDIS")), long:
			p.relayed = p.relayed || s[0] == 'S' && hasFold(s, "SIPDIS") || long && strings.Contains(s, "SIPDIS")
			pages = pages || long && strings.Contains(s, "PAGE ")
			p.stamped = p.stamped || long && strings.Contains(s, stamp)
		case len(s) > len(stamp):
			p.stamped = p.stamped || strings.Contains(s, stamp)
		case s[0] == 'P':
			pages = pages || strings.HasPrefix(s, "PAGE ")
		}
	}
	for i := start; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.form != formText {
			continue
		}
		if p.relayed && l.end-l.text == int32(len("SIPDIS")) && hasFold(p.s[l.text:], "SIPDIS") {
			l.form = formRelay
		} else if any = any || p.divisible(l); any && !p.relayed {
			break
		}
	}
	if !any {
		if pages {
			p.heads(start)
		}
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
	if pages {
		p.feet(start)
		p.heads(start)
	}
}

// feet cuts the marking at the foot of a page off a line of text that it ran into: "... LATEST DEVELOPMENTS IN      CONFIDENTIAL".
func (p *parser) feet(start int) {
	var lines []line // made when the first foot is found
	text := -1       // the last line of text
	at := 0
	for i := start; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.form == formPage && text >= 0 && pageHead(p.s[l.text:l.end]) > 0 {
			if k := p.foot(&p.lines[text]); k > 0 {
				t := p.lines[text]
				cut := p.line(int(t.text)+k, int(t.next))
				cut.form = formBanner
				lines = append(lines, p.lines[at:text]...)
				lines = append(lines, p.line(int(t.start), int(t.text)+k), cut)
				at = text + 1
			}
		}
		if l.form == formText {
			text = i
		} else if l.form != formBlank {
			text = -1
		}
	}
	if lines != nil {
		p.lines = append(lines, p.lines[at:]...)
	}
}

// foot is where the marking at the foot of a page begins at the end of a line of text; 0 where there is none.
func (p *parser) foot(l *line) int {
	s := p.s[l.text:l.end]
	for _, w := range [...]string{"UNCLASSIFIED", "CONFIDENTIAL", "SECRET"} {
		if rest, ok := strings.CutSuffix(s, " "+w); ok {
			return len(strings.TrimRight(rest, " "))
		}
	}
	return 0
}

// divisible tells whether a line is worth a look: a long one, or one that begins or ends as a rule does.
func (p *parser) divisible(l *line) bool {
	n := l.end - l.text
	if n < 9 {
		return false
	}
	first, last := p.s[l.text], p.s[l.end-1]
	if n < 90 && first != '-' && first != '=' && last != '-' && last != '=' && (first != 'P' || !strings.HasPrefix(p.s[l.text:], "PAGE ")) {
		if !p.relayed {
			return false
		}
		a, _ := relayIn(p.s[l.text:l.end])
		return a >= 0
	}
	a, _, _ := p.divider(p.s[l.text:l.end])
	return a >= 0
}

// divider finds a rule or a page break with words before or behind it.
func (p *parser) divider(s string) (start, end int, f form) {
	a, b := ruleIn(s)
	f = formRule
	if x, y := p.breakIn(s); x >= 0 && (a < 0 || x < a) {
		a, b, f = x, y, formPage
	}
	if p.stamped {
		if x, y := stampIn(s); x >= 0 && (a < 0 || x < a) {
			a, b, f = x, y, formStamp
		}
	}
	if p.relayed {
		if x, y := relayIn(s); x >= 0 && (a < 0 || x < a) {
			return x, y, formRelay
		}
	}
	return a, b, f
}

// relayIn finds the caption that the relay put in again at the start of a page, where it ran into the text:
// "since the United States wants to SIPDIS see elections". Who writes of the caption itself says what it is.
func relayIn(s string) (start, end int) {
	for at := 0; ; {
		i := strings.Index(s[at:], "SIPDIS")
		if i < 0 {
			return -1, -1
		}
		i += at
		at = i + len("SIPDIS")
		if i > 0 && !isSpace(s[i-1]) || at < len(s) && !isSpace(s[at]) {
			continue
		}
		switch strings.ToLower(firstWord(s[skip(s, at):])) {
		case "caption", "captioned", "cable", "cables", "distribution", "channel", "channels", "web", "website", "site", "list", "database":
			continue
		}
		if i == 0 && at == len(s) {
			return -1, -1
		}
		return i, at
	}
}

// breakIn finds a page break inside a line: the post, its serial number in eight digits, and "002 OF 003".
func (p *parser) breakIn(s string) (start, end int) {
	if i := strings.Index(s, "PAGE "); i >= 0 && (i == 0 || isSpace(s[i-1])) {
		if n := pageHead(s[i:]); n > 0 && n < len(s) && i+n <= len(s) && (i > 0 || n < len(s)) {
			return i, i + n
		}
	}
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
		start = p.wholePost(s, start, serial)
		if q := strings.LastIndex(s[:start], "PAGE "); q >= 0 && start-q <= 9 {
			start = q
		}
		if start == 0 && end == len(s) {
			continue
		}
		return start, end
	}
}

// wholePost is where the name of the post begins that ends before the serial number at an offset, and of which the last
// word begins at start: of "RPO DUBAI 00000028" the name has two words.
func (p *parser) wholePost(s string, start, serial int) int {
	words := strings.Fields(strings.ToUpper(p.station))
	k := len(words) - 1
	if w := strings.TrimSpace(s[start:serial]); k < 1 || len(w) < 2 || !strings.HasPrefix(words[k], w) { // the relay cut long names: "BUENOS AIR 00000548"
		return start
	}
	for k--; k >= 0; k-- {
		head := strings.TrimRight(s[:start], " ")
		rest, ok := strings.CutSuffix(head, words[k])
		if !ok || rest != "" && !isSpace(rest[len(rest)-1]) {
			break
		}
		start = len(rest)
	}
	return start
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
