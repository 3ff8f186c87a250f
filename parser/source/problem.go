package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
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

// errShort says that bytes end before what they hold does.
var errShort = errors.New("it is cut off: it ends in the middle of something; get a whole copy")

func problem(path string, err error, format string, args ...any) *Problem {
	return &Problem{Where: shown(path), What: safe.Of(fmt.Sprintf(format, args...)), Err: err}
}

// atLine is a place in a file: "cables.csv:1042".
func atLine(path string, line int64) string {
	if path == Stdin {
		path = shown(path).String()
	}
	return path + ":" + strconv.FormatInt(line, 10)
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

// shortened tells an end that comes too early from other errors.
func shortened(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errShort
	}
	return err
}

// asProblem makes a problem of any error.
func asProblem(path string, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return failed(path, err)
}

// failed turns an error of the file system or of unpacking into a problem that says what to do.
func failed(path string, err error) *Problem {
	var damaged damagedError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return problem(path, err, "there is no such file or folder; look at how the name is written")
	case errors.Is(err, fs.ErrPermission):
		return problem(path, err, "you may not read it; look at its permissions (ls -l)")
	case errors.Is(err, syscall.ELOOP):
		return problem(path, err, "the symbolic link leads back to itself; mend or remove it")
	case errors.Is(err, syscall.ENAMETOOLONG):
		return problem(path, err, "the name is longer than the system allows")
	case errors.Is(err, errShort), errors.Is(err, errBomb), errors.Is(err, errWindow), errors.Is(err, errEncrypted), errors.Is(err, errSum):
		return problem(path, err, "%v", err)
	case errors.As(err, &damaged):
		return problem(path, err, "it is damaged and cannot be unpacked further (%v); get another copy", err)
	}
	var at *fs.PathError
	if errors.As(err, &at) { // its own text holds the raw name
		err = at.Err
	}
	return problem(path, err, "it cannot be read: %v", err)
}

func tooLarge(path string, size int64) *Problem {
	if size < 0 {
		return problem(path, nil, "more than the %d MiB that one cable may have; give the cables one a file", MaxCable>>20)
	}
	return problem(path, nil, "%d MiB, more than the %d MiB that one cable may have; give the cables one a file", size>>20, MaxCable>>20)
}
