package parser

import (
	"fmt"
	"slices"
	"strings"
)

// candidate is a place where a numbered paragraph may begin.
type candidate struct {
	line    int
	at      int // offset of its pilcrow or first digit
	text    int // offset behind the number and its point
	number  int // as written
	damaged int // the number where its first digit was a pilcrow; 0 where it cannot have been
	pilcrow bool
	mark    bool
	blank   bool // a blank line or the start stands before it
	inside  bool // of a line
	lower   bool // goes on in lower case
}

// numeral is a paragraph number as it stands at the start of a line.
type numeral struct {
	value, digits int
	at, n         int // offset of the digits, and length with pilcrow and point
	pilcrow       bool
	replaced      bool // the pilcrow is U+FFFD
}

// numberAt reads a paragraph number at the start of s: "¶12. ", "1.(C)", "1 (C)".
func numberAt(s string) (numeral, bool) {
	var n numeral
	i := 0
	if len(s) > 2 && s[0] >= 0x80 {
		switch {
		case s[0] == 0xC2 && s[1] == 0xB6:
			i = 2
		case s[0] == 0xEF && s[1] == 0xBF && s[2] == 0xBD:
			i = 3
			n.replaced = true
		default:
			return n, false
		}
		n.pilcrow = true
		for i < len(s) && s[i] == ' ' {
			i++
		}
	}
	d := digits(s[i:])
	if d == 0 || d > 4 || d == 4 && s[i] != '1' {
		return n, false
	}
	n.value, n.digits, n.at = number(s[i:i+d]), d, i
	if n.value == 0 {
		return n, false
	}
	i += d
	switch {
	case i < len(s) && s[i] == '.':
		i++
		if i < len(s) && isDigit(s[i]) {
			return n, false
		}
	case i+1 < len(s) && s[i] == ' ' && s[i+1] == '.':
		i += 2
	case i < len(s) && (s[i] == ' ' || s[i] == '('):
		j := skip(s, i)
		if _, k := portion(s[j:]); k == 0 {
			return n, false
		}
	default:
		return n, false
	}
	n.n = i
	return n, true
}

// isNumbered tells whether a line begins a numbered paragraph.
func isNumbered(s string) bool {
	_, ok := numberAt(s)
	return ok
}

// candidates finds the places where numbered paragraphs may begin, from a line up to another.
func (p *parser) candidates(start, end int) []candidate {
	found := p.found[:0]
	blank := true
	for i := start; i < end; i++ {
		l := &p.lines[i]
		if l.form == formBlank || l.form == formRule {
			blank = true
			continue
		}
		if l.form != formText {
			continue
		}
		c := p.s[l.text]
		if isDigit(c) || c == 0xC2 || c == 0xEF {
			if n, ok := numberAt(p.s[l.text:l.end]); ok {
				found = append(found, p.candidate(i, int(l.text), n, blank))
			}
		}
		if l.end-l.text > 90 {
			found = p.inside(i, found)
		}
		blank = false
	}
	p.found = found
	return found
}

func (p *parser) candidate(i, at int, n numeral, blank bool) candidate {
	l := &p.lines[i]
	c := candidate{line: i, at: at, text: at + n.n, number: n.value, pilcrow: n.pilcrow, blank: blank}
	if n.digits > 1 && p.s[at+n.at] == '1' {
		c.damaged = number(p.s[at+n.at+1 : at+n.at+n.digits])
		if p.s[at+n.at+1] == '0' {
			c.damaged = 0
		}
	}
	rest := p.s[c.text:l.end]
	j := skip(rest, 0)
	if j < len(rest) {
		_, k := portion(rest[j:])
		c.mark = k > 0 || bareMark(rest[j:]) > 0
		c.lower = isLower(rest[j])
	}
	return c
}

// inside finds numbered paragraphs inside a long line: "...in July.  2.  (SBU)  The full text".
func (p *parser) inside(i int, found []candidate) []candidate {
	l := &p.lines[i]
	s := p.s[l.text:l.end]
	for k := 1; k < len(s); k++ {
		if c := s[k]; !isDigit(c) && c != 0xC2 {
			continue
		}
		if !isSpace(s[k-1]) && !(s[k] == 0xC2 && k+1 < len(s) && s[k+1] == 0xB6) {
			for k+1 < len(s) && isDigit(s[k+1]) {
				k++
			}
			continue
		}
		n, ok := numberAt(s[k:])
		if !ok || n.value > 150 {
			for k+1 < len(s) && isDigit(s[k+1]) {
				k++
			}
			continue
		}
		c := p.candidate(i, int(l.text)+k, n, false)
		c.inside = true
		j := k
		for j > 0 && isSpace(s[j-1]) {
			j--
		}
		before := byte('.')
		if j > 0 {
			before = s[j-1]
		}
		ended := strings.IndexByte(".:?!)\"-*=", before) >= 0
		next := skip(s, k+n.n)
		if c.mark && (ended || k-j > 1) || n.pilcrow || ended && k-j > 1 && next < len(s) && (isUpper(s[next]) || s[next] == '"') && next > k+n.n || k-j > 3 && !c.lower {
			found = append(found, c)
		}
		k += n.n - 1
	}
	return found
}

