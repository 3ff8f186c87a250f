package query

import (
	"slices"
	"strconv"
	"strings"
)

// String is the query in its one form, which is read back to the same tree. It is empty for a query that finds everything.
// The cables that Cards stands for cannot be written; they become their number, which is not read back.
func (q Query) String() string {
	var b strings.Builder
	write(&b, simplified(q.Root), 0)
	return b.String()
}

// How tight what stands around a node binds.
const (
	loose  = iota
	within // an Or: And needs no brackets
	tight  // an And or Not
)

func write(b *strings.Builder, n Node, bound int) {
	switch n := n.(type) {
	case And:
		bracket(b, bound == tight, func() {
			for i, part := range n.Nodes {
				if i > 0 {
					b.WriteByte(' ')
				}
				write(b, part, tight)
			}
		})
	case Or:
		if id, ok := cited(n); ok {
			b.WriteString(id)
			return
		}
		if list(b, n) {
			return
		}
		bracket(b, bound != loose, func() {
			for i, part := range n.Nodes {
				if i > 0 {
					b.WriteString(" OR ")
				}
				write(b, part, within)
			}
		})
	case Not:
		b.WriteByte('-')
		write(b, n.Node, tight)
	case Word:
		writeText(b, []Word{n})
	case Phrase:
		writeText(b, n.Words)
	case Near:
		b.WriteString("near(")
		for i, part := range n.Parts {
			if i > 0 {
				b.WriteByte(' ')
			}
			writeText(b, part.Words)
		}
		b.WriteString(", " + strconv.Itoa(n.Distance) + ")")
	case Field:
		b.WriteString(n.String())
	case Cards:
		b.WriteString("(" + strconv.Itoa(len(n.Set)) + " cables)")
	}
}

func bracket(b *strings.Builder, on bool, inside func()) {
	if on {
		b.WriteByte('(')
	}
	inside()
	if on {
		b.WriteByte(')')
	}
}

// cited is the identifier that an Or stands for; see citing.
func cited(n Or) (string, bool) {
	if len(n.Nodes) != 3 {
		return "", false
	}
	w, ok := n.Nodes[2].(Word)
	if !ok || w.Prefix {
		return "", false
	}
	id, ok := identifier(w.Text)
	if !ok {
		return "", false
	}
	want := citing(id, w.Text).(Or)
	for i := range 2 {
		if f, ok := n.Nodes[i].(Field); !ok || !f.same(want.Nodes[i].(Field)) {
			return "", false
		}
	}
	return strings.ToUpper(w.Text), true
}

// list writes an Or of values of one field as one field with commas.
func list(b *strings.Builder, n Or) bool {
	first, ok := n.Nodes[0].(Field)
	if !ok {
		return false
	}
	for _, part := range n.Nodes {
		if f, ok := part.(Field); !ok || f.Name != first.Name || f.Op != Equal {
			return false
		}
	}
	b.WriteString(first.String())
	for _, part := range n.Nodes[1:] {
		b.WriteByte(',')
		b.WriteString(writtenValue(part.(Field).Value))
	}
	return true
}

// String is the field as one writes it in a query: post:ALMATY, class:>=CONFIDENTIAL, subject:"working lunch".
func (f Field) String() string { return string(f.Name) + ":" + ops[f.Op] + writtenValue(f.Value) }

// same tells whether two fields ask for the same.
func (f Field) same(g Field) bool { return f.Name == g.Name && f.Op == g.Op && f.Value == g.Value }

// writtenValue is a value, in quotes where it needs them.
func writtenValue(v string) string {
	needs := v == "" || strings.ContainsAny(v, " ,()\"“”„\\") || strings.IndexByte("<>=", v[0]) >= 0 || strings.HasPrefix(v, "≤") || strings.HasPrefix(v, "≥") || strings.HasPrefix(v, "//")
	if !needs {
		return v
	}
	v = strings.ReplaceAll(v, `\`, `\\`)
	for _, q := range [...]string{`"`, "“", "”", "„"} {
		v = strings.ReplaceAll(v, q, `\`+q)
	}
	return `"` + v + `"`
}

// writeText writes words: one as it is, where it would not be read as an identifier, several in quotes.
func writeText(b *strings.Builder, words []Word) {
	text := written(words)
	_, id := identifier(text)
	if len(words) == 1 && !id && slices.Equal(Split(text), []string{words[0].Text}) {
		b.WriteString(text)
		return
	}
	b.WriteString(`"` + text + `"`)
}
