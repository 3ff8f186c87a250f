package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

func TestOnlyKeysThatMayRead(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	for what, auth := range map[string][]gossh.AuthMethod{
		"no key":        nil,
		"another's key": {gossh.PublicKeys(newKey(t))},
		"a password":    {gossh.Password("secret")},
		"a dialog": {gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) {
			return nil, nil
		})},
	} {
		if c, err := h.dial("", auth...); err == nil {
			c.Close()
			t.Errorf("%s lets in", what)
		} else if !strings.Contains(err.Error(), "unable to authenticate") {
			t.Errorf("%s: %v", what, err)
		}
	}
	h.reader(t)
}

func TestAnyoneOnlyWhereItIsSaid(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) { c.Anyone = true })
	stranger := newKey(t)
	for range 2 { // who is not known is forgotten
		c, err := h.dial("", gossh.PublicKeys(stranger))
		if err != nil {
			t.Fatal(err)
		}
		e := open(t, c, 80, 24, "07VALLETTA3").see("1/40").keys("9g").see("9/40").keys("Q")
		e.leave()
		c.Close()
		h.shelves.mu.Lock()
		delete(h.shelves.kept, "")
		h.shelves.mu.Unlock()
	}
	if n := len(h.shelves.kept); n != 0 {
		t.Errorf("%d strangers have a shelf", n)
	}
	open(t, h.reader(t), 80, 24, "07VALLETTA3").see("1/40").keys("Q").leave()
	if h.shelves.kept[gossh.FingerprintSHA256(h.key.PublicKey())] == nil {
		t.Error("who is known by a key has no shelf where anyone may read")
	}
	c, err := h.dial("", gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil }))
	if err != nil {
		t.Fatalf("someone without a key: %v", err)
	}
	c.Close()
}

func TestNothingButReading(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	c := h.reader(t)
	for command, want := range map[string]ran{
		"echo a 'b  c' \"d\\\" e\"":         {out: `["a" "b  c" "d\" e"]` + "\n"},
		"reftel echo $HOME;ls `id` | x":     {out: "[\"$HOME;ls\" \"`id`\" \"|\" \"x\"]\n"},
		"fail":                              {err: "it failed\n", code: 1},
		"ls -la":                            {err: "no shell", code: 2},
		"sh":                                {err: "no shell", code: 2},
		"/bin/sh -c id":                     {err: "no shell", code: 2},
		"scp -t /tmp":                       {err: "no shell", code: 2},
		"rsync --server .":                  {err: "no shell", code: 2},
		"import x":                          {err: "not there over SSH", code: 2},
		"serve":                             {err: "not there over SSH", code: 2},
		"echo 'a":                           {err: "a quote is not closed", code: 2},
		"echo a\nls":                        {err: "more than one line", code: 2},
		"echo " + strings.Repeat("x", 9000): {err: "too long", code: 2},
		"07VALLETTA3 07VALLETTA4":           {err: "opens at one cable", code: 2},
		"":                                  {err: "needs a terminal", code: 2},
		"help":                              {out: "no transfer of files"},
		"\x1b]0;pwned\x07\u202e":            {err: "there is no command", code: 2},
	} {
		got := run(t, c, command)
		if !strings.Contains(got.out, want.out) || !strings.Contains(got.err, want.err) || got.code != want.code || want.out == "" && got.out != "" {
			t.Errorf("%.40q gives %d, %q, %q; want %d, %q, %q", command, got.code, got.out, got.err, want.code, want.out, want.err)
		}
		if strings.ContainsAny(got.out+got.err, "\x1b\x07\u202e") {
			t.Errorf("%q comes back as it was: %q", command, got.err)
		}
	}
	if strings.ContainsAny(h.log.String(), "\x1b\x07\u202e") {
		t.Error("the log holds what is not clean")
	}
}

