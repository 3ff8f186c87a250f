package remote

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"reftel/model/safe"
)

// gate stands between a channel and the session that is made of it. It lets through the request for a shell or a command,
// keeps what may be known of the terminal, and answers everything else itself: there is no agent, no X11, no variable
// but those listed, and a window that changes a thousand times a second is one that has changed.
type gate struct {
	gossh.NewChannel
	server *Server
	line   *line

	session *session // once it is known who it is
	channel gossh.Channel
	end     context.CancelCauseFunc // of the channel's context

	mu      sync.Mutex
	pty     bool
	term    string
	env     []string // NAME=VALUE
	size    size
	resized chan struct{} // holds one when size has changed
}

// size is that of a window, in cells.
type size struct{ width, height int }

// Windows beyond this are drawn in their upper left corner. A cell takes some hundred bytes of memory.
const (
	mostColumns = 500
	mostRows    = 200
)

// sizeOf makes a window's size of what a client says. One that says nothing is given the usual one.
func sizeOf(width, height uint32) size {
	if width == 0 || height == 0 {
		return size{80, 24}
	}
	return size{int(min(width, mostColumns)), int(min(height, mostRows))}
}

// variables lists what is taken from the client's environment besides TERM, which comes with the terminal.
var variables = []string{"TERM", "LANG", "NO_COLOR", "COLORTERM"}

// mostValue is how long the value of a variable may be.
const mostValue = 128

// gateKey finds the gate in the context of a session.
type gateKey struct{}

// channelContext is the context of one channel, where wish knows only that of the connection.
type channelContext struct {
	ssh.Context
	own  context.Context
	gate *gate
}

func (c *channelContext) Deadline() (time.Time, bool) { return c.own.Deadline() }
func (c *channelContext) Done() <-chan struct{}       { return c.own.Done() }
func (c *channelContext) Err() error                  { return c.own.Err() }

func (c *channelContext) Value(key any) any {
	if _, ok := key.(gateKey); ok {
		return c.gate
	}
	return c.own.Value(key) // which asks the connection's in the end
}

// mostChannels is how many sessions one connection may have at once.
const mostChannels = 8

// channel takes a channel of the type "session".
func (s *Server) channel(srv *ssh.Server, conn *gossh.ServerConn, asked gossh.NewChannel, ctx ssh.Context) {
	l, ok := ctx.Value(lineKey{}).(*line)
	if !ok {
		_ = asked.Reject(gossh.Prohibited, "the connection is not known")
		return
	}
	l.loggedIn()
	left, ok := l.session()
	if !ok {
		s.refused("channels")
		_ = asked.Reject(gossh.ResourceShortage, "a connection has no more than 8 sessions at once")
		return
	}
	defer left()
	own, end := context.WithCancelCause(ctx)
	defer end(errGone)
	g := &gate{NewChannel: asked, server: s, line: l, end: end, resized: make(chan struct{}, 1)}
	ssh.DefaultSessionHandler(srv, conn, g, &channelContext{ctx, own, g})
}

// forward refuses all other channels: forwarding of ports, of sockets and of what may come yet.
func (s *Server) forward(_ *ssh.Server, _ *gossh.ServerConn, asked gossh.NewChannel, ctx ssh.Context) {
	s.refused("forwarding")
	s.log.Info("a channel was refused", "from", addressOf(ctx.RemoteAddr()).String(), "type", clean(asked.ChannelType()))
	_ = asked.Reject(gossh.Prohibited, "this server forwards nothing")
}

// Accept opens the channel and begins to watch its requests.
func (g *gate) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	channel, all, err := g.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	g.channel = channel
	through := make(chan *gossh.Request)
	go g.watch(all, through)
	return channel, through, nil
}

// watch answers requests until the channel is closed.
func (g *gate) watch(all <-chan *gossh.Request, through chan<- *gossh.Request) {
	defer close(through)
	defer g.end(errGone)
	begun := false
	for r := range all {
		switch r.Type {
		case "shell", "exec", "subsystem":
			if begun {
				_ = r.Reply(false, nil)
				continue
			}
			begun = true
			through <- r
		case "pty-req":
			_ = r.Reply(!begun && g.terminal(r.Payload), nil)
		case "window-change":
			g.resize(r.Payload)
			_ = r.Reply(true, nil)
		case "env":
			_ = r.Reply(!begun && g.variable(r.Payload), nil)
		case "signal":
			if begun {
				g.signal(r.Payload)
			}
			_ = r.Reply(true, nil)
		case "auth-agent-req@openssh.com", "x11-req":
			g.server.refused("forwarding")
			_ = r.Reply(false, nil)
		default:
			_ = r.Reply(false, nil)
		}
	}
}

// terminal takes a request for a terminal.
func (g *gate) terminal(payload []byte) bool {
	var asked struct {
		Term                                     string
		Width, Height, WidthPixels, HeightPixels uint32
		Modes                                    string
	}
	if gossh.Unmarshal(payload, &asked) != nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pty {
		return false
	}
	g.pty, g.term, g.size = true, termName(asked.Term), sizeOf(asked.Width, asked.Height)
	return true
}

// termName is the name of a terminal, or "dumb" for what cannot be one.
func termName(s string) string {
	if s == "" || len(s) > 64 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+") != "" {
		return "dumb"
	}
	return s
}

func (g *gate) resize(payload []byte) {
	var asked struct{ Width, Height, WidthPixels, HeightPixels uint32 }
	if gossh.Unmarshal(payload, &asked) != nil || asked.Width == 0 || asked.Height == 0 {
		return
	}
	g.mu.Lock()
	g.size = sizeOf(asked.Width, asked.Height)
	g.mu.Unlock()
	select {
	case g.resized <- struct{}{}:
	default: // it is known already that the size has changed
	}
}

// variable keeps a variable of the environment if it may be known here.
func (g *gate) variable(payload []byte) bool {
	var asked struct{ Name, Value string }
	if gossh.Unmarshal(payload, &asked) != nil || !slices.Contains(variables, asked.Name) || len(asked.Value) > mostValue {
		return false
	}
	value := clean(asked.Value)
	if asked.Name == "TERM" {
		value = termName(asked.Value)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.env = slices.DeleteFunc(g.env, func(v string) bool { return strings.HasPrefix(v, asked.Name+"=") })
	g.env = append(g.env, asked.Name+"="+value)
	return true
}

// signal ends what runs, as a signal would.
func (g *gate) signal(payload []byte) {
	var asked struct{ Signal string }
	if gossh.Unmarshal(payload, &asked) == nil && slices.Contains([]string{"INT", "TERM", "HUP", "QUIT", "KILL"}, asked.Signal) {
		g.end(errInterrupted)
	}
}

// environment is what the session may know: TERM is that of the terminal if there is one.
func (g *gate) environment() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	env := slices.Clone(g.env)
	if g.pty {
		env = slices.DeleteFunc(env, func(v string) bool { return strings.HasPrefix(v, "TERM=") })
		env = append(env, "TERM="+g.term)
	}
	return env
}

// window is the size as it is now, and whether there is a terminal.
func (g *gate) window() (size, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.size, g.pty
}

// clean makes what a client says fit for logs and screens.
func clean(s string) string { return safe.Of(s[:min(len(s), 512)]).String() }
