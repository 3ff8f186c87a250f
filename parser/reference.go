package parser

import (
	"slices"
	"strings"

	"reftel/model"
)

// refText is the value of a REF line, read when the year of the cable is known.
type refText struct {
	text       string
	start, end int
}

// letterAt is the bullet of a reference: its letter and its length.
type letterAt struct {
	letter byte
	n      int
}

// bullet reads "A.", "A)", "(A)", "[A]", "A:", "¶B.", and "1B." where a pilcrow became a digit.
func bullet(s string) letterAt {
	i := 0
	for i < len(s) && (s[i] == '-' || isBlank(s[i])) {
		i++
	}
	switch {
	case strings.HasPrefix(s[i:], "¶"):
		i += 2
	case strings.HasPrefix(s[i:], "\uFFFD"):
		i += 3
	case i+2 < len(s) && s[i] == '1' && isUpper(s[i+1]) && s[i+2] == '.':
		i++
	}
	if i < len(s) && (s[i] == '(' || s[i] == '[') && i+2 < len(s) && (isAlpha(s[i+1]) || isDigit(s[i+1])) {
		if j := skip(s, i+2); j < len(s) && (s[j] == ')' || s[j] == ']') {
			return letterAt{upper(s[i+1]), j + 1}
		}
		return letterAt{}
	}
	if i+1 < len(s) && isAlpha(s[i]) && (s[i+1] == '.' || s[i+1] == ')' || s[i+1] == ':') && (i+2 >= len(s) || s[i+2] != '/' && !(s[i+1] == '.' && i+3 < len(s) && isAlpha(s[i+2]) && s[i+3] == '.')) {
		return letterAt{upper(s[i]), i + 2}
	}
	return letterAt{}
}

// damagedBullet tells whether a line is a reference whose letter has a pilcrow or what is left of one.
func (p *parser) damagedBullet(s string) bool {
	if len(s) < 6 || s[0] != '1' && s[0] != 0xC2 && s[0] != 0xEF {
		return false
	}
	b := bullet(s)
	if b.n == 0 || isDigit(b.letter) {
		return false
	}
	_, n := stationAt(strings.TrimSpace(s[b.n:]))
	return n > 0
}

// cited is a reference to a cable as written.
type cited struct {
	year    int // 0 where none is written
	station string
	serial  int
}

// stationAt reads "06 ASTANA 90", "'08 BUENOS AIRES 1491", "STATE: 73097", "LIMA 4516 (06)", "QUITO 4525-91".
func stationAt(s string) (cited, int) {
	var c cited
	i := 0
	if i < len(s) && (s[i] == '\'' || s[i] == '`') {
		i++
	}
	if d := digits(s[i:]); d >= 2 && d <= 4 {
		j := skip(s, i+d)
		if j < len(s) && isAlpha(s[j]) {
			y := number(s[i : i+d])
			if d < 4 {
				y = model.FullYear(y % 100)
			}
			if y < 1900 || y > 2030 {
				return c, 0
			}
			c.year = y
			i = j
		}
	}
	start, words, letters := i, 0, 0
	for i < len(s) && words < 5 {
		w := i
		for i < len(s) && (isAlpha(s[i]) || s[i] == '\'' || s[i] == '.' && i > w && i+1 < len(s) && !isDigit(s[i+1]) || s[i] == '-' && i > w && i+1 < len(s) && isAlpha(s[i+1]) || s[i] >= 0x80) {
			i++
		}
		if i == w {
			break
		}
		if word := s[w:i]; notStation(word) && !(words > 0 && strings.EqualFold(word, "of") && hasFold(s[start:], "PORT")) {
			// O for 0: "LAGOS O1512".
			if len(word) == 1 && (word == "O" || word == "o") && i < len(s) && isDigit(s[i]) && words > 0 {
				i = w
				break
			}
			return cited{}, 0
		}
		letters += i - w
		words++
		j := skip(s, i)
		if j == i {
			break
		}
		if !(j < len(s) && isAlpha(s[j])) || len(s) > j+1 && (s[j] == 'O') && isDigit(s[j+1]) {
			break
		}
		i = j
	}
	if words == 0 || letters < 2 {
		return cited{}, 0
	}
	c.station = s[start:i]
	if words > 4 {
		return cited{}, 0
	}
	j := skip(s, i)
	for j < len(s) && (s[j] == ':' || s[j] == ',' || s[j] == '#') {
		j = skip(s, j+1)
	}
	if strings.HasPrefix(s[j:], "(C)") || strings.HasPrefix(s[j:], "NO.") {
		j = skip(s, j+3)
	}
	if j < len(s) && (s[j] == 'O' || s[j] == '#') {
		j++
	}
	d := digits(s[j:])
	if d == 0 || d > 8 {
		return cited{}, 0
	}
	c.serial = number(s[j:])
	j += d
	if j+1 < len(s) && s[j] == '/' && isAlpha(s[j+1]) && !isDigit(s[start]) {
		if _, n := stationAt(s[j+1:]); n > 0 { // "TUNIS 12/RABAT 13"
			return c, j
		}
	}
	if j < len(s) && (isAlpha(s[j]) && !hasFold(s[j:], "AND") && !hasFold(s[j:], "CLASS") && !hasFold(s[j:], "B.") || s[j] == '/' || s[j] == ':' && j+1 < len(s) && isDigit(s[j+1])) {
		return cited{}, 0
	}
	if j+2 < len(s) && s[j] == '-' && digits(s[j+1:]) == 2 && c.year == 0 {
		c.year = model.FullYear(number(s[j+1:]))
		j += 3
	}
	if k := skip(s, j); k+3 < len(s) && s[k] == '(' && digits(s[k+1:]) == 2 && s[k+3] == ')' && c.year == 0 {
		c.year = model.FullYear(number(s[k+1:]))
		j = k + 4
	}
	if c.serial == 0 {
		return cited{}, 0
	}
	return c, j
}

