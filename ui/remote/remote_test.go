package remote

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/safe"
	"reftel/parser"
)

// invented is a cable of our own, as text.
func invented(serial, paragraphs int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "C O N F I D E N T I A L VALLETTA %06d\n\nSIPDIS\n\nE.O. 12958: DECL: 03/01/2017\nTAGS: PREL, MT\nSUBJECT: HARBOR TALKS, PART %d\n\nREF: VALLETTA %d\n\nClassified By: A. Keeper for reasons 1.4 (b) and (d).\n\n", serial, serial, serial+1)
	for i := range paragraphs {
		fmt.Fprintf(&b, "%d. (C) The harbor master said in paragraph %d that dredging could wait; others disagreed, and said so at length.\n\n", i+1, i+1)
	}
	return b.String()
}

// cables makes a library of invented cables, 07VALLETTA1 to n.
func cables(t testing.TB, n int) *memory.Library {
	t.Helper()
	lib := memory.New(safe.Of("invented"))
	for i := range n {
		read := func(context.Context) (*model.Cable, error) {
			return parser.Parse([]byte(invented(i+1, 40)), parser.Container{Path: fmt.Sprintf("07VALLETTA%d.txt", i+1)}), nil
		}
		c, _ := read(t.Context())
		lib.Add(c, read)
	}
	lib.Done()
	return lib
}

// newKey makes a key.
func newKey(t testing.TB) gossh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// journal is a log that tests look into.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

// shelves keeps what readers leave, for as long as a test runs.
type shelves struct {
	mu   sync.Mutex
	kept map[string]*memory.Shelf
}

func (s *shelves) open(_ context.Context, key string) (library.Shelf, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept[key] == nil {
		s.kept[key] = memory.NewShelf()
	}
	return s.kept[key], nil
}

// host is a server that listens.
type host struct {
	*Server
	addr    string
	key     gossh.Signer // that may read
	log     *journal
	shelves *shelves
	keys    string // file
	stop    func()
	ended   chan error
}

// serve begins a server with one key that may read. change changes what it is made of.
func serve(t testing.TB, change func(*Config)) *host {
	t.Helper()
	dir := t.TempDir()
	h := &host{key: newKey(t), log: &journal{}, shelves: &shelves{kept: map[string]*memory.Shelf{}}, keys: filepath.Join(dir, "authorized_keys"), ended: make(chan error, 1)}
	h.allow(t, "", h.key)
	c := Config{
		Library: cables(t, 30), Shelf: h.shelves.open, Version: "test",
		HostKey: filepath.Join(dir, "keys", "ed25519"), Keys: h.keys, Limits: DefaultLimits(), Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Verbs: []Verb{
			{Name: "echo", Use: "echo WORDS", Help: "prints words", Run: func(_ context.Context, c Call) int {
				fmt.Fprintf(c.Out, "%q\n", c.Args)
				return exitDone
			}},
			{Name: "fail", Use: "fail", Help: "fails", Run: func(_ context.Context, c Call) int { fmt.Fprintln(c.Err, "it failed"); return exitNothing }},
			{Name: "wait", Use: "wait", Help: "waits to be ended", Run: func(ctx context.Context, c Call) int { <-ctx.Done(); return exitDone }},
			{Name: "pour", Use: "pour", Help: "writes without end", Run: func(ctx context.Context, c Call) int {
				for ctx.Err() == nil {
					if _, err := c.Out.Write(make([]byte, 4096)); err != nil {
						return exitNothing
					}
				}
				return exitDone
			}},
		},
	}
	if change != nil {
		change(&c)
	}
	var err error
	if h.Server, err = New(c); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.addr = l.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	h.stop = stop
	go func() { h.ended <- h.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-h.ended:
			if err != nil {
				t.Errorf("the server ended with %v", err)
			}
		case <-time.After(30 * time.Second):
			t.Error("the server does not end")
		}
		if t.Failed() {
			t.Logf("log:\n%s", h.log)
		}
	})
	return h
}

