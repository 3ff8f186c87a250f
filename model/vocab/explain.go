package vocab

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"reftel/model"
	"reftel/model/safe"
)

// Explanation is one thing that the tables know of a term.
type Explanation struct {
	Term    safe.Line // as the tables have it: "PHUM", "1.4(b)"
	Kind    safe.Line // in words: "TAGS subject", "post", "marking", "control", "reason for classification", "abbreviation" ...
	Meaning safe.Line
	More    safe.Line // what else is known: the field of a subject, the years and routing of a post; may be empty
}

// Explain is everything that the tables know of a term as it stands in a text, best first; nil where they know nothing.
// Brackets and punctuation around the term, a possessive and the s of a plural do not matter.
// Codes are recognised in capitals, as they are written; words such as "reftel" and "PolOff" and names of posts in any case,
// so that "in" and "us" of a sentence are not India and the United States.
func Explain(term string) []Explanation {
	if len(term) > 200 { // longer than any term; a paragraph was handed in
		return nil
	}
	e := explainer{bracketed: strings.HasPrefix(strings.TrimSpace(term), "(")}
	bare := strings.TrimFunc(term, around)
	if e.explain(bare); e.out == nil {
		if singular, ok := withoutEnding(bare); ok {
			e.explain(singular)
		}
		if e.out == nil && strings.Contains(bare, ".") { // U.S., N.A.T.O.
			e.explain(strings.ReplaceAll(bare, ".", ""))
		}
	}
	return e.out
}

// around tells whether a character may stand about a term without being part of it.
func around(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(".,;:!?()[]{}<>\"'`*_¶-“”‘’", r)
}

// withoutEnding takes the possessive or the s of a plural from a term: "GOK's", "NGOs", "PolOffs".
func withoutEnding(s string) (string, bool) {
	for _, end := range [...]string{"'s", "’s", "'S", "’S", "s"} {
		if rest, ok := strings.CutSuffix(s, end); ok && len(rest) > 1 && strings.IndexFunc(rest, unicode.IsUpper) >= 0 {
			return rest, true
		}
	}
	return s, false
}

// explainer gathers explanations.
type explainer struct {
	bracketed bool
	out       []Explanation
}

func (e *explainer) add(term, kind, meaning, more string) {
	if meaning == "" || slices.ContainsFunc(e.out, func(o Explanation) bool { return strings.EqualFold(o.Meaning.String(), meaning) }) {
		return
	}
	e.out = append(e.out, Explanation{safe.Of(term), safe.Of(kind), safe.Of(meaning), safe.Of(more)})
}

func (e *explainer) explain(s string) {
	if s == "" {
		return
	}
	term := squeeze(s)
	small := strings.ContainsFunc(s, unicode.IsLower)
	// GoK and MoD are codes with a small letter in them; Us and in are words.
	code := !small || len(s) > 2 && strings.ContainsFunc(s[1:], unicode.IsUpper)

	e.cable(term)
	e.reasons(term)
	e.order(term)
	e.marking(term, code)
	if code || len(term) > 3 {
		for _, kind := range [...]string{"caption", "precedence", "signal"} {
			m, _ := terms()[kindOf{kind, term}]
			e.add(term, kind, m, "")
		}
	}
	if a, ok := abbreviations()[term]; ok && (code || a.small) {
		e.add(term, "abbreviation", a.meaning, "")
	}
	if !small || len(term) > 3 {
		if m, ok := terms()[kindOf{"control", term}]; ok {
			e.add(term, "control", m, "")
		}
		if t, ok := TAG(term); ok {
			e.add(term, "TAGS "+t.Kind.String(), t.Meaning.String(), t.Field.String())
			e.add(term, "TAGS organization", t.Also.String(), "")
		}
	}
	if code || len(term) > 3 {
		e.post(term)
	}
	if !small {
		if n, ok := routing()[term]; ok {
			e.add(term, "routing indicator", n, "")
		}
	}
	if bureau, office, ok := strings.Cut(term, "/"); ok && len(e.out) == 0 {
		if a, ok := abbreviations()[bureau]; ok && code {
			e.add(bureau, "abbreviation", a.meaning, "of which "+office+" is a part")
		} else if n, ok := routing()[bureau]; ok {
			e.add(bureau, "routing indicator", n, "")
		}
	}
}

