package parser

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// furnish finds what telegrams carry between their lines: page heads on two lines, the repeated head of a second
// section, and stamps. Each keeps its bytes and leaves the text.
func (p *parser) furnish() {
	p.saved()
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
	released := false
	for i := range p.lines {
		l := &p.lines[i]
		if l.form == formStamp {
			p.note(StampRemoved, int(l.text), int(l.end), "a stamp taken out of the text")
			s := p.s[l.text:l.end]
			released = released || strings.HasPrefix(s, "RELEASE IN ") || strings.HasPrefix(s, releaseStamp)
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
			if i+2 < len(p.lines) { // and the time on a third
				if n := &p.lines[i+2]; n.form == formText && n.end-n.text == 7 && digits(p.s[n.text:n.end]) == 6 && p.s[n.end-1] == 'Z' {
					n.form = formPage
				}
			}
		}
		if strings.HasPrefix(s, "PAGE 01") && i > 20 {
			p.repeated(i)
		}
	}
	if released {
		p.margins()
	}
}

// margins takes off the codes that a release puts into the margin beside the lines from which it left something out:
// "THE MINISTER SAID THAT             B1". They are parted from the text by three blanks at least; "a B1" is a visa.
func (p *parser) margins() {
	for i := range p.lines {
		l := &p.lines[i]
		if l.form != formText {
			continue
		}
		s := p.s[l.text:l.end]
		k := strings.LastIndex(s, "   ")
		if k <= 0 || !isExemption(s[k+3:]) {
			continue
		}
		p.put(int(l.text)+k+3, int(l.end), model.ElementPageBreak)
		p.note(StampRemoved, int(l.text)+k+3, int(l.end), "the code of a release taken out of the text")
		l.end = l.text + int32(len(strings.TrimRight(s[:k], " \t")))
	}
}

// saved passes over what stands before the telegram in text that was saved from a PlusD page: a PGP key, the menu, the
// fields of the page. Identifier and date are taken from there.
func (p *parser) saved() {
	if p.c.Source.Format != model.FormatTelegram && !strings.Contains(p.s[:min(len(p.s), 1024)], "-----BEGIN PGP") {
		return
	}
	first, far := -1, min(len(p.lines), 400)
	for i := range far {
		l := &p.lines[i]
		if l.form == formRule || l.form == formBlank {
			continue
		}
		s := p.s[l.text:l.end]
		if first < 0 && !strings.HasPrefix(s, "-----BEGIN PGP PUBLIC KEY") && s != "Show Headers" && !strings.HasPrefix(s, "Canonical ID") {
			if i > 60 {
				return
			}
			continue
		}
		if first < 0 {
			first = i
		}
		if strings.HasPrefix(s, "PAGE 01") {
			for i > 0 && (p.lines[i-1].form == formBanner || p.lines[i-1].form == formBlank) {
				i--
			}
			p.menu(i)
			return
		}
	}
}

// menu marks the lines above line i as the page's own, and takes the fields among them.
func (p *parser) menu(i int) {
	for k := range i {
		l := &p.lines[k]
		if l.form == formBlank {
			continue
		}
		s := p.s[l.text:l.end]
		for _, f := range [...]struct {
			label string
			to    *string
		}{{"Canonical ID:", &p.about.ID}, {"Date:", &p.about.Created}, {"Original Classification:", &p.about.Classification}} {
			v, ok := strings.CutPrefix(s, f.label)
			if !ok {
				continue
			}
			if v = strings.TrimSpace(v); v == "" && k+1 < i {
				v = p.s[p.lines[k+1].text:p.lines[k+1].end]
			}
			if *f.to == "" {
				*f.to = v
			}
		}
		p.put(int(l.text), int(l.end), model.ElementMarkup)
		l.form = formRead
	}
	p.container()
}

func isTelegramTop(s string) bool { return len(s) < 70 && capitals(s) }

// repeated marks the head of a second section, or of a second copy, from its first page head up to where the text goes on.
func (p *parser) repeated(i int) bool {
	for j := i + 1; j < len(p.lines) && j < i+90; j++ {
		l := &p.lines[j]
		if l.form != formText && l.form != formHead {
			continue
		}
		s := p.s[l.text:l.end]
		if isNumbered(s) || len(s) > 100 && !isDistribution(s) {
			return false
		}
		c := classification(s)
		if c.n == 0 || c.level == model.LevelNone || c.section == 0 {
			continue
		}
		end := p.topAgain(j + 1)
		for k := i + 1; k < end; k++ {
			if f := p.lines[k].form; f == formText || f == formRule || f == formRelay {
				p.lines[k].form = formHead
			}
		}
		return true
	}
	return false
}

// isDistribution tells whether a long line is the distribution of a telegram within the Department, or its addresses.
func isDistribution(s string) bool {
	if strings.Count(s[:min(len(s), 400)], "-0") > 4 {
		return true
	}
	_, _, ok := dateTimeGroup(s[:min(len(s), 200)])
	return ok
}

// topAgain is the line behind the top matter that a later section repeats, from line j on: captions, attention lines,
// E.O. and TAGS, and what page heads cut off the subject.
func (p *parser) topAgain(j int) int {
	end := j
	for ; j < len(p.lines) && j < end+8; j++ {
		l := &p.lines[j]
		s := p.s[l.text:l.end]
		f, _ := label(s)
		switch {
		case l.form == formPage || l.form == formBlank || l.form == formBanner:
			continue
		case l.form == formRelay, l.form == formText && (p.isCaption(s) || f == fieldOrder || f == fieldTAGS || f == fieldSubject || f == fieldReference && len(s) < 120):
		case l.form == formText && (spaced(s, "CORRECTEDCOPY") > 0 || p.isAttention(s) && len(s) < 120 && !strings.Contains(s, ". ")):
		case l.form == formText && f == fieldClassifier:
		case l.form == formText && len(s) < 80 && !p.c.Subject.Empty() && strings.HasSuffix(p.c.Subject.String(), squeeze(s)):
		default:
			return end
		}
		end = j + 1
	}
	return end
}

// heads marks the heads of later sections in the body, and the markings at the feet of pages that ran into the text.
func (p *parser) heads(start int) {
	for i := start; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.form != formPage || !strings.HasPrefix(p.s[l.text:l.end], "PAGE ") {
			continue
		}
		if strings.HasPrefix(p.s[l.text:], "PAGE 01") {
			p.repeated(i)
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

// unrecognised says so where no field of a cable was found.
func (p *parser) unrecognised() {
	if p.fields > 0 || !p.c.DTG.Empty() || !p.c.From.Zero() || len(p.c.To)+len(p.c.Info) > 0 || len(p.c.Paragraphs) > 0 && p.firstNumbered() >= 0 || p.c.Classification.Level != model.LevelNone {
		return
	}
	p.c.Source.Format = model.FormatUnknown
	p.c.Diagnostics = append(p.c.Diagnostics, model.Diagnostic{Kind: NotRecognised, Line: 1, Message: safe.Of("no field of a cable was recognised; all of it is shown as text")})
}