func TestNothingIsForwarded(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	c := h.reader(t)
	if _, err := c.Dial("tcp", "127.0.0.1:22"); err == nil || !strings.Contains(err.Error(), "forwards nothing") {
		t.Errorf("-L, -D and -W: %v", err)
	}
	if _, err := c.Dial("unix", "/run/x"); err == nil || !strings.Contains(err.Error(), "forwards nothing") {
		t.Errorf("-L of a socket: %v", err)
	}
	if l, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		l.Close()
		t.Error("-R is done")
	}
	if l, err := c.Listen("unix", filepath.Join(t.TempDir(), "s")); err == nil {
		l.Close()
		t.Error("-R of a socket is done")
	}
	for _, kind := range []string{"x11", "auth-agent@openssh.com", "tun@openssh.com", "nonsense"} {
		var refused *gossh.OpenChannelError
		if _, _, err := c.OpenChannel(kind, nil); !errors.As(err, &refused) {
			t.Errorf("a channel of %s: %v", kind, err)
		}
	}
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for name, payload := range map[string][]byte{
		"auth-agent-req@openssh.com": nil,
		"x11-req": gossh.Marshal(struct {
			Single           bool
			Protocol, Cookie string
			Screen           uint32
		}{false, "MIT-MAGIC-COOKIE-1", "00", 0}),
		"nonsense": nil,
		"env":      gossh.Marshal(struct{ Name, Value string }{"LD_PRELOAD", "/tmp/x.so"}),
	} {
		if ok, err := s.SendRequest(name, true, payload); ok || err != nil {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
	for _, name := range variables {
		if err := s.Setenv(name, "x"); err != nil {
			t.Errorf("%s is refused: %v", name, err)
		}
	}
	if err := s.Setenv("LANG", strings.Repeat("x", 5000)); err == nil {
		t.Error("a variable of 5000 bytes is taken")
	}
	said, err := s.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RequestSubsystem("sftp"); err != nil {
		t.Fatal(err)
	}
	if sentence, err := io.ReadAll(said); err != nil || !strings.Contains(string(sentence), "no sftp here") {
		t.Errorf("sftp is refused with %q, %v", sentence, err)
	}
}

func TestSeats(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) {
		c.Limits.Sessions, c.Limits.SessionsPerAddress, c.Limits.SessionsPerKey = 4, 3, 2
	})
	other := newKey(t)
	h.allow(t, "", h.key, other)
	if err := h.Reload(); err != nil {
		t.Fatal(err)
	}
	from := func(addr string, key gossh.Signer) *gossh.Client {
		c, err := h.dial(addr, gossh.PublicKeys(key))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	first := open(t, from("127.0.0.2", h.key), 80, 24, "07VALLETTA3").see("1/40")
	second := open(t, from("127.0.0.2", h.key), 80, 24, "07VALLETTA3").see("1/40")
	if got := run(t, from("127.0.0.2", h.key), "echo"); got.code != 1 || !strings.Contains(got.err, "2 sessions with your key") {
		t.Errorf("a third session with one key: %+v", got)
	}
	third := open(t, from("127.0.0.2", other), 80, 24, "07VALLETTA3").see("1/40")
	if got := run(t, from("127.0.0.2", other), "echo"); got.code != 1 || !strings.Contains(got.err, "3 sessions from your address") {
		t.Errorf("a fourth session from one address: %+v", got)
	}
	fourth := open(t, from("127.0.0.3", other), 80, 24, "07VALLETTA3").see("1/40")
	if got := run(t, from("127.0.0.4", other), "echo"); got.code != 1 || !strings.Contains(got.err, "all 4 seats are taken") {
		t.Errorf("a fifth session: %+v", got)
	}
	for _, e := range []*terminal{first, second, third, fourth} {
		e.keys("Q").leave()
	}
	eventually(t, "the seats are free again", func() bool { return run(t, from("127.0.0.2", h.key), "echo").code == 0 })
	c := from("127.0.0.9", h.key)
	for range mostChannels {
		ch, _, err := c.OpenChannel("session", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ch.Close()
	}
	if _, _, err := c.OpenChannel("session", nil); err == nil || !strings.Contains(err.Error(), "no more than 8") {
		t.Errorf("a ninth session of one connection: %v", err)
	}
}

// line1 is what a server says to a connection before any handshake.
func line1(t *testing.T, h *host, from string) string {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	c, err := d.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	buf := make([]byte, 200)
	n, _ := c.Read(buf)
	return string(buf[:n])
}

func TestFailedLogInsAreCountedByAddress(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) {
		c.Limits.Failures, c.Limits.FailureWindow, c.Limits.Tries = 5, time.Hour, 2
	})
	reading := open(t, h.reader(t), 80, 24, "07VALLETTA3").see("1/40")
	for range 300 {
		if c, err := h.dial("127.0.0.2", gossh.PublicKeys(newKey(t))); err == nil {
			c.Close()
			t.Fatal("a key that is not known lets in")
		}
	}
	// A connection is counted once the server has seen its end, so a few more may have begun.
	if n := h.count.failures.Load(); n > 20 {
		t.Errorf("%d handshakes were made with someone who failed 5 times", n)
	}
	if got := line1(t, h, "127.0.0.2"); !strings.Contains(got, "log-ins from your address have failed") {
		t.Errorf("who failed is told %q", got)
	}
	reading.keys("]").see("2/40").keys("Q").leave()
	if c, err := h.dial("127.0.0.3", gossh.PublicKeys(h.key)); err != nil {
		t.Errorf("others cannot log in: %v", err)
	} else {
		c.Close()
	}
	who := netip.MustParseAddr("127.0.0.2")
	h.door.mu.Lock()
	now, later := h.door.failed(who, time.Now()), h.door.failed(who, time.Now().Add(61*time.Minute))
	h.door.mu.Unlock()
	if now < 5 || later != 0 {
		t.Errorf("%d failures stand, and %d after the time in which they do", now, later)
	}
	// One connection may offer two keys.
	if _, err := h.dial("127.0.0.5", gossh.PublicKeys(newKey(t), newKey(t), newKey(t), h.key)); err == nil {
		t.Error("a connection offers four keys where two are allowed")
	}
}

