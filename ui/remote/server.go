package remote

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"runtime/debug"
	"sync"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"
)

// Server lets people read over SSH.
type Server struct {
	config Config
	log    *slog.Logger
	ssh    *ssh.Server
	door   *door
	seats  *seats
	keys   *keyRing // nil where nobody has a key
	count  counters

	mu       sync.Mutex
	sessions map[*session]struct{}
	ends     bool
	idle     *sync.Cond  // signalled when a session has ended
	tidy     *time.Timer // gives memory back once no session has ended for a while
}

// lineKey finds the line in the context of a connection.
type lineKey struct{}

// New makes a server. It reads the keys, and reads the host key or makes it.
func New(c Config) (*Server, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	s := &Server{config: c, log: c.Log, sessions: map[*session]struct{}{}}
	s.idle = sync.NewCond(&s.mu)
	s.seats = newSeats(&s.config.Limits)
	s.door = newDoor(s)
	signer, err := hostKey(c.HostKey)
	if err != nil {
		return nil, err
	}
	if c.Keys != "" {
		if s.keys, err = openKeys(c.Keys, c.Log); err != nil {
			return nil, err
		}
		if s.keys.count() == 0 && !c.Anyone {
			s.log.Warn("nobody can log in yet: the file of keys holds none that can be used", "file", c.Keys)
		}
	}
	s.ssh, err = wish.NewServer(
		func(srv *ssh.Server) error { srv.AddHostKey(signer); return nil },
		wish.WithVersion("reftel"),
		wish.WithPublicKeyAuth(s.mayRead),
		// The last is the first to run.
		wish.WithMiddleware(s.routed, s.seated, s.identified, s.recovered),
		s.refusals,
	)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// refusals sets what wish leaves open: who is let in how, with which algorithms, and what is never done.
func (s *Server) refusals(srv *ssh.Server) error {
	srv.HandshakeTimeout = s.config.Limits.Handshake
	srv.ConnCallback = func(ctx ssh.Context, c net.Conn) net.Conn {
		ctx.SetValue(lineKey{}, c)
		return c
	}
	srv.ServerConfigCallback = s.algorithms
	srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.channel, "default": s.forward}
	srv.RequestHandlers = map[string]ssh.RequestHandler{"default": s.request}
	srv.SubsystemHandlers = map[string]ssh.SubsystemHandler{"default": func(sess ssh.Session) { srv.Handler(sess) }}
	srv.ConnectionFailedCallback = func(c net.Conn, err error) {
		s.count.failures.Add(1)
		s.log.Info("a connection ended before it had logged in", "from", addressOf(c.RemoteAddr()).String(), "why", clean(err.Error()))
	}
	if s.config.Anyone {
		srv.KeyboardInteractiveHandler = func(ssh.Context, gossh.KeyboardInteractiveChallenge) bool { return true }
	}
	return nil
}

// algorithms offers what is current, and nothing that is kept for old clients.
func (s *Server) algorithms(ctx ssh.Context) *gossh.ServerConfig {
	c := &gossh.ServerConfig{
		Config: gossh.Config{
			KeyExchanges: []string{gossh.KeyExchangeMLKEM768X25519, gossh.KeyExchangeCurve25519},
			Ciphers:      []string{gossh.CipherChaCha20Poly1305, gossh.CipherAES256GCM, gossh.CipherAES128GCM},
			MACs:         []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM},
		},
		PublicKeyAuthAlgorithms: []string{gossh.KeyAlgoED25519, gossh.KeyAlgoSKED25519, gossh.KeyAlgoSKECDSA256,
			gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521, gossh.KeyAlgoRSASHA256, gossh.KeyAlgoRSASHA512},
		MaxAuthTries: s.config.Limits.Tries,
	}
	l, _ := ctx.Value(lineKey{}).(*line)
	c.AuthLogCallback = func(conn gossh.ConnMetadata, method string, err error) {
		if err == nil && l != nil {
			s.count.logins.Add(1)
			l.loggedIn()
			s.log.Info("logged in", "from", l.addr.String(), "user", clean(conn.User()), "by", method, "client", clean(string(conn.ClientVersion())))
		}
	}
	if s.config.Anyone { // who has no key says so by the name; everyone else is asked for a key first, so as to be known by it
		c.NoClientAuth = true
		c.NoClientAuthCallback = func(conn gossh.ConnMetadata) (*gossh.Permissions, error) {
			if u := conn.User(); u == "anonymous" || u == "guest" {
				return nil, nil
			}
			return nil, errors.New("a key comes first")
		}
	}
	return c
}

