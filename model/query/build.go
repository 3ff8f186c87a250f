package query

// The functions here keep a tree in its one form: no And within And, no Or within Or, none of a single part, no double
// negation. What they give for no parts is nil, which finds everything.

func allOf(nodes []Node) Node {
	flat := flattened(nodes, func(n Node) ([]Node, bool) { and, ok := n.(And); return and.Nodes, ok })
	if len(flat) < 2 {
		return single(flat)
	}
	return And{flat}
}

func anyOf(nodes []Node) Node {
	flat := flattened(nodes, func(n Node) ([]Node, bool) { or, ok := n.(Or); return or.Nodes, ok })
	if len(flat) < 2 {
		return single(flat)
	}
	return Or{flat}
}

// flattened is nodes without nil, with the parts of those of one kind in their place.
func flattened(nodes []Node, parts func(Node) ([]Node, bool)) []Node {
	var flat []Node
	for _, n := range nodes {
		if within, ok := parts(n); ok {
			flat = append(flat, within...)
		} else if n != nil {
			flat = append(flat, n)
		}
	}
	return flat
}

// single is the only node there is, or nil.
func single(nodes []Node) Node {
	if len(nodes) == 0 {
		return nil
	}
	return nodes[0]
}

func negated(n Node) Node {
	if not, ok := n.(Not); ok {
		return not.Node
	}
	return Not{n}
}

// textual is words as a tree: none, one, or several one after another.
func textual(words []Word) Node {
	switch len(words) {
	case 0:
		return nil
	case 1:
		return words[0]
	}
	return Phrase{words}
}

// simplified brings a tree from elsewhere into its one form.
func simplified(n Node) Node {
	switch n := n.(type) {
	case And:
		return allOf(each(n.Nodes))
	case Or:
		return anyOf(each(n.Nodes))
	case Not:
		if part := simplified(n.Node); part != nil {
			return negated(part)
		}
		return nil
	case Phrase:
		return textual(n.Words)
	case Near:
		if len(n.Parts) == 1 {
			return textual(n.Parts[0].Words)
		}
	}
	return n
}

func each(nodes []Node) []Node {
	out := make([]Node, 0, len(nodes))
	for _, n := range nodes {
		out = append(out, simplified(n))
	}
	return out
}

// Walk calls a function for every node of a query, a node before its parts.
func Walk(n Node, visit func(Node)) {
	if n == nil {
		return
	}
	visit(n)
	switch n := n.(type) {
	case And:
		for _, part := range n.Nodes {
			Walk(part, visit)
		}
	case Or:
		for _, part := range n.Nodes {
			Walk(part, visit)
		}
	case Not:
		Walk(n.Node, visit)
	}
}

// Empty tells whether a query finds everything.
func (q Query) Empty() bool { return q.Root == nil }

// OfWords tells whether a query looks for words or marks, wherever they stand: what has not been looked through for them
// yet cannot be found by it. All other fields are known of a cable as soon as it is listed.
func (q Query) OfWords() bool {
	found := q.OfParagraphs()
	Walk(q.Root, func(n Node) {
		if f, ok := n.(Field); ok {
			found = found || f.Name == FieldSubject || f.Name == FieldFrom || f.Name == FieldTo || f.Name == FieldAuthor
		}
	})
	return found
}

// OfParagraphs tells whether a query is asked of paragraphs: it has words, or the marking of a paragraph. What it finds
// then has a Hit. Any other query is asked of whole cables.
func (q Query) OfParagraphs() bool {
	found := false
	Walk(q.Root, func(n Node) {
		switch n := n.(type) {
		case Word, Phrase, Near:
			found = true
		case Field:
			found = found || n.Name == FieldMark
		}
	})
	return found
}
