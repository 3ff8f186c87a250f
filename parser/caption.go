package parser

import (
	"slices"
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// captionWords are the captions, a longer one before one that it begins with.
var captionWords = [...]string{
	"SENSITIVE BUT UNCLASSIFIED", "SENSITIVE", "SIPDIS", "NOFORN", "NODIS", "EXDIS", "LIMDIS", "STADIS", "TERREP", "AIDAC",
	"ROGER CHANNEL", "DS CHANNEL", "MED CHANNEL", "DEA CHANNEL", "VISAS CHANNEL", "NOCONTRACT", "ORCON", "HUMINT", "CHEROKEE",
	"AGRICULTURE", "EFTO", "NOT FOR INTERNET DISTRIBUTION", "FOR OFFICIAL USE ONLY", "FOUO", "NOFORN SIPDIS", "PROTECT", "NOT FOR INTERNET PUBLICATION",
}

// captions reads captions at the start of a line, and tells how much of it they are.
func (p *parser) captions(s string) int {
	at := 0
	for at < len(s) {
		i := at
		for i < len(s) && (isSpace(s[i]) || s[i] == ',' || s[i] == ';' || s[i] == '/') {
			i++
		}
		if n := spaced(s[i:], "CORRECTEDCOPY"); n > 0 {
			p.caption("CORRECTED COPY")
			at = i + n
			// What was corrected stands behind it.
			if at < len(s) {
				if k, _ := nextLabel(s, at, fieldNone); k < 0 {
					at = len(s)
				}
			}
			continue
		}
		n := 0
		for _, w := range captionWords {
			if strings.HasPrefix(s[i:], w) || hasFold(s[i:], w) && w != "SENSITIVE" && w != "AGRICULTURE" && w != "PROTECT" {
				if end := i + len(w); end < len(s) && isLower(s[end]) {
					continue
				}
				n = len(w)
				if w == "PROTECT" {
					n = 0
					continue
				}
				p.caption(w)
				break
			}
		}
		if n == 0 {
			break
		}
		at = i + n
		if rest := s[at:]; len(rest) > 0 && strings.HasPrefix(s[i:], "SENSITIVE BUT") && (strings.HasPrefix(strings.TrimLeft(rest, " .,-/"), "PLEASE") ||
			strings.HasPrefix(strings.TrimLeft(rest, " .,-/"), "NOT FOR") || strings.HasPrefix(strings.TrimLeft(rest, " .,-/"), "PROTECT") || strings.HasPrefix(strings.TrimLeft(rest, " .,-/"), "HANDLE")) {
			at = len(s)
		}
	}
	return at
}

// caption keeps a caption once.
func (p *parser) caption(w string) {
	p.fields++
	l := safe.Of(w)
	if p.c.Captions == nil {
		p.c.Captions = make([]safe.Line, 0, 4)
	}
	if !slices.Contains(p.c.Captions, l) {
		p.c.Captions = append(p.c.Captions, l)
	}
}

// isClassificationLine tells whether a line is one, without reading it.
func (p *parser) isClassificationLine(s string) bool {
	c := classification(datedPrefix(s))
	return c.n > 0 && c.station != ""
}

// classified is what a classification line says.
type classified struct {
	level        model.Level
	section, of  int
	station      string
	serial       int
	eftO, noForn bool
	n            int
}

// datedPrefix takes off what copies put before a classification line: "Cable dated:2002-11-15T12:40:00", or the
// end of the dump's field before it.
func datedPrefix(s string) string {
	if strings.HasPrefix(s, `","`) {
		return s[3:]
	}
	if i := strings.LastIndexByte(s, '\t'); i > 0 && len(s) < 400 {
		if _, n := level(s[i+1:]); n > 0 {
			return s[i+1:]
		}
	}
	if strings.HasPrefix(s, "Cable dated:") {
		if i := strings.IndexByte(s, 'T'); i > 0 && i+9 <= len(s) {
			return strings.TrimSpace(s[i+9:])
		}
	}
	return s
}

// classification reads "C O N F I D E N T I A L SECTION 01 OF 03 ALMATY 000538".
func classification(s string) classified {
	var c classified
	var n int
	c.level, n = level(s)
	if n == 0 {
		if !hasFold(s, "SECTION") {
			return c
		}
	} else if n < len(s) && isLower(s[n]) && !isLower(s[n-1]) {
		return classified{}
	}
	i := n
	for {
		i = skip(s, i)
		switch {
		case spaced(s[i:], "EFTO") > 0:
			c.eftO = true
			i += spaced(s[i:], "EFTO")
			continue
		case hasFold(s[i:], "NOFORN"):
			c.noForn = true
			i += len("NOFORN")
			continue
		case hasFold(s[i:], "FOR OFFICIAL USE ONLY"):
			i += len("FOR OFFICIAL USE ONLY")
			continue
		case hasFold(s[i:], "SENSITIVE "):
			i += len("SENSITIVE ")
			continue
		}
		k := spaced(s[i:], "SECTION")
		if w := firstWord(s[i:]); k == 0 && len(w) >= 5 && len(w) <= 8 && isUpper(w[0]) && (w[0] == 'S' || w[0] == 'E' || w[1] == 'E' || w[1] == 'S') && distance(w, "SECTION") <= 1 {
			k = len(w)
		}
		if k > 0 {
			j := skip(s, i+k)
			d := digits(s[j:])
			if d == 0 || d > 3 {
				break
			}
			c.section = number(s[j:])
			j = skip(s, j+d)
			if j+2 > len(s) || upper(s[j+1]) != 'F' {
				break
			}
			j = skip(s, j+2)
			d = digits(s[j:])
			if d == 0 || d > 3 {
				break
			}
			c.of = number(s[j:])
			i = j + d
			continue
		}
		break
	}
	// The post's name, then its serial number.
	j, letters := i, 0
	for j < len(s) && j-i < 36 && (isAlpha(s[j]) || s[j] == ' ' || s[j] == '\'' || s[j] == '.' || s[j] == '-' || s[j] == '/') {
		if isAlpha(s[j]) {
			letters++
		}
		j++
	}
	d := digits(s[j:])
	if letters >= 3 && d >= 2 && d <= 8 && j > i && (s[j-1] == ' ' || d >= 5) {
		name := strings.TrimSpace(s[i:j])
		if wordCount(name) <= 5 {
			c.station, c.serial, c.n = name, number(s[j:]), j+d
			return c
		}
	}
	if n > 0 && (c.of > 0 || i == len(s)) {
		c.n = i
	} else if n > 0 && n < len(s) {
		c.n = 0
	}
	return c
}

// classificationLine reads the classification line at line i and tells how much of it that is.
func (p *parser) classificationLine(s string, i int) int {
	t := datedPrefix(s)
	prefix := len(s) - len(t)
	if prefix > 12 && p.c.Created.IsZero() {
		if d, ok := created(strings.TrimPrefix(s[:prefix], "Cable dated:")); ok {
			p.c.Created = d
		}
	}
	c := classification(t)
	if c.n == 0 || c.level == model.LevelNone && p.level.Level == model.LevelNone && p.page.Level == model.LevelNone {
		return 0
	}
	if c.level != model.LevelNone && (p.level.Level == model.LevelNone || c.station != "") {
		p.level = model.Marking{Level: c.level}
		if c.noForn {
			p.level.Controls = noForn
		}
	}
	if c.noForn {
		p.caption("NOFORN")
	}
	if c.eftO {
		p.caption("EFTO")
	}
	if c.of > p.c.MessageSections {
		p.c.MessageSections = c.of
	}
	if c.station != "" {
		if p.station != "" && p.serial == c.serial && (!p.c.Subject.Empty() || len(p.c.TAGS) > 0) {
			p.startOver(i)
		}
		p.station, p.serial, p.posted = c.station, c.serial, t[max(0, strings.LastIndex(t[:c.n], c.station)):c.n]
	}
	return prefix + c.n
}

// startOver forgets the top matter read so far: a copy of the message with its end cut off stood before the message.
func (p *parser) startOver(i int) {
	c := p.c
	p.note(SecondCopy, int(p.lines[i].text), int(p.lines[i].end), "the message is there twice; the last copy is read")
	c.Subject, c.ClassifiedBy, c.TAGS, c.Terms, c.Attention, c.Captions, p.refs = safe.Line{}, nil, nil, nil, nil, nil, nil
}

// debris tells whether a line of the top matter is none: a line of the dump's other columns, or of the transmission
// header once more.
func (p *parser) debris(s string) (model.Element, bool) {
	switch {
	case isRouting(s) || isAddress(s) || len(s) > 6 && s[0] == 'R' && strings.IndexByte(s[:min(len(s), 9)], '/') >= 4 && capitals(s):
		return model.ElementHeader, true
	case strings.Contains(s, "header ends"), strings.Contains(s, `","`), strings.Contains(s, `,"`):
		return model.ElementMetadata, true
	case strings.Contains(s, "VZCZC") || isDigit(s[0]) && (strings.Count(s, "\t") > 2 || digits(s) == len(s)):
		return model.ElementMetadata, true
	}
	for _, w := range [...]string{"id: ", "date: ", "refid: ", "origin: ", "classification: ", "destination: ", "header:"} {
		if strings.HasPrefix(s, w) {
			return model.ElementMetadata, true
		}
	}
	if _, _, ok := dateTimeGroup(s); ok && len(s) < 60 {
		return model.ElementHeader, true
	}
	return model.ElementMetadata, isWeekday(s) || p.isRecordLine(s)
}

// isRecordLine tells whether a line is a column of the dump: a date, an identifier, references joined by |, the post in
// words, or, among those, the classification.
func (p *parser) isRecordLine(s string) bool {
	if len(s) > 400 || len(s) < 6 {
		return false
	}
	if isDigit(s[0]) {
		if _, ok := created(s); ok && len(s) < 24 {
			return true
		}
		for id := range strings.SplitSeq(s, "|") {
			if _, err := model.ParseID(id); err != nil || strings.IndexByte(id, ' ') >= 0 {
				return false
			}
		}
		return true
	}
	if s == p.about.Origin {
		return true
	}
	return p.debrisSeen && len(s) < 48 && !capitals(s) && (strings.HasPrefix(s, "Embassy ") || strings.HasPrefix(s, "Consulate ") || strings.HasPrefix(s, "US ") || strings.HasPrefix(s, "Mission ") || s == "Secretary of State")
}

// isAttention tells whether a line asks for the cable to be shown to an office.
func (p *parser) isAttention(s string) bool {
	if len(s) > 400 {
		return false
	}
	for _, w := range [...]string{" FOR ", " PASS", " TO ", " ALSO "} {
		if strings.Contains(s, w) {
			head := s[:strings.Index(s, w)]
			return len(head) < 50 && capitals(head)
		}
	}
	return false
}

// attention keeps an attention line, or adds to the one above it.
func (p *parser) attention(start, end int, more bool) {
	s := strings.TrimSpace(p.s[start:end])
	if s == "" {
		return
	}
	k := len(p.c.Attention)
	if !more && !p.isAttention(s) && !strings.ContainsAny(s, "/(") {
		p.put(start, end, model.ElementUnplaced)
		return
	}
	p.put(start, end, model.ElementAttention)
	if more && k > 0 && p.c.Attention[k-1].Text.Len() < 2000 {
		a := &p.c.Attention[k-1]
		s = a.Text.String() + " " + s
		*a = model.Attention{}
		k--
		p.c.Attention = p.c.Attention[:k]
	}
	a := model.Attention{Text: p.field(s)}
	t := a.Text.String()
	if i := strings.Index(t, " FOR "); i >= 0 {
		t = t[i+len(" FOR "):]
		for o := range strings.FieldsFuncSeq(t, func(r rune) bool { return r == ',' || r == ';' }) {
			o = strings.TrimSpace(o)
			person := ""
			if j := strings.IndexByte(o, '('); j > 0 {
				person = strings.Trim(o[j:], "() ")
				o = strings.TrimSpace(o[:j])
			}
			if o != "" {
				if a.Offices == nil {
					a.Offices = make([]model.Office, 0, 1+strings.Count(t, ",")+strings.Count(t, ";"))
				}
				a.Offices = append(a.Offices, model.Office{Symbol: safe.Of(o), Person: safe.Of(person)})
			}
		}
	}
	if !slices.ContainsFunc(p.c.Attention, func(b model.Attention) bool { return b.Text == a.Text }) { // of a second copy
		p.c.Attention = append(p.c.Attention, a)
	}
}
