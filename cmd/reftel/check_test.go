package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rowOf is a row of the dump with a telegram of its own.
func rowOf(number, id, text string) string {
	return `"` + number + `","2/10/2005 4:05","` + id + `","Embassy Almaty","CONFIDENTIAL","","R 100405Z FEB 05` + "\nFM AMEMBASSY ALMATY\",\"" + text + "\"\n"
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	csv := rowOf("1", "05ALMATY7", telegram) + strings.TrimSuffix(rowOf("2", "05ALMATY8", telegram), "\"\n") + "\n" + rowOf("3", "05ALMATY9", strings.Replace(telegram, "SUBJECT: A TEST\n", "", 1))
	for name, text := range map[string]string{
		"cables.csv":      csv,
		"05ALMATY10.txt":  telegram,
		"mail.mbox":       "From a Thu Nov 25 01:02:28 2026\nMessage-ID: <a@b>\nSubject: 05ALMATY11\n\n" + telegram + "\nFrom a Thu Nov 25 01:02:29 2026\nMessage-ID: <b@b>\nSubject: 05ALMATY12\n\n" + telegram,
		"not a cable.bin": "\x00\x01\x02\x00\x00",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := run(t, "", "check", dir)
	if got.code != 0 || got.err != "" {
		t.Errorf("exit %d, says %q", got.code, got.err)
	}
	for _, want := range []string{
		"6 cables, ",
		"3  row of the dump (cables.csv)\n",
		"2  message by mail\n",
		"1  plain text\n",
		"1  row whose fields do not come out (row-damaged)\n             " + dir + "/cables.csv:16 (05ALMATY8): field 8: unclosed quote\n",
		"1  no subject (subject-missing)\n             " + dir + "/cables.csv:31 (05ALMATY9): ",
		"Not placed: 0 bytes of ",
		"Problems: 2\n",
		dir + "/cables.csv:16: field 8: unclosed quote (row 2 kept as damaged)\n",
		dir + "/not a cable.bin: binary, not the text of a cable",
	} {
		if !strings.Contains(got.out, want) {
			t.Errorf("it does not say %q:\n%s", want, got.out)
		}
	}
	var f findings
	if err := json.Unmarshal([]byte(run(t, "", "check", "--json", dir).out), &f); err != nil {
		t.Fatal(err)
	}
	if f.Cables != 6 || len(f.Forms) != 3 || f.Forms[0].Cables != 3 || f.ProblemsAll != 2 || len(f.Problems) != 2 || f.Clean != 4 {
		t.Errorf("%+v", f)
	}
	for name, c := range map[string]struct {
		stdin string
		args  []string
		want  string
		say   string
		code  int
	}{
		"standard input":  {csv, []string{"check"}, "standard input:16: field 8: unclosed quote", "", 0},
		"nothing":         {"", []string{"check", filepath.Join(dir, "none")}, "0 cables, 0 bytes", "", 1},
		"nothing as JSON": {"", []string{"check", "--json", filepath.Join(dir, "none")}, `"cables": 0`, "none: there is no such file", 1},
		"a flag amiss":    {"", []string{"check", "--nope"}, "", "unknown flag: --nope", 2},
	} {
		got := run(t, c.stdin, c.args...)
		if got.code != c.code || !strings.Contains(got.out, c.want) || !strings.Contains(got.err, c.say) {
			t.Errorf("%s: exit %d, prints %q, says %q", name, got.code, got.out, got.err)
		}
	}
}

// What was exported opens again, and says the same.
func TestExportOpensAgain(t *testing.T) {
	path := write(t, "05ALMATY7.txt", telegram)
	first := run(t, "", "export", "-f", "jsonl", path)
	second := run(t, first.out, "export", "-f", "jsonl", "-")
	var a, b map[string]any
	if json.Unmarshal([]byte(first.out), &a) != nil || json.Unmarshal([]byte(second.out), &b) != nil {
		t.Fatalf("%q and %q", first.out, second.out)
	}
	for name, value := range a {
		x, _ := json.Marshal(value)
		y, _ := json.Marshal(b[name])
		if string(x) != string(y) && name != "source" && name != "diagnostics" {
			t.Errorf("%s is %s, was %s", name, y, x)
		}
	}
	if src, _ := b["source"].(map[string]any); src["format"] != "json" {
		t.Errorf("its form is %v", b["source"])
	}
	several := run(t, "", "export", "-f", "json", path, path, path)
	if again := run(t, several.out, "export", "-f", "jsonl", "-"); strings.Count(again.out, "\n") != 3 {
		t.Errorf("an array of three gives %q, says %q", again.out, again.err)
	}
}
