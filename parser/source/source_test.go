package source_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"reftel/parser/source"
)

const telegram = "UNCLAS ALMATY 000001\n\nSUBJECT: A TEST\n\n1. One paragraph.\n"

// all collects what a run over paths gives: the names of cables in order, and the problems as text.
func all(t *testing.T, stdin string, paths ...string) (cables []source.Cable, problems []string) {
	t.Helper()
	for c, err := range source.All(t.Context(), paths, strings.NewReader(stdin)) {
		if err == nil {
			cables = append(cables, c)
			continue
		}
		var p *source.Problem
		if !errors.As(err, &p) {
			t.Fatalf("%v is a %T, not a *Problem", err, err)
		}
		problems = append(problems, err.Error())
	}
	return cables, problems
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFolderIsReadInOrderOfNamesAndDeep(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "b.txt"), "2"+telegram)
	write(t, filepath.Join(dir, "a", "z.html"), "1"+telegram)
	write(t, filepath.Join(dir, "c", "d", "05ALMATY538.txt"), "3"+telegram)
	write(t, filepath.Join(dir, ".hidden"), telegram)
	if err := os.Symlink(dir, filepath.Join(dir, "c", "loop")); err != nil {
		t.Fatal(err)
	}
	cables, problems := all(t, "", dir)
	if len(problems) != 0 {
		t.Errorf("problems: %q", problems)
	}
	if len(cables) != 3 {
		t.Fatalf("%d cables, want 3", len(cables))
	}
	for i, want := range []string{"1", "2", "3"} {
		if got := string(cables[i].Received); got != want+telegram {
			t.Errorf("cable %d is %q", i, got)
		}
	}
	if got := cables[2].About.ID; got != "05ALMATY538" {
		t.Errorf("the name of the file gives the identifier %q", got)
	}
	if got := cables[0].About.ID; got != "" {
		t.Errorf("z.html gives the identifier %q", got)
	}
}

func TestNamesThatHoldAnIdentifier(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]string{
		"seed-05ALMATY538.txt":  "05ALMATY538",
		"1975STATE256541_b.txt": "1975STATE256541_b",
		"06 Port-au-Prince 1":   "06PORTAUPRINCE1",
		"08TRIPOLI564.html.txt": "08TRIPOLI564",
		"notes-2005.txt":        "",
		"part-01a2.txt":         "",
	} {
		cables, _ := all(t, "", write(t, filepath.Join(dir, name), telegram))
		if len(cables) != 1 || cables[0].About.ID != want {
			t.Errorf("%s gives %+v, want identifier %q", name, cables, want)
		}
	}
}

func TestWhatCannotBeReadIsSaidAndTheRestIsRead(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "nothing-in-it")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "pipes", "fifo")
	write(t, filepath.Join(dir, "pipes", "a"), telegram)
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	self := filepath.Join(dir, "self")
	if err := os.Symlink(self, self); err != nil {
		t.Fatal(err)
	}
	large := write(t, filepath.Join(dir, "large.txt"), "")
	if err := os.Truncate(large, 500<<20); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path   string
		cables int
		say    string
	}{
		"no file":       {filepath.Join(dir, "none"), 0, "there is no such file or folder"},
		"empty name":    {"", 0, `"": there is no such file`},
		"empty folder":  {empty, 0, "the folder holds no cables"},
		"a pipe within": {filepath.Join(dir, "pipes"), 1, "fifo: a device or socket"},
		"device":        {"/dev/zero", 0, "a device or socket"},
		"link to self":  {self, 0, "leads back to itself"},
		"empty file":    {write(t, filepath.Join(dir, "e"), " \n\n\t"), 0, "there is nothing to read in it"},
		"large":         {large, 0, "500 MiB, more than the 64 MiB"},
		"binary":        {write(t, filepath.Join(dir, "bin"), strings.Repeat("\x00\x01\x02ab", 900)), 0, "binary, not the text of a cable"},
		"gzip":          {write(t, filepath.Join(dir, "x.gz"), "\x1f\x8b\x08\x00"), 0, "cut off"},
		"PDF":           {write(t, filepath.Join(dir, "x.pdf"), "%PDF-1.4 ..."), 0, "pdftotext"},
		"UTF-16":        {write(t, filepath.Join(dir, "x.16"), "\xff\xfeU\x00N\x00"), 1, ""},
		"one NUL":       {write(t, filepath.Join(dir, "nul"), telegram+"\x00"+telegram+telegram), 1, ""},
		"Windows-1252":  {write(t, filepath.Join(dir, "cp1252"), telegram+"\x93quoted\x94"), 1, ""},
		"long name":     {strings.Repeat("n", 5000), 0, "longer than the system allows"},
	} {
		cables, problems := all(t, "", c.path, filepath.Join(dir, "nul"))
		if len(cables) != c.cables+1 {
			t.Errorf("%s: %d cables, want %d and the one after it", name, len(cables), c.cables)
		}
		if c.say == "" {
			if len(problems) != 0 {
				t.Errorf("%s: %q", name, problems)
			}
		} else if len(problems) != 1 || !strings.Contains(problems[0], c.say) {
			t.Errorf("%s: problems %q, want one that says %q", name, problems, c.say)
		}
	}
}

