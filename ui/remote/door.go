package remote

import (
	"io"
	"net"
	"net/netip"
	"sync"
	"time"
)

// door is where connections come in. Those for which there is no room, or that come from where nobody may, are told so in
// a line before the handshake, which costs next to nothing.
type door struct {
	net.Listener
	server *Server

	mu       sync.Mutex
	pending  map[netip.Addr]int       // connections that have not logged in, by household
	waiting  int                      // all of these
	failures map[netip.Addr][]failure // by household, oldest first
}

// failure is when a connection ended that had not logged in.
type failure = time.Time

// mostHouseholds bounds what is remembered of failures.
const mostHouseholds = 20_000

// turnedAway is how many connections may be told at once why there is no room for them; others are closed.
var turnedAway = 64

func newDoor(s *Server) *door {
	return &door{server: s, pending: map[netip.Addr]int{}, failures: map[netip.Addr][]failure{}}
}

// entrance is a door with the listener that it stands at.
type entrance struct {
	net.Listener
	*door
	telling chan struct{}
}

func (d *door) at(l net.Listener) *entrance {
	return &entrance{Listener: l, door: d, telling: make(chan struct{}, turnedAway)}
}

// Accept gives the next connection that may try to log in.
func (e *entrance) Accept() (net.Conn, error) {
	for {
		c, err := e.Listener.Accept()
		if err != nil {
			return nil, err
		}
		e.server.count.connections.Add(1)
		addr := addressOf(c.RemoteAddr())
		reason, sentence := e.refuse(addr, time.Now())
		if reason == "" {
			return newLine(c, e.door, addr), nil
		}
		e.server.refused(reason)
		e.server.log.Info("a connection was turned away", "from", addr.String(), "why", reason)
		select {
		case e.telling <- struct{}{}:
			go func() {
				defer func() { <-e.telling }()
				tell(c, sentence)
			}()
		default:
			_ = c.Close()
		}
	}
}

// tell says a sentence to a connection that gets no further, and closes it. What the other side has sent is read, or the
// line would be lost with the reset that answers unread bytes.
func tell(c net.Conn, sentence string) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(time.Second))
	if _, err := io.WriteString(c, "reftel: "+sentence+"\r\n"); err != nil {
		return
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.CloseWrite()
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(c, 4096))
}

// refuse says why an address gets no connection now, or counts it as one that is logging in.
func (d *door) refuse(addr netip.Addr, now time.Time) (reason, sentence string) {
	if !d.server.allows(addr) {
		return "network", "nobody reads from your network here"
	}
	if d.server.ending() {
		return "ending", "the server is ending; try again in a moment"
	}
	home := household(addr)
	limits := &d.server.config.Limits
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failed(home, now) >= limits.Failures {
		return "failures", "too many log-ins from your address have failed; try again in " + words(limits.FailureWindow)
	}
	if d.waiting >= limits.Connections {
		return "busy", "too many are logging in; try again in a moment"
	}
	if d.pending[home] >= max(limits.Connections/4, 1) {
		return "busy address", "too many are logging in from your address; try again in a moment"
	}
	d.pending[home]++
	d.waiting++
	return "", ""
}

// failed counts the failures that still stand; the caller holds the lock.
func (d *door) failed(home netip.Addr, now time.Time) int {
	all := d.failures[home]
	for len(all) > 0 && now.Sub(all[0]) > d.server.config.Limits.FailureWindow {
		all = all[1:]
	}
	if len(all) == 0 {
		delete(d.failures, home)
		return 0
	}
	d.failures[home] = all
	return len(all)
}

// settled takes a connection out of those that are logging in; failed says that it never did.
func (d *door) settled(addr netip.Addr, failed bool, now time.Time) {
	home := household(addr)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.pending[home]--; d.pending[home] <= 0 {
		delete(d.pending, home)
	}
	d.waiting--
	if !failed {
		delete(d.failures, home)
		return
	}
	if len(d.failures) >= mostHouseholds { // somewhere has to be forgotten: those whose time is over, or else any
		for h := range d.failures {
			d.failed(h, now)
		}
		for h := range d.failures {
			if len(d.failures) < mostHouseholds {
				break
			}
			delete(d.failures, h)
		}
	}
	if all := d.failures[home]; len(all) < d.server.config.Limits.Failures {
		d.failures[home] = append(all, now)
	}
}
