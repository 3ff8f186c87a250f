package parser

import (
	"slices"
	"strings"

	"reftel/model"
)

var months = [...]string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}

// month is the number of a month by its first three letters, 0 where they are none.
func month(s string) int {
	if len(s) < 3 {
		return 0
	}
	for i, m := range months {
		if hasFold(s, m) {
			return i + 1
		}
	}
	return 0
}

// dateTimeGroup finds "190618Z FEB 08" in a line; start and end are offsets of it, with the precedence letters.
func dateTimeGroup(s string) (start, end int, ok bool) {
	for i := 0; i+6 < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		n := digits(s[i:])
		if n != 6 || i+6 >= len(s) || upper(s[i+6]) != 'Z' {
			i += n
			continue
		}
		j := skip(s, i+7)
		if month(s[j:]) == 0 {
			i += n
			continue
		}
		for j < len(s) && isAlpha(s[j]) {
			j++
		}
		j = skip(s, j)
		d := digits(s[j:])
		if d != 2 && d != 4 {
			i += n
			continue
		}
		start = i
		for start >= 2 && s[start-1] == ' ' && strings.IndexByte("ZOPRWMF", upper(s[start-2])) >= 0 && (start == 2 || s[start-3] == ' ') {
			start -= 2
		}
		return start, j + d, true
	}
	return 0, 0, false
}

// isAddress tells whether a line begins an address: "FM ", "TO ", "INFO ", "XMT ".
func isAddress(s string) bool {
	return strings.HasPrefix(s, "FM ") || strings.HasPrefix(s, "TO ") || strings.HasPrefix(s, "INFO ") || strings.HasPrefix(s, "XMT") && len(s) > 4
}

// isRouting tells whether a line is one of the first of a relayed message: VZCZC, routing indicators, DE, ZNY.
func isRouting(s string) bool {
	switch s[0] {
	case 'V':
		return strings.HasPrefix(s, "VZCZC")
	case 'D':
		return strings.HasPrefix(s, "DE R") && strings.IndexByte(s, '#') > 0
	case 'Z':
		return strings.HasPrefix(s, "ZNY ") || strings.HasPrefix(s, "ZNR ") || len(s) > 3 && s[1] == 'Z' && s[2] == ' ' && s[3] == 'R'
	case 'O', 'P', 'R':
		return len(s) > 4 && s[1] == s[0] && s[2] == ' ' && s[3] == 'R'
	}
	return false
}

// header reads the transmission header, which ends where the classification line or the top matter begins,
// and tells which line comes next.
func (p *parser) header() int {
	p.fiveLines()
	p.gluedBanner()
	end, found, strong, texts, blank := 0, false, false, 0, false
	most := min(len(p.lines), 400)
	for i := 0; i < most; i++ {
		l := &p.lines[i]
		if l.form != formText {
			if l.form == formRule && !p.telegram && !found {
				break
			}
			blank = blank || l.form == formBlank
			continue
		}
		s := p.s[l.text:l.end]
		if !found && isNotice(s) && p.telegram { // a copy of a telegram's head stands below it
			continue
		}
		texts++
		dated := false
		if len(s) < 60 {
			_, _, dated = dateTimeGroup(s)
		}
		if dated || isRouting(s) || strings.HasPrefix(s, "FM ") || isAddress(s) && (strong || texts == 1 || p.telegram) {
			strong = strong || texts > 0
			found, blank = true, false
			end = i + 1
			continue
		}
		if p.isClassificationLine(s) || isNotice(s) {
			if found && (p.telegram || !blank || i < end+4) {
				end = i
			}
			break
		}
		if f, _ := label(s); f != fieldNone {
			break
		}
		switch {
		case found && !p.telegram:
			if blank || !capitals(s) || len(s) > 90 || isNumbered(s) {
				i = most
				continue
			}
			end = i + 1
		case !p.telegram && texts > 12, isNumbered(s) && !strings.Contains(s, "/"):
			i = most
		}
	}
	if !found {
		return 0
	}
	p.readHeader(end)
	return end
}

