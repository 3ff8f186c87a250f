package query

import (
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"reftel/model"
	"reftel/model/safe"
)

const (
	longest  = 16 << 10 // bytes of a query
	deepest  = 64       // parentheses within parentheses
	nearness = 10       // words between what stands NEAR without a number
	farthest = 1000
)

// Parse reads a query. What is wrong with it comes as an *Error; the Query then has the text and no tree.
func Parse(text string) (Query, error) { return parse(text, false) }

// Typing reads a query that is still being typed: what is not closed is taken as closed at the end, and a last word that
// makes no sense yet is left out. An error means that something before it is wrong.
func Typing(text string) (Query, error) {
	q, err := parse(text, true)
	for rest := q; ; {
		var e *Error
		if !errors.As(err, &e) {
			return Query{Root: rest.Root, Text: q.Text}, nil
		}
		if behind := strings.TrimRight(rest.Text[e.At+e.Len:], " "); strings.Contains(behind, " ") || strings.HasPrefix(behind, ")") || e.At >= len(rest.Text) {
			return q, err
		}
		rest, err = parse(rest.Text[:e.At], true)
	}
}

func parse(text string, typing bool) (Query, error) {
	clean := safe.Of(text).String()
	q := Query{Text: clean}
	if len(clean) > longest {
		return q, &Error{At: longest, Len: len(clean) - longest, What: "a query is at most 16 KB long"}
	}
	p := parser{s: clean, typing: typing}
	root, err := p.or()
	if err == nil && p.at < len(p.s) { // only ) ends it early
		err = &Error{At: p.at, Len: 1, What: "`)` closes nothing"}
	}
	if err != nil {
		return q, err
	}
	q.Root = root
	return q, nil
}

type parser struct {
	s      string
	at     int
	typing bool
	depth  int
}

// or reads what is joined by OR.
func (p *parser) or() (Node, error) {
	var nodes []Node
	for {
		from := p.at
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		operator := p.operator() == "OR"
		if n == nil && (operator || len(nodes) > 0) {
			if operator {
				p.blanks()
				return nil, &Error{At: p.at, Len: 2, What: "`OR` needs something before it"}
			}
			at := strings.LastIndex(p.s[:from], "OR")
			return nil, &Error{At: at, Len: len(p.s[at:p.at]), What: "`OR` needs something after it"}
		}
		if n != nil {
			nodes = append(nodes, n)
		}
		if !operator {
			return anyOf(nodes), nil
		}
		p.blanks()
		p.at += len("OR")
	}
}

// and reads what stands side by side, with AND or without, up to OR, ) or the end.
func (p *parser) and() (Node, error) {
	var nodes []Node
	joined := -1 // where an AND stands that waits for what it joins
	for {
		p.blanks()
		switch op := p.operator(); {
		case p.at >= len(p.s) || p.s[p.at] == ')' || op == "OR":
			if joined >= 0 {
				return nil, &Error{At: joined, Len: len(p.s[joined:p.at]), What: "`AND` needs something after it"}
			}
			return allOf(nodes), nil
		case op == "AND":
			if len(nodes) == 0 || joined >= 0 {
				return nil, &Error{At: p.at, Len: 3, What: "`AND` needs something before it"}
			}
			joined = p.at
			p.at += len("AND")
			continue
		case strings.HasPrefix(op, "NEAR"):
			return nil, &Error{At: p.at, Len: len(op), What: "`" + op + "` needs a word or phrase before it"}
		}
		n, err := p.unary()
		if err != nil {
			return nil, err
		}
		if n, err = p.nears(n); err != nil {
			return nil, err
		}
		if n != nil {
			nodes = append(nodes, n)
			joined = -1
		}
	}
}

