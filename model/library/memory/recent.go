package memory

import (
	"slices"
	"sync"

	"reftel/model"
)

// What is kept of cables read last: enough to go to and fro between a few, little enough to forget about.
const (
	mostRecent      = 8
	mostRecentBytes = 16 << 20
)

// recent holds the cables read last, the newest at the end. Its zero value is empty.
type recent struct {
	mu   sync.Mutex
	held []held
}

type held struct {
	at    int32
	cable *model.Cable
}

func (r *recent) get(at int32) *model.Cable {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, h := range r.held {
		if h.at == at {
			r.held = append(slices.Delete(r.held, i, i+1), h)
			return h.cable
		}
	}
	return nil
}

func (r *recent) put(at int32, c *model.Cable) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held = slices.DeleteFunc(r.held, func(h held) bool { return h.at == at })
	r.held = append(r.held, held{at, c})
	size := 0
	for i := len(r.held) - 1; i >= 0; i-- {
		size += len(r.held[i].cable.Received)
		if size > mostRecentBytes || len(r.held)-i > mostRecent {
			r.held = slices.Delete(r.held, 0, i+1)
			return
		}
	}
}