// fiveLines reads the five lines that one form puts before a cable: identifier, title, date, classification, post.
func (p *parser) fiveLines() {
	if len(p.lines) < 6 {
		return
	}
	word := func(i int) string { return p.s[p.lines[i].text:p.lines[i].end] }
	s := word(0)
	if s == "" || !isDigit(s[0]) || strings.IndexByte(s, ' ') >= 0 {
		return
	}
	id, err := model.ParseID(s)
	if err != nil {
		return
	}
	date, _, _ := strings.Cut(word(2), " +")
	when, ok := created(date)
	level := banner(word(3))
	if !ok || level.Level == model.LevelNone {
		return
	}
	if p.named.Zero() || p.about.ID == "" {
		p.named, p.about.ID = id, s
	}
	c := p.c
	if c.Created.IsZero() {
		c.Created = when
	}
	if c.Classification.Level == model.LevelNone {
		c.Classification = level
	}
	if c.Origin.Empty() {
		c.Origin = p.field(word(4))
	}
	for i := range 5 {
		l := &p.lines[i]
		p.put(int(l.text), int(l.end), model.ElementMetadata)
		l.form = formRead
	}
}

// gluedBanner makes a classification line that is glued to the last line of the header a line of its own.
func (p *parser) gluedBanner() {
	head := p.s[:min(len(p.s), 3000)]
	for _, w := range [...]string{"C O N F I D E N T I A L ", "UNCLAS ", "S E C R E T ", "LIMITED OFFICIAL USE "} {
		k := strings.Index(head, w)
		if k < 0 {
			continue
		}
		if k > 8 && !isSpace(head[k-1]) {
			p.unglue(k)
		}
		return
	}
}

// unglue divides the line of the header that has a classification line at offset k.
func (p *parser) unglue(k int) {
	for i := range p.lines {
		l := &p.lines[i]
		if int(l.next) <= k {
			continue
		}
		s, at := p.s[l.text:l.end], k-int(l.text)
		if l.form != formText || at <= 0 || !isAddress(s) && !isPost(s) {
			return
		}
		if c := classification(s[at:]); c.n == 0 || c.station == "" {
			return
		}
		next := int(l.next)
		p.note(LineGlued, k, int(l.end), "a classification line on the last line of the header")
		*l = p.line(int(l.start), k)
		p.lines = slices.Insert(p.lines, i+1, p.line(k, next))
		return
	}
}

// readHeader reads the lines of the transmission header up to a line.
func (p *parser) readHeader(end int) {
	c := p.c
	var to *[]model.Addressee
	excluded, begun := false, false
	for i := 0; i < end; i++ {
		l := &p.lines[i]
		if l.form == formBlank {
			l.form = formRead
			continue
		}
		if l.form == formPage {
			p.put(int(l.start), int(l.end), model.ElementPageBreak)
			l.form = formRead
			continue
		}
		if l.form == formBanner {
			p.banners(p.s[l.text:l.end])
			p.put(int(l.start), int(l.end), model.ElementBanner)
			l.form = formRead
			continue
		}
		s := p.s[l.text:l.end]
		l.form = formRead
		if isNotice(s) {
			p.c.Partial = true
			p.put(int(l.start), int(l.end), model.ElementNotice)
			continue
		}
		p.put(int(l.start), int(l.end), model.ElementHeader)
		if strings.HasPrefix(s, "VZCZC") {
			if c.TransmissionID.Empty() {
				c.TransmissionID = p.field(s)
			}
			continue
		}
		if strings.HasPrefix(s, "ZNY ") && len(s) > 5 {
			switch s[4] {
			case 'C':
				p.zny = model.LevelConfidential
			case 'S':
				p.zny = model.LevelSecret
			case 'T':
				p.zny = model.LevelTopSecret
			}
		}
		if a, b, ok := dateTimeGroup(s); ok && c.DTG.Empty() && len(s) < 60 {
			p.dtg(s[a:b])
			// What stands above it in a telegram is the distribution within the Department.
			c.To, c.Info, to, begun = nil, nil, nil, true
			continue
		}
		if !begun && !isAddress(s) || isRouting(s) {
			continue
		}
		begun = true
		switch {
		case strings.HasPrefix(s, "FM "):
			if c.From.Zero() {
				c.From = p.addressee(s[3:])
				if p.telegram {
					c.To, c.Info = nil, nil
				}
			}
			to, excluded = nil, false
			continue
		case strings.HasPrefix(s, "TO "):
			to, excluded, s = &c.To, false, s[3:]
			if isPage(s) {
				continue
			}
		case strings.HasPrefix(s, "INFO "):
			to, excluded, s = &c.Info, false, s[5:]
		case strings.HasPrefix(s, "XMT"):
			excluded, s = true, strings.TrimLeft(s[3:], " /")
		}
		if to == nil || s == "" || isWeekday(s) {
			continue
		}
		if excluded {
			if k := len(*to); k > 0 {
				(*to)[k-1].Excluded = append((*to)[k-1].Excluded, p.field(s))
			}
			continue
		}
		if *to == nil {
			*to = make([]model.Addressee, 0, p.addressLines(i, end))
		}
		*to = append(*to, p.addressee(s))
	}
}

