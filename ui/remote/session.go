package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"reftel/model"
	"reftel/model/library"
	"reftel/ui"
)

// What a session ends with, as on the command line.
const (
	exitDone        = 0
	exitNothing     = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// Why a session may end besides its own end.
var (
	errGone        = errors.New("gone")
	errInterrupted = errors.New("interrupted")
	errRestart     = errors.New("restart")
	errIdle        = errors.New("idle")
	errLength      = errors.New("length")
	errStalled     = errors.New("stalled")
	errFlood       = errors.New("flood")
	errQuery       = errors.New("query time")
	errOutput      = errors.New("output")
)

// sentence is what is said of such an end.
func (s *Server) sentence(why error) string {
	l := &s.config.Limits
	switch {
	case errors.Is(why, errRestart):
		return "the server is ending or being started anew; what you noted is kept. Connect again in a moment."
	case errors.Is(why, errIdle):
		return "no key for " + words(l.Idle) + ": the session has ended. Your place is kept."
	case errors.Is(why, errLength):
		return "a session lasts " + words(l.Length) + " at most. Your place is kept; connect again."
	case errors.Is(why, errFlood):
		return "more came from your terminal than anyone types: the session has ended."
	case errors.Is(why, errQuery):
		return "this takes longer than " + words(l.Query) + ", which is the most here. Ask for less at once."
	case errors.Is(why, errOutput):
		return fmt.Sprintf("this is more than %d bytes, which is the most here. Ask for less at once.", l.Output)
	}
	return ""
}

// words is a time as one says it.
func words(d time.Duration) string {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		if d >= u.unit && d%u.unit == 0 {
			if n := d / u.unit; n != 1 {
				return fmt.Sprintf("%d %ss", n, u.name)
			}
			return "1 " + u.name
		}
	}
	return d.String()
}

// session is what one reader does on one channel.
type session struct {
	ssh.Session
	gate     *gate
	log      *slog.Logger
	key      string // fingerprint; "" for someone who is not known
	onScreen bool
	pty      bool
	code     int
	why      string // of its end, for the log
}

func of(sess ssh.Session) *gate { return sess.Context().Value(gateKey{}).(*gate) }

// recovered keeps an error of the program within the session that it is made in.
func (s *Server) recovered(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		defer func() {
			if r := recover(); r != nil {
				s.count.panics.Add(1)
				s.log.Error("a session failed", "error", fmt.Sprint(r), "stack", string(debug.Stack()))
				_ = sess.Exit(exitNothing)
			}
		}()
		next(sess)
	}
}

// identified finds out who it is. The keys are asked again: one that was taken away since opens no further session.
func (s *Server) identified(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		g := of(sess)
		one := &session{Session: sess, gate: g}
		_, one.pty = g.window()
		who := "nobody known"
		if key := sess.PublicKey(); key != nil {
			fingerprint := gossh.FingerprintSHA256(key)
			found := false
			var a allowed
			if s.keys != nil {
				a, found = s.keys.find(key, g.line.addr, time.Now())
			}
			switch {
			case found:
				one.key, who = fingerprint, fingerprint
				if a.noPTY {
					one.pty = false
				}
			case !s.config.Anyone:
				one.fail(exitNothing, "your key may not read here any more")
				return
			}
		}
		one.log = s.log.With("who", who, "from", g.line.addr.String())

		g.session = one
		next(sess)
	}
}

// seated takes a seat, and gives it back.
func (s *Server) seated(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		g := of(sess)
		one := g.session
		if reason, sentence := s.seats.take(g.line.addr, one.key); reason != "" {
			s.refused(reason)
			one.log.Info("a session was refused", "why", reason)
			one.fail(exitNothing, sentence)
			return
		}
		defer s.seats.leave(g.line.addr, one.key)
		begun := time.Now()
		if !s.enter(one) {
			one.fail(exitInterrupted, s.sentence(errRestart))
			return
		}
		defer s.left(one)
		next(sess)
		if cause := context.Cause(sess.Context()); one.why == "" && cause != nil {
			if one.why = cause.Error(); errors.Is(cause, context.Canceled) { // by the end of the connection
				one.why = errGone.Error()
			}
		}
		if one.why == "" {
			one.why = "done"
		}
		s.count.add(&s.count.ended, one.why)
		one.log.Info("session ended", "why", one.why, "status", one.code, "lasted", time.Since(begun).Round(time.Millisecond).String())
		_ = sess.Exit(one.code)
	}
}

func (s *Server) enter(one *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ends {
		s.sessions[one] = struct{}{}
	}
	return !s.ends
}

func (s *Server) left(one *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, one)
	s.idle.Broadcast()
	if s.tidy != nil {
		s.tidy.Reset(tidyAfter)
	}
}

// tidyAfter is how long after the end of sessions their memory is given back to the system.
const tidyAfter = 2 * time.Second