func TestHandshakesThatNeverEnd(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) { c.Limits.Handshake, c.Limits.Connections = time.Second, 16 })
	var slow []net.Conn
	for i := range 20 {
		d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(10+i/5))}}
		c, err := d.Dial("tcp", h.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		slow = append(slow, c)
		go func() { // a byte now and then
			for _, b := range []byte("SSH-2.0-slow as can be, and then slower") {
				if _, err := c.Write([]byte{b}); err != nil {
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
		}()
	}
	// They take all places of their address, and then of all; someone from elsewhere gets in nevertheless.
	eventually(t, "all places of an address are taken", func() bool {
		return strings.Contains(line1(t, h, "127.0.0.10"), "too many are logging in from your address")
	})
	c, err := h.dial("127.0.0.99", gossh.PublicKeys(h.key))
	if err != nil {
		t.Errorf("someone else cannot log in: %v", err)
	} else {
		c.Close()
	}
	for _, c := range slow {
		_ = c.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.Copy(io.Discard, c); err != nil && errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error("a handshake that does not end is not ended")
		}
	}
	h.reader(t)
}

func TestNetworks(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) { c.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.2/31")} })
	if got := line1(t, h, "127.0.0.9"); got != "reftel: nobody reads from your network here\r\n" {
		t.Errorf("from elsewhere: %q", got)
	}
	c, err := h.dial("127.0.0.3", gossh.PublicKeys(h.key))
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
}

