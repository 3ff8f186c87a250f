package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"reftel/model/library"
	"reftel/model/library/sqlite"
	"reftel/model/safe"
)

// dumpOf makes a dump of invented cables.
func dumpOf(t *testing.T, rows int) string {
	t.Helper()
	var b strings.Builder
	r := rand.New(rand.NewPCG(1, 1))
	words := strings.Fields("the carp of this lake have grown scarce and fishermen blame a new mill which denies it while ministers meet in June on borders elections visas")
	for n := 1; n <= rows; n++ {
		fmt.Fprintf(&b, "\"%d\",\"%d/%d/2005 10:%02d\",\"05ALMATY%d\",\"Embassy Almaty\",\"CONFIDENTIAL\",\"05ALMATY1\",\"VZCZC\",\"C O N F I D E N T I A L ALMATY %06d\n\nSIPDIS\n\nE.O. 12958: DECL: 02/10/2015\nTAGS: PHUM, KZ\nSUBJECT: NUMBER %d OF MANY\n\nREF: ALMATY 1\n\n", n, n%12+1, n%28+1, n%60, n, n, n)
		for p := 1; p <= 3+n%4; p++ {
			fmt.Fprintf(&b, "%d. (C) Word%d", p, n)
			for range 60 {
				b.WriteString(" " + words[r.IntN(len(words))])
			}
			b.WriteString(".\n\n")
		}
		b.WriteString("BODY\n\"\n")
	}
	return write(t, "cables.csv", b.String())
}

// contents is the digest of an archive that is whole.
func contents(t *testing.T, dir string) string {
	t.Helper()
	got := run(t, "", "library", "check", "--library", dir)
	_, digest, ok := strings.Cut(strings.TrimSpace(got.out), ", contents ")
	if got.code != 0 || !ok {
		t.Fatalf("check: exit %d, %q, %q", got.code, got.out, got.err)
	}
	return got.out[strings.Index(got.out, ": "):strings.Index(got.out, ", contents")] + " " + digest
}

