package parser

import (
	"slices"
	"strings"

	"reftel/model/safe"
)

// allTAGS tells whether a line is nothing but TAGS.
func allTAGS(s string) bool {
	if k, _ := nextLabel(s, 1, fieldTAGS); k > 0 {
		s = s[:k]
	}
	n := 0
	for _, w := range strings.FieldsFunc(s, tagSeparator) {
		if !isTAG(w) || !capitals(w) {
			return false
		}
		n++
	}
	return n > 0
}

func tagSeparator(r rune) bool {
	return r == ' ' || r == ',' || r == ';' || r == '/' || r == '\t' || r == '\n' || r == '\\' || r == 0xA0
}

// tags reads the value of the TAGS line into codes and terms.
func (p *parser) tags(s string, at, end int) {
	s = strings.ToUpper(s)
	if i := strings.Index(s, " PAGE 0"); i >= 0 {
		s = withoutPages(s)
	}
	var words []string
	for len(s) > 0 {
		s = strings.TrimLeft(s, " ,;/\t\n\\.:")
		if s == "" {
			break
		}
		if s[0] == '(' {
			// A term in brackets: "OVIP (STEINBERG, JAMES B.)".
			i := strings.IndexByte(s, ')')
			if i < 0 {
				s = s[1:]
				continue
			}
			p.endTerm(&words)
			p.term(squeeze(s[1:i]))
			s = s[i+1:]
			continue
		}
		i := strings.IndexAny(s, " ,;/\t\n\\(")
		if i < 0 {
			i = len(s)
		}
		w := strings.Trim(s[:i], ".:-")
		stop := i < len(s) && s[i] != ' ' && s[i] != '\n'
		s = s[i:]
		if k := len(w) - len("POLMIL"); k > 0 && strings.HasSuffix(w, "POLMIL") {
			words = append(words, w[:k])
			p.endTerm(&words)
			w = "POLMIL"
		}
		switch {
		case w == "":
		case len(w) >= 8 && unglue(w) != nil:
			p.endTerm(&words)
			p.glued(w, at, end)
		case len(words) > 0 && !strongTAG(w):
			words = append(words, w)
		case codeShaped(w) || numberedCode(w):
			p.endTerm(&words)
			p.code(w, at, end)
		default:
			if unglue(w) != nil || unglueFours(w) != nil {
				p.endTerm(&words)
				p.glued(w, at, end)
			} else {
				words = append(words, w)
			}
		}
		if stop {
			p.endTerm(&words)
		}
	}
	p.endTerm(&words)
}

// withoutPages takes page heads out of a TAGS line.
func withoutPages(s string) string {
	for {
		i := strings.Index(s, " PAGE 0")
		if i < 0 {
			return s
		}
		j := strings.IndexByte(s[i:], 'Z')
		for j > 0 && !isDigit(s[i+j-1]) {
			k := strings.IndexByte(s[i+j+1:], 'Z')
			if k < 0 {
				j = -1
				break
			}
			j += k + 1
		}
		if j < 0 {
			j = len(s) - i - 1
		}
		head := strings.TrimRight(s[:i], " ")
		for _, w := range [...]string{"UNCLASSIFIED", "CONFIDENTIAL", "SECRET"} {
			head = strings.TrimSuffix(head, w)
		}
		s = head + ", " + s[i+j+1:]
	}
}

// codeShaped tells whether a word is written as a tag: two letters, or three to five.
func codeShaped(w string) bool {
	for i := 0; i < len(w); i++ {
		if !isUpper(w[i]) {
			return false
		}
	}
	return len(w) >= 2 && len(w) <= 5 && !plainWord(w) || isTAG(w)
}

// numberedCode tells whether a word is a code with a number, as of organizations: "AU-1".
func numberedCode(w string) bool {
	return len(w) == 4 && isUpper(w[0]) && isUpper(w[1]) && w[2] == '-' && isDigit(w[3])
}

// strongTAG tells whether a word inside a term of several words is a tag of its own all the same.
func strongTAG(w string) bool {
	return isTAG(w) && (len(w) == 4 || len(w) == 2 || w == "NATO") && !plainWord(w)
}

