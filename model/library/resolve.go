package library

import (
	"context"
	"strings"

	"reftel/model/query"
)

// Resolve puts the answers of a reader's shelf into a query, so that a collection can answer it; see query.Resolve.
func Resolve(ctx context.Context, q query.Query, s Shelf) (query.Query, error) {
	return query.Resolve(ctx, q, Own{s})
}

// Own is a shelf as package query asks it.
type Own struct{ Shelf Shelf }

// Holding lists the cables for which something holds. A label without a name is any label.
func (o Own) Holding(ctx context.Context, what, name string) (map[string]bool, error) {
	names := []string{name}
	if what == "label" {
		labels, err := o.Shelf.Labels(ctx)
		if err != nil {
			return nil, err
		}
		names = nil
		for _, l := range labels {
			if name == "" || strings.EqualFold(l.Text.String(), name) {
				names = append(names, l.Text.String())
			}
		}
	}
	set := map[string]bool{}
	for _, name := range names {
		cards, err := o.Shelf.Cards(ctx, what, name)
		if err != nil {
			return nil, err
		}
		for _, c := range cards {
			set[string(c)] = true
		}
	}
	return set, nil
}

// Saved is the text of a search that was kept under a name, in whatever case that is written.
func (o Own) Saved(ctx context.Context, name string) (string, bool, error) {
	all, err := o.Shelf.Searches(ctx)
	if err != nil {
		return "", false, err
	}
	for _, s := range all {
		if strings.EqualFold(s.Name.String(), name) {
			return s.Query.String(), true, nil
		}
	}
	return "", false, nil
}
