package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// session is the reader at work in a terminal of its own.
type session struct {
	t   *testing.T
	tty *os.File

	mu  sync.Mutex
	raw bytes.Buffer
}

// read starts the reader at a size.
func read(t *testing.T, cols, rows uint16, args ...string) (*session, func() int) {
	t.Helper()
	cmd := program(t, args...)
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: cols, Rows: rows})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, tty: tty}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 4096)
		for {
			n, err := tty.Read(buf)
			s.mu.Lock()
			s.raw.Write(buf[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s, func() int {
		select {
		case <-done:
		case <-time.After(5 * time.Second):
			t.Error("the reader does not end")
			_ = cmd.Process.Kill()
		}
		_ = cmd.Wait()
		_ = tty.Close()
		return cmd.ProcessState.ExitCode()
	}
}

// bytes are all that has reached the terminal.
func (s *session) bytes() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

// settle waits until something has come and nothing more does.
func (s *session) settle() {
	for seen, quiet, waited := 0, 0, 0; quiet < 4 && waited < 300; waited++ {
		time.Sleep(15 * time.Millisecond)
		s.mu.Lock()
		n := s.raw.Len()
		s.mu.Unlock()
		if n == seen && n > 0 {
			quiet++
		} else {
			seen, quiet = n, 0
		}
	}
}

// press sends keys, each when the one before has been answered: an escape and what follows at once would be one key.
func (s *session) press(keys ...string) {
	for _, k := range keys {
		before := len(s.bytes())
		if _, err := io.WriteString(s.tty, k); err != nil {
			s.t.Fatal(err)
		}
		for range 40 { // not every key changes the screen
			if len(s.bytes()) > before {
				break
			}
			time.Sleep(15 * time.Millisecond)
		}
		s.settle()
	}
}

// marked puts each payload between marks, so that it is found again in what a terminal was sent.
func marked() string {
	var b strings.Builder
	for _, p := range payloads {
		b.WriteString(" <(" + p + ")> ")
	}
	return b.String()
}

// strings that a terminal takes as commands, with anything of a payload in them.
var carried = regexp.MustCompile("(?s)(\x1b[\\]P_^X]|\u0090|\u009d|\u009f)[^\x1b\x07]*(pwned|evil|tmux)")

// copied finds what was sent to the clipboard.
var copied = regexp.MustCompile("\x1b\\]52;c;([A-Za-z0-9+/=]*)")

func TestHostileTextDoesNotReachTheTerminalFromTheScreen(t *testing.T) {
	text := strings.ReplaceAll(hostile(), strings.Join(payloads, " X "), marked())
	path := filepath.Join(t.TempDir(), "x\x1b]0;pwned\x07\u202e.txt")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]uint16{{200, 50}, {100, 30}, {40, 12}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			hostileScreen(t, size, path)
		})
	}
}

// hostileScreen reads a hostile cable with every view and overlay, and looks at what was sent.
func hostileScreen(t *testing.T, size [2]uint16, path string) {
	s, ended := read(t, size[0], size[1], path)
	s.settle()
	s.press("]", " ", "g", "h", "x", "x", "i", "\x1b", "r", "\x1b", "'", "\x1b", "1", "S", "3", "y", "Y", "?", "\x1b", ":", "\x1b", "T", "G")
	s.press("/" + "\u009b31m\u202e]0;pwned" + "\r")
	s.press("\x1b", "Q")
	if code := ended(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
	raw := s.bytes()
	if !strings.Contains(raw, "SUBJECT") && !strings.Contains(raw, "TEST") {
		t.Errorf("the cable was not shown: %.300q", raw)
	}
	for _, p := range payloads {
		if strings.Contains(raw, "<("+p) || strings.Contains(raw, p+")>") {
			t.Errorf("it sends %q", p)
		}
	}
	if m := carried.FindString(raw); m != "" {
		t.Errorf("a command carries a payload: %q", m)
	}
	clipboard := copied.FindAllStringSubmatch(raw, -1)
	if len(clipboard) != 2 {
		t.Errorf("it copies %d times, want 2", len(clipboard))
	}
	for _, c := range clipboard {
		clean, err := base64.StdEncoding.DecodeString(c[1])
		if err != nil || actsOnTerminal(string(clean)) != "" {
			t.Errorf("it copies %q, %v", clean, err)
		}
	}
	for _, c := range []string{"\u009b", "\u009d", "\u0090", "\u202e", "\u2067", "\u200b", "\U000E0041"} {
		if strings.Contains(raw, c) {
			t.Errorf("it sends %q", c)
		}
	}
}

// modes are set on entering, and have to be taken back before the end.
func TestTerminalIsRestored(t *testing.T) {
	for name, end := range map[string]string{"Q": "Q", "ctrl+c": "\x03"} {
		s, ended := read(t, 100, 30)
		s.settle()
		s.press("]", end)
		if code := ended(); code != 0 {
			t.Errorf("%s: it ends with %d", name, code)
		}
		raw := s.bytes()
		for _, mode := range []string{"?1049", "?2004", "?1002", "?1006"} {
			if on, off := strings.LastIndex(raw, "\x1b["+mode+"h"), strings.LastIndex(raw, "\x1b["+mode+"l"); on > off {
				t.Errorf("%s: mode %s is left on", name, mode)
			}
		}
		if hide, show := strings.LastIndex(raw, "\x1b[?25l"), strings.LastIndex(raw, "\x1b[?25h"); hide > show {
			t.Errorf("%s: the cursor is left hidden", name)
		}
	}
}