func TestKeysAreReadAgain(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) { c.Limits.Failures = 10_000 })
	c := h.reader(t)
	try := func(from string, key gossh.Signer) bool {
		c, err := h.dial(from, gossh.PublicKeys(key))
		if err == nil {
			c.Close()
		}
		return err == nil
	}
	other := newKey(t)
	change := func(options string, keys ...gossh.Signer) {
		h.allow(t, options, keys...)
		if err := h.Reload(); err != nil {
			t.Fatal(err)
		}
	}
	h.allow(t, "", other)
	eventually(t, "a changed file is noticed", func() bool { return try("", other) })
	if try("", h.key) {
		t.Error("a key that was taken away lets in")
	}
	if got := run(t, c, "echo"); got.code != 1 || !strings.Contains(got.err, "may not read here any more") {
		t.Errorf("a connection with a key that was taken away: %+v", got)
	}
	change(`from="127.0.0.2,127.0.1.0/24,!127.0.1.7",no-agent-forwarding`, other)
	for addr, want := range map[string]bool{"127.0.0.2": true, "127.0.0.4": false, "127.0.1.9": true, "127.0.1.7": false} {
		if got := try(addr, other); got != want {
			t.Errorf("from %s: %v; want %v", addr, got, want)
		}
	}
	for options, want := range map[string]bool{`expiry-time="20200101"`: false, `expiry-time="29990101Z"`: true, `command="ls"`: false, `environment="A=b"`: false,
		`cert-authority`: false, `from="host.example"`: false, `from="10.0.0.0/99"`: false, `restrict`: true, `verify-required`: false, `tunnel="0"`: false} {
		change(options, other)
		if got := try("127.0.0.20", other); got != want {
			t.Errorf("%s: %v; want %v", options, got, want)
		}
	}
	change("restrict", other)
	c, err := h.dial("", gossh.PublicKeys(other))
	if err != nil {
		t.Fatal(err)
	}
	e := open(t, c, 80, 24, "07VALLETTA3")
	if code := e.leave(); code != exitUsage || strings.Contains(e.everything(), "\x1b") {
		t.Errorf("a key without a terminal ends with %d: %q", code, e.everything())
	}
	if err := os.Remove(h.keys); err != nil {
		t.Fatal(err)
	}
	if err := h.Reload(); err == nil {
		t.Error("a file that is gone is no error")
	}
	if try("127.0.0.30", other) {
		t.Error("without a file of keys somebody may read")
	}
}

func TestWhatHitsALimitGetsASentence(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Limits)
		do     func(*terminal)
		want   string
	}{
		"idle":   {func(l *Limits) { l.Idle = time.Second }, func(*terminal) {}, "no key for 1 second"},
		"length": {func(l *Limits) { l.Length = time.Second }, func(e *terminal) { e.keys("j") }, "a session lasts 1 second at most"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := serve(t, func(config *Config) { c.change(&config.Limits) })
			e := open(t, h.reader(t), 80, 24, "07VALLETTA3").see("1/40")
			c.do(e)
			if code := e.leave(); code != exitNothing {
				t.Errorf("it ends with %d", code)
			}
			if all := e.everything(); !strings.Contains(all[strings.LastIndex(all, "\x1b[?1049l"):], c.want) {
				t.Errorf("it is not said: %q", all[max(len(all)-300, 0):])
			}
		})
	}
	t.Run("verbs", func(t *testing.T) {
		t.Parallel()
		h := serve(t, func(c *Config) { c.Limits.Query, c.Limits.Output = time.Second, 100_000 })
		if got := run(t, h.reader(t), "wait"); got.code != exitNothing || !strings.Contains(got.err, "longer than 1 second") {
			t.Errorf("a verb that takes long: %+v", got)
		}
		if got := run(t, h.reader(t), "pour"); got.code != exitNothing || !strings.Contains(got.err, "more than 100000 bytes") || len(got.out) > 100_000 {
			t.Errorf("a verb that writes much: %d, %q, %d bytes", got.code, got.err, len(got.out))
		}
	})
	t.Run("end", func(t *testing.T) {
		t.Parallel()
		h := serve(t, func(c *Config) { c.Limits.Drain = 200 * time.Millisecond })
		c := h.reader(t)
		done := make(chan ran, 1)
		go func() { done <- run(t, c, "wait") }()
		eventually(t, "the verb runs", func() bool { return h.count.verbs.Load() == 1 })
		h.stop()
		if got := <-done; got.code != exitInterrupted || !strings.Contains(got.err, "the server is ending") {
			t.Errorf("a verb when the server ends: %+v", got)
		}
	})
}

