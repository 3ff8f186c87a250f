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
	w.at = append(w.at, moment{now, p.Read})
	for len(w.at) > 2 && now.Sub(w.at[0].when) > lately {
		w.at = w.at[1:]
	}
	if first := w.at[0]; now.After(first.when) {
		p.Rate = float64(p.Read-first.read) / now.Sub(first.when).Seconds()
	}
	if p.Rate > 0 && p.Size >= p.Read && p.Took > time.Second {
		p.Left = time.Duration(float64(p.Size-p.Read) / p.Rate * float64(time.Second))
	}
	return p
}
