package model

import (
	"fmt"
	"strings"
	"time"

	"reftel/model/safe"
)

// FindingKind names an error in the marking of a cable as it was sent. The names are part of the public format.
type FindingKind string

// The findings.
const (
	PortionAboveBanner FindingKind = "portion-above-banner" // a paragraph or heading is marked higher than the whole
	PortionUnmarked    FindingKind = "portion-unmarked"     // a paragraph of a classified cable has no mark
	NoAuthority        FindingKind = "no-authority"         // classified, but neither a classifier nor an Executive Order is named
)

// Finding is one such error.
type Finding struct {
	Kind      FindingKind
	Paragraph ParagraphIndex // -1 for the cable as a whole
	Message   safe.Line
}

// portionsSince is when E.O. 12065 made portion marks a duty; cables sent before have none, and rightly so.
var portionsSince = time.Date(1978, time.December, 1, 0, 0, 0, 0, time.UTC)

// Audit lists the errors of marking in a cable (E.O. 12958 sec. 1.6, 5 FAH-3 H-700): what the original got wrong, not what the parser did.
// Findings of the whole come first, then those of paragraphs in order, then those of headings. A cable that has paragraphs but
// no mark on any gets one finding, not one for each. Captions count as part of the banner. No finding is: a declassification date that has passed, since what is
// released is released by a decision; the authority missing from a partial extract, which has lost its top matter;
// a paragraph without number and mark, mostly a heading or a remainder; and a mark in a cable whose banner is not known.
func (c *Cable) Audit() []Finding {
	var out []Finding
	add := func(kind FindingKind, at ParagraphIndex, format string, args ...any) {
		out = append(out, Finding{kind, at, safe.Of(fmt.Sprintf(format, args...))})
	}
	banner := c.whole()
	if banner.Level.Classified() && !c.Partial && c.ClassifiedBy == nil && c.ExecutiveOrder.Empty() {
		add(NoAuthority, -1, "%s, but neither who classified it nor an Executive Order is named", banner.Full())
	}
	wanted := c.portionsWanted()
	if wanted && !c.anyMark() {
		if len(c.Paragraphs) > 0 {
			add(PortionUnmarked, -1, "no paragraph has a portion mark in a cable marked %s", banner.Full())
		}
		wanted = false
	}
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		at := ParagraphIndex(i)
		switch {
		case p.Mark.Level == LevelNone:
			if wanted && p.Number > 0 {
				add(PortionUnmarked, at, "%s has no portion mark in a cable marked %s", c.nameOf(at), banner.Full())
			}
		case banner.Level != LevelNone && p.Mark.Above(banner):
			add(PortionAboveBanner, at, "%s is marked %s, above the banner %s", c.nameOf(at), p.Mark.Full(), banner.Full())
		}
	}
	for i := range c.Sections {
		s := &c.Sections[i]
		if s.Mark.Level != LevelNone && banner.Level != LevelNone && s.Mark.Above(banner) {
			add(PortionAboveBanner, s.First, "the heading %q is marked %s, above the banner %s", s.Title.String(), s.Mark.Full(), banner.Full())
		}
	}
	return out
}

// whole is the marking of the cable with what its captions add: NOFORN and SENSITIVE often stand there alone.
func (c *Cable) whole() Marking {
	m := c.Classification
	m.Controls = m.Controls[:len(m.Controls):len(m.Controls)] // they are shared
	for _, caption := range c.Captions {
		if control, ok := controlOf(strings.ToUpper(caption.String())); ok && (control == NoForn || m.Level == LevelUnclassified) {
			m.add(control)
		}
	}
	return m
}

// portionsWanted tells whether each paragraph of the cable must have a mark of its own.
func (c *Cable) portionsWanted() bool {
	if !c.Classification.Level.Classified() {
		return false
	}
	for i := range c.Paragraphs {
		if strings.Contains(c.Paragraphs[i].Mark.Written, "ENTIRE") { // (C - ENTIRE TEXT) speaks for all
			return false
		}
	}
	if !c.Created.IsZero() {
		return !c.Created.Before(portionsSince)
	}
	if eo := c.ExecutiveOrder.String(); eo == "11652" || eo == "10501" {
		return false
	}
	return c.ID.Zero() || c.ID.Year >= 1979
}

func (c *Cable) anyMark() bool {
	for i := range c.Paragraphs {
		if c.Paragraphs[i].Mark.Level != LevelNone {
			return true
		}
	}
	return false
}

// nameOf is a paragraph as messages name it: by its number, or, where it has none, by its place.
func (c *Cable) nameOf(i ParagraphIndex) string {
	if n := c.Paragraphs[i].Number; n > 0 {
		return fmt.Sprintf("¶%d", n)
	}
	return fmt.Sprintf("paragraph %d", i+1)
}