func TestFloods(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) { c.Limits.Input, c.Limits.InputBurst = 1000, 20_000 })
	flood := open(t, h.reader(t), 80, 24, "07VALLETTA3").see("1/40")
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		keys := []byte(strings.Repeat("jk", 2000))
		for {
			if _, err := flood.in.Write(keys); err != nil {
				return
			}
		}
	}()
	e := open(t, h.reader(t), 80, 24, "07VALLETTA4").see("1/40")
	for i := range 20 {
		e.keys("]").see(fmt.Sprintf("%d/40", i+2))
	}
	e.keys("Q").leave()
	flood.leave()
	if h.count.dropped.Load() == 0 {
		t.Error("nothing of a flood is dropped")
	}
	if !strings.Contains(flood.everything(), "more came from your terminal than anyone types") {
		t.Error("a flood ends without a sentence")
	}
	<-ended
}

func TestAVerbThatNobodyReadsIsGivenUp(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) { c.Limits.Stall = time.Second })
	tcp, err := net.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	d := &deaf{Conn: tcp}
	conn, chans, reqs, err := gossh.NewClientConn(d, h.addr, &gossh.ClientConfig{Auth: []gossh.AuthMethod{gossh.PublicKeys(h.key)}, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s, err := gossh.NewClient(conn, chans, reqs).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start("pour"); err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	eventually(t, "it is given up", func() bool { return h.seats.taken() == 0 })
}

func TestMonitor(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) { c.LogOpened = true })
	e := open(t, h.reader(t), 80, 24, "07VALLETTA3").see("1/40").keys("]").see("2/40")
	get := func(path string) (int, string) {
		r := httptest.NewRecorder()
		h.Monitor().ServeHTTP(r, httptest.NewRequestWithContext(context.Background(), "GET", path, nil))
		return r.Code, r.Body.String()
	}
	if code, text := get("/healthz"); code != 200 || text != "ok\n" {
		t.Errorf("health: %d %q", code, text)
	}
	_, text := get("/metrics")
	for _, want := range []string{"reftel_sessions 1\n", "# TYPE reftel_answer_seconds histogram\n", `reftel_logins_total{result="ok"} 1`, `reftel_answer_seconds_bucket{le="+Inf"} `} {
		if !strings.Contains(text, want) {
			t.Errorf("the counters lack %q:\n%s", want, text)
		}
	}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), " "); !strings.HasPrefix(line, "#") && (!ok || !strings.HasPrefix(name, "reftel_") || value == "") {
			t.Errorf("not a counter: %q", line)
		}
	}
	e.keys("/secret words\r").keys("Q").leave()
	log := h.log.String()
	if !strings.Contains(log, "msg=opened") || !strings.Contains(log, "cable=07VALLETTA3") || !strings.Contains(log, "who=SHA256:") {
		t.Errorf("the log does not tell what was opened, and by whom:\n%s", log)
	}
	if strings.Contains(log, "secret") || strings.Contains(log, "harbor") || strings.Contains(log, "HARBOR") {
		t.Error("the log tells what was searched for, or what stands in cables")
	}
	h.stop()
	eventually(t, "it is said that it ends", func() bool { code, _ := get("/healthz"); return code == 503 })
}

func TestTheHostKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "own", "ed25519")
	first, err := hostKey(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := hostKey(path)
	if err != nil || string(again.PublicKey().Marshal()) != string(first.PublicKey().Marshal()) {
		t.Errorf("the second time the key is another, or %v", err)
	}
	for _, p := range []string{path, filepath.Dir(path)} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v %v", p, info.Mode(), err)
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() == 0o700 {
		t.Errorf("the folder above was changed to %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := hostKey(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a key that others may read: %v", err)
	}
	if err := os.WriteFile(path, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := hostKey(path); err == nil {
		t.Error("a file that is no key is taken for one")
	}
}