// fail ends a session with a sentence.
func (one *session) fail(code int, sentence string) {
	one.code = code
	one.say(sentence)
	_ = one.Exit(code)
}

// say says something on standard error.
func (one *session) say(sentence string) {
	if sentence == "" {
		return
	}
	end := "\n"
	if one.pty {
		end = "\r\n"
	}
	_, _ = io.WriteString(one.gate.channel.Stderr(), "reftel: "+sentence+end)
}

// routed does what was asked for.
func (s *Server) routed(ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		g := of(sess)
		one := g.session
		length := time.AfterFunc(s.config.Limits.Length, func() { g.end(errLength) })
		defer length.Stop()
		if sub := sess.Subsystem(); sub != "" {
			s.refused("subsystem")
			one.log.Info("a subsystem was refused", "name", clean(sub))
			one.fail(exitUsage, "there is no "+clean(sub)+" here, and no files to fetch; ssh HOST export ID gives a cable")
			return
		}
		args, err := called(sess.RawCommand(), false)
		if err != nil {
			one.fail(exitUsage, err.Error())
			return
		}
		if len(args) > 0 && s.verbatim(args[0]) {
			args, _ = called(sess.RawCommand(), true) // as good as without
		}
		s.route(sess.Context(), one, args)
	}
}

// called gives the words of a command, with the program's name left out that one may write as on the command line.
func called(command string, verbatim bool) ([]string, error) {
	args, err := split(command, verbatim)
	if len(args) > 0 && args[0] == "reftel" {
		args = args[1:]
	}
	return args, err
}

// verbatim tells whether a verb takes words with their quotes.
func (s *Server) verbatim(name string) bool {
	for _, v := range s.config.Verbs {
		if v.Name == name {
			return v.Verbatim
		}
	}
	return false
}

func (s *Server) route(ctx context.Context, one *session, args []string) {
	if len(args) == 0 {
		s.read(ctx, one, model.ID{}, 0, nil)
		return
	}
	switch args[0] {
	case "help", "--help", "-h":
		s.verb(ctx, one, Verb{Name: "help", Run: s.help}, args[1:])
		return
	case "--version", "-v":
		args[0] = "version"
	}
	for _, v := range s.config.Verbs {
		if v.Name == args[0] {
			s.verb(ctx, one, v, args[1:])
			return
		}
	}
	if id, n, err := model.ParseAddress(args[0]); err == nil {
		if len(args) > 1 {
			one.fail(exitUsage, "the reader opens at one cable; cat prints several")
			return
		}
		s.read(ctx, one, id, n, args)
		return
	}
	s.refused("command")
	one.log.Info("a command was refused", "command", clean(args[0]))
	if why, ok := absent[args[0]]; ok {
		one.fail(exitUsage, why)
		return
	}
	one.fail(exitUsage, fmt.Sprintf("there is no command %q here, and no shell; there are: %s. A cable opens by its identifier, such as 05ALMATY538#4.", clean(args[0]), s.names()))
}

// absent are the verbs of the command line that have no place here.
var absent = map[string]string{
	"import":     "import takes files of the server, and is not there over SSH",
	"serve":      "serve is not there over SSH",
	"picture":    "picture is not there over SSH",
	"completion": "completion writes for a shell, and is not there over SSH",
	"man":        "man is not there over SSH; ssh HOST help says what is",
	"notes":      "notes is not there over SSH; M in the reader lists what you noted",
}

func (s *Server) names() string {
	var names []string
	for _, v := range s.config.Verbs {
		names = append(names, v.Name)
	}
	return strings.Join(append(names, "help"), ", ")
}

// help says what there is.
func (s *Server) help(_ context.Context, c Call) int {
	fmt.Fprintf(c.Out, "reftel reads U.S. diplomatic cables. Here it does so over SSH:\n\n")
	line := func(use, help string) { fmt.Fprintf(c.Out, "  %-36s %s\n", use, help) }
	line("ssh -t HOST", "the reader; ? shows its keys")
	line("ssh -t HOST 05ALMATY538#4", "the same, at a paragraph")
	for _, v := range s.config.Verbs {
		line("ssh HOST "+v.Use, v.Help)
	}
	line("ssh HOST help", "this")
	fmt.Fprintf(c.Out, "\nThere is no shell and no transfer of files, and nothing is forwarded.\n")
	return exitDone
}