// bareMark is the length of a portion mark that lost its opening bracket: "C) ".
func bareMark(s string) int {
	for _, w := range [...]string{"SBU)", "C)", "U)", "S)", "S/NF)", "C/NF)"} {
		if strings.HasPrefix(s, w) && len(s) > len(w) && isSpace(s[len(w)]) {
			return len(w)
		}
	}
	return 0
}

// chosen is a candidate that begins a paragraph, with the number that it means.
type chosen struct {
	candidate
	value int
}

// number settles which candidates begin paragraphs and what their numbers are.
func (p *parser) number(start, end int) []chosen {
	found := p.candidates(start, end)
	if len(found) == 0 {
		return nil
	}
	out := p.chosen[:0]
	plain := true
	for i, c := range found {
		if c.number != found[0].number+i || found[0].number > 9 && !c.mark || c.inside || c.lower || i == 0 && c.number > 1 && !c.mark && !c.blank {
			plain = false
			break
		}
		out = append(out, chosen{c, c.number})
	}
	p.chosen = out
	if !plain || found[0].number == 11 || p.markdown && found[0].damaged > 0 && found[0].damaged < 4 {
		out = p.weigh(found)
	}
	for i, c := range out {
		if c.value != c.number || p.markdown && c.pilcrow || c.pilcrow && p.s[c.at] == 0xEF {
			p.note(PilcrowDamaged, c.at, c.text, fmt.Sprintf("read as ¶%d", c.value))
		}
		if i > 0 && c.value != out[i-1].value+1 {
			p.note(NumberGap, c.at, c.text, fmt.Sprintf("¶%d follows ¶%d", c.value, out[i-1].value))
		}
	}
	return out
}

// elevenFirst tells whether an 11 stands where no 9 or 10 was: then it is a 1 whose pilcrow became a digit.
func elevenFirst(found []candidate) bool {
	for i := range found {
		switch found[i].number {
		case 9, 10:
			return false
		case 11:
			return found[i].damaged == 1
		}
	}
	return false
}

// weigh finds the most likely run of numbers through the candidates. Each may be taken as written, as a number
// whose pilcrow became a "1", or as no paragraph at all; what follows a candidate decides with what precedes it.
func (p *parser) weigh(found []candidate) []chosen {
	marked := 0
	for _, c := range found {
		if c.mark {
			marked++
		}
	}
	byMark := marked*2 > len(found)
	evidence := p.markdown || elevenFirst(found)
	// How many candidates back a step may reach: more do not stand between two paragraphs.
	n, window := len(found), 120
	if n > 3000 {
		window = 4
	}
	score := make([][2]int, n)
	from := make([][2][2]int, n)
	const none = -1 << 20
	best, bi, bk := 0, -1, 0
	for i := range found {
		c := &found[i]
		for k := 0; k < 2; k++ {
			score[i][k] = none
			v := c.number
			if k == 1 {
				if v = c.damaged; v == 0 || c.pilcrow {
					continue
				}
			}
			base := 0
			switch {
			case c.mark:
				base += 8
			case byMark:
				base -= 6
			}
			if c.pilcrow {
				base += 2
			}
			if c.blank {
				base++
			}
			if c.inside {
				base -= 2
				if !c.mark {
					base -= 4
				}
			}
			if c.lower {
				base -= 8
			}
			if k == 1 {
				if !evidence {
					base -= 9
				}
			}
			first := 2
			switch {
			case v == 1:
				first = 10
			case v == 2:
				first = 6
			case v > 30 && !c.mark:
				first = -8
			case v > 9 && !c.mark:
				first = -3
			}
			top, tj, tk := first, -1, 0
			for j := max(0, i-window); j < i; j++ {
				for q := 0; q < 2; q++ {
					if score[j][q] == none {
						continue
					}
					u := found[j].number
					if q == 1 {
						u = found[j].damaged
					}
					step := 0
					switch {
					case v == u+1:
						step = 10
					case v > u && v <= u+4:
						step = 5 - (v - u)
					case v > u && c.mark:
						step = -3 - min(v-u, 60)/4
					case v > u:
						step = -6 - min(v-u, 20)
					case v == u && c.pilcrow && c.blank && !c.mark:
						step = 4
					case v == u:
						step = -4
					case c.mark && !c.inside:
						step = -6
					default:
						step = -16
						if !c.mark {
							step = -40
						}
					}
					if evidence && c.damaged > 0 && !c.pilcrow {
						switch {
						case k == 0 && v > u+1: // of damaged numbers one that is none would stand where no number is due
							step -= 12
						case k == 1 && v == 1 && c.blank: // an enclosed letter
							step = max(step, -8)
						}
					}
					if t := score[j][q] + step; t > top {
						top, tj, tk = t, j, q
					}
				}
			}
			score[i][k] = base + top
			from[i][k] = [2]int{tj, tk}
			if score[i][k] > best {
				best, bi, bk = score[i][k], i, k
			}
		}
	}
	var out []chosen
	for bi >= 0 {
		v := found[bi].number
		if bk == 1 {
			v = found[bi].damaged
		}
		out = append(out, chosen{found[bi], v})
		f := from[bi][bk]
		bi, bk = f[0], f[1]
	}
	slices.Reverse(out)
	return out
}