// notStation tells whether a word cannot be part of a post's name.
func notStation(w string) bool {
	if len(w) == 1 {
		return w != "A" && w != "a"
	}
	switch strings.ToUpper(strings.Trim(w, ".")) {
	case "IIR", "TD", "OSC", "UNSCR", "FAM", "FAH", "DTG", "MSG", "EMAIL", "E-MAIL", "EMAILS", "E-MAILS", "TELCON", "TELCONS", "OF", "FROM", "PARA", "PARAS", "REPORT",
		"LETTER", "MEMO", "NOTE", "FAX", "RESOLUTION", "DATED", "AND", "PREVIOUS", "SEPTEL", "NOTAL", "CA", "POC", "ON", "IN", "POINTS", "DAILY", "SECTION", "SEC",
		"APPENDIX", "CFR", "USC", "SUBJECT", "CLASSIFIED", "BY", "REASON", "EUP", "TAGS", "EXP", "LIC", "WITH", "NO", "AS", "IS", "WAS", "FOR", "THAT", "DIPNOTE", "REF", "REFTEL", "REFS", "PAGE", "TELECON", "TELECONS", "ET", "DTD", "VERBAL", "MESSAGE", "ARTICLE", "CABLE", "CABLES":
		return true
	}
	if m := month(w); m > 0 && (len(w) == 3 || len(w) > 3 && isMonth(w)) {
		return true
	}
	return false
}

func isMonth(w string) bool {
	for _, m := range [...]string{"JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPT", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"} {
		if strings.EqualFold(w, m) {
			return true
		}
	}
	return false
}

// continuesReference tells whether a line belongs to the references above it.
func (p *parser) continuesReference(o *open, s string) bool {
	if len(o.pieces) == 0 {
		return len(s) < 400
	}
	if isSummaryWord(s) || p.isClassificationLine(s) || hasFold(s, "SENSITIVE BUT") {
		return false
	}
	t := p.text(o)
	if t == "" {
		return len(s) < 400
	}
	b := bullet(s)
	if b.n == 0 && isUpper(s[0]) && isProse(s) {
		return false
	}
	rest := s[min(b.n, len(s)):]
	c, n := stationAt(strings.TrimSpace(rest))
	if b.n > 0 && (n > 0 || kindOf(rest) != model.ReferenceOther) {
		return true
	}
	last := t[len(t)-1]
	open := last == ',' || last == ';' || last == '(' || last == '&' || strings.HasSuffix(t, " AND") || strings.HasSuffix(t, " and")
	if !o.blank {
		if _, m := portion(s); m > 0 && len(s) > m+20 && b.n == 0 {
			return false
		}
		if !p.telegram {
			return len(s) < 200 && !strings.HasPrefix(s, "--")
		}
		if open || !isDigit(last) && last != ')' && !strings.HasSuffix(t, "PREVIOUS") && len(t) > 0 || b.n > 0 {
			return true
		}
		return n > 0 && n >= len(rest)-1 || n > 0 && strings.IndexByte(",;", rest[min(n, len(rest)-1)]) >= 0
	}
	if len(s) > 200 {
		return false
	}
	if b.n > 0 && len(s) < 100 {
		return b.letter > 'A' && b.letter < 'Z' && strings.IndexByte(t, b.letter-1) >= 0
	}
	if open && n > 0 {
		return true
	}
	// A year, or a bullet, at the end asks for its post: "D. 03" / "HANOI 2323".
	k := len(t)
	for k > 0 && isDigit(t[k-1]) {
		k--
	}
	if n > 0 && (len(t)-k == 2 && k > 1 && isBlank(t[k-1]) && (t[k-2] == '.' || t[k-2] == ')') || k == len(t) && (last == ')' || last == '.') && bullet(t[max(0, len(t)-2):]).n > 0) {
		return true
	}
	return n > 0 && n == len(s) && c.year != 0
}

