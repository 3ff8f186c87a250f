package main

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestAnImportLetsReadersGoFirst(t *testing.T) {
	cmd := program(t, "import", "--quiet", "--library", filepath.Join(t.TempDir(), "archive"), "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: when the write ends, the import reads, and has lowered itself before that.
	if _, err := io.WriteString(in, strings.Repeat("A LINE OF A CABLE\n", 16<<10)); err != nil {
		t.Fatal(err)
	}
	threads, err := filepath.Glob(filepath.Join("/proc", strconv.Itoa(cmd.Process.Pid), "task", "*", "stat"))
	if err != nil || len(threads) == 0 {
		t.Fatalf("%d threads, %v", len(threads), err)
	}
	own := nice(t, "/proc/self/stat")
	for _, path := range threads {
		if got := nice(t, path); got != max(own, readersFirst) && got != 19 {
			t.Errorf("%s has niceness %d, want %d", path, got, readersFirst)
		}
	}
	_ = in.Close()
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// nice is the niceness in a stat file of proc(5), its nineteenth field; the second is in brackets.
func nice(t *testing.T, path string) int {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	line, _ := bufio.NewReader(f).ReadString('\n')
	fields := strings.Fields(line[strings.LastIndexByte(line, ')')+1:])
	if len(fields) < 17 {
		t.Fatalf("%s: %q", path, line)
	}
	n, err := strconv.Atoi(fields[16])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
