package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// served is a server that runs as a process of its own.
type served struct {
	t             *testing.T
	dir           string
	key           gossh.Signer
	address       string
	monitor       string
	process       *os.Process
	ended         chan int // its exit code
	mu            sync.Mutex
	log           bytes.Buffer
	authorizedKey string
}

// startServer starts reftel serve with a key of ours, in a folder in which everything is that it keeps.
func startServer(t *testing.T, dir string, args ...string) *served {
	t.Helper()
	s := &served{t: t, dir: dir, authorizedKey: filepath.Join(dir, "authorized_keys"), ended: make(chan int, 1)}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if s.key, err = gossh.NewSignerFromKey(private); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.authorizedKey, gossh.MarshalAuthorizedKey(s.key.PublicKey()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := program(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--monitor", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(cmd.Env, "STATE_DIRECTORY="+dir, "XDG_DATA_HOME="+filepath.Join(dir, "data"))
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.process = cmd.Process
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := log.Read(buf)
			s.mu.Lock()
			s.log.Write(buf[:n])
			s.mu.Unlock()
			if err != nil {
				break
			}
		}
		_ = cmd.Wait()
		s.ended <- cmd.ProcessState.ExitCode()
	}()
	s.address = s.said(`msg=listening address=(\S+)`)
	s.monitor = s.said(`msg=monitor address=(\S+)`)
	return s
}