// unary reads one part, which NOT or a minus may stand before.
func (p *parser) unary() (Node, error) {
	from, not := p.at, false
	for {
		p.blanks()
		switch {
		case p.operator() == "NOT":
			p.at += len("NOT")
			not = !not
			continue
		case p.at+1 < len(p.s) && p.s[p.at] == '-' && p.s[p.at+1] != ' ' && p.s[p.at+1] != ')' && p.s[p.at+1] != '-':
			p.at++
			not = !not
			continue
		}
		break
	}
	if p.at > from && p.s[from] == 'N' && (p.at >= len(p.s) || p.s[p.at] == ')' || p.operator() != "") {
		return nil, &Error{At: from, Len: p.at - from, What: "`NOT` needs something after it"}
	}
	n, err := p.primary()
	if not && n != nil {
		n = negated(n)
	}
	return n, err
}

// primary reads what is whole in itself: (a group), "a phrase", near(a b), field:value, word.
func (p *parser) primary() (Node, error) {
	if p.at >= len(p.s) || p.s[p.at] == ')' {
		return nil, nil
	}
	if p.s[p.at] == '(' {
		return p.group()
	}
	if quote(p.s[p.at:]) > 0 {
		return p.phrase()
	}
	if len(p.s)-p.at > 5 && strings.EqualFold(p.s[p.at:p.at+5], "near(") {
		return p.nearList()
	}
	if name := letters(p.s[p.at:]); name > 0 && p.at+name < len(p.s) && p.s[p.at+name] == ':' {
		rest := p.s[p.at+name+1:]
		_, known := InfoOf(FieldName(strings.ToLower(p.s[p.at : p.at+name])))
		if known || rest != "" && rest[0] != ' ' && rest[0] != ')' && !strings.HasPrefix(rest, "//") {
			return p.field(name)
		}
	}
	return p.word()
}

func (p *parser) group() (Node, error) {
	open := p.at
	if p.depth++; p.depth > deepest {
		return nil, &Error{At: open, Len: 1, What: "there are too many parentheses within parentheses"}
	}
	p.at++
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	p.depth--
	if p.at < len(p.s) {
		p.at++
	} else if !p.typing {
		return nil, &Error{At: open, Len: 1, What: "`(` is not closed"}
	}
	return n, nil
}

// phrase reads what stands in quotes, and a star behind it.
func (p *parser) phrase() (Node, error) {
	text, err := p.quoted()
	if err != nil {
		return nil, err
	}
	text, prefix := strings.CutSuffix(text, "*")
	if p.at < len(p.s) && p.s[p.at] == '*' {
		p.at++
		prefix = true
	}
	return textual(words(text, prefix)), nil
}

// quoted reads up to the quote that closes; a backslash takes a quote or a backslash as it is.
func (p *parser) quoted() (string, error) {
	open := p.at
	p.at += quote(p.s[p.at:])
	var b strings.Builder
	for p.at < len(p.s) {
		if n := quote(p.s[p.at:]); n > 0 {
			p.at += n
			return b.String(), nil
		}
		if p.s[p.at] == '\\' && p.at+1 < len(p.s) && (p.s[p.at+1] == '\\' || quote(p.s[p.at+1:]) > 0) {
			p.at++
		}
		_, n := utf8.DecodeRuneInString(p.s[p.at:])
		b.WriteString(p.s[p.at : p.at+n])
		p.at += n
	}
	if !p.typing {
		return "", &Error{At: open, Len: len(p.s) - open, What: "the quote is not closed", Propose: p.s[open:] + `"`}
	}
	return b.String(), nil
}

// word reads a word as it is typed: one word of the text, several that stand together, or an identifier.
func (p *parser) word() (Node, error) {
	from := p.at
	token := p.token()
	if star := strings.IndexByte(token, '*'); star >= 0 && star < len(token)-1 && len(Split(token)) > 0 {
		return nil, &Error{At: from, Len: len(token), What: "`*` stands at the end of a word only", Propose: strings.ReplaceAll(token, "*", "") + "*"}
	}
	text, prefix := strings.CutSuffix(token, "*")
	if id, ok := identifier(text); ok && !prefix {
		return citing(id, text), nil
	}
	return textual(words(text, prefix)), nil
}

