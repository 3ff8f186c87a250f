package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// onTerminal runs the program in a terminal of its own and gives all bytes that reached it.
func onTerminal(t *testing.T, env []string, args ...string) string {
	t.Helper()
	cmd := program(t, args...)
	cmd.Env = append(cmd.Env, env...)
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 80, Rows: 24})
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	out, err := io.ReadAll(tty)
	if err != nil && !errors.Is(err, syscall.EIO) { // what Linux gives when the other side is closed
		t.Fatal(err)
	}
	_ = cmd.Wait()
	return string(out)
}

// payloads are what a terminal must never be sent by the text of a cable. Each is told by what it must not become.
var payloads = []string{
	"\x1b]0;pwned\x07", "\x1b]52;c;cHduZWQ=\x07", "\x1b[2J", "\x1b[1;1H", "\x1bc", "\x9b31m", "\u009b31m", "\u009d0;pwned\u009c",
	"\x1bP$qm\x1b\\", "\x1bP1;1|17/77\x1b\\", "\x1bPtmux;\x1b\x1b]0;pwned\x07\x1b\\", "\x1b_pwned\x1b\\", "\x1b^pwned\x1b\\", "\x1bXpwned\x1b\\",
	"\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "\x1b[8mhidden\x1b[m", "\x1b[35;5mred", "\u202edesrever\u202c", "\u2067bidi\u2069",
	"in\u200bvisible", "tag\U000E0041", "\x07", "\x08\x08", "over\rwritten", "\x0e\x0f", "\x7f",
}

func hostile() string {
	all := strings.Join(payloads, " X ")
	return "C O N F I D E N T I A L ALMATY 000007 " + all + "\n\nTAGS: PREL, " + all + "\nSUBJECT: A TEST " + all +
		"\nREF: A. ALMATY 6 " + all + "\nClassified By: " + all + " reasons 1.4 (b)\n\n1. (C) Words " + all + "\n\nHeading " + all + "\n-------\n\n2. (C" + all + ") More.\n"
}

// actsOnTerminal gives what in bytes would act on a terminal, besides colors of our own.
func actsOnTerminal(out string) string {
	for len(out) > 0 {
		i := strings.IndexAny(out, "\x1b\x07\x08\x0e\x0f\x7f\u009b\u009c\u009d\u202e\u202c\u2067\u2069\u200b\U000E0041")
		if i < 0 {
			break
		}
		out = out[i:]
		end := strings.IndexByte(out, 'm')
		if sgr := strings.HasPrefix(out, "\x1b[") && end > 0 && strings.Trim(out[2:end], "0123456789;") == ""; !sgr || strings.HasPrefix(out, "\x1b[8m") || strings.HasPrefix(out, "\x1b[35;5m") {
			return out[:min(len(out), 20)]
		}
		out = out[end:]
	}
	return ""
}

func TestHostileTextDoesNotReachTheTerminal(t *testing.T) {
	name := "x\x1b]0;pwned\x07\u202e.txt"
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(hostile()), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"cat", path}, {"cat", path + "#1"}, {"cat", "--plain", path}, {"--plain", path}, {"cat", path + "none"}, {"cat", path + "#99"}, {path + "none"},
		{"export", path}, {"export", "-f", "jsonl", path}, {"export", "-f", "md", path}, {"export", "-f", "text", path}, {"export", "-f", "spoken", path},
		{"export", "-f", "text", "--as-received", path}, {"export", "-f", name}, {"--theme", name}, {"--" + name}, {name},
	} {
		out := onTerminal(t, nil, args...)
		if len(out) == 0 {
			t.Errorf("%q prints nothing", args)
		}
		if bad := actsOnTerminal(out); bad != "" {
			t.Errorf("%q lets %q through", args, bad)
		}
	}
}

func TestStyledOnATerminalPlainElsewhere(t *testing.T) {
	path := write(t, "05ALMATY7.txt", telegram)
	if out := onTerminal(t, nil, "cat", path); !strings.Contains(out, "\x1b[") || !strings.Contains(out, " CONFIDENTIAL ") {
		t.Errorf("a terminal gets no style: %q", out)
	}
	colored := func(s string) bool {
		return strings.Contains(s, "[3") || strings.Contains(s, "[4") || strings.Contains(s, ";3") || strings.Contains(s, ";4") || strings.Contains(s, "[9") || strings.Contains(s, ";9")
	}
	for what, out := range map[string]string{
		"NO_COLOR":   onTerminal(t, []string{"NO_COLOR=1"}, "cat", path),
		"--no-color": onTerminal(t, nil, "cat", "--no-color", path),
	} {
		if colored(out) || !strings.Contains(out, "CONFIDENTIAL") {
			t.Errorf("%s: %q", what, out)
		}
	}
	if out := onTerminal(t, []string{"TERM=dumb"}, path); strings.Contains(out, "\x1b") || !strings.Contains(out, "Paragraph 1 of 2. Confidential.") {
		t.Errorf("a dumb terminal gets %q", out)
	}
	if out := run(t, "", "cat", path).out; strings.Contains(out, "\x1b") {
		t.Errorf("a pipe gets %q", out)
	}
}

func TestTheReaderOpensAtOnePlace(t *testing.T) {
	a, b := write(t, "05ALMATY7.txt", telegram), write(t, "05ALMATY8.txt", telegram)
	for want, args := range map[string][]string{
		"opens at one cable, which is 05ALMATY1": {"05ALMATY1", "05ALMATY2"},
		"opens at its first file":                {a, b + "#2"},
		"no such cable in " + a:                  {"05NOWHERE1", a},
		"empty; there is nothing to read":        {write(t, "e.txt", "")},
	} {
		if out := onTerminal(t, nil, args...); !strings.Contains(out, want) {
			t.Errorf("%q: %q; want %q", args, out, want)
		}
	}
}

// What waits is a query that nobody answers, so none may be sent.
func TestHelpAsksTheTerminalNothing(t *testing.T) {
	out := onTerminal(t, nil, "--help")
	if !strings.Contains(out, "05ALMATY538#7") {
		t.Errorf("no help: %q", out)
	}
	for _, query := range []string{"\x1b]11", "\x1b]10", "\x1b[c", "\x1b[6n", "\x1bP+q"} {
		if strings.Contains(out, query) {
			t.Errorf("it sends the query %q", query)
		}
	}
}

func TestReaderOfThePipeMayLeave(t *testing.T) {
	path := write(t, "05ALMATY7.txt", telegram+strings.Repeat("Words without end. ", 50000))
	for _, args := range [][]string{{"cat", path, path, path}, {"export", "-f", "jsonl", path, path, path}, {"--plain", path, path}} {
		cmd := program(t, args...)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		_, _ = out.Read(make([]byte, 10))
		_ = out.Close()
		_ = cmd.Wait()
		if errs.Len() > 0 {
			t.Errorf("%q: it says %q", args[0], &errs)
		}
	}
}

func TestInterruptWhileStandardInputIsSilent(t *testing.T) {
	cmd := program(t, "cat", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: the write ends only when the program reads, and it listens for signals before that.
	if _, err := io.WriteString(in, strings.Repeat("A LINE OF A CABLE\n", 16<<10)); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Process.Signal(os.Interrupt)
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	select {
	case <-ended:
		if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || errs.Len() > 0 {
			t.Errorf("exit %d, says %q; want %d", code, &errs, exitInterrupted)
		}
	case <-time.After(5 * time.Second):
		_ = cmd.Process.Kill()
		t.Error("it does not end")
	}
}
