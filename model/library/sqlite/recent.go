package sqlite

import (
	"sync"

	"reftel/model"
	"reftel/model/library"
)

// mostRecent is how many bytes of cables, as received, are kept parsed, in each of two halves: some hundred cables. A
// list that is searched letter by letter, or by many readers, shows the same ones again and again.
const mostRecent = 2 << 20

// recent holds cables that were read or shown lately, which nobody changes. Its zero value is empty. When the young half
// is full it becomes the old one, and what was in that is forgotten unless it was asked for since.
type recent struct {
	mu         sync.Mutex
	young, old map[library.Handle]*model.Cable
	size       int // of young
}

// get gives a cable, nil where it is not held.
func (r *recent) get(h library.Handle) *model.Cable {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c := r.young[h]; c != nil {
		return c
	}
	c := r.old[h]
	if c != nil {
		r.hold(h, c)
	}
	return c
}

// put holds a cable.
func (r *recent) put(h library.Handle, c *model.Cable) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hold(h, c)
}

func (r *recent) hold(h library.Handle, c *model.Cable) {
	if len(c.Received) > mostRecent/8 || r.young[h] != nil {
		return
	}
	if r.young == nil || r.size+len(c.Received) > mostRecent {
		r.young, r.old, r.size = map[library.Handle]*model.Cable{}, r.young, 0
	}
	r.young[h] = c
	r.size += len(c.Received)
}