// cable explains an identifier of a post that is known.
func (e *explainer) cable(term string) {
	if len(term) < 4 || !digit(term[0]) || !digit(term[len(term)-1]) {
		return
	}
	id, ok := CanonicalIDText(term)
	if !ok {
		return
	}
	if origin := Origin(id.Station); origin != "" {
		e.add(id.String(), "cable", "cable "+strconv.Itoa(int(id.Serial))+" of "+strconv.Itoa(int(id.Year))+" from "+origin, "")
	}
}

// reasons explains "1.4(b)", and each of "1.4 (b) and (d)".
func (e *explainer) reasons(term string) {
	if !strings.HasPrefix(term, "1.4") && !strings.HasPrefix(term, "1.5") {
		return
	}
	for _, l := range strings.FieldsFunc(term[3:], func(r rune) bool { return r < 'A' || r > 'Z' }) {
		if l == "AND" || l == "OR" {
			continue
		}
		m, ok := Reason(term[:3] + l)
		if !ok {
			return
		}
		more := ""
		if term[:3] == "1.5" {
			more = "numbered 1.5 before E.O. 12958 was amended in 2003"
		}
		e.add(term[:3]+"("+strings.ToLower(l)+")", "reason for classification", m, more)
	}
}

// order explains "E.O. 12958", "EO 12958:" and the number alone.
func (e *explainer) order(term string) {
	number := term
	for _, p := range [...]string{"EXECUTIVE ORDER", "E.O.", "E.O", "EO"} {
		if rest, ok := strings.CutPrefix(term, p); ok {
			number = strings.TrimSpace(rest)
			break
		}
	}
	if m, ok := terms()[kindOf{"order", number}]; ok {
		e.add("E.O. "+number, "Executive Order", m, "")
	}
}

// marking explains a portion mark or the words of a banner, and each control in it.
func (e *explainer) marking(term string, code bool) {
	if !code && !e.bracketed && len(term) < 4 {
		return
	}
	m, ok := model.ParseMark(term)
	if !ok {
		if m, ok = model.ParseClassification(term); !ok {
			return
		}
	}
	letters := m.Level.Letters()
	if term == "FOUO" {
		letters = term
	}
	meaning, _ := terms()[kindOf{"marking", letters}]
	full := m.Full()
	if full == term {
		full = ""
	}
	e.add(term, "marking", meaning, full)
	for _, c := range m.Controls {
		word := string(c)
		if strings.HasPrefix(word, "REL ") {
			e.add(word, "control", "releasable to "+strings.TrimPrefix(strings.TrimPrefix(word, "REL "), "TO "), "")
			continue
		}
		meaning, _ := terms()[kindOf{"control", word}]
		e.add(word, "control", meaning, "")
	}
}

// post explains the name of a post or its station.
func (e *explainer) post(term string) {
	station, ok := StationFromName(term)
	if !ok {
		return
	}
	p, _ := Post(station)
	var more []string
	if r, from := p.Routing.String(), p.FromLine.String(); from != "" {
		more = append(more, strings.TrimPrefix(r+"/"+from, "/"))
	}
	if p.Cables != "" {
		years := p.FirstYear + " to " + p.LastYear
		if p.FirstYear == p.LastYear {
			years = p.FirstYear
		}
		more = append(more, p.Cables+" cables in Cablegate, "+years)
	}
	if p.TAGS != "" {
		more = append(more, "mostly on "+strings.ReplaceAll(p.TAGS, ",", ", "))
	}
	e.add(station, "post", p.Origin.String(), strings.Join(more, "; "))
}

// Terms are the terms of the tables that begin with prefix, in order, for completion: TAGS, captions, controls, markings,
// precedences, abbreviations, stations, and, from three letters on, routing indicators. Case does not matter.
// There are at most most of them.
func Terms(prefix string, most int) []string {
	prefix = strings.TrimLeft(strings.ToUpper(prefix), " ")
	if most <= 0 || len(prefix) > 100 {
		return nil
	}
	var out []string
	add := func(term string) {
		if strings.HasPrefix(strings.ToUpper(term), prefix) {
			out = append(out, term)
		}
	}
	for k := range tags() {
		add(k)
	}
	for k := range posts() {
		if CanonicalStation(k) == k { // the dump has misspelt stations too
			add(k)
		}
	}
	for k := range abbreviations() {
		add(k)
	}
	for k := range terms() {
		add(k.term)
	}
	if len(prefix) > 2 {
		for k := range routing() {
			add(k)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), most)]
}
