package query

import "strings"

// With narrows a query by fields, in a text that a person can go on editing. Fields of one name narrow one after
// another; one that stands there already is not added twice.
func With(q Query, fields ...Field) Query {
	text := strings.TrimSpace(q.Text)
	if _, or := q.Root.(Or); or && len(fields) > 0 {
		if parsed, err := Parse(text); err == nil {
			if _, or := parsed.Root.(Or); or {
				text = "(" + text + ")"
			}
		}
	}
	nodes := []Node{q.Root}
	for _, f := range fields {
		if stands(q.Root, f) {
			continue
		}
		nodes = append(nodes, f)
		if text != "" {
			text += " "
		}
		text += f.String()
	}
	return Query{Root: allOf(nodes), Text: text}
}

func stands(n Node, f Field) bool {
	if and, ok := n.(And); ok {
		for _, part := range and.Nodes {
			if g, ok := part.(Field); ok && g.same(f) {
				return true
			}
		}
		return false
	}
	g, ok := n.(Field)
	return ok && g.same(f)
}

// Without takes the narrowing by one field out of a query: what stands side by side with the rest and asks for nothing
// but that field. The text is written anew.
func Without(q Query, name FieldName) Query {
	parts := []Node{q.Root}
	if and, ok := q.Root.(And); ok {
		parts = and.Nodes
	}
	var rest []Node
	for _, part := range parts {
		if part != nil && !only(part, name) {
			rest = append(rest, part)
		}
	}
	out := Query{Root: allOf(rest)}
	out.Text = out.String()
	return out
}

// only tells whether a node asks for nothing but one field.
func only(n Node, name FieldName) bool {
	switch n := n.(type) {
	case Field:
		return n.Name == name
	case Not:
		return only(n.Node, name)
	case Or:
		if _, id := cited(n); id {
			return false
		}
		for _, part := range n.Nodes {
			if !only(part, name) {
				return false
			}
		}
		return true
	case And:
		for _, part := range n.Nodes {
			if !only(part, name) {
				return false
			}
		}
		return true
	}
	return false
}
