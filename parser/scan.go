package parser

import "strings"

// form is what a line looks like by itself, before any grammar reads it.
type form uint8

const (
	formText form = iota
	formBlank
	formRule   // dashes, equal signs or stars
	formPage   // a page or section break
	formBanner // a classification marking alone, as at the top and bottom of a page
	formEnd    // an end mark
	formStamp  // a declassification stamp, or that of a release
	formHead   // the repeated head of a later section
	formRelay  // a caption that the relay put in again, alone
	formTitle  // a heading that stood inside a line
	formRead   // already read by a grammar
)

// line is a range of the working text: where it starts, where its first and last words are, and where it ends
// with its line feed. Lines may also end where no line feed is, when a repair divides them.
type line struct {
	start, text, end, next int32
	form                   form
	seen, single, wide     bool // whether its blanks have been looked at, and are single, and part columns
}

// scan divides the working text into lines.
func (p *parser) scan() {
	s := p.s
	p.quoted = strings.Count(s, "=20\n") > 1
	if n := len(s)/44 + 8; cap(p.lines) < n {
		p.lines = make([]line, 0, n)
	}
	lines := p.lines
	for at := 0; at < len(s); {
		next := strings.IndexByte(s[at:], '\n')
		if next < 0 {
			next = len(s)
		} else {
			next += at + 1
		}
		lines = append(lines, line{})
		p.look(&lines[len(lines)-1], at, next)
		at = next
	}
	p.lines = lines
}

// line looks at one line.
func (p *parser) line(start, next int) (l line) {
	p.look(&l, start, next)
	return l
}

// look is line for one that has its place already.
func (p *parser) look(l *line, start, next int) {
	s := p.s
	text, end := start, next
	for end > text && isSpace(s[end-1]) || end > text && s[end-1] == '\\' && next > end {
		end--
	}
	for p.quoted && end > text+3 && s[end-1] == '0' && s[end-3:end] == "=20" { // a blank of quoted-printable
		for end -= 3; end > text && isSpace(s[end-1]); {
			end--
		}
	}
	for text < end && isSpace(s[text]) {
		text++
	}
	l.start, l.text, l.end, l.next, l.form = int32(start), int32(text), int32(end), int32(next), shape(s[text:end])
}

// shape is the form of a line, by its first and last bytes in nearly all cases.
func shape(s string) form {
	if s == "" {
		return formBlank
	}
	first, last := s[0], s[len(s)-1]
	switch {
	case first == '-' || first == '=' || first == '*' || first == '_' || first == '~':
		switch {
		case isRule(s):
			return formRule
		case first == '=' && indexFold(s, "CABLE ENDS") > 0, first == '*' && strings.HasPrefix(s, "*** Current"):
			return formEnd
		}
	case first == '<' && strings.HasPrefix(s, "<< END OF"):
		return formEnd
	case first == 'N' && len(s) <= 16 && strings.HasPrefix(s, "NNN") && capitals(s) && strings.IndexByte(s, ' ') < 0:
		return formEnd
	case first == 'P' && isPage(s):
		return formPage
	case (isDigit(last) || last == 'Z') && isBreak(s):
		return formPage
	case len(s) <= 48 && isUpper(first) && isMarkingLine(s):
		return formBanner
	case isDigit(last) && isStamp(s) || first == 'B' && len(s) < 48 && isExemption(s) || first == 'R' && strings.HasPrefix(s, "RELEASE IN ") && capitals(s):
		return formStamp
	}
	return formText
}

// isRule tells whether a line is a rule: three or more of one sign, with or without gaps.
func isRule(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == s[0]:
			n++
		case c != ' ':
			return false
		}
	}
	return n >= 3
}

// isPage tells whether a line is a page line of before 2002: "PAGE 02 VATICA 05693 01 OF 02 021700Z", "PAGE 02".
func isPage(s string) bool {
	if !strings.HasPrefix(s, "PAGE ") {
		return false
	}
	i := skip(s, 5)
	n := digits(s[i:])
	if n == 0 || n > 3 || len(s) > 80 {
		return false
	}
	rest := s[i+n:]
	if rest == "" {
		return true
	}
	if !isBlank(rest[0]) || !capitals(rest) {
		return false
	}
	last := rest[len(rest)-1]
	return isDigit(last) || last == 'Z'
}