// mayRead tells whether someone with a key may log in.
func (s *Server) mayRead(ctx ssh.Context, key ssh.PublicKey) bool {
	l, ok := ctx.Value(lineKey{}).(*line)
	if !ok || int(l.offered.Add(1)) > s.config.Limits.Tries {
		return false
	}
	if s.keys != nil {
		if _, ok := s.keys.find(key, l.addr, time.Now()); ok {
			return true
		}
	}
	return s.config.Anyone
}

// request refuses requests that concern the whole connection: forwarding of ports. OpenSSH asks whether we are alive in
// this way too, and takes a refusal for an answer.
func (s *Server) request(ctx ssh.Context, _ *ssh.Server, r *gossh.Request) (bool, []byte) {
	if r.Type == "tcpip-forward" || r.Type == "streamlocal-forward@openssh.com" {
		s.refused("forwarding")
		s.log.Info("forwarding was refused", "from", addressOf(ctx.RemoteAddr()).String(), "type", r.Type)
	}
	return false, nil
}

// allows tells whether people may read from an address.
func (s *Server) allows(addr netip.Addr) bool {
	if len(s.config.Allow) == 0 {
		return true
	}
	for _, p := range s.config.Allow {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// Reload reads the file of keys again.
func (s *Server) Reload() error {
	if s.keys == nil {
		return nil
	}
	if err := s.keys.read(); err != nil {
		return err
	}
	s.log.Info("the keys were read again", "keys", s.keys.count())
	return nil
}

func (s *Server) ending() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ends
}

// Serve lets people in until ctx ends. Then nobody new is let in, those who read are told and find their terminal as it
// was, verbs may end what they do for as long as the limit says, and all connections are closed.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	s.mu.Lock()
	s.tidy = time.AfterFunc(time.Hour, func() {
		debug.FreeOSMemory()
		time.AfterFunc(4*tidyAfter, debug.FreeOSMemory) // what waited for a timer at the first time
	})
	s.mu.Unlock()
	defer s.tidy.Stop()
	served := make(chan error, 1)
	go func() { served <- s.ssh.Serve(s.door.at(l)) }()
	select {
	case err := <-served:
		return fmt.Errorf("the server: %w", err)
	case <-ctx.Done():
	}
	s.mu.Lock()
	s.ends = true
	s.mu.Unlock()
	_ = l.Close()
	s.log.Info("ending", "sessions", s.seats.taken())
	s.drain(true, s.config.Limits.Drain)
	s.drain(false, farewell+2*time.Second)
	err := s.ssh.Close()
	<-served
	if errors.Is(err, net.ErrClosed) {
		err = nil
	}
	return err
}

// drain ends the screens, or everything, and waits until all sessions have ended or for a while.
func (s *Server) drain(onlyScreens bool, wait time.Duration) {
	over := false
	timer := time.AfterFunc(wait, func() {
		s.mu.Lock()
		over = true
		s.idle.Broadcast()
		s.mu.Unlock()
	})
	defer timer.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for one := range s.sessions {
		if one.onScreen || !onlyScreens {
			one.gate.end(errRestart)
		}
	}
	for len(s.sessions) > 0 && !over {
		s.idle.Wait()
	}
}