// identifier reads a word that can be nothing but the identifier of a cable.
func identifier(token string) (model.ID, bool) {
	for i := 0; i < len(token); i++ {
		if plain[token[i]] == 0 {
			return model.ID{}, false
		}
	}
	id, err := model.ParseID(token)
	return id, err == nil && len(id.Station) >= 3
}

// citing finds the cable, those that refer to it, and those that name it in their text.
func citing(id model.ID, text string) Node {
	return Or{[]Node{
		Field{Name: FieldID, Value: idText(id)},
		Field{Name: FieldRef, Value: idText(id)},
		Word{Text: strings.ToLower(text)},
	}}
}

// token is what is typed without a blank; brackets that close within it belong to it, as in 1.4(b).
func (p *parser) token() string {
	from := p.at
	for p.at < len(p.s) && p.s[p.at] != ' ' && p.s[p.at] != ')' && quote(p.s[p.at:]) == 0 {
		if p.s[p.at] == '(' && (p.at == from || !p.closed()) {
			break
		}
		p.at++
	}
	return p.s[from:p.at]
}

// closed goes from an opening bracket to the one that closes it, if that comes before the next blank.
func (p *parser) closed() bool {
	end := strings.IndexAny(p.s[p.at+1:], "() \"“”„")
	if end < 0 || p.s[p.at+1+end] != ')' {
		return false
	}
	p.at += end + 1
	return true
}

// nears reads NEAR/5 and what follows it, as often as it comes.
func (p *parser) nears(first Node) (Node, error) {
	var near *Near
	for {
		back := p.at
		p.blanks()
		op := p.operator()
		if !strings.HasPrefix(op, "NEAR") {
			p.at = back
			if near == nil {
				return first, nil
			}
			return *near, nil
		}
		at := p.at
		n, why := distanceOf(strings.TrimPrefix(op[len("NEAR"):], "/"))
		if why != "" {
			return nil, &Error{At: at, Len: len(op), What: "`" + op + "`: " + why, Propose: "NEAR/5"}
		}
		if near == nil {
			part, ok := phraseOf(first)
			if !ok {
				return nil, &Error{At: at, Len: len(op), What: "`" + op + "` stands between words and phrases only"}
			}
			near = &Near{Parts: []Phrase{part}, Distance: n}
		} else if near.Distance != n {
			return nil, &Error{At: at, Len: len(op), What: "of several NEAR in a row each has the same distance", Propose: "NEAR/" + strconv.Itoa(near.Distance)}
		}
		p.at += len(op)
		p.blanks()
		if p.operator() != "" {
			return nil, &Error{At: at, Len: len(op), What: "`" + op + "` needs a word or phrase after it"}
		}
		next, err := p.primary()
		if err != nil {
			return nil, err
		}
		part, ok := phraseOf(next)
		if !ok {
			return nil, &Error{At: at, Len: len(p.s[at:p.at]), What: "`" + op + "` stands between words and phrases only"}
		}
		near.Parts = append(near.Parts, part)
	}
}

// nearList reads near(a "b c", 5).
func (p *parser) nearList() (Node, error) {
	open := p.at
	p.at += len("near(")
	near, distant, closed := Near{Distance: nearness}, false, false
	for {
		p.blanks()
		if p.at >= len(p.s) {
			if !p.typing {
				return nil, &Error{At: open, Len: len(p.s) - open, What: "`near(` is not closed"}
			}
			break
		}
		if closed = p.s[p.at] == ')'; closed {
			p.at++
			break
		}
		if p.s[p.at] == ',' {
			p.at++
			p.blanks()
			from := p.at
			for p.at < len(p.s) && digit(p.s[p.at]) {
				p.at++
			}
			n, why := distanceOf(p.s[from:p.at])
			if p.blanks(); from == p.at && p.typing && p.at >= len(p.s) {
				break
			}
			if why != "" || p.at == from || p.at < len(p.s) && p.s[p.at] != ')' {
				return nil, &Error{At: open, Len: p.at - open, What: "behind the comma of `near` stands the number of words between, as in near(orange revolution, 5)"}
			}
			near.Distance, distant = n, true
			continue
		}
		n, err := p.nearPart()
		if err != nil {
			return nil, err
		}
		if part, ok := phraseOf(n); ok {
			near.Parts = append(near.Parts, part)
		} else if n != nil {
			return nil, &Error{At: open, Len: p.at - open, What: "within `near` stand words and phrases only, as in near(orange revolution, 5)"}
		}
	}
	if n := len(near.Parts); closed && (n == 0 || n == 1 && distant) {
		return nil, &Error{At: open, Len: p.at - open, What: "`near` needs two words or phrases, as in near(orange revolution, 5)"}
	}
	switch len(near.Parts) {
	case 0:
		return nil, nil
	case 1:
		return textual(near.Parts[0].Words), nil
	}
	return near, nil
}