// verb runs a verb within its limits.
func (s *Server) verb(ctx context.Context, one *session, v Verb, args []string) {
	s.count.verbs.Add(1)
	one.log.Info("verb", "name", v.Name)
	l := &s.config.Limits
	g := one.gate
	left := l.Output
	query := newClock(l.Query, func() { g.end(errQuery) })
	defer query.stop()
	writer := func(to io.Writer) io.Writer {
		return &patientWriter{to: to, left: &left, patient: l.Stall, stalled: func() { s.giveUp(g) }, over: func() { g.end(errOutput) }, clock: query, returns: one.pty}
	}
	one.code = v.Run(ctx, Call{Library: s.library(ctx, one), Args: args, Out: writer(g.channel), Err: writer(g.channel.Stderr())})
	if ctx.Err() != nil {
		one.code = exitInterrupted
		cause := context.Cause(ctx)
		if errors.Is(cause, errQuery) || errors.Is(cause, errOutput) {
			one.code = exitNothing
		}
		one.say(s.sentence(cause))
	}
}

// giveUp closes the connection of a client that takes nothing.
func (s *Server) giveUp(g *gate) {
	g.end(errStalled)
	_ = g.line.Close()
}

// read shows the reader, or, where there is no terminal, the form of a cable that is read aloud.
func (s *Server) read(ctx context.Context, one *session, id model.ID, n model.ParagraphNumber, args []string) {
	g := one.gate
	window, _ := g.window()
	if !one.pty || termOf(g.environment()) == "dumb" {
		if len(args) == 0 || s.config.Aloud == nil {
			one.fail(exitUsage, "the reader needs a terminal: ssh -t HOST. For scripts there are: "+s.names()+".")
			return
		}
		s.verb(ctx, one, Verb{Name: "read aloud", Run: s.config.Aloud}, args)
		return
	}
	lib := s.library(ctx, one)
	at, ok, err := library.Await(ctx, lib, id.Key())
	switch {
	case err != nil:
		one.fail(exitNothing, clean(err.Error()))
		return
	case !ok && id.Zero():
		one.fail(exitNothing, "there is no cable here yet")
		return
	case !ok:
		one.fail(exitNothing, id.String()+" is not in the collection")
		return
	}
	shelf, err := s.config.Shelf(ctx, one.key)
	if err != nil {
		one.log.Error("a shelf cannot be opened", "why", clean(err.Error()))
		one.fail(exitNothing, "your places and notes cannot be opened; ask the keeper of this server")
		return
	}
	defer func() {
		if err := shelf.Close(); err != nil {
			one.log.Error("a shelf cannot be closed", "why", clean(err.Error()))
		}
	}()
	m, err := ui.New(ui.Config{Library: lib, Shelf: shelf, Fleeting: one.key == "", Remote: true, Theme: s.config.Theme, ASCII: s.config.ASCII, Open: at, Paragraph: n})
	if err != nil {
		one.fail(exitNothing, clean(err.Error()))
		return
	}
	s.mu.Lock()
	one.onScreen = true
	ends := s.ends
	s.mu.Unlock()
	if ends {
		g.end(errRestart)
	}
	s.count.screens.Add(1)
	screen := newScreen(ctx, s, g, m, func() { s.giveUp(g) })
	one.log.Info("reading", "term", termOf(g.environment()), "columns", window.width, "rows", window.height, "lean", screen.painter.lean)
	idle := time.AfterFunc(s.config.Limits.Idle, func() { g.end(errIdle) })
	defer idle.Stop()
	go s.listen(one, screen, idle)
	err = screen.run(ctx, func() string { return s.sentence(context.Cause(ctx)) })
	switch {
	case ctx.Err() != nil:
		one.code = exitInterrupted
		if cause := context.Cause(ctx); errors.Is(cause, errIdle) || errors.Is(cause, errLength) || errors.Is(cause, errFlood) {
			one.code = exitNothing
		}
	case err != nil:
		s.count.panics.Add(1)
		one.log.Error("the screen failed", "error", err.Error())
		one.code, one.why = exitNothing, "failed"
		one.say("the reader failed, which is an error of its own; your place is kept")
	}
}

// A flood is that more comes than the limit allows, for this long, with no longer pause than that. It ends a session.
const (
	floodFor   = 3 * time.Second
	floodPause = 2 * time.Second
)

// listen reads what is typed.
func (s *Server) listen(one *session, screen *screen, idle *time.Timer) {
	var since, last time.Time
	limits := &s.config.Limits
	flood := func(bytes int) bool {
		now := time.Now()
		s.count.dropped.Add(int64(bytes))
		if now.Sub(last) > floodPause {
			since = now
		}
		last = now
		if now.Sub(since) > floodFor {
			one.gate.end(errFlood)
			return true
		}
		return false
	}
	var k keyboard
	k.listen(one.gate.channel, newBucket(limits.Input, limits.InputBurst, time.Now()), flood, func(b batch) {
		idle.Reset(limits.Idle)
		screen.typed(b)
	})
	one.gate.end(errGone) // nobody types any more
}

func termOf(env []string) string {
	for _, v := range env {
		if name, ok := strings.CutPrefix(v, "TERM="); ok {
			return name
		}
	}
	return "dumb"
}
