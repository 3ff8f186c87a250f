package ui

import (
	"strings"
	"time"

	"reftel/model"
	"reftel/model/safe"
	"reftel/model/vocab"
	"reftel/ui/page"
)

// headLines makes the head of the text: short, or full with the meaning of codes and what the parser repaired.
func headLines(c *model.Cable, full bool, known func(model.ID) (safe.Line, bool), now time.Time) []page.HeadLine {
	var out []page.HeadLine
	add := func(label, text string, tone page.Tone) {
		if text != "" {
			out = append(out, page.HeadLine{Label: safe.Of(label), Text: safe.Of(text), Tone: tone})
		}
	}
	title, own := c.Title()
	tone := page.ToneTitle
	text := title.String()
	if !own {
		tone = page.ToneDim
		if text != "" {
			text += "  (no subject; made from the text)"
		}
	}
	add("", text, tone)
	if c.Partial {
		add("", "A partial extract of the original cable.", page.ToneWarn)
	}
	from := c.Origin.String()
	if from == "" {
		from = c.From.Name.String()
	}
	if !c.Created.IsZero() {
		from = strings.TrimSpace(from + "  " + c.Created.Format("2006-01-02 15:04") + "Z")
	}
	add("From", from, page.TonePlain)
	add("To", addressees(c.To, full), page.TonePlain)
	if full {
		add("Info", addressees(c.Info, true), page.TonePlain)
	}
	for _, a := range c.Attention {
		add("For", a.Text.String(), page.TonePlain)
	}
	if len(c.TAGS)+len(c.Terms) > 0 {
		var tags []string
		for _, t := range append(c.TAGS[:len(c.TAGS):len(c.TAGS)], c.Terms...) {
			tags = append(tags, t.String())
			if info, ok := vocab.TAG(t.String()); ok && full {
				tags[len(tags)-1] += " (" + info.Meaning.String() + ")"
			}
		}
		add("TAGS", strings.Join(tags, " "), page.TonePlain)
	}
	for i, r := range c.References {
		label := ""
		if i == 0 {
			label = "Refs"
		}
		line := r.Text.String()
		if l := r.Letter.String(); l != "" {
			line = l + ". " + line
		}
		if !r.ID.Zero() && full && !says(r.Text.String(), r.ID.String()) {
			line += "  " + r.ID.String()
		}
		if full && !r.ID.Zero() {
			if t, ok := known(r.ID); ok {
				line += "  " + t.String()
			} else {
				line += "  not in collection"
			}
		}
		add(orBlank(label), line, page.TonePlain)
	}
	if d := declassification(c, now); d != "" || !c.ExecutiveOrder.Empty() {
		eo := c.ExecutiveOrder.String()
		if eo != "" {
			eo += ": " + c.DeclassifyText.String()
		}
		if full {
			add("E.O.", strings.TrimSpace(eo+"  "+d), page.TonePlain)
		}
	}
	if by := c.ClassifiedBy; by != nil && full {
		add("By", by.Text.String(), page.TonePlain)
		for _, r := range by.Reasons {
			if m, ok := vocab.Reason(r.String()); ok {
				add(" ", r.String()+" "+m, page.ToneDim)
			}
		}
	}
	if full {
		for _, f := range c.Audit() {
			add("Marking", f.Message.String(), page.ToneWarn)
		}
		for _, d := range c.Diagnostics {
			add("Repair", "line "+itoa(d.Line)+": "+d.Message.String(), page.ToneDim)
		}
	}
	if c.Replaced > 0 {
		add("", itoa(c.Replaced)+" characters that cannot be shown stand as their pictures", page.ToneWarn)
	}
	return out
}

func orBlank(s string) string {
	if s == "" {
		return " "
	}
	return s
}

func addressees(list []model.Addressee, full bool) string {
	var b strings.Builder
	for i, a := range list {
		if i == 3 && !full {
			b.WriteString(", and " + itoa(len(list)-3) + " more")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(a.Name.String())
		if p := a.Precedence.String(); p != "" && full {
			b.WriteString(" " + p)
		}
	}
	return b.String()
}

// declassification is "DECL 2015-02-10 (passed)".
func declassification(c *model.Cable, now time.Time) string {
	if c.DeclassifyOn.IsZero() {
		return ""
	}
	s := "DECL " + c.DeclassifyOn.Format("2006-01-02")
	if c.DeclassifyOn.Before(now) {
		s += " (passed)"
	}
	return s
}
