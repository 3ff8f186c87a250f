package query

import (
	"context"
	"fmt"
	"strings"
)

// Shelf is what Resolve asks of a reader's own.
type Shelf interface {
	// Holding lists the cables for which something holds: "read", "opened", "flagged", "marked", "note", or "label" with a name.
	Holding(ctx context.Context, what, name string) (map[string]bool, error)
	// Saved is the text of a search that was saved under a name; false where there is none.
	Saved(ctx context.Context, name string) (string, bool, error)
}

// Resolve puts the answers of a reader's shelf into a query, so that a collection can answer the rest: is:read, has:note
// and label:x become the Cards they hold for, and in:name becomes the search that was saved under that name. A saved
// search may refer to others, but not to itself. An in: that names no saved search is left: it names a file.
func Resolve(ctx context.Context, q Query, shelf Shelf) (Query, error) {
	root, err := resolve(ctx, q.Root, shelf, nil)
	if err != nil {
		return q, err
	}
	q.Root = simplified(root)
	return q, nil
}

func resolve(ctx context.Context, n Node, shelf Shelf, through []string) (Node, error) {
	switch n := n.(type) {
	case And:
		nodes, err := resolveAll(ctx, n.Nodes, shelf, through)
		return And{nodes}, err
	case Or:
		nodes, err := resolveAll(ctx, n.Nodes, shelf, through)
		return Or{nodes}, err
	case Not:
		part, err := resolve(ctx, n.Node, shelf, through)
		return Not{part}, err
	case Field:
		switch {
		case n.Own():
			return own(ctx, n, shelf)
		case n.Name == FieldIn:
			return saved(ctx, n, shelf, through)
		}
	}
	return n, nil
}

func resolveAll(ctx context.Context, nodes []Node, shelf Shelf, through []string) ([]Node, error) {
	out := make([]Node, len(nodes))
	for i, n := range nodes {
		var err error
		if out[i], err = resolve(ctx, n, shelf, through); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func own(ctx context.Context, f Field, shelf Shelf) (Node, error) {
	what, name := f.Value, ""
	switch {
	case f.Name == FieldLabel:
		what, name = "label", f.Value
	case f.Name == FieldHas && f.Value == "mark":
		what = "marked"
	case f.Value == "unread":
		what = "read"
	}
	set, err := shelf.Holding(ctx, what, name)
	if err != nil {
		return nil, err
	}
	if f.Value == "unread" && f.Name == FieldIs {
		return Not{Cards{set}}, nil
	}
	return Cards{set}, nil
}

func saved(ctx context.Context, f Field, shelf Shelf, through []string) (Node, error) {
	text, ok, err := shelf.Saved(ctx, f.Value)
	if err != nil || !ok {
		return f, err
	}
	for _, name := range through {
		if strings.EqualFold(name, f.Value) {
			return nil, &Error{What: fmt.Sprintf("the saved search `%s` refers to itself: %s", f.Value, strings.Join(append(through, f.Value), " → "))}
		}
	}
	q, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the saved search `%s`: %w", f.Value, err)
	}
	if q.Root == nil {
		return everything(), nil
	}
	return resolve(ctx, q.Root, shelf, append(through[:len(through):len(through)], f.Value))
}

// everything is a node that holds for every cable: no cable is in an empty set, and so it is not.
func everything() Node { return Not{Cards{}} }

// Unresolved is a field of a query that asks a reader's shelf and was not resolved; false where there is none.
func (q Query) Unresolved() (Field, bool) {
	var found Field
	ok := false
	Walk(q.Root, func(n Node) {
		if f, is := n.(Field); is && f.Own() && !ok {
			found, ok = f, true
		}
	})
	return found, ok
}
