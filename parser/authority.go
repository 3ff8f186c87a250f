package parser

import (
	"slices"
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// orders are the Executive Orders on classification that cables cite.
var orders = [...]string{"12958", "13526", "12356", "12065", "11652", "13292", "10501"}

// order reads what stands behind "E.O.": "12958: DECL: 02/10/2015".
func (p *parser) order(s string, at int) {
	n := digits(s)
	num, rest := s[:n], strings.TrimLeft(s[n:], " :;.,\n")
	if !p.c.ExecutiveOrder.Empty() && rest == "" {
		return
	}
	if !slices.Contains(orders[:], num) && n > 0 {
		fixed := nearestOrder(num)
		p.note(OrderNumber, at, at+n, "E.O. "+num+" read as "+fixed)
		num = fixed
	}
	p.c.ExecutiveOrder = p.field(num)
	p.c.DeclassifyText = p.field(rest)
	if t, ok := day(rest); ok {
		p.c.DeclassifyOn = t
	}
}

// nearestOrder is the Executive Order that a mistyped number means.
func nearestOrder(num string) string {
	best, least := orders[0], 99
	for _, o := range orders {
		if d := distance(num, o); d < least {
			best, least = o, d
		}
	}
	return best
}

// distance is the number of letters to change, add, drop or swap with the next one to make a from b.
func distance(a, b string) int {
	if len(a) > 40 || len(b) > 40 {
		return max(len(a), len(b))
	}
	var rows [3][42]uint8 // none is longer than 81 letters
	for j := 0; j <= len(b); j++ {
		rows[1][j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		rows[2][0] = uint8(i)
		for j := 1; j <= len(b); j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(rows[1][j]+1, rows[2][j-1]+1, rows[1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[0][j-2]+1)
			}
			rows[2][j] = d
		}
		rows[0], rows[1] = rows[1], rows[2]
	}
	return int(rows[1][len(b)])
}

// classifier reads what stands behind "Classified By:".
func (p *parser) classifier(s string) {
	s = strings.Trim(s, " \n")
	// Copies say it twice: "Classified By: Classified by Deputy ...", or the words stand behind stray lines.
	for {
		i := -1
		for _, w := range [...]string{"CLASSIFIED BY", "CLASSFIED BY", "CLASSIFED BY"} {
			if k := lastFold(s, w); k >= 0 && k < 120 {
				i = max(i, k+len(w))
			}
		}
		if i < 0 {
			break
		}
		s = strings.TrimLeft(s[i:], " :.\n")
	}
	if hasFold(s, "CLASSIFIED ") { // "CLASSIFIED CONFIDENTIAL BY ACTING DCM ..."
		if _, n := level(s[len("CLASSIFIED "):]); n > 0 {
			if rest := strings.TrimLeft(s[len("CLASSIFIED ")+n:], " "); hasFold(rest, "BY ") {
				s = rest[3:]
			}
		}
	}
	if s == "" {
		return
	}
	c := &model.ClassifiedBy{Text: p.field(rejoin(s))}
	if p.c.ClassifiedBy != nil && !p.c.ClassifiedBy.Name.Empty() {
		return
	}
	p.c.ClassifiedBy = c
	flat := squeeze(rejoin(s))
	who, why := flat, ""
	if i := reasonAt(flat); i >= 0 {
		who, why = flat[:i], flat[i:]
	}
	p.reasonsOf(c, why)
	name, title := personIn(who)
	c.Name, c.Title = p.field(name), p.field(title)
}

// rejoin closes words that a fixed line width cut: "for re \nason", "Blah \na".
func rejoin(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] != '\n' {
			continue
		}
		a := strings.TrimRight(s[:i], " ")
		b := strings.TrimLeft(s[i+1:], " ")
		u, v := lastWord(a), firstWord(b)
		if u == "" || v == "" {
			continue
		}
		joined := strings.ToLower(u + v)
		if strings.HasPrefix(joined, "reason") && len(u) < 6 && len(v) < 6 || len(v) <= 2 && isLower(v[0]) && !common(v) && len(u) > 1 || joined == "for" || joined == "and" {
			s = a + b
			i = len(a)
		}
	}
	return s
}

func common(w string) bool {
	switch w {
	case "a", "an", "of", "to", "in", "on", "at", "by", "or", "as", "is", "b", "c", "d":
		return w != "a"
	}
	return false
}

func lastWord(s string) string {
	i := len(s)
	for i > 0 && isAlpha(s[i-1]) {
		i--
	}
	return s[i:]
}

func firstWord(s string) string {
	i := 0
	for i < len(s) && isAlpha(s[i]) {
		i++
	}
	return s[:i]
}

// reasonAt is where the reasons begin: "for reasons 1.4 (b)", "REASON:", "E.O. 12958", "1.5 (d)".
func reasonAt(s string) int {
	for i := 0; i < len(s); i++ {
		if i > 0 && isAlpha(s[i-1]) {
			continue
		}
		if s[i] == '1' {
			if _, n := sectionAt(s, i); n > 0 {
				return i
			}
			continue
		}
		c := upper(s[i])
		if !isUpper(c) {
			continue
		}
		for _, w := range reasonWords[c-'A'] {
			if hasFold(s[i:], w) {
				return i
			}
		}
	}
	return -1
}

