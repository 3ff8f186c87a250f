package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"reftel/ui/command"
)

// TestTheReadmeNamesKeysThatThereAre holds the table of keys to the verbs.
func TestTheReadmeNamesKeysThatThereAre(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(text), "Inside, `?` shows the keys in force.")
	if !ok {
		t.Fatal("there is no table of keys")
	}
	table, _, _ = strings.Cut(table, "\n\n`:`")
	keys, seen := command.Default(), 0
	for line := range strings.Lines(table) {
		cells := strings.SplitN(strings.ReplaceAll(line, `\|`, "PIPE"), "|", 3)
		if len(cells) < 3 {
			continue
		}
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[1], -1) {
			key := strings.NewReplacer("PIPE", "|", "←", "left", "→", "right").Replace(m[1])
			if key == "7" { // a number
				continue
			}
			if _, ok, _ := keys.For(key); !ok {
				t.Errorf("README names the key %s, which calls nothing", key)
			}
			seen++
		}
	}
	if seen < 50 {
		t.Errorf("only %d keys were found in the table", seen)
	}
}

func TestKeysArePrintedAndReadFromWhereTheyAreKept(t *testing.T) {
	dir := t.TempDir()
	keys := func(args ...string) (string, int) {
		cmd := program(t, append([]string{"keys"}, args...)...)
		cmd.Env = append(cmd.Env, "XDG_CONFIG_HOME="+dir)
		out, _ := cmd.CombinedOutput()
		return string(out), cmd.ProcessState.ExitCode()
	}
	if out, code := keys(); code != 0 || !strings.Contains(out, "\ng            top\n") {
		t.Errorf("exit %d, prints %.200q", code, out)
	}
	file := filepath.Join(dir, "reftel", "keys")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	put := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("g none\ng g top\n")
	if out, code := keys(); code != 0 || !strings.Contains(out, "\ng g          top\n") || strings.Contains(out, "\ng            top\n") {
		t.Errorf("exit %d, prints %.200q", code, out)
	}
	put("j dwon\n")
	for _, args := range [][]string{nil, {"--keys", file}} {
		if out, code := keys(args...); code != exitUsage || !strings.Contains(out, `keys:1: there is no verb "dwon"`) {
			t.Errorf("exit %d, says %q", code, out)
		}
	}
	if out, code := keys("--keys", file+"none"); code != exitUsage || !strings.Contains(out, "no such file") {
		t.Errorf("exit %d, says %q", code, out)
	}
}
