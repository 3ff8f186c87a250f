package remote

import (
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// What a connection may send, whatever it is: a reader sends keys, so this is plenty.
const (
	lineRate  = 128 << 10 // bytes a second
	lineBurst = 512 << 10
)

// sendBuffer is how much the system keeps for a client that does not take it.
const sendBuffer = 64 << 10

// line is the connection of a client. It reads no faster than its rate, so that a flood backs up where it comes from; a
// write that does not get through ends it; and it measures how long a round trip takes while the two shake hands.
type line struct {
	net.Conn
	door  *door
	addr  netip.Addr
	begun time.Time

	reading bucket // of the one goroutine that reads

	mu      sync.Mutex
	wrote   time.Time       // of the last write that nothing was read after; zero: none
	trips   []time.Duration // from a write to what was read next
	settled bool
	lonely  *time.Timer // closes a connection without a session

	channels int
	offered  atomic.Int32 // keys
	in, out  atomic.Int64
}

func newLine(c net.Conn, d *door, addr netip.Addr) *line {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(sendBuffer)
		_ = tcp.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: 30 * time.Second, Interval: 15 * time.Second, Count: 4})
	}
	now := time.Now()
	return &line{Conn: c, door: d, addr: addr, begun: now, reading: newBucket(lineRate, lineBurst, now)}
}

func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	now := time.Now()
	l.in.Add(int64(n))
	l.mu.Lock()
	if n > 0 && !l.settled && !l.wrote.IsZero() {
		d := now.Sub(l.wrote)
		l.wrote = time.Time{}
		if len(l.trips) < mostTrips {
			l.trips = append(l.trips, d)
		}
	}
	l.mu.Unlock()
	if wait := l.reading.owe(n, now); wait > 0 && err == nil {
		time.Sleep(min(wait, time.Second))
	}
	return n, err
}

func (l *line) Write(p []byte) (int, error) {
	_ = l.SetWriteDeadline(time.Now().Add(l.door.server.config.Limits.Stall))
	n, err := l.Conn.Write(p)
	l.out.Add(int64(n))
	l.mu.Lock()
	if !l.settled {
		l.wrote = time.Now()
	}
	l.mu.Unlock()
	return n, err
}

// loggedIn says that the handshake is over and went well.
func (l *line) loggedIn() { l.settle(false) }

// lonelyFor is how long a connection may have no session.
const lonelyFor = time.Minute

// session counts one more session, and gives what counts it off again; false where there are as many as there may be.
func (l *line) session() (func(), bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.channels >= mostChannels {
		return nil, false
	}
	l.channels++
	if l.lonely != nil {
		l.lonely.Stop()
	}
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.channels--; l.channels == 0 && l.lonely != nil {
			l.lonely.Reset(lonelyFor)
		}
	}, true
}

func (l *line) settle(failed bool) {
	l.mu.Lock()
	was := l.settled
	l.settled = true
	switch {
	case failed && l.lonely != nil: // the end
		l.lonely.Stop()
		l.lonely = nil
	case !failed && !was:
		l.lonely = time.AfterFunc(lonelyFor, func() { _ = l.Close() })
	}
	l.mu.Unlock()
	if !was {
		l.door.settled(l, failed)
	}
}

// Close ends the connection.
func (l *line) Close() error {
	l.settle(true)
	return l.Conn.Close()
}

// What is measured of round trips. The first two are none: both sides say what they are, and which algorithms they have,
// without waiting for each other.
const (
	mostTrips  = 12
	falseTrips = 2
)

// roundTrip is how long one took, as a rule, while the two shook hands; 0 if that is not known.
func (l *line) roundTrip() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.trips) < falseTrips+3 {
		return 0
	}
	trips := slices.Sorted(slices.Values(l.trips[falseTrips:]))
	return trips[len(trips)/2]
}
