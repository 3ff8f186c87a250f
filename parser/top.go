package parser

import (
	"strings"

	"reftel/model"
)

const notice = "This record is a partial extract of the original cable. The full text of the original cable is not available."

func isNotice(s string) bool { return strings.HasPrefix(s, notice[:45]) }

// mostPieces is how many lines one field may go over; what goes on longer is no field.
const mostPieces = 150

// piece is a range of the working text that is part of a field.
type piece struct{ start, end int32 }

// open is the field that the lines being read belong to.
type open struct {
	field  topField
	pieces []piece
	blank  bool // a blank line stands behind its last piece
	cut    bool // and a page break

	whole  string // the first pieces as one text
	joined int    // how many those are
}

// top reads the top matter from a line on, and tells at which line the body begins.
func (p *parser) top(i int) int {
	var o open
	last := p.lastLabel(i)
	first := i
	attention := -2
	seen := false
	for i < len(p.lines) {
		l := &p.lines[i]
		switch l.form {
		case formBlank, formRead:
			o.blank = o.blank || l.form == formBlank
			i++
			continue
		case formPage, formStamp, formHead, formEnd:
			if l.form == formEnd && i > last && !seen {
				break
			}
			p.put(int(l.text), int(l.end), model.ElementPageBreak)
			l.form = formRead
			o.cut = o.cut || o.field != fieldNone
			i++
			continue
		case formBanner:
			if i <= last || p.station == "" && p.level.Level == 0 || o.field != fieldNone {
				p.banners(p.s[l.text:l.end])
				p.put(int(l.text), int(l.end), model.ElementBanner)
				l.form = formRead
				i++
				continue
			}
		case formRule:
			if i > last {
				p.close(&o)
				return p.backUp(i, first)
			}
			i++
			continue
		}
		s := p.s[l.text:l.end]
		if isNotice(s) {
			n := min(len(notice), len(s))
			if j := strings.Index(s, "is not available."); j > 0 {
				n = j + len("is not available.")
			}
			p.c.Partial = true
			p.put(int(l.text), int(l.text)+n, model.ElementNotice)
			p.advance(i, n)
			continue
		}
		if f, n := label(s); f != fieldNone && (f != fieldReason || o.field == fieldClassifier || i <= last) {
			p.close(&o)
			seen = true
			p.fields++
			if w := s[:n]; f == fieldTAGS && !hasFold(w, "TAG") || f == fieldSubject && !hasFold(w, "SUBJ") {
				p.note(LabelMistyped, int(l.text), int(l.text)+n, w+" read as "+[...]string{fieldTAGS: "TAGS:", fieldSubject: "SUBJECT:"}[f])
			}
			o = open{field: f, pieces: p.pieces[:0]}
			i = p.take(&o, i, n)
			continue
		}
		if o.field != fieldNone && p.continues(&o, s) {
			if len(o.pieces) == 0 {
				p.note(ValueOnNextLine, int(l.text), int(l.end), "the value of the label above")
			}
			i = p.take(&o, i, 0)
			continue
		}
		p.close(&o)
		if n := p.classificationLine(s, i); n > 0 {
			seen = true
			p.fields++
			p.put(int(l.text), int(l.text)+n, model.ElementBanner)
			p.advance(i, n)
			continue
		}
		if p.damagedBullet(s) {
			o = open{field: fieldReference, pieces: p.pieces[:0]}
			i = p.take(&o, i, 0)
			continue
		}
		if isNumbered(s) {
			p.classifierIn(p.s[l.text:p.until(i)])
			return i
		}
		if n := p.captions(s); n > 0 {
			p.put(int(l.text), int(l.text)+n, model.ElementCaption)
			p.advance(i, n)
			continue
		}
		if _, n := portion(s); n > 0 {
			if j := skip(s, n); j < len(s) {
				if f, _ := label(s[j:]); f == fieldClassifier {
					p.put(int(l.text), int(l.text)+n, model.ElementMark)
					p.advance(i, n)
					continue
				}
			}
			if i > last || i == last && startsUnnumbered(s) {
				return i
			}
		}
		if i > last && (isSummaryWord(s) || strings.HasPrefix(s, "#")) {
			return i
		}
		if k, f := nextLabel(s, 1, fieldNone); k > 0 && (i <= last || f == fieldOrder || f == fieldTAGS || f == fieldSubject) && i < first+60 {
			if t := strings.TrimSpace(s[:k]); t != "" && f != fieldBody {
				p.attention(int(l.text), int(l.text)+k, attention == i)
				p.note(LineGlued, int(l.text)+k, int(l.end), "fields on one line read as if on lines of their own")
				p.advance(i, k)
				attention = i
				continue
			}
		}
		if i >= last && seen && isProse(s) {
			return i
		}
		if e, ok := p.debris(s); ok && (i <= last || !seen) {
			if !p.debrisSeen {
				p.debrisSeen = true
				p.note(HeaderInBody, int(l.text), int(l.end), "lines of the container or the transmission header among the text")
			}
			p.put(int(l.text), int(l.end), e)
			l.form = formRead
			i++
			continue
		}
		if i <= last || !seen && p.isAttention(s) || seen && len(p.c.TAGS) == 0 && p.c.Subject.Empty() && p.isAttention(s) {
			p.attention(int(l.text), int(l.end), attention == i && !p.isAttention(s))
			l.form = formRead
			i++
			attention = i
			continue
		}
		return i
	}
	p.close(&o)
	return i
}

