package query

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// Head is the unit of a cable that is no paragraph.
const Head model.ParagraphIndex = -1

// TextOf is the text of a unit: of a paragraph, with the heading before it if it is the first below one; of the head,
// what HeadLines gives. It is what engines index, and what Lit finds words in.
func TextOf(c *model.Cable, unit model.ParagraphIndex) safe.Text {
	if unit < 0 {
		lines := HeadLines(c)
		parts := make([]safe.Text, len(lines))
		for i, l := range lines {
			parts[i] = l.Text()
		}
		return safe.JoinText(parts...)
	}
	p := &c.Paragraphs[unit]
	if s := c.SectionOf(unit); s >= 0 && c.Sections[s].First == unit && !c.Sections[s].Title.Empty() {
		return safe.JoinText(c.Sections[s].Title.Text(), p.Text)
	}
	return p.Text
}

// HeadLines is what words can find in the head of a cable, the subject first: identifier, TAGS and terms, captions,
// references as they are written and in normal form, sender and addressees, attention lines, who classified and signed.
func HeadLines(c *model.Cable) []safe.Line {
	lines := make([]safe.Line, 0, 16)
	add := func(parts ...safe.Line) {
		for _, l := range parts {
			if !l.Empty() {
				lines = append(lines, l)
			}
		}
	}
	add(c.Subject)
	if !c.ID.Zero() {
		add(safe.Of(c.ID.String()))
	}
	add(joined(c.TAGS), joined(c.Terms), joined(c.Captions))
	for i := range c.References {
		r := &c.References[i]
		add(r.Text)
		if id := idText(r.ID); id != "" && id != r.Text.String() {
			add(safe.Of(id))
		}
	}
	add(c.Origin, c.From.Name)
	for _, all := range [...][]model.Addressee{c.To, c.Info} {
		for i := range all {
			add(all[i].Name)
		}
	}
	for i := range c.Attention {
		add(c.Attention[i].Text)
	}
	if by := c.ClassifiedBy; by != nil {
		add(by.Name, by.Title)
	}
	add(c.SignedBy)
	return lines
}

func joined(parts []safe.Line) safe.Line {
	if len(parts) == 1 {
		return parts[0]
	}
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = p.String()
	}
	return safe.Of(strings.Join(all, " "))
}

// Trait is something that a cable has or is, as the fields has and is ask.
type Trait uint16

// The traits.
const (
	TraitSummary     Trait = 1 << iota // a summary of its own, not one made from its first sentences
	TraitComment                       // a paragraph of comment
	TraitRefs                          // references to other cables
	TraitTable                         // a table or fixed columns
	TraitDiagnostics                   // something that was repaired or could not be placed
	TraitPartial
	TraitDamaged  // characters were replaced, or damage was repaired
	TraitUntitled // no subject
)

// TraitsOf is what a cable has and is.
func TraitsOf(c *model.Cable) Trait {
	var t Trait
	set := func(on bool, bit Trait) {
		if on {
			t |= bit
		}
	}
	set(c.Summary.Origin == model.SummaryOfficial, TraitSummary)
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		set(p.Kind == model.KindComment, TraitComment)
		for j := range p.Blocks {
			set(p.Blocks[j].Kind == model.BlockFixed, TraitTable)
		}
	}
	for i := range c.References {
		set(!c.References[i].ID.Zero(), TraitRefs)
	}
	set(len(c.Diagnostics) > 0, TraitDiagnostics)
	set(c.Partial, TraitPartial)
	set(c.Replaced > 0, TraitDamaged)
	for i := range c.Spans {
		set(c.Spans[i].Element == model.ElementRepair, TraitDamaged)
	}
	set(c.Subject.Empty(), TraitUntitled)
	return t
}

// Trait is what a field of has or is asks for; 0 where it asks the reader's own shelf, or is another field.
func (f Field) Trait() Trait {
	switch f.Name {
	case FieldHas:
		switch f.Value {
		case "summary":
			return TraitSummary
		case "comment":
			return TraitComment
		case "refs":
			return TraitRefs
		case "table":
			return TraitTable
		case "diagnostics":
			return TraitDiagnostics
		}
	case FieldIs:
		switch f.Value {
		case "partial":
			return TraitPartial
		case "damaged":
			return TraitDamaged
		case "untitled":
			return TraitUntitled
		}
	}
	return 0
}