// reasonWords are the words that lead over to the reasons, by first letter.
var reasonWords = [26][]string{
	0:         {"ACTION REQUEST"},
	'B' - 'A': {"BASED "},
	'D' - 'A': {"DUE TO"},
	'E' - 'A': {"E.O.", "E. O.", "EO 1"},
	'F' - 'A': {"FOR REAS", "F0R REAS", "FOR 129", "FOR E.O"},
	'P' - 'A': {"PER 1", "PER E.O", "PER EO", "PER SEC", "PURSUANT"},
	'R' - 'A': {"REASON", "REAS0N"},
	'S' - 'A': {"SECTION 1", "SEA3ON"},
	'U' - 'A': {"UNDER 1", "UNDER SECTION", "UNDER SEC.", "UNDER SEC ", "UNDER E"},
}

// sectionAt reads the number of a section of the order, "1.4", "1. 5", "1 .4", "1,4", at i: its second digit and its length.
func sectionAt(s string, i int) (byte, int) {
	if s[i] != '1' || i > 0 && (isDigit(s[i-1]) || s[i-1] == '.') {
		return 0, 0
	}
	j := skip(s, i+1)
	if j >= len(s) || s[j] != '.' && s[j] != ',' {
		return 0, 0
	}
	j = skip(s, j+1)
	if j >= len(s) || s[j] < '2' || s[j] > '6' || j+1 < len(s) && isDigit(s[j+1]) {
		return 0, 0
	}
	return s[j], j + 1 - i
}

// reasons reads a line of reasons that stands apart.
func (p *parser) reasons(s string) {
	if p.c.ClassifiedBy == nil {
		p.c.ClassifiedBy = &model.ClassifiedBy{}
	}
	p.reasonsOf(p.c.ClassifiedBy, rejoin(s))
}

// reasonsOf reads "1.4 (b) and (d)", "1.5 (B,D)", "1.4 B & D" into "1.4(b)", "1.4(d)", and "reasons (b) and (d)" as of the
// section that was in force.
func (p *parser) reasonsOf(c *model.ClassifiedBy, s string) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, " an d ", " and "), " a nd ", " and ")
	found := false
	for i := 0; i < len(s); i++ {
		section, n := sectionAt(s, i)
		if n == 0 {
			continue
		}
		found = true
		i += n
		i += p.reasonLetters(c, section, s[i:]) - 1
	}
	if found {
		return
	}
	for _, w := range [...]string{"REASONS", "REASON", "REAS"} {
		if i := indexFold(s, w); i >= 0 {
			section := byte('4')
			if p.year > 0 && p.year < 2003 {
				section = '5'
			}
			p.reasonLetters(c, section, strings.TrimLeft(s[i+len(w):], ":. "))
			return
		}
	}
}

// reasonNames are the reasons of sections 1.2 to 1.6 in normal form.
var reasonNames = func() (names [5][8]string) {
	for section := range names {
		for letter := range names[section] {
			names[section][letter] = "1." + string(rune('2'+section)) + "(" + string(rune('a'+letter)) + ")"
		}
	}
	return names
}()

// reasonLetters reads the letters of one section, and tells how much of s they are.
func (p *parser) reasonLetters(c *model.ClassifiedBy, section byte, s string) int {
	any := false
	for j := 0; j < len(s); j++ {
		ch := s[j] | 0x20
		alone := (j+1 >= len(s) || !isAlpha(s[j+1])) && (j == 0 || !isAlpha(s[j-1]))
		switch {
		case ch >= 'a' && ch <= 'h' && alone && isAlpha(s[j]):
			r := p.field(reasonNames[section-'2'][ch-'a'])
			if c.Reasons == nil {
				c.Reasons = make([]safe.Line, 0, 2)
			}
			if !slices.Contains(c.Reasons, r) {
				c.Reasons = append(c.Reasons, r)
			}
			any = true
		case isAlpha(s[j]):
			w := firstWord(s[j:])
			if !strings.EqualFold(w, "and") && !strings.EqualFold(w, "or") {
				return j
			}
			j += len(w) - 1
		case isDigit(s[j]):
			return j
		case s[j] == '.' && any:
			// A sentence ends; a mark or a word behind it begins the text.
			k := skip(s, j+1)
			if _, n := portion(s[k:]); n > 0 && k > j+1 {
				if m := skip(s, k+n); m < len(s) && (isAlpha(s[m]) && len(firstWord(s[m:])) > 1 && !hasFold(s[m:], "AND ") || s[m] == '"') {
					return j
				}
			}
		}
	}
	return len(s)
}

// hasReason tells whether the open field already has a reason.
func (p *parser) hasReason(o *open) bool {
	s := p.text(o)
	i := reasonAt(s)
	return i >= 0 && strings.ContainsAny(s[i:], "bBcCdD")
}

// classifierIn reads a "CLASSIFIED BY" that stands in a numbered paragraph; the paragraph stays what it is.
func (p *parser) classifierIn(s string) bool {
	i := indexFold(s, "CLASSIFIED BY")
	if i < 0 || i > 60 || p.c.ClassifiedBy != nil {
		return false
	}
	p.classifier(s[i:])
	return true
}