// references reads the REF lines, once the year of the cable is known.
func (p *parser) references() {
	for _, r := range p.refs {
		r.text = p.unbroken(r.text)
		p.referenceList(p.inOrder(r), r.start, r.end)
	}
	if len(p.c.References) == 0 {
		for _, s := range p.about.References {
			if id, err := model.ParseID(s); err == nil {
				p.c.References = append(p.c.References, model.Reference{ID: canonicalID(id), Text: p.field(s)})
			}
		}
	}
}

// inOrder is the text of reference lines, in the order that their letters or their cut ends tell.
func (p *parser) inOrder(r refText) string {
	first, second, two := strings.Cut(r.text, "\n")
	if !p.telegram || !two || strings.IndexByte(second, '\n') >= 0 {
		return r.text
	}
	a, b := strings.TrimSpace(first), strings.TrimSpace(second)
	if a == "" || b == "" {
		return r.text
	}
	x, y := bullet(a), bullet(b)
	if y.letter == 'A' && x.letter != 'A' || y.letter != 'B' && x.n == 0 && (isDigit(a[0]) && !isDigit(b[len(b)-1]) || !isDigit(b[len(b)-1]) && isDigit(a[len(a)-1])) {
		p.note(LinesOutOfOrder, r.start, r.end, "reference lines read in the order of their letters")
		return b + "\n" + a
	}
	return r.text
}

// referenceList reads one list of references.
func (p *parser) referenceList(s string, start, end int) {
	letter := byte(0)
	station, year := "", 0
	i := 0
	for i < len(s) {
		switch c := s[i]; {
		case isSpace(c) || c == ',' || c == ';' || c == '/' || c == '&' || c == '.' || c == ':' || c == '-' || c == '\\' || c == ')' || c == ']' || c == '"':
			i++
			continue
		}
		rest := s[i:]
		if n, ok := pageBreakIn(rest); ok {
			i += n
			continue
		}
		if b := bullet(rest); b.n > 0 && (!isDigit(b.letter) || i < 3 || letter != 0) {
			if w := strings.TrimSpace(rest[:b.n]); strings.HasPrefix(w, "1") {
				p.note(BulletDamaged, start, end, "read as ¶"+string(b.letter)+".")
			}
			letter = b.letter
			i += b.n
			continue
		}
		if w := firstWord(rest); w != "" {
			u := strings.ToUpper(w)
			after := skip(rest, len(w))
			switch u {
			case "AND", "PREVIOUS", "NOTAL", "ALSO", "SEE", "S":
				i += len(w)
				continue
			case "ET":
				if hasFold(rest, "ET AL") || hasFold(rest, "ET SEQ") {
					i += skip(rest, 2) + len(firstWord(rest[skip(rest, 2):]))
					continue
				}
			case "REF", "REFS", "REFTEL", "REFTELS":
				i += after
				if after+1 < len(rest) && isUpper(rest[after]) && (rest[after+1] == ' ' || rest[after+1] == ':') {
					letter = rest[after]
					i += 2
				}
				continue
			}
			if len(w) == 1 && after < len(rest) && (u[0] == next(letter) || u[0] == letter) {
				if j := skip(rest, after+countDash(rest[after:])); j < len(rest) {
					if _, n := stationAt(rest[j:]); n > 0 {
						letter = u[0]
						i += j
						continue
					}
				}
			}
		}
		if c, n := stationAt(rest); n > 0 {
			station, year = c.station, c.year
			n = p.cite(c, letter, rest, n)
			i += n
			continue
		}
		if d := digits(rest); d >= 1 && d <= 7 && station != "" && (d == len(rest) || !isAlpha(rest[d]) && rest[d] != '/' && rest[d] != '-') && number(rest) > 0 && !dateOrYear(rest, d) {
			p.cite(cited{year, station, number(rest)}, letter, rest, d)
			i += d
			continue
		}
		n := p.otherReference(rest, letter)
		i += max(n, 1)
	}
}

// next is the letter that should follow.
func next(letter byte) byte {
	if letter == 0 {
		return 'A'
	}
	return letter + 1
}

// pageBreakIn reads a page break inside running text.
func pageBreakIn(s string) (int, bool) {
	if len(s) < 16 || !isUpper(s[0]) {
		return 0, false
	}
	if n, _ := pageBreak(s); n > 12 {
		return n, true
	}
	return 0, false
}