func TestUnreadableFile(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "secret.txt"), telegram)
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	cables, problems := all(t, "", path)
	if os.Geteuid() == 0 { // to root nothing is unreadable
		if len(cables) != 1 {
			t.Errorf("root reads %d cables, want 1", len(cables))
		}
		return
	}
	if len(problems) != 1 || !strings.Contains(problems[0], "permissions") {
		t.Errorf("problems %q, want one that speaks of permissions", problems)
	}
}

func TestHostileFileNameIsShownSafely(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a\x1b]0;pwned\x07\u202e.txt")
	_, problems := all(t, "", path)
	if len(problems) != 1 || strings.ContainsAny(problems[0], "\x1b\x07\u202e") {
		t.Errorf("problems %q hold characters that act on a terminal", problems)
	}
}

func TestStandardInputIsReadOnceAndKept(t *testing.T) {
	cables, problems := all(t, telegram, "-", "-")
	if len(cables) != 1 || len(problems) != 1 || !strings.Contains(problems[0], "standard input: it can be read only once") {
		t.Fatalf("%d cables, problems %q", len(cables), problems)
	}
	again, err := readAgain(t, cables[0].Place)
	if err != nil || string(again) != telegram {
		t.Errorf("read again: %q, %v", again, err)
	}
}

// endless is a line without end, as /dev/zero would be with letters.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'A'
	}
	return len(p), nil
}

func TestEndlessInputIsBounded(t *testing.T) {
	for c, err := range source.All(t.Context(), []string{"-"}, endless{}) {
		if err == nil || !strings.Contains(err.Error(), "more than the 64 MiB") {
			t.Errorf("%d bytes, error %v", len(c.Received), err)
		}
	}
}

func TestPipeNamedByTheUser(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() {
		if f, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
			_, _ = io.WriteString(f, telegram)
			_ = f.Close()
		}
	}()
	cables, problems := all(t, "", path)
	if len(cables) != 1 || string(cables[0].Received) != telegram {
		t.Fatalf("%d cables, problems %q", len(cables), problems)
	}
	if again, err := readAgain(t, cables[0].Place); err != nil || !bytes.Equal(again, cables[0].Received) {
		t.Errorf("a pipe cannot be read twice, so its bytes are kept: %q, %v", again, err)
	}
}

// readAgain reads a cable again by itself and as a part of what it lies in, which is the same.
func readAgain(t *testing.T, p source.Place) ([]byte, error) {
	t.Helper()
	data, err := p.Read(t.Context())
	if err != nil {
		return data, err
	}
	in, offset := p.Stored()
	b, err := in.Open(t.Context())
	if err != nil {
		return nil, err
	}
	part := make([]byte, p.Size())
	if _, err := b.ReadAt(part, offset); err != nil && err != io.EOF {
		return part, err
	}
	if !bytes.Equal(part, data) {
		t.Errorf("%s at %d is %.60q by itself, and %.60q as a part", p.Path(), p.Offset(), data, part)
	}
	return data, b.Close()
}

func TestReadAgain(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "a.txt"), telegram)
	cables, _ := all(t, "", path)
	again, err := readAgain(t, cables[0].Place)
	if err != nil || string(again) != telegram {
		t.Fatalf("%q, %v", again, err)
	}
	write(t, path, telegram+"more")
	if _, err := cables[0].Place.Read(t.Context()); !errors.Is(err, source.ErrChanged) {
		t.Errorf("after the file has changed: %v, want ErrChanged", err)
	}
	in, _ := cables[0].Place.Stored()
	if _, err := in.Open(t.Context()); !errors.Is(err, source.ErrChanged) {
		t.Errorf("opening what has changed: %v, want ErrChanged", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Open(t.Context()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("opening what is gone: %v, want ErrNotExist", err)
	}
	if _, err := cables[0].Place.Read(t.Context()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after the file is gone: %v, want ErrNotExist", err)
	}
}

func TestItEndsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b", "c"} {
		write(t, filepath.Join(dir, name), telegram)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	var last error
	for _, err := range source.All(ctx, []string{dir}, nil) {
		if err == nil {
			seen++
		}
		last = err
		cancel()
	}
	if seen != 1 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d cables after the end was asked for, last error %v", seen, last)
	}
}

func TestStreamThatNeverEndsIsNotWaitedFor(t *testing.T) {
	never, feed := io.Pipe()
	defer feed.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	for _, err := range source.All(ctx, []string{"-"}, never) {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, want the end of the context", err)
		}
	}
}

func BenchmarkFolder(b *testing.B) {
	dir := b.TempDir()
	for i := range 200 {
		path := filepath.Join(dir, string(rune('a'+i%26))+strings.Repeat("x", i/26)+".txt")
		if err := os.WriteFile(path, []byte(strings.Repeat(telegram, 100)), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(200 * 100 * len(telegram)))
	for b.Loop() {
		n := 0
		for range source.All(b.Context(), []string{dir}, nil) {
			n++
		}
		if n != 200 {
			b.Fatalf("%d cables", n)
		}
	}
}
