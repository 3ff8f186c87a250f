package source

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"reftel/model/safe"
)

// Problem says what could not be read: where, what is wrong, and what to do. Both texts may be shown.
type Problem struct {
	Where safe.Line // as the user named it
	What  safe.Line
	Err   error // the cause, if there is one besides What
}

// Error is the problem on one line: "cables: the folder holds no cables".
func (p *Problem) Error() string { return p.Where.String() + ": " + p.What.String() }

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.Err }

// ErrChanged says that a file is no longer what it was when it was first read.
var ErrChanged = errors.New("the file has changed since it was opened; open it again")

func problem(path string, err error, format string, args ...any) *Problem {
	return &Problem{Where: shown(path), What: safe.Of(fmt.Sprintf(format, args...)), Err: err}
}

// shown is a name as it may be printed; the empty name would leave a message that names nothing.
func shown(path string) safe.Line {
	switch path {
	case "":
		return safe.Of(`""`)
	case Stdin:
		return safe.Of("standard input")
	}
	return safe.Of(path)
}

// failed turns an error of the file system into a problem that says what to do.
func failed(path string, err error) *Problem {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return problem(path, err, "there is no such file or folder; look at how the name is written")
	case errors.Is(err, fs.ErrPermission):
		return problem(path, err, "you may not read it; look at its permissions (ls -l)")
	case errors.Is(err, syscall.ELOOP):
		return problem(path, err, "the symbolic link leads back to itself; mend or remove it")
	case errors.Is(err, syscall.ENAMETOOLONG):
		return problem(path, err, "the name is longer than the system allows")
	}
	var at *fs.PathError
	if errors.As(err, &at) { // its own text holds the raw name
		err = at.Err
	}
	return problem(path, err, "it cannot be read: %v", err)
}