// cite adds a reference to a cable and tells how much of the text belongs to it.
func (p *parser) cite(c cited, letter byte, s string, n int) int {
	r := model.Reference{}
	if letter != 0 {
		r.Letter = p.field(string(letter))
	}
	end := n
	if k := skip(s, n); k < len(s) && s[k] == '(' && (k+2 >= len(s) || s[k+2] != ')' || s[k+1] != next(letter) && (letter != 0 || s[k+1] != 'B')) {
		if j := strings.IndexByte(s[k:], ')'); j > 0 && j < 60 {
			r.NoTal = strings.Contains(strings.ToUpper(s[k:k+j]), "NOTAL")
			end = k + j + 1
		}
	}
	if k := skip(s, end); hasFold(s[k:], "CIRCULAR") {
		end = k + len("CIRCULAR")
	}
	if k := skip(s, end); hasFold(s[k:], "NOTAL") {
		r.NoTal = true
		end = k + 5
	}
	if k := skip(s, end); hasFold(s[min(skip(s, k+boolInt(k < len(s) && s[k] == ',')), len(s)):], "AND PREV") {
		k = skip(s, k+boolInt(s[k] == ','))
		end = k + 4 + len(firstWord(s[k+4:]))
	}
	end += described(s[end:], letter)
	if d := dated(s[end:]); d > 0 {
		if c.year == 0 {
			c.year = yearOf(s[end : end+d])
		}
		end += d
	}
	r.Text = p.field(s[:end])
	r.ID = p.resolve(c)
	p.addReference(r)
	return end
}

// resolve is the identifier of a cable as it is cited: without a year it is of the year of the citing cable, or of the
// year before where the post had not come so far yet.
func (p *parser) resolve(c cited) model.ID {
	id := model.ID{Station: canonicalStation(c.station), Serial: int32(c.serial), Form: p.c.ID.Form}
	year := c.year
	if year == 0 {
		year = p.year
		// Not in the 1970s, whose archive gives every reference the year of the telegram.
		if year != 0 && p.c.ID.Form != model.FormLong && id.Station == p.c.ID.Station && id.Serial > p.c.ID.Serial && p.c.ID.Serial > 0 {
			year--
		}
	}
	id.Year = int16(year)
	if year == 0 || id.Station == "" {
		return model.ID{}
	}
	if id.Year >= 1980 {
		id.Form = model.FormShort
	}
	return canonicalID(id)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// addReference keeps a reference, once for each letter.
func (p *parser) addReference(r model.Reference) {
	if !slices.ContainsFunc(p.c.References, func(o model.Reference) bool {
		return o.Letter == r.Letter && o.ID == r.ID && (!r.ID.Zero() || o.Text == r.Text)
	}) {
		if p.c.References == nil {
			p.c.References = make([]model.Reference, 0, 2)
		}
		p.c.References = append(p.c.References, r)
	}
}

// isInitial tells whether the letter with a point at i is a person's initial: "Jones - B. Evans emails".
func isInitial(s string, i int) bool {
	j := i
	for j > 0 && s[j-1] == ' ' {
		j--
	}
	return i+1 < len(s) && s[i+1] == '.' && j > 0 && strings.IndexByte("-/&", s[j-1]) >= 0
}

// otherReference adds a reference that is no cable, and tells how much of the text it is.
func (p *parser) otherReference(s string, letter byte) int {
	end := len(s)
	for i := 1; i < len(s); i++ {
		if s[i] == ';' {
			end = i
			break
		}
		if s[i] == '(' && i+2 < len(s) && s[i+2] == ')' && s[i+1] == next(letter) { // glued: "telcon(B) LIMA 12"
			end = i
			break
		}
		if (isSpace(s[i-1]) || s[i-1] == ',') && !isSpace(s[i]) {
			if b := bullet(s[i:]); b.n > 0 && (b.letter == next(letter) || b.letter == letter && letter != 0 && !isInitial(s, i) || s[i] == 0xC2) {
				end = i
				break
			}
		}
		if s[i] == '\n' || s[i] == ',' {
			j := skip(s, i+1)
			if c, n := stationAt(s[j:]); n > 0 && (c.year != 0 || s[i] == ',' && letter == 0 || s[i] == '\n' && letter == 0) {
				end = i
				break
			}
			if _, ok := pageBreakIn(s[j:]); ok {
				end = i
				break
			}
		}
	}
	t := strings.Trim(squeeze(s[:end]), " ,.;:-")
	if strings.EqualFold(t, "(NOTAL)") {
		if k := len(p.c.References); k > 0 {
			p.c.References[k-1].NoTal = true
		}
		return end
	}
	if t == "" || strings.EqualFold(t, "PREVIOUS") || len(t) < 3 || strings.EqualFold(t, "NONE") || strings.EqualFold(t, "N/A") {
		return end
	}
	r := model.Reference{Kind: kindOf(t), Text: p.field(t)}
	if letter != 0 {
		r.Letter = p.field(string(letter))
	}
	p.addReference(r)
	return end
}