// until is the end of the paragraph of at most six lines that begins at line i.
func (p *parser) until(i int) int32 {
	end := p.lines[i].end
	for k := i + 1; k < len(p.lines) && k < i+6; k++ {
		l := &p.lines[k]
		if l.form != formText || isNumbered(p.s[l.text:l.end]) {
			break
		}
		end = l.end
	}
	return end
}

// backUp is the line at which a boxed heading or a heading above a rule begins.
func (p *parser) backUp(i, first int) int { return max(i, first) }

// advance makes the rest of a line, behind its first n bytes of text, a line of its own.
func (p *parser) advance(i, n int) {
	l := &p.lines[i]
	at := int(l.text) + n
	*l = p.line(at, int(l.next))
	if l.form == formBlank && at < int(l.next) {
		l.form = formRead
	}
}

// take adds a line from byte n on to the open field, up to the next label in it, and tells which line comes next.
func (p *parser) take(o *open, i, n int) int {
	l := &p.lines[i]
	s := p.s[l.text:l.end]
	e := [...]model.Element{fieldOrder: model.ElementAuthority, fieldTAGS: model.ElementTAGS, fieldSubject: model.ElementSubject,
		fieldReference: model.ElementReference, fieldClassifier: model.ElementAuthority, fieldReason: model.ElementAuthority}[o.field]
	k, f := nextLabel(s, max(n, 1), o.field)
	start := int(l.text) + n
	if k < 0 {
		p.put(int(l.text), int(l.end), e)
		o.add(start, int(l.end))
		l.form = formRead
		o.blank, o.cut = false, false
		return i + 1
	}
	p.put(int(l.text), int(l.text)+k, e)
	o.add(start, int(l.text)+k)
	if f != fieldBody {
		p.note(LineGlued, int(l.text)+k, int(l.end), "fields on one line read as if on lines of their own")
	}
	p.advance(i, k)
	if f == fieldHandling {
		l = &p.lines[i]
		n := handling(p.s[l.text:l.end])
		p.put(int(l.text), int(l.text)+n, model.ElementCaption)
		if n == int(l.end-l.text) {
			l.form = formRead
		} else {
			p.advance(i, n)
		}
	}
	o.blank = false
	return i
}

// handling is how much of a line says how the message is to be handled: all of it, or what stands before the next field
// or the first paragraph.
func handling(s string) int {
	for i := 12; i < len(s); i++ {
		if !isSpace(s[i-1]) {
			continue
		}
		switch c := s[i]; {
		case isDigit(c) || c == 0xC2 || c == 0xEF:
			if n, ok := numberAt(s[i:]); ok && n.value < 3 {
				return i
			}
		case c == '(' && startsUnnumbered(s[i:]):
			return i
		case isUpper(c):
			if f, n := label(s[i:]); f != fieldNone && f != fieldReason && s[i+n-1] == ':' {
				return i
			}
		}
	}
	if len(s) < 200 {
		return len(s)
	}
	n := 0
	for range 3 { // it is said in up to three sentences, in small words
		rest := s[n:]
		k := sentence(rest)
		if n > 0 && !isHandling(rest) && indexFold(rest[:k], "INTERNET") < 0 && indexFold(rest[:k], "OFFICIAL USE") < 0 && indexFold(rest[:k], "GOVERNMENT USE") < 0 && indexFold(rest[:k], "PROTECT ACCORDINGLY") < 0 && indexFold(rest[:k], "HANDLE ACCORDINGLY") < 0 {
			break
		}
		n += k
	}
	return max(n, 1)
}

