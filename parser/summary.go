package parser

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// summary finds the official summary, or makes one from the first sentences.
func (p *parser) summary() {
	c := p.c
	first, last := -1, -1
	for i := range c.Paragraphs {
		q := &c.Paragraphs[i]
		s := q.Text.String()
		ends := summaryEnd(s[max(0, len(s)-400):]) >= 0
		if q.Kind == model.KindSummary && first < 0 {
			first = i
		}
		if ends {
			last = i
			if first < 0 {
				first = 0
				if numbered := p.firstNumbered(); numbered >= 0 && numbered <= i {
					first = numbered
				}
			}
			break
		}
		if first >= 0 && i > first+12 {
			break
		}
	}
	if first >= 0 {
		if last < 0 {
			// Without an end it is the one paragraph under the heading.
			last = first
			for i := first + 1; i < len(c.Paragraphs) && c.Paragraphs[i].Kind == model.KindSummary; i++ {
				c.Paragraphs[i].Kind = kindOfText(c.Paragraphs[i].Text.String())
			}
		}
		var parts []safe.Text
		for i := first; i <= last; i++ {
			c.Paragraphs[i].Kind = model.KindSummary
			if t := withoutSummaryWords(c.Paragraphs[i].Text, i == first, i == last); !t.Empty() {
				parts = append(parts, t)
			}
		}
		if len(parts) > 0 {
			c.Summary = model.Summary{Text: safe.JoinText(parts...), Origin: model.SummaryOfficial, First: model.ParagraphIndex(first), Last: model.ParagraphIndex(last)}
			return
		}
	}
	p.lead()
}

// firstNumbered is the first numbered paragraph, -1 where there is none.
func (p *parser) firstNumbered() int {
	for i := range p.c.Paragraphs {
		if p.c.Paragraphs[i].Number != 0 {
			return i
		}
	}
	return -1
}

// withoutSummaryWords takes "Summary:" off the start and "End Summary." off the end.
func withoutSummaryWords(t safe.Text, first, last bool) safe.Text {
	s := t.String()
	start, end := 0, len(s)
	if first {
		start = summaryHead(s)
	}
	if last {
		if k := summaryEnd(s); k >= start {
			end = k
			for end > start && (isSpace(s[end-1]) || s[end-1] == '(' || s[end-1] == '-') {
				end--
			}
		}
	}
	return t.Slice(start, end)
}

// summaryEnd is where the last "End summary" of a text begins, -1 where there is none.
func summaryEnd(s string) int {
	for i := len(s) - len("END SUMMARY"); i >= 0; {
		// What may stand within the words tells how far back the next place is that they can begin at.
		back := int(endBack[s[i]])
		if back == 0 {
			if hasFold(s[i:], "END SUMMARY") || hasFold(s[i:], "END KEY POINTS") {
				return i
			}
			back = 1
		}
		i -= back
	}
	return -1
}

// endBack is, by the letter at a place, how far before it "END SUMMARY" or "END KEY POINTS" may begin at the nearest.
var endBack = func() (back [256]uint8) {
	for i := range back {
		back[i] = uint8(len("END SUMMARY"))
	}
	for _, w := range [...]string{"END KEY POINTS", "END SUMMARY"} {
		for i := min(len(w), len("END SUMMARY")) - 1; i >= 0; i-- {
			c := w[i]
			back[c] = min(back[c], uint8(i))
			back[c|0x20] = min(back[c|0x20], uint8(i))
		}
	}
	return back
}()

// summaryHead is the length of the words that announce a summary: "Summary and Comment:", "SUMMARY.", "Begin summary: ".
func summaryHead(s string) int {
	i := 0
	for i < len(s) && (s[i] == '(' || s[i] == '-' || s[i] == ' ') {
		i++
	}
	if hasFold(s[i:], "BEGIN ") {
		i += 6
	}
	switch {
	case hasFold(s[i:], "SUMMARY"):
		i += 7
	case hasFold(s[i:], "KEY POINTS"):
		i += 10
	case hasFold(s[i:], "EXECUTIVE SUMMARY"):
		i += 17
	default:
		return 0
	}
	j := skip(s, i)
	switch {
	case hasFold(s[j:], "AND "):
		j += 4
	case j < len(s) && (s[j] == '/' || s[j] == '&'):
		j = skip(s, j+1)
	default:
		j = -1
	}
	if j >= 0 {
		for _, w := range [...]string{"COMMENT", "ACTION REQUEST", "INTRODUCTION", "RECOMMENDATIONS", "RECOMMENDATION", "BACKGROUND", "CONCLUSION", "CONCLUSIONS", "OVERVIEW", "ANALYSIS"} {
			if hasFold(s[j:], w) {
				i = j + len(w)
				break
			}
		}
	}
	for i < len(s) && strings.IndexByte(" .:-\n\t)", s[i]) >= 0 {
		i++
	}
	return i
}

// lead makes a summary from the first sentences of the first real paragraph.
func (p *parser) lead() {
	c := p.c
	for i := range c.Paragraphs {
		q := &c.Paragraphs[i]
		s := q.Text.String()
		if len(s) < 60 && i+1 < len(c.Paragraphs) || indexFold(s[:min(len(s), 60)], "CLASSIFIED BY") >= 0 || indexFold(s[:min(len(s), 60)], "ENTIRE TEXT") >= 0 && len(s) < 80 {
			continue
		}
		if k := strings.IndexByte(s, '\n'); k > 60 {
			s = s[:k]
		}
		n, at := 0, 0
		for at < len(s) && n < 3 && at < 320 {
			k := sentence(s[at:])
			at += k
			n++
		}
		for at > 0 && isSpace(s[at-1]) {
			at--
		}
		if at == 0 {
			continue
		}
		c.Summary = model.Summary{Text: q.Text.Slice(0, at), Origin: model.SummaryLead, First: model.ParagraphIndex(i), Last: model.ParagraphIndex(i)}
		return
	}
}

// sentence is the length of the first sentence of s, with the blanks behind it.
func sentence(s string) int {
	for i := 0; i+1 < len(s); i++ {
		if c := s[i]; c != '.' && c != '?' && c != '!' {
			continue
		}
		j := i + 1
		for j < len(s) && strings.IndexByte("\")'", s[j]) >= 0 {
			j++
		}
		k := skip(s, j)
		if k == j || k >= len(s) || !isUpper(s[k]) && s[k] != '"' && s[k] != '(' && s[k] < 0x80 && !isDigit(s[k]) {
			continue
		}
		if w := lastWord(s[:i]); len(w) <= 1 || abbreviation(w) {
			continue
		}
		return k
	}
	return len(s)
}

// abbreviation tells whether a word with a point behind it ends no sentence.
func abbreviation(w string) bool {
	switch strings.ToUpper(w) {
	case "MR", "MRS", "MS", "DR", "GEN", "COL", "LT", "SGT", "ST", "NO", "AMB", "REF", "VS", "JR", "SR", "REP", "SEN", "GOV", "PROF", "DEPT":
		return true
	}
	return false
}