// nearPart reads one word or phrase within near(); a comma ends a word.
func (p *parser) nearPart() (Node, error) {
	if quote(p.s[p.at:]) > 0 {
		return p.phrase()
	}
	if p.s[p.at] == '(' {
		return nil, &Error{At: p.at, Len: 1, What: "within `near` stand words and phrases only, as in near(orange revolution, 5)"}
	}
	from := p.at
	for p.at < len(p.s) && strings.IndexByte(" )", p.s[p.at]) < 0 && quote(p.s[p.at:]) == 0 {
		if p.s[p.at] == ',' && (p.at+1 >= len(p.s) || !digit(p.s[p.at+1]) || p.at == from || !digit(p.s[p.at-1])) {
			break
		}
		if p.s[p.at] == '(' && !p.closed() {
			break
		}
		p.at++
	}
	text, prefix := strings.CutSuffix(p.s[from:p.at], "*")
	return textual(words(text, prefix)), nil
}

func distanceOf(s string) (int, string) {
	if s == "" {
		return nearness, ""
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > farthest {
		return 0, "the distance is a number of words, 0 to 1000"
	}
	return n, ""
}

// phraseOf is a word or phrase as part of a Near.
func phraseOf(n Node) (Phrase, bool) {
	switch n := n.(type) {
	case Word:
		return Phrase{[]Word{n}}, true
	case Phrase:
		return n, true
	}
	return Phrase{}, false
}

// operator is the operator that stands here in capitals, followed by what ends a word; empty where there is none.
func (p *parser) operator() string {
	i := p.at
	for i < len(p.s) && p.s[i] == ' ' {
		i++
	}
	end := i
	for end < len(p.s) && (p.s[end] >= 'A' && p.s[end] <= 'Z' || end > i && (p.s[end] == '/' || digit(p.s[end]))) {
		end++
	}
	if strings.HasPrefix(p.s[i:], "NEAR/") { // whatever stands there was meant as a number
		for end < len(p.s) && strings.IndexByte(" ()", p.s[end]) < 0 && quote(p.s[end:]) == 0 {
			end++
		}
	}
	if end < len(p.s) && p.s[end] != ' ' && p.s[end] != '(' && p.s[end] != ')' && quote(p.s[end:]) == 0 {
		return ""
	}
	op := p.s[i:end]
	switch {
	case op == "AND", op == "OR", op == "NOT", strings.HasPrefix(op, "NEAR/"):
		return op
	case op == "NEAR" && (end >= len(p.s) || p.s[end] != '('):
		return op
	}
	return ""
}

func (p *parser) blanks() {
	for p.at < len(p.s) && p.s[p.at] == ' ' {
		p.at++
	}
}

// quote is the length of a quotation mark that a text begins with.
func quote(s string) int {
	if s == "" {
		return 0
	}
	if s[0] == '"' {
		return 1
	}
	if s[0] < utf8.RuneSelf {
		return 0
	}
	if r, n := utf8.DecodeRuneInString(s); r == '“' || r == '”' || r == '„' {
		return n
	}
	return 0
}

// letters counts the letters that a text begins with.
func letters(s string) int {
	n := 0
	for n < len(s) && s[n] < utf8.RuneSelf && unicode.IsLetter(rune(s[n])) {
		n++
	}
	return n
}
