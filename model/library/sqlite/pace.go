package sqlite

import "time"

// An import lets those go first who wait for an answer of the same archive. It may wait three times as long as it works,
// so that it goes on however many they are.
const (
	paceShare = 3
	paceMost  = 200 * time.Millisecond // that it saves up
	paceLook  = 500 * time.Microsecond
)

// answering says that somebody waits for an answer, until the function it gives is called.
func (a *Archive) answering() func() {
	a.waiting.Add(1)
	return func() { a.waiting.Add(-1) }
}

// pause gives a function to be called between two pieces of work, by one goroutine, every millisecond or so: it waits
// while others wait for an answer.
func (im *importer) pause() func() {
	worked, saved := time.Now(), time.Duration(0)
	return func() {
		now := time.Now()
		saved = min(saved+paceShare*now.Sub(worked), paceMost)
		for im.a.waiting.Load() > 0 && saved > 0 {
			time.Sleep(paceLook)
			since := time.Since(now)
			now = now.Add(since)
			saved -= since
		}
		worked = now
	}
}
