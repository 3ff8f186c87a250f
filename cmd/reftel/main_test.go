package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// asProgram makes the test binary behave as the program itself, so that tests can run it as its users do.
const asProgram = "REFTEL_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if path := os.Getenv(noteTaker); path != "" {
		takeNotes(path)
		return
	}
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program makes a command that runs the program.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "TERM=xterm-256color", "NO_COLOR=", "CLICOLOR_FORCE=", "GORACE=atexit_sleep_ms=0",
		"XDG_DATA_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
	return cmd
}

// ran is what came of a run.
type ran struct {
	out, err string
	code     int
}

// run runs the program with stdin, outside a terminal.
func run(t *testing.T, stdin string, args ...string) ran {
	t.Helper()
	cmd := program(t, args...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	_ = cmd.Run() // its code says what there is to say
	return ran{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// write makes a file in a new folder and gives its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const telegram = "C O N F I D E N T I A L ALMATY 000007\n\nTAGS: PREL, KZ\nSUBJECT: A TEST\n\n1. (C) The first.\n\nHeading\n-------\n\n2. (U) The second one.\n\nBODY\n"

func TestCat(t *testing.T) {
	path := write(t, "05ALMATY7.txt", telegram)
	hash := write(t, "odd#2", telegram)
	for name, c := range map[string]struct {
		stdin string
		args  []string
		want  string // of the output
		say   string // of the messages
		code  int
	}{
		"a file":                    {"", []string{"cat", path}, "Cable: 05ALMATY7\nSubject: A TEST\n", "", 0},
		"a paragraph":               {"", []string{"cat", path + "#2"}, "2. (U) The second one.\n", "", 0},
		"two paragraphs":            {"", []string{"cat", path + "#2", path + "#1"}, "2. (U) The second one.\n\n1. (C) The first.\n", "", 0},
		"spoken":                    {"", []string{"cat", "--plain", path + "#2"}, "Paragraph 2 of 2. Unclassified. Section: Heading.\nThe second one.\n", "", 0},
		"an identifier":             {"", []string{"cat", "--in", filepath.Dir(path), "2005 Almaty 0007#1"}, "1. (C) The first.\n", "", 0},
		"a sample":                  {"", []string{"cat", "08TALLINN90117#3"}, "3. (C) In the hall", "", 0},
		"standard input":            {telegram, []string{"cat"}, "Subject: A TEST\n", "", 0},
		"a dash":                    {telegram, []string{"cat", "-"}, "Subject: A TEST\n", "", 0},
		"a dash and a paragraph":    {telegram, []string{"cat", "--", "-#1"}, "1. (C) The first.\n", "", 0},
		"a name with a number":      {"", []string{"cat", hash}, "Subject: A TEST\n", "", 0},
		"and a paragraph of it":     {"", []string{"cat", hash + "#1"}, "1. (C) The first.\n", "", 0},
		"no such paragraph":         {"", []string{"cat", path + "#12"}, "", "05ALMATY7 has no paragraph 12; its last is 2", 1},
		"no paragraph at all":       {"", []string{"cat", path + "#x"}, "", `"x" is not a paragraph number`, 2},
		"no file":                   {"", []string{"cat", path + "x"}, "", "there is no such file or folder", 1},
		"no such cable":             {"", []string{"cat", "--in", path, "05NOWHERE1"}, "", "05NOWHERE1: there is no such file, and no such cable in " + path, 1},
		"one of two":                {"", []string{"cat", path + "x", path + "#2"}, "2. (U) The second one.\n", "there is no such file", 0},
		"nothing on standard input": {"", []string{"cat"}, "", "standard input: empty", 1},
		"a flag there is not":       {"", []string{"cat", "--nope"}, "", "unknown flag: --nope", 2},
	} {
		got := run(t, c.stdin, c.args...)
		if got.code != c.code || !strings.Contains(got.out, c.want) || (c.want == "") != (got.out == "") {
			t.Errorf("%s: exit %d, output %q; want %d and %q", name, got.code, got.out, c.code, c.want)
		}
		if !strings.Contains(got.err, c.say) || (c.say == "") != (got.err == "") {
			t.Errorf("%s: it says %q; want %q", name, got.err, c.say)
		}
	}
}

func TestReaderWithoutTerminalReadsAloud(t *testing.T) {
	path := write(t, "05ALMATY7.txt", telegram)
	for _, args := range [][]string{{path}, {"--plain", path}, {"--in", path}, {"--in", path, "05ALMATY7"}} {
		got := run(t, "", args...)
		if got.code != 0 || !strings.Contains(got.out, "Paragraph 1 of 2. Confidential.\nThe first.\n") || strings.Contains(got.out, "\x1b") {
			t.Errorf("%q: exit %d, %q, %q", args, got.code, got.out, got.err)
		}
	}
	if got := run(t, ""); got.code != 0 || !strings.HasPrefix(got.out, "Cable 26STATE90001.\n") {
		t.Errorf("without arguments: exit %d, %.80q, %q", got.code, got.out, got.err)
	}
}

func TestMistakes(t *testing.T) {
	empty := t.TempDir()
	for name, c := range map[string]struct {
		args []string
		say  string
		code int
	}{
		"a verb misspelt":   {[]string{"exprot"}, `did you mean "export"?`, 2},
		"no theme":          {[]string{"--theme", "pink"}, "choose one of terminal", 2},
		"no glyphs":         {[]string{"--glyphs", "runes"}, "choose unicode or ascii", 2},
		"an empty folder":   {[]string{empty}, "the folder holds no cables", 1},
		"no format":         {[]string{"export", "-f", "pdf", empty}, `there is no format "pdf"; there are json`, 2},
		"bytes as JSON":     {[]string{"export", "--as-received", empty}, "--as-received goes with --format text", 2},
		"part of an export": {[]string{"export", "26STATE90001#1"}, "reftel cat 26STATE90001#1 prints the paragraph", 2},
		"nothing exported":  {[]string{"export", empty}, "the folder holds no cables", 1},
	} {
		got := run(t, "", c.args...)
		if got.code != c.code || !strings.Contains(got.err, c.say) || got.out != "" {
			t.Errorf("%s: exit %d, says %q, prints %q; want %d and %q", name, got.code, got.err, got.out, c.code, c.say)
		}
	}
}

func TestExportGoesOnAfterWhatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.txt": telegram, "b.bin": "\x00\x01\x02\x00\x00", "c.txt": telegram} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := run(t, "", "export", "-f", "jsonl", dir)
	if got.code != 0 || strings.Count(got.out, "\n") != 2 || !strings.Contains(got.err, "b.bin: binary, not the text of a cable") {
		t.Errorf("exit %d, %d lines, says %q", got.code, strings.Count(got.out, "\n"), got.err)
	}
}

func TestAsReceivedIsByteForByte(t *testing.T) {
	raw := "\xef\xbb\xbf" + telegram + "\x1b[2J\xff\xfe\r\n\x00"
	path := write(t, "a.txt", raw)
	if got := run(t, "", "export", "--format", "text", "--as-received", path); got.out != raw {
		t.Errorf("it gives %q", got.out)
	}
}

func TestOtherVerbs(t *testing.T) {
	for want, args := range map[string][]string{
		"reftel ":                {"version"},
		"reftel version":         {"--version"},
		".TH REFTEL 1":           {"man"},
		"complete":               {"completion", "bash"},
		"Print cables or single": {"cat", "--help"},
		"--as-received":          {"export", "--help"},
		"05ALMATY538#7":          {"--help"},
	} {
		if got := run(t, "", args...); got.code != 0 || !strings.Contains(got.out, want) {
			t.Errorf("%q: exit %d, output %.300q, says %q", args, got.code, got.out, got.err)
		}
	}
	if got := run(t, "", "__complete", "export", "--format", ""); !strings.Contains(got.out, "jsonl") {
		t.Errorf("the formats are not completed: %q", got.out)
	}
}
