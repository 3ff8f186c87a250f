package library

import (
	"reftel/model"
	"reftel/model/query"
)

// What an excerpt shows before and behind the first match, in bytes.
const (
	excerptBefore = 60
	excerptBehind = 140
)

// HitOf shows the unit of a cable that a query found: an excerpt around the first words that it looks for. The head
// shows the line in which they stand.
func HitOf(q query.Query, c *model.Cable, unit model.ParagraphIndex) *Hit {
	text := query.TextOf(c, unit)
	lit := query.Lit(q, text.String())
	if unit < 0 {
		for _, line := range query.HeadLines(c) {
			if here := query.Lit(q, line.String()); len(here) > 0 {
				text, lit = line.Text(), here
				break
			}
		}
	}
	h := &Hit{Paragraph: unit}
	s := text.String()
	start, end := 0, 0
	if len(lit) > 0 {
		start, end = lit[0].Start, lit[0].End
	}
	from, to := 0, len(s)
	if start > excerptBefore {
		from = start - excerptBefore
		for from < start && !blank(s[from-1]) {
			from++
		}
	}
	if end+excerptBehind < len(s) {
		to = end + excerptBehind
		for to > end && !blank(s[to]) {
			to--
		}
	}
	h.Excerpt = text.Slice(from, to).Line()
	for _, l := range lit {
		if l.Start >= from && l.End <= to {
			h.Matches = append(h.Matches, Match{l.Start - from, l.End - from})
		}
	}
	if len(h.Matches) > 0 {
		h.Start, h.End = h.Matches[0].Start, h.Matches[0].End
	}
	return h
}

func blank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }
