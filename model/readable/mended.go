package readable

import (
	"reftel/model"
	"reftel/model/inline"
	"reftel/model/safe"
)

// Mended is a copy of a cable in which commas that were apostrophes are apostrophes again: "Duvalier,s". The texts have the
// same length. A cable without such commas comes back itself.
func Mended(c *model.Cable) *model.Cable {
	return view(c, func(l safe.Line) safe.Line { return inline.Mend(l.Text()).Line() },
		func(t safe.Text, _ []model.Block) safe.Text { return inline.Mend(t) })
}

// view is a copy of a cable whose subject, headings, summary and paragraphs have passed line and text, which keep their
// length. What they leave alone is shared with c; where they leave all alone, c itself comes back.
func view(c *model.Cable, line func(safe.Line) safe.Line, text func(safe.Text, []model.Block) safe.Text) *model.Cable {
	out := *c
	changed := false
	old, official := c.Title()
	if title := line(old); title != old {
		changed = true
		if official {
			out.Subject = title
		} else {
			out.SetFallbackTitle(title)
		}
	}
	if t := text(c.Summary.Text, nil); t != c.Summary.Text {
		out.Summary.Text, changed = t, true
	}
	own := false // the sections are a copy
	for i := range c.Sections {
		title := line(c.Sections[i].Title)
		if title == c.Sections[i].Title {
			continue
		}
		if !own {
			own, changed = true, true
			out.Sections = append([]model.Section(nil), c.Sections...)
		}
		out.Sections[i].Title = title
	}
	own = false
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		t := text(p.Text, p.Blocks)
		if t == p.Text {
			continue
		}
		if !own {
			own, changed = true, true
			out.Paragraphs = append([]model.Paragraph(nil), c.Paragraphs...)
		}
		out.Paragraphs[i].Text = t
	}
	if !changed {
		return c
	}
	return &out
}