func (o *open) add(start, end int) {
	if end > start {
		o.pieces = append(o.pieces, piece{int32(start), int32(end)})
	}
}

// text is the field as one string.
func (p *parser) text(o *open) string {
	if len(o.pieces) == 1 {
		return strings.TrimSpace(p.s[o.pieces[0].start:o.pieces[0].end])
	}
	if o.joined == len(o.pieces) {
		return o.whole
	}
	b := p.buf[:0] // the body is not read yet
	for i, q := range o.pieces {
		if i > 0 {
			b = append(b, '\n')
		}
		b = append(b, strings.TrimSpace(strings.TrimRight(p.s[q.start:q.end], " \\\n"))...)
	}
	p.buf = b[:0]
	o.whole, o.joined = strings.TrimSpace(string(b)), len(o.pieces)
	return o.whole
}

// close reads the open field.
func (p *parser) close(o *open) {
	if o.field == fieldNone {
		return
	}
	f := o.field
	o.field = fieldNone
	s := p.text(o)
	p.pieces = o.pieces
	at, end := 0, 0
	if len(o.pieces) > 0 {
		at, end = int(o.pieces[0].start), int(o.pieces[len(o.pieces)-1].end)
	}
	switch f {
	case fieldOrder:
		p.order(s, at)
	case fieldTAGS:
		p.tags(s, at, end)
	case fieldSubject:
		p.subject(s)
	case fieldReference:
		p.refs = append(p.refs, refText{s, at, end})
	case fieldClassifier:
		p.classifier(s)
	case fieldReason:
		p.reasons(s)
	}
}

// subject keeps the subject without a portion mark in front of it.
func (p *parser) subject(s string) {
	if _, n := portion(s); n > 0 {
		s = s[n:]
	}
	s = joinHyphens(p.unbroken(s))
	if f := p.field(strings.TrimRight(s, " \\")); !f.Empty() && (p.c.Subject.Empty() || f.Len() > p.c.Subject.Len()) {
		p.c.Subject = f
	}
}

// cutSubject tells whether a line behind a page break goes on with the subject above it: that filled its line.
func (p *parser) cutSubject(o *open, s string) bool {
	q := o.pieces[len(o.pieces)-1]
	t := strings.TrimSpace(p.s[q.start:q.end])
	return o.cut && len(t) >= 45 && len(s) <= 66 && capitals(s) == capitals(t) && strings.IndexByte(".?!", t[len(t)-1]) < 0
}

// hangs tells whether a subject cannot end as it does, so that a blank line behind it ends nothing.
func hangs(s string) bool {
	i := strings.LastIndexAny(s, " \n")
	switch strings.ToUpper(s[i+1:]) {
	case "THE", "OF", "WITH", "TO", "AND", "FOR", "A", "AN", "BY", "FROM", "AT", "&", "BETWEEN", "AGAINST", "INTO", "OR", "VS.", "U.S.-", "THEIR", "ITS", "HIS":
		return i > 0
	}
	return false
}

// unbroken takes the page breaks out of a field, with the marking that stands above one.
func (p *parser) unbroken(s string) string {
	for range 8 {
		a, b := p.breakIn(s)
		if a < 0 || a == 0 && b == len(s) {
			return s
		}
		head := strings.TrimRight(s[:a], " \n")
		for _, w := range [...]string{"UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "UNCLAS"} {
			if rest, ok := strings.CutSuffix(head, w); ok && (rest == "" || strings.HasSuffix(rest, "\n") || strings.HasSuffix(rest, "  ") || strings.HasSuffix(strings.TrimRight(rest, " "), "\n")) {
				head = strings.TrimRight(rest, " \n")
			}
		}
		s = strings.TrimSpace(head + "\n" + strings.TrimLeft(s[b:], " \n"))
	}
	return s
}

