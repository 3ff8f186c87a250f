package library

import (
	"context"

	"reftel/model"
)

// Await waits until a cable is in a collection that is still growing, or, with the zero Key, until there is any; it gives
// the first of the list then. The second result is false where the collection has ended without it.
func Await(ctx context.Context, lib Library, key model.Key) (Handle, bool, error) {
	for {
		changed := lib.Changed() // before State, so that no change is missed
		state := lib.State()
		if key.Station == "" {
			if state.Len > 0 {
				page, err := lib.Page(ctx, Request{Order: lib.DefaultOrder()}, 0, 1)
				if err != nil || len(page.Entries) > 0 {
					return first(page), err == nil, err
				}
			}
		} else if all, err := lib.Find(ctx, key); err != nil || len(all) > 0 {
			if err != nil {
				return 0, false, err
			}
			return all[0], true, nil
		}
		if !state.Loading {
			return 0, false, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, false, ctx.Err()
		}
	}
}

func first(p Page) Handle {
	if len(p.Entries) == 0 {
		return 0
	}
	return p.Entries[0].Handle
}
