package remote

import (
	"io"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// door is where connections come in. Those for which there is no room, or that come from where nobody may, are told so in
// a line before the handshake, which costs next to nothing.
type door struct {
	net.Listener
	server *Server

	mu       sync.Mutex
	pending  map[netip.Addr][]*line   // connections that have not logged in, by household, oldest first
	waiting  int                      // how many these are
	failures map[netip.Addr][]failure // by household, oldest first
}

// failure is when a connection ended that had not logged in.
type failure = time.Time

// mostHouseholds bounds what is remembered of failures.
const mostHouseholds = 20_000

// turnedAway is how many connections may be told at once why there is no room for them; others are closed.
const turnedAway = 64

func newDoor(s *Server) *door {
	return &door{server: s, pending: map[netip.Addr][]*line{}, failures: map[netip.Addr][]failure{}}
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
		l := newLine(c, e.door, addr)
		reason, sentence := e.refuse(l)
		if reason == "" {
			return l, nil
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

// refuse says why a connection may not try to log in now, or counts it among those that do.
func (d *door) refuse(l *line) (reason, sentence string) {
	addr, now := l.addr, l.begun
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
	if len(d.pending[home]) >= max(limits.Connections/4, 1) {
		return "busy address", "too many are logging in from your address; try again in a moment"
	}
	if d.waiting >= limits.Connections && !d.makeRoom(home, now) {
		return "busy", "too many are logging in; try again in a moment"
	}
	d.pending[home] = append(d.pending[home], l)
	d.waiting++
	return "", ""
}

// patienceFull is how long a connection may take to log in where others wait for its place. A slow line needs four seconds.
const patienceFull = 6 * time.Second

// makeRoom ends a connection that has not logged in for one from elsewhere: the oldest of the household that has the most
// of them, if that has more than the new one's, or else the oldest of all, if it has had its time. So whoever opens
// connections and says nothing does not keep others out. The caller holds the lock.
func (d *door) makeRoom(home netip.Addr, now time.Time) bool {
	var most netip.Addr
	var oldest *line
	for h, lines := range d.pending {
		if len(lines) > len(d.pending[most]) {
			most = h
		}
		if oldest == nil || lines[0].begun.Before(oldest.begun) {
			oldest = lines[0]
		}
	}
	if len(d.pending[most]) > len(d.pending[home])+1 {
		oldest = d.pending[most][0]
	} else if oldest == nil || now.Sub(oldest.begun) < patienceFull {
		return false
	}
	d.forget(oldest)
	_ = oldest.Conn.Close() // which ends its handshake, and so settles it
	d.server.refused("made room")
	return true
}

// forget takes a connection out of those that are logging in; the caller holds the lock.
func (d *door) forget(l *line) {
	home := household(l.addr)
	lines := d.pending[home]
	i := slices.Index(lines, l)
	if i < 0 {
		return
	}
	d.waiting--
	if len(lines) == 1 {
		delete(d.pending, home)
		return
	}
	d.pending[home] = slices.Delete(lines, i, i+1)
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
func (d *door) settled(l *line, failed bool) {
	home, now := household(l.addr), time.Now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forget(l)
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
