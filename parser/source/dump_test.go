package source_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reftel/parser"
)

// row is a row of the dump with a body.
func row(n int, body string) string {
	return fmt.Sprintf("\"%d\",\"2/10/2005 4:%02d\",\"05ALMATY%d\",\"Embassy Almaty\",\"CONFIDENTIAL\",\"05STATE1|05STATE2\",\"R 100405Z FEB 05\nFM AMEMBASSY ALMATY\",\"%s\"\n", n, n%60, n, body)
}

func body(n int, size int) string {
	line := fmt.Sprintf("%d. (C) The \\\"minister\\\" said, \\'no\\', on page 1,\\\\ \n\"\"quoted\"\" \\\n", n)
	return "C O N F I D E N T I A L ALMATY 000001\n" + strings.Repeat(line, 1+size/len(line))
}

// dumpFile writes rows of many sizes, and gives them as they were written.
func dumpFile(t testing.TB, rows int, eol string) (path string, want []string) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for n := 1; n <= rows; n++ {
		size := r.IntN(20_000)
		if n%50 == 0 {
			size = 300_000
		}
		text := strings.ReplaceAll(row(n, body(n, size)), "\n", eol)
		want = append(want, text)
		b.WriteString(text)
	}
	path = filepath.Join(t.TempDir(), "cables.csv")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path, want
}

func TestRowsOfTheDump(t *testing.T) {
	for name, eol := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
		path, want := dumpFile(t, 800, eol)
		cables, problems := all(t, "", path)
		if len(problems) != 0 || len(cables) != len(want) {
			t.Fatalf("%s: %d cables of %d, problems %q", name, len(cables), len(want), problems)
		}
		offset := int64(0)
		for i, c := range cables {
			if string(c.Received) != want[i] || c.About.Offset != offset {
				t.Fatalf("%s: row %d at %d, want %d:\n%.200q\n%.200q", name, i+1, c.About.Offset, offset, c.Received, want[i])
			}
			offset += int64(len(want[i]))
			if i%97 != 0 {
				continue
			}
			again, err := readAgain(t, c.Place)
			if err != nil || !bytes.Equal(again, c.Received) {
				t.Fatalf("%s: row %d read again: %.80q, %v", name, i+1, again, err)
			}
			cable := parser.Parse(again, c.Place.About())
			if cable.ID.String() != fmt.Sprintf("05ALMATY%d", i+1) || len(cable.Diagnostics) > 0 && cable.Diagnostics[0].Kind == parser.RowDamaged {
				t.Errorf("%s: row %d is %s, %v", name, i+1, cable.ID, cable.Diagnostics)
			}
		}
	}
}

func TestDamagedRowCostsNoNeighbor(t *testing.T) {
	good := row(1, "first\n")
	for name, c := range map[string]struct{ row, say string }{
		"unclosed":        {strings.TrimSuffix(row(2, "x\ny"), "\"\n") + "\n", ":4: field 8: unclosed quote (row 2 kept as damaged)"},
		"unclosed before": {"\"2\",\"2/10/2005 4:01\",\"05ALMATY2\",\"Embassy\n", ":4: field 4: unclosed quote"},
		"too few":         {"\"2\",\"2/10/2005 4:01\",\"05ALMATY2\",\"Embassy\"\n", ":4: 4 fields instead of 8"},
		"too many":        {strings.TrimSuffix(row(2, "x"), "\n") + ",\"more\"\n", ":4: text behind field 8"},
		"a NUL":           {row(2, "x\x00y"), ""},
		"null fields":     {"\"2\",\"2/10/2005 4:01\",\"05ALMATY2\",\"Embassy\",\"SECRET\",\\N,,\"body\"\n", ""},
		"a bare quote":    {row(2, `he said "no", and left`), ""},
	} {
		path := write(t, filepath.Join(t.TempDir(), "cables.csv"), good+c.row+row(3, "last"))
		// The same through a pipe, where rows are read in order, not in stretches.
		data, _ := os.ReadFile(path)
		for _, from := range []string{path, "-"} {
			cables, problems := all(t, string(data), from)
			if len(cables) != 3 || string(cables[0].Received) != good || string(cables[1].Received) != c.row || string(cables[2].Received) != row(3, "last") {
				t.Errorf("%s from %s: %d cables, problems %q", name, from, len(cables), problems)
				continue
			}
			if c.say == "" && len(problems) > 0 || c.say != "" && (len(problems) != 1 || !strings.Contains(problems[0], c.say)) {
				t.Errorf("%s from %s: problems %q, want one that says %q", name, from, problems, c.say)
			}
		}
	}
}

func TestLongRowsAreLeftOutAndTheRestIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cables.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	long := row(2, "x")
	long, tail := strings.TrimSuffix(long, "\"\n"), "\"\n"
	if _, err := f.WriteString(row(1, "first") + long); err != nil {
		t.Fatal(err)
	}
	// Some hundred MiB without a line feed, as a hole.
	at, _ := f.Seek(200<<20, 1)
	if _, err := f.WriteString(tail + row(3, strings.Repeat("long, but not too long\n", 200_000)) + row(4, "last")); err != nil {
		t.Fatal(err)
	}
	cables, problems := all(t, "", path)
	if len(cables) != 3 || len(problems) != 1 || !strings.Contains(problems[0], "cables.csv:3: more than the 64 MiB that one cable may have; it is left out") {
		t.Fatalf("%d cables, problems %q", len(cables), problems)
	}
	if got := cables[1].About.Offset; got != at+int64(len(tail)) {
		t.Errorf("the row behind the long one is at %d, want %d", got, at+int64(len(tail)))
	}
	if string(cables[2].Received) != row(4, "last") {
		t.Errorf("the last row is %q", cables[2].Received)
	}
}

func TestHeadOfATableIsReported(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "cables.csv"), "\ufeff\"id\",\"date\"\r\n"+row(1, "a")+row(2, "b"))
	cables, problems := all(t, "", path)
	if len(cables) != 2 || len(problems) != 1 || !strings.Contains(problems[0], "cables.csv:1: 16 bytes before the first row") {
		t.Errorf("%d cables, problems %q", len(cables), problems)
	}
	path = write(t, filepath.Join(t.TempDir(), "cables.csv"), "\ufeff"+row(1, "a"))
	cables, problems = all(t, "", path)
	if len(cables) != 1 || len(problems) != 0 || string(cables[0].Received) != row(1, "a") {
		t.Errorf("behind a byte order mark: %d cables, problems %q", len(cables), problems)
	}
}