// said waits until the log holds what a pattern says, and gives the part in brackets.
func (s *served) said(pattern string) string {
	s.t.Helper()
	find := regexp.MustCompile(pattern)
	for range 1000 {
		s.mu.Lock()
		m := find.FindStringSubmatch(s.log.String())
		s.mu.Unlock()
		if len(m) > 0 {
			return m[len(m)-1]
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatalf("the log never says %s:\n%s", pattern, s.log.String())
	return ""
}

func (s *served) dial() (*gossh.Client, error) {
	return gossh.Dial("tcp", s.address, &gossh.ClientConfig{User: "reader", Auth: []gossh.AuthMethod{gossh.PublicKeys(s.key)},
		HostKeyCallback: gossh.InsecureIgnoreHostKey(), Timeout: 10 * time.Second})
}

// run runs a verb over SSH.
func (s *served) run(command string) ran {
	s.t.Helper()
	c, err := s.dial()
	if err != nil {
		s.t.Fatal(err)
	}
	defer c.Close()
	session, err := c.NewSession()
	if err != nil {
		s.t.Fatal(err)
	}
	var out, errs bytes.Buffer
	session.Stdout, session.Stderr = &out, &errs
	code := 0
	var exit *gossh.ExitError
	if err := session.Run(command); errors.As(err, &exit) {
		code = exit.ExitStatus()
	} else if err != nil {
		s.t.Fatalf("%s: %v", command, err)
	}
	return ran{out.String(), errs.String(), code}
}

// read opens the reader in a terminal, presses keys, with a pause behind each group of them, and gives all that came.
func (s *served) read(command string, keys ...string) string {
	s.t.Helper()
	c, err := s.dial()
	if err != nil {
		s.t.Fatal(err)
	}
	defer c.Close()
	session, err := c.NewSession()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := session.RequestPty("xterm-256color", 12, 80, nil); err != nil {
		s.t.Fatal(err)
	}
	in, _ := session.StdinPipe()
	out, _ := session.StdoutPipe()
	if err := session.Start(command); err != nil {
		s.t.Fatal(err)
	}
	go func() {
		for _, k := range keys {
			_, _ = io.WriteString(in, k)
			time.Sleep(200 * time.Millisecond)
		}
	}()
	late := time.AfterFunc(20*time.Second, func() { _ = c.Close() })
	defer late.Stop()
	all, _ := io.ReadAll(out)
	if err := session.Wait(); err != nil {
		s.t.Errorf("the reader ends with %v", err)
	}
	return string(all)
}

func TestServe(t *testing.T) {
	s := startServer(t, t.TempDir())
	for command, want := range map[string]ran{
		"cat 08TALLINN90117#3":                        {out: "3. ("},
		"cat --plain 08TALLINN90117#3":                {out: "Paragraph 3 of 5."},
		"08TALLINN90117#3":                            {out: "Paragraph 3 of 5."},
		"cat 08TALLINN90117 08NOWHERE1":               {out: "SECRET//NOFORN", err: "08NOWHERE1 is not in the collection"},
		"cat 08NOWHERE1":                              {err: "not in the collection", code: 1},
		"cat 08TALLINN90117#99":                       {err: "has no paragraph 99", code: 1},
		"cat /etc/passwd":                             {err: "files are not there over SSH", code: 2},
		"cat --in /etc passwd":                        {err: "unknown flag", code: 2},
		"cat":                                         {err: "name a cable", code: 2},
		"search lantern":                              {out: "26STATE90001"},
		"search --json --limit 1 lantern":             {out: `{"id":"`},
		`search "lights conference"`:                  {out: "08TALLINN90117"},
		`search "conference lights"`:                  {code: 1},
		"search --limit 0 lantern":                    {err: "--limit", code: 2},
		"search zzzzzz":                               {code: 1},
		"search":                                      {err: "name what to search for", code: 2},
		"export --format jsonl 08TALLINN90117":        {out: `"id":"08TALLINN90117"`},
		"export -f md 08TALLINN90117":                 {out: "# "},
		"export -f nonsense 08TALLINN90117":           {err: "nonsense", code: 2},
		"export --as-received -f text 08TALLINN90117": {err: "unknown", code: 2},
		"refs 26STATE90001":                           {out: "> 09COLOMBO90077"},
		"refs 09COLOMBO90077":                         {out: "< 26STATE90001"},
		"stats":                                       {out: ": 8 cables"},
		"version":                                     {out: "reftel "},
		"help":                                        {out: "ssh HOST cat"},
		"import /etc":                                 {err: "not there over SSH", code: 2},
		"ls":                                          {err: "no shell", code: 2},
	} {
		got := s.run(command)
		if !strings.Contains(got.out, want.out) || !strings.Contains(got.err, want.err) || got.code != want.code || want.out == "" && got.out != "" {
			t.Errorf("%s gives %d, %.200q, %q; want %d, %q, %q", command, got.code, got.out, got.err, want.code, want.out, want.err)
		}
	}
	var one struct{ ID string }
	if err := json.Unmarshal([]byte(s.run("export 08TALLINN90117").out), &one); err != nil || one.ID != "08TALLINN90117" {
		t.Errorf("what export gives is %v, %v", one, err)
	}
	if all := s.read("08TALLINN90117#3", "mQ"); !strings.Contains(all, "3/5") || !strings.Contains(all, "\x1b[?1049l") {
		t.Errorf("the reader shows %.300q", all)
	}
	if shelves, _ := filepath.Glob(filepath.Join(s.dir, "readers", "*.db")); len(shelves) != 1 {
		t.Errorf("one reader has the shelves %q", shelves)
	}
	for path, want := range map[string]string{"/healthz": "ok", "/metrics": "reftel_sessions_total{kind=\"screen\"} 1"} {
		answer, err := http.Get("http://" + s.monitor + path)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if !strings.Contains(string(text), want) {
			t.Errorf("%s: %s", path, text)
		}
	}
	// Who is taken out of the file is out, by SIGHUP at once.
	if err := os.WriteFile(s.authorizedKey, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_ = s.process.Signal(syscall.SIGHUP)
	s.said("msg=\"the keys were read again\" keys=0")
	if c, err := s.dial(); err == nil {
		c.Close()
		t.Error("a key that was taken away lets in")
	}
	_ = s.process.Signal(syscall.SIGTERM)
	if code := <-s.ended; code != exitDone {
		t.Errorf("on SIGTERM it ends with %d", code)
	}
	if log := s.log.String(); strings.Contains(log, "lantern") || strings.Contains(log, "TALLINN") {
		t.Error("without being told to, the log tells what was read or searched for")
	}
}

// The key of the server and what readers noted outlive it.
func TestServeAgain(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, dir)
	s.read("08TALLINN90117#3", "mQ")
	hostKey, err := os.ReadFile(filepath.Join(dir, "host-keys", "ed25519"))
	if err != nil {
		t.Fatal(err)
	}
	// In the middle of reading, as by a restart.
	c, err := s.dial()
	if err != nil {
		t.Fatal(err)
	}
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm", 12, 80, nil); err != nil {
		t.Fatal(err)
	}
	in, _ := session.StdinPipe()
	out, _ := session.StdoutPipe()
	if err := session.Start("26STATE90001"); err != nil {
		t.Fatal(err)
	}
	_, _ = in.Write([]byte("9g"))
	var all strings.Builder
	buf := make([]byte, 4096)
	for !strings.Contains(all.String(), "9/14") {
		n, err := out.Read(buf)
		if err != nil {
			t.Fatalf("the reader ended: %v", err)
		}
		all.Write(buf[:n])
	}
	_ = s.process.Signal(syscall.SIGTERM)
	rest, _ := io.ReadAll(out)
	if !strings.Contains(string(rest), "the server is ending") {
		t.Errorf("a reader is told %q", rest)
	}
	<-s.ended

	key := s.key
	s = startServer(t, dir)
	if err := os.WriteFile(s.authorizedKey, gossh.MarshalAuthorizedKey(key.PublicKey()), 0o600); err != nil {
		t.Fatal(err)
	}
	_ = s.process.Signal(syscall.SIGHUP)
	s.said("msg=\"the keys were read again\" keys=1")
	s.key = key
	if again, err := os.ReadFile(filepath.Join(dir, "host-keys", "ed25519")); err != nil || !bytes.Equal(again, hostKey) {
		t.Errorf("the host key is another, or %v", err)
	}
	if all := s.read("26STATE90001", "Q"); !strings.Contains(all, "9/14") {
		t.Errorf("the place is not kept: %.300q", all)
	}
	if all := s.read("08TALLINN90117", "M", "\x1b", "Q"); !strings.Contains(all, "Marked") {
		t.Error("the mark is not kept")
	}
	_ = s.process.Signal(syscall.SIGTERM)
	<-s.ended
}

func TestServeSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	keys := filepath.Join(dir, "keys")
	if err := os.WriteFile(keys, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(keys, 0o666); err != nil {
		t.Fatal(err)
	}
	base := []string{"serve", "--listen", "127.0.0.1:0", "--host-key", filepath.Join(dir, "k", "ed25519"), "--readers", dir}
	for _, c := range []struct {
		args []string
		want string
		code int
	}{
		{[]string{"--authorized-keys", filepath.Join(dir, "none")}, "put the public keys there of those who may read", 1},
		{[]string{"--authorized-keys", keys}, "may be written by others", 1},
		{[]string{"--open-to-anyone", "--allow", "10.0.0.1/8"}, "the network is 10.0.0.0/8", 2},
		{[]string{"--open-to-anyone", "--allow", "nonsense"}, "is not a network", 2},
		{[]string{"--open-to-anyone", "--monitor", "0.0.0.0:0"}, "can be reached from other machines", 2},
		{[]string{"--open-to-anyone", "--theme", "nonsense"}, "nonsense", 2},
		{[]string{"--open-to-anyone", "--sessions", "0"}, "sessions", 1},
		{[]string{"--open-to-anyone", "--library", filepath.Join(dir, "none")}, "there is no archive", 1},
	} {
		got := run(t, "", append(base, c.args...)...)
		if got.code != c.code || !strings.Contains(got.err, c.want) {
			t.Errorf("%q: %d, %q; want %d, %q", c.args, got.code, got.err, c.code, c.want)
		}
	}
	if got := run(t, "", "serve", "--print-unit"); got.code != 0 || !strings.Contains(got.out, "ExecStart=/usr/local/bin/reftel serve") {
		t.Errorf("the unit: %+v", got)
	}
}