// addressLines is how many lines there are from one on that may be of the same list of addressees.
func (p *parser) addressLines(i, end int) int {
	n := 1
	for k := i + 1; k < end; k++ {
		switch l := &p.lines[k]; {
		case l.form != formText:
		case isAddress(p.s[l.text:l.end]):
			return n
		default:
			n++
		}
	}
	return n
}

// isWeekday tells whether a line is the date that newspapers put above their copies: "Wednesday, 29 November 2000, 13:59".
func isWeekday(s string) bool {
	i := strings.IndexByte(s[:min(len(s), 12)], ',')
	return i > 5 && strings.HasSuffix(s[:i], "day") && len(s) < 50
}

// dtg reads a date-time group with its precedence letters: "O P 190618Z FEB 08".
func (p *parser) dtg(s string) {
	p.c.DTG = p.field(s)
	i := 0
	for ; i+1 < len(s) && !isDigit(s[i]); i++ {
		switch c := model.Precedence(upper(s[i])); c {
		case model.Flash, model.Immediate, model.Priority, model.Routine:
			p.c.Precedence = append(p.c.Precedence, c)
		}
	}
	day, hour, minute := number(s[i:i+2]), number(s[i+2:i+4]), number(s[i+4:i+6])
	j := skip(s, i+7)
	m := month(s[j:])
	for j < len(s) && !isDigit(s[j]) {
		j++
	}
	year := number(s[j:])
	if year < 100 {
		year = model.FullYear(year)
	}
	if t, ok := date(year, m, day, hour, minute); ok {
		if p.c.Created.IsZero() {
			p.c.Created = t
		}
		p.year = year
	}
}

var precedences = [...]string{"NIACT IMMEDIATE", "IMMEDIATE", "PRIORITY", "ROUTINE", "FLASH"}

// addressee reads "RUEHC/SECSTATE WASHDC PRIORITY 4696".
func (p *parser) addressee(s string) model.Addressee {
	var a model.Addressee
	s = strings.TrimSpace(s)
	if i := strings.IndexByte(s, '/'); i >= 4 && i <= 8 && s[0] == 'R' && capitals(s[:i]) && strings.IndexByte(s[:i], ' ') < 0 {
		a.Route, s = p.field(s[:i]), strings.TrimSpace(s[i+1:])
	}
	if i := strings.LastIndexByte(s, ' '); i > 0 && len(s)-i-1 >= 3 && len(s)-i-1 <= 5 && digits(s[i+1:]) == len(s)-i-1 {
		a.Continuity, s = p.field(s[i+1:]), strings.TrimSpace(s[:i])
	}
	for _, w := range precedences {
		if len(s) > len(w) && strings.HasSuffix(s, w) && s[len(s)-len(w)-1] == ' ' {
			a.Precedence, s = p.field(w), strings.TrimSpace(s[:len(s)-len(w)])
			break
		}
	}
	a.Name = p.field(s)
	return a
}