// kills is how often a test ends a program in the middle: few, or as many as REFTEL_KILLS says.
func kills(t *testing.T) int {
	t.Helper()
	n := 10
	if s := os.Getenv("REFTEL_KILLS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// TestImportThatIsKilled ends an import at random moments with a signal that cannot be caught. What is left is whole each
// time, and going on leads to the archive that an import without interruptions makes.
func TestImportThatIsKilled(t *testing.T) {
	const rows = 4000
	path := dumpOf(t, rows)
	whole := filepath.Join(t.TempDir(), "whole")
	begun := time.Now()
	if got := run(t, "", "import", "--quiet", "--library", whole, path); got.code != 0 {
		t.Fatalf("exit %d, %q", got.code, got.err)
	}
	took := time.Since(begun)
	want := contents(t, whole)
	found := run(t, "", "search", "--library", whole, "--count", "carp mill").out
	dir, r, killed := "", rand.New(rand.NewPCG(7, uint64(time.Now().UnixNano()))), 0
	for range kills(t) {
		if dir == "" {
			dir = filepath.Join(t.TempDir(), "cut off")
		}
		cmd := program(t, "import", "--quiet", "--library", dir, path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(r.Int64N(int64(took))))
		_ = cmd.Process.Kill()
		err := cmd.Wait()
		if err != nil {
			killed++
		}
		if _, missing := os.Stat(filepath.Join(dir, "archive.db")); missing == nil {
			if got := run(t, "", "library", "check", "--library", dir); got.code != 0 {
				t.Fatalf("after a kill: exit %d, %q, %q", got.code, got.out, got.err)
			}
		}
		if err == nil || r.IntN(4) == 0 { // to the end, and with a new one from the beginning
			if got := run(t, "", "import", "--quiet", "--library", dir, path); got.code != 0 {
				t.Fatalf("going on: exit %d, %q", got.code, got.err)
			}
			if got := contents(t, dir); got != want {
				t.Fatalf("it led to %s, not to %s", got, want)
			}
			if got := run(t, "", "search", "--library", dir, "--count", "carp mill").out; got != found {
				t.Fatalf("a search finds %s, not %s", got, found)
			}
			dir = ""
		}
	}
	if dir != "" {
		if got := run(t, "", "import", "--quiet", "--library", dir, path); got.code != 0 || contents(t, dir) != want {
			t.Fatalf("going on at the end: exit %d, %q", got.code, got.err)
		}
	}
	t.Logf("killed %d times", killed)
}

// noteTaker, where it is set, makes the test binary write notes to the shelf that it names and tell each that is confirmed.
const noteTaker = "REFTEL_TEST_NOTES"

func takeNotes(path string) {
	s, err := sqlite.OpenShelf(context.Background(), path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	from, _ := strconv.Atoi(os.Getenv(noteTaker + "_FROM"))
	for n := from; ; n++ {
		err := s.SetNote(context.Background(), library.Note{Card: library.Card(fmt.Sprintf("05ALMATY%d", n%97+1)), Paragraph: 1, Number: 2, Text: safe.TextOf(fmt.Sprint(n)), When: time.Now()})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// heard is what a program says; first is closed when it has said anything.
type heard struct {
	said  bytes.Buffer
	first chan struct{}
	once  sync.Once
}

// Write takes it in. It is called from one goroutine, which has ended when the program was waited for.
func (h *heard) Write(p []byte) (int, error) {
	defer h.once.Do(func() { close(h.first) })
	return h.said.Write(p)
}

// TestNotesOutliveAKill ends note-taking at random moments: no note that was confirmed is gone.
func TestNotesOutliveAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shelf.db")
	from, taken, confirmed := 0, 0, map[int]int{} // the last note by cable
	r := rand.New(rand.NewPCG(8, uint64(time.Now().UnixNano())))
	for round := range kills(t) {
		cmd := program(t)
		cmd.Env = append(cmd.Env, noteTaker+"="+path, fmt.Sprintf("%s_FROM=%d", noteTaker, from))
		out := heard{first: make(chan struct{})}
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if round%4 > 0 { // every fourth is ended at any moment, the others while notes are being taken
			select {
			case <-out.first:
			case <-time.After(30 * time.Second):
				t.Fatal("no note was taken in 30 s")
			}
		}
		time.Sleep(time.Duration(r.Int64N(int64(60 * time.Millisecond))))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		lines := strings.Split(out.said.String(), "\n")
		for _, line := range lines[:len(lines)-1] { // the last is empty, or was cut off
			n, err := strconv.Atoi(line)
			if err != nil {
				t.Fatalf("taking notes: %q", line)
			}
			confirmed[n%97], taken, from = n, taken+1, n+1
		}
		s, err := sqlite.OpenShelf(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		notes, err := s.Notes(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		newest := map[int]int{}
		for _, n := range notes {
			v, err := strconv.Atoi(n.Text.String())
			if err != nil {
				t.Fatalf("a note reads %q", n.Text)
			}
			newest[v%97] = v
		}
		for card, n := range confirmed {
			if v, ok := newest[card]; !ok || v < n {
				t.Fatalf("note %d was confirmed and is gone; there is %d", n, v)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		from++ // one may have been kept without a word
	}
	if taken < kills(t) {
		t.Errorf("only %d notes were taken", taken)
	}
}

// runIn runs the program with a data folder that lasts.
func runIn(t *testing.T, data string, args ...string) ran {
	t.Helper()
	cmd := program(t, args...)
	var out, errs bytes.Buffer
	cmd.Env = append(cmd.Env, "XDG_DATA_HOME="+data)
	cmd.Stdout, cmd.Stderr = &out, &errs
	_ = cmd.Run() // its code says what there is to say
	return ran{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

func TestArchiveOnTheCommandLine(t *testing.T) {
	data := t.TempDir()
	if got := runIn(t, data, "stats"); got.code != 1 || !strings.Contains(got.err, "there is no archive yet; make one with reftel import PATH") {
		t.Errorf("without an archive: exit %d, %q", got.code, got.err)
	}
	path := dumpOf(t, 300)
	if got := runIn(t, data, "import", path); got.code != 0 || !strings.Contains(got.out, "300 cables taken in") {
		t.Fatalf("import: exit %d, %q, %q", got.code, got.out, got.err)
	}
	if got := runIn(t, data, "import", path); got.code != 0 || !strings.Contains(got.out, "300 were there already") {
		t.Errorf("again: exit %d, %q, %q", got.code, got.out, got.err)
	}
	for want, args := range map[string][]string{
		"05ALMATY7#1":                   {"search", "word7 carp"},
		"300\n":                         {"search", "--count", "tag:PHUM"},
		"KZ":                            {"search", "--facets", "tag", "carp"},
		`"id":"05ALMATY7"`:              {"search", "--json", "word7"},
		"Subject: NUMBER 7 OF MANY":     {"cat", "05ALMATY7"},
		"2. (C) Word7 ":                 {"cat", "2005 Almaty 0007#2"},
		`"subject": "NUMBER 7 OF MANY"`: {"export", "05ALMATY7"},
		"> 05ALMATY1 ":                  {"refs", "05ALMATY7"},
		"< 05ALMATY300 ":                {"refs", "05ALMATY1#2"},
		"300  ALMATY":                   {"stats"},
		"300 cables, 300 of them in":    {"library", "check"},
		"In the hall":                   {"cat", "08TALLINN90117#3"},
	} {
		got := runIn(t, data, args...)
		squeezed := strings.Join(strings.Fields(got.out), " ")
		if got.code != 0 || !strings.Contains(got.out, want) && !strings.Contains(squeezed+" ", want) && !strings.Contains(strings.ReplaceAll(got.out, "\t", " "), want) {
			t.Errorf("%q: exit %d, %.600q, %q; want %q", args, got.code, got.out, got.err, want)
		}
	}
	if got := runIn(t, data); got.code != 0 || strings.Count(got.out, "\nEnd of cable.") != 300 || !strings.HasPrefix(got.out, "Cable 05ALMATY") {
		t.Errorf("without a screen: exit %d, %d cables, %q: %.300q", got.code, strings.Count(got.out, "\nEnd of cable."), got.err, got.out)
	}
	copied := filepath.Join(t.TempDir(), "copy")
	if got := runIn(t, data, "library", "backup", copied); got.code != 0 || contents(t, copied) != contents(t, filepath.Join(data, "reftel", "library")) {
		t.Errorf("backup: exit %d, %q", got.code, got.err)
	}
	if got := runIn(t, data, "library", "backup", copied); got.code != 1 || !strings.Contains(got.err, "it is there already") {
		t.Errorf("a second backup: exit %d, %q", got.code, got.err)
	}
	if got := runIn(t, data, "library", "vacuum"); got.code != 0 || got.err != "" {
		t.Errorf("vacuum: exit %d, %q", got.code, got.err)
	}
}

func TestASearchOfAPartSaysSo(t *testing.T) {
	data := t.TempDir()
	if got := runIn(t, data, "import", dumpOf(t, 300)); got.code != 0 {
		t.Fatalf("import: exit %d, %q", got.code, got.err)
	}
	parts, err := filepath.Glob(filepath.Join(data, "reftel", "library", "index", "*.seg"))
	if err != nil || len(parts) == 0 {
		t.Fatalf("no index: %v", err)
	}
	for _, p := range parts { // as an import that is cut off leaves it
		if err := os.Remove(p); err != nil {
			t.Fatal(err)
		}
	}
	want := "reftel: of 300 cables, 0 can be searched for words so far; reftel import, run again, goes on with it\n"
	if got := runIn(t, data, "search", "--count", "carp"); got.out != "0\n" || got.err != want+"reftel: nothing found: carp\n" {
		t.Errorf("%q, %q; want %q", got.out, got.err, want)
	}
	if got := runIn(t, data, "search", "--count", "tag:PHUM"); got.out != "300\n" || got.err != "" {
		t.Errorf("a field: %q, %q", got.out, got.err)
	}
	if got := runIn(t, data, "import", dumpOf(t, 300)); !strings.Contains(got.out, "300 cables in all, after") {
		t.Errorf("import again: %q, %q", got.out, got.err)
	}
	if got := runIn(t, data, "search", "--count", "carp"); got.out != "300\n" || got.err != "" {
		t.Errorf("then: %q, %q", got.out, got.err)
	}
}

func TestAnImportInWords(t *testing.T) {
	begun := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r := library.Report{Started: begun, Ended: begun.Add(1500 * time.Millisecond)}
	if got := told(r, library.State{Len: 15000, Indexed: 15000}); got != "nothing new; 15,000 cables in all, after 1.5s" {
		t.Error(got)
	}
	r.Cables, r.Bytes, r.Duplicates, r.Versions = 1, 2000, 1, 1
	if got := told(r, library.State{Len: 15000, Indexed: 9000}); got != "1 cable taken in (2 KB), 1 was there already, 1 is a further version of a cable that was there; 15,000 cables in all, of which 9,000 can be searched for words so far, after 1.5s" {
		t.Error(got)
	}
}

func TestANameThatIsWrittenWrongIsNoProblemOfAnArchive(t *testing.T) {
	data := t.TempDir()
	path := dumpOf(t, 30)
	got := runIn(t, data, "import", path, path+"x")
	if got.code != 1 || got.out != "" || !strings.Contains(got.err, path+"x: there is no such file or folder") {
		t.Errorf("exit %d, %q, %q", got.code, got.out, got.err)
	}
	if _, err := os.Stat(filepath.Join(data, "reftel", "library")); err == nil {
		t.Error("an archive was made of nothing")
	}
}

func TestTheSameProblemIsKeptOnce(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.7z"), []byte("7z\xbc\xaf\x27\x1c packed"), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		runIn(t, data, "import", dumpOf(t, 3), dir)
	}
	got := runIn(t, data, "stats")
	if !strings.Contains(got.out, "Could not be taken in (1)\n") || strings.Count(got.out, "a.7z") != 1 || strings.Count(got.out, ", 1 problem\n") != 3 {
		t.Errorf("%s", got.out)
	}
}

func TestTheBarGivesWayToTheWords(t *testing.T) {
	for width, want := range map[int]string{
		80: "████████████░░░░░░░░░░░░  50%  2,000 cables listed, 5 MB/s, 7s left",
		55: "█████░░░░░░  50%  2,000 cables listed, 5 MB/s, 7s left",
		45: " 50%  2,000 cables listed, 5 MB/s, 7s left",
		30: " 50%  2,000 cables listed, 5 ",
	} {
		var out bytes.Buffer
		b := &progressBar{to: &out, width: func() int { return width }}
		b.draw(500, 1000, " 50%  2,000 cables listed, 5 MB/s, 7s left")
		if got := strings.TrimPrefix(out.String(), clearLine); got != want {
			t.Errorf("%d columns: %q, want %q", width, got, want)
		}
	}
}
