package sqlite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"reftel/model/library"
)

// lock keeps other imports away. The file says who holds it; that it is held, the system says.
type lock struct{ file *os.File }

// takeLock takes the lock of an archive. The error of another's wraps ErrBusy.
func takeLock(dir string) (*lock, error) {
	path := filepath.Join(dir, lockFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, explain(path, archives.name, err)
	}
	for try := 0; ; try++ { // one who only looks holds it for a moment
		ok, err := holdFile(f)
		if err != nil {
			_ = f.Close()
			return nil, explain(path, archives.name, err)
		}
		if ok {
			break
		}
		if try == 20 {
			defer func() { _ = f.Close() }()
			return nil, &Error{dir, "another import is at work on this archive" + holder(f) + "; wait for its end, or interrupt it (it can be resumed)", library.ErrBusy}
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := f.Truncate(0); err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+" "+strconv.FormatInt(time.Now().Unix(), 10)+"\n"), 0)
		if err != nil {
			_ = f.Close()
			return nil, explain(path, archives.name, err)
		}
	}
	return &lock{f}, nil
}

func holder(f *os.File) string {
	b, _ := io.ReadAll(io.NewSectionReader(f, 0, 100))
	pid, since, _ := strings.Cut(strings.TrimSpace(string(b)), " ")
	n, err := strconv.ParseInt(since, 10, 64)
	if _, bad := strconv.Atoi(pid); bad != nil || err != nil {
		return ""
	}
	return fmt.Sprintf(" (process %s, since %s)", pid, time.Unix(n, 0).Format("2006-01-02 15:04:05"))
}

func (l *lock) release() { _ = l.file.Close() }

// importing tells whether an import is at work on the archive, in this program or another.
func (a *Archive) importing() bool {
	f, err := os.Open(filepath.Join(a.dir, lockFile))
	if errors.Is(err, fs.ErrNotExist) || err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	return isHeld(f)
}