// pageHead is the length of a page head of before 2002 at the start of s, whatever stands behind it:
// "PAGE 03  VATICA 05960 191507Z", "PAGE 02 HARARE 06677 01 OF 03 291400Z"; 0 where there is none.
func pageHead(s string) int {
	if !strings.HasPrefix(s, "PAGE ") {
		return 0
	}
	i := skip(s, 5)
	d := digits(s[i:])
	if d == 0 || d > 3 {
		return 0
	}
	j := skip(s, i+d)
	post := j
	for j < len(s) && (isUpper(s[j]) || s[j] == ' ' || s[j] == '\'') && j-post < 30 {
		j++
	}
	serial := digits(s[j:])
	if j == post || s[j-1] != ' ' || serial < 4 || serial > 8 {
		return 0
	}
	j = skip(s, j+serial)
	if a := digits(s[j:]); a > 0 && a < 4 {
		if k := skip(s, j+a); strings.HasPrefix(s[k:], "OF ") {
			k = skip(s, k+3)
			j = skip(s, k+digits(s[k:]))
		}
	}
	if digits(s[j:]) != 6 || j+6 >= len(s) || s[j+6] != 'Z' {
		return 0
	}
	return j + 7
}

// isBreak tells whether a line is a page or section break: "ALMATY 00000538  002 OF 003", "001.2 OF 006",
// or the second line of a page head of 1979, "ABIDJAN 05828 01 OF 02 271243Z".
func isBreak(s string) bool {
	_, ok := pageBreak(s)
	return ok
}

// pageBreak reads a page break that begins with the post's name; n is its length.
func pageBreak(s string) (n int, ok bool) {
	if len(s) < 12 || !isUpper(s[0]) {
		return 0, false
	}
	i := 0
	for i < len(s) && (isUpper(s[i]) || s[i] == ' ' || s[i] == '\'' || s[i] == '.') {
		i++
	}
	if i < 3 || i > 40 || s[i-1] != ' ' {
		return 0, false
	}
	serial := digits(s[i:])
	if serial < 5 {
		return 0, false
	}
	i += serial
	j := skip(s, i)
	if j == i {
		return 0, false
	}
	d := digits(s[j:])
	if d == 6 && j+d < len(s) && s[j+d] == 'Z' && j+d+1 == len(s) {
		return len(s), true
	}
	if d < 2 || d > 3 {
		return 0, false
	}
	j += d
	if j+1 < len(s) && s[j] == '.' && isDigit(s[j+1]) {
		j += 2
	}
	j = skip(s, j)
	if !strings.HasPrefix(s[j:], "OF ") {
		return 0, false
	}
	j = skip(s, j+3)
	d = digits(s[j:])
	if d < 2 || d > 3 {
		return 0, false
	}
	j += d
	if k := skip(s, j); k < len(s) && digits(s[k:]) == 6 && k+6 < len(s) && s[k+6] == 'Z' {
		j = k + 7
	}
	return j, j == len(s)
}

const stamp = "Declassified/Released US Department of State EO Systematic Review"

// releaseStamp begins the line that a release puts on every page.
const releaseStamp = "UNCLASSIFIED U.S. Department of State Case No."

// isStamp tells whether a line is a declassification stamp or the page stamp of a release.
func isStamp(s string) bool {
	if len(s) < 30 || len(s) > len(stamp)+80 {
		return false
	}
	if strings.HasPrefix(s, releaseStamp) {
		return true
	}
	a, b := stampIn(s)
	return a == 0 && b == len(s)
}

// isExemption tells whether a line is nothing but the codes with which a release says what it left out: "B1 1.4(D)", "B6, B7(C)".
func isExemption(s string) bool {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		code := len(w) >= 2 && w[0] == 'B' && isDigit(w[1]) && (len(w) == 2 || len(w) == 5 && w[2] == '(' && w[4] == ')')
		reason := len(w) == 6 && (w[:3] == "1.4" || w[:3] == "1.5") && w[3] == '(' && w[5] == ')'
		if !code && !reason {
			return false
		}
	}
	return true
}

// stampIn finds a stamp of declassification inside a line, with the name before it and the date behind it.
func stampIn(s string) (start, end int) {
	i := strings.Index(s, stamp)
	if i < 0 {
		return -1, -1
	}
	start, end = i, i+len(stamp)
	for range 4 { // "Sheryl P. Walter"
		j := len(strings.TrimRight(s[:start], " "))
		k := strings.LastIndexByte(s[:j], ' ') + 1
		w := s[k:j]
		if len(w) < 2 || !isUpper(w[0]) || !isLower(w[1]) && w[1] != '.' || strings.IndexByte(w, ',') >= 0 || len(w) > 2 && w[len(w)-1] == '.' {
			break
		}
		start = k
	}
	j := skip(s, end)
	if d := digits(s[j:]); d == 1 || d == 2 {
		k := skip(s, j+d)
		if month(s[k:]) > 0 {
			if k = skip(s, k+len(firstWord(s[k:]))); digits(s[k:]) == 4 {
				end = k + 4
			}
		}
	}
	return start, end
}
