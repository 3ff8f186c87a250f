package model

import (
	"fmt"

	"reftel/model/safe"
)

// FindingKind names an error in the marking of a cable as it was sent.
type FindingKind string

// The findings.
const (
	PortionAboveBanner FindingKind = "portion-above-banner" // a paragraph is marked higher than the whole
	PortionUnmarked    FindingKind = "portion-unmarked"     // a paragraph of a classified cable has no mark
	NoAuthority        FindingKind = "no-authority"         // classified, but neither a classifier nor an Executive Order is named
)

// Finding is one such error.
type Finding struct {
	Kind      FindingKind
	Paragraph ParagraphIndex // -1 for the cable as a whole
	Message   safe.Line
}

// Audit lists the errors of marking in a cable (E.O. 12958 sec. 1.6, 5 FAH-3 H-700): what the original got wrong, not what the parser did.
func (c *Cable) Audit() []Finding {
	var out []Finding
	add := func(kind FindingKind, at ParagraphIndex, format string, args ...any) {
		out = append(out, Finding{kind, at, safe.Of(fmt.Sprintf(format, args...))})
	}
	banner := c.Classification
	if banner.Level.Classified() && c.ClassifiedBy == nil && c.ExecutiveOrder.Empty() {
		add(NoAuthority, -1, "%s, but neither who classified it nor an Executive Order is named", banner.Full())
	}
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		name := fmt.Sprintf("paragraph %d", i+1)
		if p.Number > 0 {
			name = fmt.Sprintf("¶%d", p.Number)
		}
		switch {
		case p.Mark.Level == LevelNone:
			if banner.Level.Classified() && p.Number > 0 {
				add(PortionUnmarked, ParagraphIndex(i), "%s has no portion mark in a cable marked %s", name, banner.Full())
			}
		case banner.Level != LevelNone && p.Mark.Above(banner):
			add(PortionAboveBanner, ParagraphIndex(i), "%s is marked %s, above the banner %s", name, p.Mark.Full(), banner.Full())
		}
	}
	return out
}