// plainWord tells whether a word of a tag's length is a word of a term.
func plainWord(w string) bool {
	switch w {
	case "AND", "WITH", "THE", "OF", "LABOR", "HUMAN", "GAZA", "IRAQI", "NEW", "BIDEN", "RICE", "ROOD", "CROS", "JOHN", "JAMES", "BUSH", "RIGHT", "ITALY", "HAITI", "CHINA":
		return true
	}
	return false
}

// unglue divides a word that is nothing but tags without blanks between them.
func unglue(w string) []string {
	if len(w) < 5 || len(w) > 40 {
		return nil
	}
	if w == "POLMIL" {
		return []string{"POL", "MIL"}
	}
	for _, n := range [...]int{4, 2, 3, 5} {
		if n >= len(w) || !isTAG(w[:n]) {
			continue
		}
		if rest := w[n:]; isTAG(rest) && len(rest) <= 5 {
			return []string{w[:n], rest}
		} else if more := unglue(rest); more != nil {
			return append([]string{w[:n]}, more...)
		}
	}
	return nil
}

// unglueFours divides a long word of four letters each and two at the end, of which most are tags.
func unglueFours(w string) []string {
	if len(w) < 12 || len(w) > 120 || len(w)%2 != 0 {
		return nil
	}
	var out []string
	known := 0
	for i := 0; i+4 <= len(w); i += 4 {
		if isTAG(w[i : i+4]) {
			known++
		}
		out = append(out, w[i:i+4])
	}
	if rest := w[len(w)/4*4:]; rest != "" {
		if !isTAG(rest) {
			return nil
		}
		out = append(out, rest)
	}
	if known*3 < len(w)/4*2 || !lettersOnly(w) {
		return nil
	}
	return out
}

// glued keeps the tags of a word that is several.
func (p *parser) glued(w string, at, end int) {
	codes := unglue(w)
	if codes == nil { // less sure: the word itself is kept too
		codes = unglueFours(w)
		p.term(w)
	}
	p.note(TagGlued, at, end, w+" read as "+strings.Join(codes, " "))
	for _, c := range codes {
		p.code(c, at, end)
	}
}

// mistypedTAGS are codes with a letter wrong that occur.
var mistypedTAGS = map[string]string{"MOPPS": "MOPS", "UNDESCO": "UNESCO"}

// code keeps a tag once.
func (p *parser) code(w string, at, end int) {
	if right, ok := mistypedTAGS[w]; ok {
		p.note(TagMistyped, at, end, w+" read as "+right)
		w = right
	}
	l := safe.Of(w)
	if p.c.TAGS == nil {
		p.c.TAGS = make([]safe.Line, 0, 8)
	}
	if !slices.Contains(p.c.TAGS, l) {
		p.c.TAGS = append(p.c.TAGS, l)
	}
}

// endTerm ends a term of several words.
func (p *parser) endTerm(words *[]string) {
	w := *words
	if len(w) == 0 {
		return
	}
	*words = w[:0]
	if right, ok := mistypedTAGS[w[0]]; ok && len(w) == 1 {
		p.code(right, 0, 0)
		return
	}
	p.terms(w)
}

// terms divides a run of words into the terms that are known and the persons named.
func (p *parser) terms(w []string) {
	for len(w) > 0 {
		n := 0
		for k := min(len(w), 4); k > 1 && n == 0; k-- {
			if _, ok := knownTerms[strings.Join(w[:k], " ")]; ok {
				n = k
			}
		}
		switch {
		case n > 0:
			p.term(strings.Join(w[:n], " "))
			w = w[n:]
			continue
		case len(w) >= 2 && givenName(w[1]):
			p.term(person(w[0] + ", " + w[1]))
			w = w[2:]
			continue
		}
		// What is left is one term, up to where a known one begins.
		k := 1
		for k < len(w) {
			if k+1 < len(w) {
				if _, ok := knownTerms[w[k]+" "+w[k+1]]; ok || givenName(w[k+1]) {
					break
				}
			}
			k++
		}
		p.term(strings.Join(w[:k], " "))
		w = w[k:]
	}
}

// term keeps a term once.
func (p *parser) term(t string) {
	l := p.field(t)
	if !l.Empty() && !slices.Contains(p.c.Terms, l) {
		p.c.Terms = append(p.c.Terms, l)
	}
}

