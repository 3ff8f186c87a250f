package remote

import (
	"io"
	"sync"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// outflow sends what is drawn. It holds one piece at most, and says when there is room for the next; so a client that takes
// nothing holds a frame, and when it takes again it gets the newest one. How long the client takes is measured end to end:
// behind a piece goes a question that every SSH client answers when it has come to it.
type outflow struct {
	channel gossh.Channel
	ready   func()        // called when there is room again after there was none
	stalled func()        // called when nothing has been taken for too long
	patient time.Duration // how long that is
	measure func(sent int, took time.Duration)

	mu      sync.Mutex
	wake    *sync.Cond
	pending []byte
	writing bool
	closed  bool
	wanted  bool // somebody was told that there is no room
	ahead   int  // bytes that were sent and not yet confirmed
	most    int  // how many of these there may be
	asking  bool
	heard   bool // the client has answered such a question
	mute    bool // it answers none
	done    chan struct{}
}

// What may be under way to a client.
const (
	aheadUsually = 32 << 10 // of bytes, before anything is known of the line
	aheadLean    = 1200     // one page at most, and the next when it has come
	askBehind    = 1500     // bytes after which it is worth a question
)

// muteAfter is how long a client may take for its first answer before it is taken to give none. One that has answered
// before and does not now takes nothing, and is sent nothing until it does.
const muteAfter = 20 * time.Second

func newOutflow(c gossh.Channel, patient time.Duration, ready, stalled func(), measure func(int, time.Duration)) *outflow {
	o := &outflow{channel: c, ready: ready, stalled: stalled, patient: patient, measure: measure, most: aheadUsually, done: make(chan struct{})}
	o.wake = sync.NewCond(&o.mu)
	go o.run()
	return o
}

// room tells whether a piece can be sent now; if not, ready will be called.
func (o *outflow) room() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	ok := !o.closed && !o.writing && len(o.pending) == 0 && (o.ahead < o.most || o.mute)
	o.wanted = !ok
	return ok
}

// send takes a copy of a piece. It never waits.
func (o *outflow) send(p []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed || len(p) == 0 {
		return
	}
	o.pending = append(o.pending, p...)
	o.wake.Signal()
}

// limit sets how much may be under way.
func (o *outflow) limit(most int) {
	o.mu.Lock()
	o.most = most
	o.mu.Unlock()
}

// run writes what is pending until it is closed or the channel ends.
func (o *outflow) run() {
	defer close(o.done)
	var spare []byte
	for {
		o.mu.Lock()
		for len(o.pending) == 0 && !o.closed {
			o.wake.Wait()
		}
		if len(o.pending) == 0 {
			o.mu.Unlock()
			return
		}
		p := o.pending
		o.pending, o.writing = spare[:0], true
		o.ahead += len(p)
		ask := !o.asking && !o.mute && !o.closed && o.ahead >= min(askBehind, o.most)
		asked := o.ahead
		o.asking = o.asking || ask
		o.mu.Unlock()

		watch := time.AfterFunc(o.patient, o.stalled)
		start := time.Now()
		_, err := o.channel.Write(p)
		watch.Stop()
		if spare = p; cap(spare) > 32<<10 {
			spare = nil
		}
		if ask && err == nil {
			go o.ask(asked, len(p), start)
		}
		o.mu.Lock()
		o.writing = false
		if err != nil {
			o.closed = true
			o.pending = nil
		}
		o.tell()
		o.mu.Unlock()
	}
}

// tell says that there is room, if somebody waits for it; the caller holds the lock.
func (o *outflow) tell() {
	if o.wanted && !o.writing && len(o.pending) == 0 && (o.ahead < o.most || o.mute) {
		o.wanted = false
		go o.ready()
	}
}

// ask asks whether what was sent has come, and waits for the answer.
func (o *outflow) ask(asked, last int, start time.Time) {
	late := time.AfterFunc(muteAfter, func() {
		o.mu.Lock()
		o.mute = !o.heard
		o.tell()
		o.mu.Unlock()
	})
	_, err := o.channel.SendRequest("keepalive@openssh.com", true, nil)
	took := time.Since(start)
	late.Stop()
	o.mu.Lock()
	o.asking, o.heard = false, true
	o.ahead = max(o.ahead-asked, 0)
	o.tell()
	o.mu.Unlock()
	if err == nil {
		o.measure(last, took)
	}
}

// close sends a last piece, and waits until it has been taken or for a while.
func (o *outflow) close(last []byte, wait time.Duration) {
	o.mu.Lock()
	if !o.closed {
		o.pending = append(o.pending, last...)
	}
	o.closed = true
	o.wake.Signal()
	o.mu.Unlock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-o.done:
	case <-timer.C:
	}
}

// patientWriter is a channel for what verbs write: bounded, and given up when nobody takes it.
type patientWriter struct {
	to      io.Writer
	left    *int64 // bytes that may still be written
	patient time.Duration
	stalled func()
	over    func() // called once when there are no bytes left
	clock   *clock // stands still while the client takes its time
	returns bool   // line feeds become carriage return and line feed: the client's terminal is raw
}

func (w *patientWriter) Write(p []byte) (int, error) {
	if *w.left < int64(len(p)) {
		w.over()
		return 0, errOutput
	}
	*w.left -= int64(len(p))
	w.clock.stop()
	defer w.clock.start()
	watch := time.AfterFunc(w.patient, w.stalled)
	defer watch.Stop()
	if !w.returns {
		return w.to.Write(p)
	}
	out := make([]byte, 0, len(p)+len(p)/16)
	for _, b := range p {
		if b == '\n' {
			out = append(out, '\r')
		}
		out = append(out, b)
	}
	if _, err := w.to.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// clock ends something after a while, in which it may be stopped.
type clock struct {
	mu      sync.Mutex
	timer   *time.Timer
	left    time.Duration
	started time.Time
	running bool
}

func newClock(d time.Duration, end func()) *clock {
	return &clock{timer: time.AfterFunc(d, end), left: d, started: time.Now(), running: true}
}

func (c *clock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running && c.timer.Stop() {
		c.left -= time.Since(c.started)
	}
	c.running = false
}

func (c *clock) start() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.running {
		c.running, c.started = true, time.Now()
		c.timer.Reset(max(c.left, 0))
	}
}
