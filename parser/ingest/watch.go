package ingest

import (
	"sync/atomic"
	"time"

	"reftel/model/library"
	"reftel/parser/source"
)

// watch tells how far an import has come, and works out how long it will take.
type watch struct {
	set       *source.Set
	im        library.Import
	tell      func(Progress)
	begun     time.Time
	finishing atomic.Bool

	at []moment // of the last seconds
}

type moment struct {
	when time.Time
	read int64
	part float64
}

// lately is the time over which the rate is taken.
const lately = 5 * time.Second

// start tells progress until the function it gives is called, which tells it once more.
func (w *watch) start() func() {
	if w.tell == nil {
		return func() {}
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case now := <-ticker.C:
				w.tell(w.progress(now))
			case <-stop:
				w.tell(w.progress(time.Now()))
				return
			}
		}
	}()
	return func() { close(stop); <-done }
}

func (w *watch) progress(now time.Time) Progress {
	p := Progress{Report: w.im.Report(), Took: now.Sub(w.begun), Left: -1, Finishing: w.finishing.Load()}
	p.Read, p.Size = w.set.Progress()
	p.Indexed, p.Held = w.im.Indexed()
	p.Part = part(p)
	w.at = append(w.at, moment{now, p.Read, p.Part})
	for len(w.at) > 2 && now.Sub(w.at[0].when) > lately {
		w.at = w.at[1:]
	}
	first := w.at[0]
	took := now.Sub(first.when).Seconds()
	if took <= 0 {
		return p
	}
	p.Rate = float64(p.Read-first.read) / took
	if gone := p.Part - first.part; gone > 0 && p.Took > time.Second {
		p.Left = time.Duration((1 - p.Part) / gone * took * float64(time.Second))
	}
	return p
}

// part is how much of the work is done. Taking cables in is about half of it, and indexing them the other half.
func part(p Progress) float64 {
	read, indexed := 1.0, 1.0
	if p.Size > 0 {
		read = min(float64(p.Read)/float64(p.Size), 1)
	}
	if p.Held > 0 {
		indexed = float64(p.Indexed) / float64(p.Held)
	}
	return read * (1 + indexed) / 2
}