var knownTerms = map[string]struct{}{"COUNTRY CLEARANCE": {}, "HUMAN RIGHTS": {}, "GLOBAL DEFENSE": {}, "ECONOMY AND FINANCE": {}, "DOMESTIC POLITICS": {},
	"MEETINGS WITH AMBASSADOR": {}, "NEW ZEALAND": {}, "ISRAELI PALESTINIAN AFFAIRS": {}, "GAZA DISENGAGEMENT": {}, "ITALY NATIONAL ELECTIONS": {},
	"ITALIAN POLITICS": {}, "IRAQI FREEDOM": {}, "FOREIGN POL": {}, "FOREIGN POLICY": {}, "NATIONAL ELECTIONS": {}, "FOREIGN RELATIONS": {}}

// person is the full form in which the TAGS handbook lists a person.
func person(name string) string {
	if name == "STEINBERG, JAMES" {
		return "STEINBERG, JAMES B."
	}
	return name
}

// givenName tells whether a word in capitals is a given name, by which a term is known for a person's, "CLINTON HILLARY",
// and by which a name begins behind a title.
func givenName(w string) bool { _, ok := givenNames[w]; return ok }

// givenNames are the most used ones.
var givenNames = wordSet(`JOHN JAMES JOHNNIE ROBERT JOSEPH HILLARY CONDOLEEZZA WILLIAM GEORGE RICHARD DAVID GERARD DANIEL THOMAS MICHAEL BARACK COLIN MADELEINE PHILIP PHILLIP
CHRISTOPHER NICHOLAS PAUL PETER STEPHEN STEVEN MARY CHARLES EDWARD ALBERT DONALD CHUCK NANCY PATRICIA JENNIFER LINDA ELIZABETH BARBARA SUSAN JESSICA SARAH KAREN LISA BETTY SANDRA
MARGARET ASHLEY KIMBERLY EMILY DONNA MICHELLE CAROL AMANDA MELISSA DEBORAH STEPHANIE REBECCA LAURA SHARON CYNTHIA KATHLEEN AMY ANGELA SHIRLEY ANNA BRENDA PAMELA NICOLE RUTH KATHERINE
CATHERINE VIRGINIA RACHEL JANET JANICE MARIA HEATHER DIANE JULIE JOYCE VICTORIA KELLY CHRISTINA JOAN EVELYN LAUREN JUDITH MEGAN CHERYL ANDREA HANNAH MARTHA JACQUELINE ANN ANNE ANNIE
GLORIA TERESA SARA JEAN ALICE MARTIN MATTHEW ANTHONY MARK ANDREW JOSHUA KENNETH KEVIN BRIAN RONALD TIMOTHY JASON JEFFREY GEOFFREY RYAN JACOB GARY ERIC JONATHAN LARRY JUSTIN SCOTT
BRANDON BENJAMIN SAMUEL GREGORY FRANK ALEXANDER RAYMOND PATRICK JACK DENNIS JERRY TYLER AARON JOSE ADAM NATHAN HENRY DOUGLAS ZACHARY KYLE WALTER ETHAN JEREMY HAROLD KEITH CHRISTIAN
ROGER NOAH TERRY LAWRENCE SEAN AUSTIN CARL ARTHUR DYLAN JESSE BRYAN BRUCE ALAN ALLAN ALLEN RALPH ROY EUGENE RUSSELL LOUIS VINCENT RANDY HOWARD HUGO CARLOS EDUARDO ANTONIO LUIS JUAN
MIGUEL RICARDO JANE JOSIAH CRAIG TED TOM JIM BILL BOB DAN MIKE STEVE CHRIS GREG JEFF RON DON KEN RICK FRED TODD GLENN GLYN NEIL STUART STEWART WARREN WAYNE LEE LEON MARC ERIK GENE
EARL ELLEN ROSE ROBIN LESLIE MAURA MAURICE MARCIA MARCIE MARGUERITA TINA TATIANA CARMEN SUE SYLVIA LAUREL ALEXANDRA NATHANIEL CLIFTON CLIFFORD CLARK CURT CURTIS DALE DARRELL DARREN`)
