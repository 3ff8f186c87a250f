package parser

import (
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// furnish finds what telegrams carry between their lines: page heads on two lines, the repeated head of a second
// section, and stamps. Each keeps its bytes and leaves the text.
func (p *parser) furnish() {
	p.saved()
	for i := range min(len(p.lines), 14) {
		l := &p.lines[i]
		if l.form == formPage && strings.HasPrefix(p.s[l.text:l.end], "PAGE 0") {
			p.telegram = true
			break
		}
		if l.form == formText && !isTelegramTop(p.s[l.text:l.end]) && i > 4 {
			break
		}
	}
	released := false
	for i := range p.lines {
		l := &p.lines[i]
		if l.form == formStamp {
			p.note(StampRemoved, int(l.text), int(l.end), "a stamp taken out of the text")
			s := p.s[l.text:l.end]
			released = released || strings.HasPrefix(s, "RELEASE IN ") || strings.HasPrefix(s, releaseStamp)
			continue
		}
		if l.form != formPage || !p.telegram && i > 40 {
			continue
		}
		s := p.s[l.text:l.end]
		if !strings.HasPrefix(s, "PAGE ") {
			continue
		}
		if len(s) <= 8 && i+1 < len(p.lines) {
			// 1977 and later: the page number and the message reference on two lines.
			if n := &p.lines[i+1]; n.form == formText && n.end-n.text < 50 {
				n.form = formPage
			}
			if i+2 < len(p.lines) { // and the time on a third
				if n := &p.lines[i+2]; n.form == formText && n.end-n.text == 7 && digits(p.s[n.text:n.end]) == 6 && p.s[n.end-1] == 'Z' {
					n.form = formPage
				}
			}
		}
		if strings.HasPrefix(s, "PAGE 01") && i > 20 {
			p.repeated(i)
		}
	}
	if released {
		p.margins()
	}
}

// margins takes off the codes that a release puts into the margin beside the lines from which it left something out:
// "THE MINISTER SAID THAT             B1". They are parted from the text by three blanks at least; "a B1" is a visa.
func (p *parser) margins() {
	for i := range p.lines {
		l := &p.lines[i]
		if l.form != formText {
			continue
		}
		s := p.s[l.text:l.end]
		k := strings.LastIndex(s, "   ")
		if k <= 0 || !isExemption(s[k+3:]) {
			continue
		}
		p.put(int(l.text)+k+3, int(l.end), model.ElementPageBreak)
		p.note(StampRemoved, int(l.text)+k+3, int(l.end), "the code of a release taken out of the text")
		l.end = l.text + int32(len(strings.TrimRight(s[:k], " \t")))
	}
}

// saved passes over what stands before the telegram in text that was saved from a PlusD page: a PGP key, the menu, the
// fields of the page. Identifier and date are taken from there.
func (p *parser) saved() {
	if p.c.Source.Format != model.FormatTelegram && !strings.Contains(p.s[:min(len(p.s), 1024)], "-----BEGIN PGP") {
		return
	}
	first, far := -1, min(len(p.lines), 400)
	for i := range far {
		l := &p.lines[i]
		if l.form == formRule || l.form == formBlank {
			continue
		}
		s := p.s[l.text:l.end]
		if first < 0 && !strings.HasPrefix(s, "-----BEGIN PGP PUBLIC KEY") && s != "Show Headers" && !strings.HasPrefix(s, "Canonical ID") {
			if i > 60 {
				return
			}
			continue
		}
		if first < 0 {
			first = i
		}
		if strings.HasPrefix(s, "PAGE 01") {
			for i > 0 && (p.lines[i-1].form == formBanner || p.lines[i-1].form == formBlank) {
				i--
			}
			p.menu(i)
			return
		}
	}
}

// menu marks the lines above line i as the page's own, and takes the fields among them.
func (p *parser) menu(i int) {
	for k := range i {
		l := &p.lines[k]
		if l.form == formBlank {
			continue
		}
		s := p.s[l.text:l.end]
		for _, f := range [...]struct {
			label string
			to    *string
		}{{"Canonical ID:", &p.about.ID}, {"Date:", &p.about.Created}, {"Original Classification:", &p.about.Classification}} {
			v, ok := strings.CutPrefix(s, f.label)
			if !ok {
				continue
			}
			if v = strings.TrimSpace(v); v == "" && k+1 < i {
				v = p.s[p.lines[k+1].text:p.lines[k+1].end]
			}
			if *f.to == "" {
				*f.to = v
			}
		}
		p.put(int(l.text), int(l.end), model.ElementMarkup)
		l.form = formRead
	}
	p.container()
}

func isTelegramTop(s string) bool { return len(s) < 70 && capitals(s) }

// repeated marks the head of a second section, or of a second copy, from its first page head up to where the text goes on.
func (p *parser) repeated(i int) bool {
	for j := i + 1; j < len(p.lines) && j < i+90; j++ {
		l := &p.lines[j]
		if l.form != formText && l.form != formHead {
			continue
		}
		s := p.s[l.text:l.end]
		if isNumbered(s) || len(s) > 100 && !isDistribution(s) {
			return false
		}
		c := classification(s)
		if c.n == 0 || c.level == model.LevelNone || c.section == 0 {
			continue
		}
		end := p.topAgain(j + 1)
		for k := i + 1; k < end; k++ {
			if f := p.lines[k].form; f == formText || f == formRule || f == formRelay {
				p.lines[k].form = formHead
			}
		}
		return true
	}
	return false
}

// isDistribution tells whether a long line is the distribution of a telegram within the Department, or its addresses.
func isDistribution(s string) bool {
	if strings.Count(s[:min(len(s), 400)], "-0") > 4 {
		return true
	}
	_, _, ok := dateTimeGroup(s[:min(len(s), 200)])
	return ok
}

// topAgain is the line behind the top matter that a later section repeats, from line j on: captions, attention lines,
// E.O. and TAGS, and what page heads cut off the subject.
func (p *parser) topAgain(j int) int {
	end := j
	for ; j < len(p.lines) && j < end+8; j++ {
		l := &p.lines[j]
		s := p.s[l.text:l.end]
		f, _ := label(s)
		switch {
		case l.form == formPage || l.form == formBlank || l.form == formBanner:
			continue
		case l.form == formRelay, l.form == formText && (p.isCaption(s) || f == fieldOrder || f == fieldTAGS || f == fieldSubject || f == fieldReference && len(s) < 120):
		case l.form == formText && (spaced(s, "CORRECTEDCOPY") > 0 || p.isAttention(s) && len(s) < 120 && !strings.Contains(s, ". ")):
		case l.form == formText && f == fieldClassifier:
		case l.form == formText && len(s) < 80 && !p.c.Subject.Empty() && strings.HasSuffix(p.c.Subject.String(), squeeze(s)):
		default:
			return end
		}
		end = j + 1
	}
	return end
}

// heads marks the heads of later sections in the body, and the markings at the feet of pages that ran into the text.
func (p *parser) heads(start int) {
	for i := start; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.form != formPage || !strings.HasPrefix(p.s[l.text:l.end], "PAGE ") {
			continue
		}
		if strings.HasPrefix(p.s[l.text:], "PAGE 01") {
			p.repeated(i)
		}
	}
}

// isCaption tells whether a line is one caption.
func (p *parser) isCaption(s string) bool {
	for _, w := range captionWords {
		if s == w {
			return true
		}
	}
	return false
}

// unrecognised says so where no field of a cable was found.
func (p *parser) unrecognised() {
	if p.fields > 0 || !p.c.DTG.Empty() || !p.c.From.Zero() || len(p.c.To)+len(p.c.Info) > 0 || len(p.c.Paragraphs) > 0 && p.firstNumbered() >= 0 || p.c.Classification.Level != model.LevelNone {
		return
	}
	p.c.Source.Format = model.FormatUnknown
	p.c.Diagnostics = append(p.c.Diagnostics, model.Diagnostic{Kind: NotRecognised, Line: 1, Message: safe.Of("no field of a cable was recognised; all of it is shown as text")})
}
