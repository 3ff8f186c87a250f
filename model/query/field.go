package query

import "strings"

// field reads name:value, name:>=value or name:value,value; the name and the colon are known to stand here.
func (p *parser) field(name int) (Node, error) {
	from := p.at
	typed := p.s[from : from+name]
	of := FieldName(strings.ToLower(typed))
	info, ok := InfoOf(of)
	if !ok {
		return nil, unknownField(from, typed)
	}
	p.at += name + 1
	op := p.compare()
	var any []Node
	for {
		at := p.at
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		if value == "" {
			if len(any) > 0 {
				return nil, &Error{At: at - 1, Len: p.at - at + 1, What: "a value is missing behind the comma"}
			}
			if p.at < len(p.s) && p.s[p.at] == '(' {
				return nil, &Error{At: from, Len: p.at - from, What: "several values of a field are parted by commas, as in tag:PHUM,PGOV"}
			}
			return nil, &Error{At: from, Len: p.at - from, What: "`" + p.s[from:p.at] + "` needs a value, as in " + info.Example}
		}
		if op != Equal && !info.Compare {
			return nil, &Error{At: from, Len: p.at - from, What: "`" + typed + "` is not compared", Propose: string(of) + ":" + p.s[at:p.at]}
		}
		parts := marking(of, value)
		if op != Equal && len(parts) > 1 {
			return nil, &Error{At: from, Len: p.at - from, What: "`" + p.s[from:p.at] + "`: levels are compared without their controls"}
		}
		var all []Node
		for _, v := range parts {
			f := Field{Name: of, Op: op}
			if why, propose := f.set(v); why != "" {
				return nil, &Error{At: from, Len: p.at - from, What: "`" + p.s[from:p.at] + "`: " + why, Propose: propose}
			}
			all = append(all, f)
		}
		any = append(any, allOf(all))
		if p.at >= len(p.s) || p.s[p.at] != ',' {
			return anyOf(any), nil
		}
		if op != Equal {
			return nil, &Error{At: from, Len: p.at + 1 - from, What: "a comparison has one value, not a list"}
		}
		p.at++
	}
}

// compare reads what may stand between the colon and the value.
func (p *parser) compare() Op {
	for _, c := range [...]struct {
		sign string
		op   Op
	}{{">=", GreaterOrEqual}, {"≥", GreaterOrEqual}, {">", Greater}, {"<=", LessOrEqual}, {"≤", LessOrEqual}, {"<", Less}, {"=", Equal}} {
		if strings.HasPrefix(p.s[p.at:], c.sign) {
			p.at += len(c.sign)
			return c.op
		}
	}
	return Equal
}

// value reads one value: in quotes, or up to a blank, comma, bracket or quote.
func (p *parser) value() (string, error) {
	if quote(p.s[p.at:]) > 0 {
		text, err := p.quoted()
		if err == nil && p.at < len(p.s) && p.s[p.at] == '*' {
			p.at++
			text += "*"
		}
		return strings.TrimSpace(text), err
	}
	from := p.at
	for p.at < len(p.s) && strings.IndexByte(" ,()", p.s[p.at]) < 0 && quote(p.s[p.at:]) == 0 {
		p.at++
	}
	return p.s[from:p.at], nil
}