// joinHyphens closes up words divided at a line's end.
func joinHyphens(s string) string {
	if !strings.Contains(s, "-\n") {
		return s
	}
	return strings.ReplaceAll(s, "-\n", "-")
}

// continues tells whether a line belongs to the open field.
func (p *parser) continues(o *open, s string) bool {
	empty := len(o.pieces) == 0
	if len(o.pieces) > mostPieces {
		return false
	}
	if isNumbered(s) && !(o.field == fieldReference && empty) {
		return false
	}
	if !empty && s[0] == '(' && startsUnnumbered(s) && (o.field != fieldReference || !isBulletAfter(p.text(o), s)) && (o.field != fieldClassifier || p.hasReason(o)) {
		return false
	}
	switch o.field {
	case fieldOrder:
		if o.blank && !empty {
			return false
		}
		t := ""
		if !empty {
			t = p.text(o)
		}
		return empty || strings.HasSuffix(t, ":") && !o.blank && (hasFold(s, "DECL") || isDigit(s[0])) ||
			strings.Count(t, "(") > strings.Count(t, ")") || hasFold(s, "DECL:") || hasFold(s, "DECL ")
	case fieldTAGS:
		if empty {
			return true
		}
		if o.blank {
			return false
		}
		t := p.text(o)
		if strings.HasSuffix(t, ",") || strings.HasSuffix(t, "COUNTRY") && hasFold(s, "CLEARANCE") {
			return !strings.Contains(s, ". ")
		}
		return allTAGS(s)
	case fieldSubject:
		if empty {
			return !p.isClassificationLine(s)
		}
		if len(o.pieces) > 7 || len(s) > 160 || o.blank && (len(s) > 90 || !hangs(p.text(o)) && !p.cutSubject(o, s) || isLower(s[0]) && s[0] != p.s[o.pieces[0].start]) {
			return false
		}
		if _, n := portion(s); n > 0 && skip(s, n) < len(s) {
			return false
		}
		if bullet(s).n > 0 && p.damagedBullet(s) || hasFold(s, "SENSITIVE BUT") || isSummaryWord(s) {
			return false
		}
		if p.telegram && (strings.Contains(s, ". ") || len(s) > 56 || p.fits(o, s) && !hangs(p.text(o))) {
			return false
		}
		return s[0] != '-' || len(s) < 2 || s[1] != '-'
	case fieldReference:
		return p.continuesReference(o, s)
	case fieldClassifier, fieldReason:
		if o.blank && !empty {
			return false
		}
		if _, n := portion(s); n > 0 && len(s) > 40 && skip(s, n) < len(s) && isUpper(s[skip(s, n)]) && !empty {
			return !p.hasReason(o)
		}
		return !isSummaryWord(s) || empty
	}
	return false
}

// fits tells whether the first word of a line would have had room on the line above it: then it begins something new.
func (p *parser) fits(o *open, s string) bool {
	q := o.pieces[len(o.pieces)-1]
	word := strings.IndexByte(s, ' ')
	if word < 0 {
		word = len(s)
	}
	return len(strings.TrimSpace(p.s[q.start:q.end]))+1+word < 42
}

// lastLabel is the last line that begins with a label before the first numbered paragraph; -1 where there is none.
func (p *parser) lastLabel(i int) int {
	last, far := -1, min(len(p.lines), i+120)
	for ; i < far; i++ {
		l := &p.lines[i]
		if l.form != formText {
			continue
		}
		s := p.s[l.text:l.end]
		f, n := label(s)
		switch f {
		case fieldOrder, fieldTAGS, fieldSubject:
			last = i
		case fieldReference, fieldClassifier:
			if s[n-1] == ':' || f == fieldClassifier {
				last = i
			}
		case fieldNone:
			if len(s) > 2 && (isDigit(s[0]) || s[0] >= 0x80) && isNumbered(s) {
				return last
			}
			if strings.IndexByte(s, ':') < 0 && !strings.Contains(s, "E.O.") {
				continue
			}
			if k, g := nextLabel(s, 1, fieldNone); k > 0 && g != fieldClassifier && g != fieldHandling && g != fieldReason {
				last = i
			}
		}
	}
	return last
}