// allow writes the file of keys.
func (h *host) allow(t testing.TB, options string, keys ...gossh.Signer) {
	t.Helper()
	var b strings.Builder
	for _, k := range keys {
		if options != "" {
			b.WriteString(options + " ")
		}
		b.Write(gossh.MarshalAuthorizedKey(k.PublicKey()))
	}
	if err := os.WriteFile(h.keys, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// dial connects from an address of this machine; "" for any.
func (h *host) dial(from string, auth ...gossh.AuthMethod) (*gossh.Client, error) {
	d := net.Dialer{Timeout: 10 * time.Second}
	if from != "" {
		d.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	c, err := d.Dial("tcp", h.addr)
	if err != nil {
		return nil, err
	}
	conn, chans, reqs, err := gossh.NewClientConn(c, h.addr, &gossh.ClientConfig{
		User: "reader", Auth: auth, HostKeyCallback: gossh.InsecureIgnoreHostKey(), Timeout: 10 * time.Second,
	})
	if err != nil {
		c.Close()
		return nil, err
	}
	return gossh.NewClient(conn, chans, reqs), nil
}

// reader connects with the key that may read.
func (h *host) reader(t testing.TB) *gossh.Client {
	t.Helper()
	c, err := h.dial("", gossh.PublicKeys(h.key))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// ran is what came of a command.
type ran struct {
	out, err string
	code     int // -1 where none was given
}

// run runs a command without a terminal.
func run(t testing.TB, c *gossh.Client, command string) ran {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var out, errs bytes.Buffer
	s.Stdout, s.Stderr = &out, &errs
	if command == "" {
		if err := s.Shell(); err != nil {
			t.Fatal(err)
		}
		err = s.Wait()
	} else {
		err = s.Run(command)
	}
	return ran{out.String(), errs.String(), code(t, err)}
}

func code(t testing.TB, err error) int {
	t.Helper()
	var exit *gossh.ExitError
	var missing *gossh.ExitMissingError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitStatus()
	case errors.As(err, &missing):
		return -1
	}
	t.Errorf("the session ended with %v", err)
	return -1
}

// terminal is a terminal in which the reader runs: a real emulator, fed with what comes over the connection.
type terminal struct {
	t       testing.TB
	session *gossh.Session
	in      io.WriteCloser

	mu    sync.Mutex
	vt    *vt.Emulator
	all   bytes.Buffer // every byte that came
	ended chan error
}

// open opens a terminal and starts the reader in it. mute has it answer nothing.
func open(t testing.TB, c *gossh.Client, width, height int, command string, env ...string) *terminal {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range env {
		name, value, _ := strings.Cut(v, "=")
		_ = s.Setenv(name, value)
	}
	if err := s.RequestPty("xterm-256color", height, width, gossh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	e := &terminal{t: t, session: s, vt: vt.NewEmulator(min(max(width, 1), mostColumns), min(max(height, 1), mostRows)), ended: make(chan error, 1)}
	e.in, _ = s.StdinPipe()
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() { // answers of the emulator to queries; without a reader it would wait for one. It cannot be ended without a race
		buf := make([]byte, 256)
		for {
			if _, err := e.vt.Read(buf); err != nil {
				return
			}
		}
	}()
	read := make(chan struct{})
	go func() {
		defer close(read)
		buf := make([]byte, 4096)
		for {
			n, err := out.Read(buf)
			e.mu.Lock()
			e.all.Write(buf[:n])
			_, _ = e.vt.Write(buf[:n])
			e.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	if command == "" {
		err = s.Shell()
	} else {
		err = s.Start(command)
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		err := s.Wait()
		<-read
		e.ended <- err
	}()
	return e
}

func (e *terminal) screen() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.vt.String()
}

// bytes is how many have come.
func (e *terminal) bytes() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.all.Len()
}

func (e *terminal) everything() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.all.String()
}

// see waits until the screen shows a text.
func (e *terminal) see(text string) *terminal {
	e.t.Helper()
	for range 2000 {
		if strings.Contains(e.screen(), text) {
			return e
		}
		time.Sleep(10 * time.Millisecond)
	}
	e.t.Fatalf("the screen does not show %q:\n%s", text, e.screen())
	return e
}

func (e *terminal) keys(s string) *terminal {
	e.t.Helper()
	if _, err := io.WriteString(e.in, s); err != nil {
		e.t.Errorf("keys: %v", err)
	}
	return e
}

func (e *terminal) resize(width, height int) *terminal {
	e.mu.Lock()
	e.vt.Resize(min(max(width, 1), mostColumns), min(max(height, 1), mostRows))
	e.mu.Unlock()
	_ = e.session.WindowChange(height, width)
	return e
}

// leave waits for the end of the session, holds that the terminal is as it was, and gives the exit status.
func (e *terminal) leave() int {
	e.t.Helper()
	select {
	case err := <-e.ended:
		all := e.everything()
		for _, mode := range []string{"?1049", "?2004", "?1002", "?1006"} {
			if on, off := strings.LastIndex(all, "\x1b["+mode+"h"), strings.LastIndex(all, "\x1b["+mode+"l"); on > off {
				e.t.Errorf("the terminal is left in mode %s", mode)
			}
		}
		if on, off := strings.LastIndex(all, "\x1b[?25h"), strings.LastIndex(all, "\x1b[?25l"); off > on {
			e.t.Error("the cursor is left hidden")
		}
		return code(e.t, err)
	case <-time.After(30 * time.Second):
		e.t.Fatalf("the session does not end; the screen shows\n%s", e.screen())
	}
	return -1
}

// settled waits until nothing has come for a while.
func (e *terminal) settled() *terminal {
	for n := -1; n != e.bytes(); time.Sleep(12 * frameEvery) {
		n = e.bytes()
	}
	return e
}

// eventually waits for something to become true.
func eventually(t testing.TB, what string, true func() bool) {
	t.Helper()
	for range 2000 {
		if true() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}
