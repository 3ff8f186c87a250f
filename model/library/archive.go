package library

import "errors"

// What can be wrong with a collection or shelf that is kept in files. Errors that wrap one of these say where and what to do.
var (
	ErrFull     = errors.New("the disk is full")
	ErrReadOnly = errors.New("it may not be written to")
	ErrCorrupt  = errors.New("it is damaged")
	ErrNewer    = errors.New("it is of a newer version")
	ErrForeign  = errors.New("it is something else")
	ErrBusy     = errors.New("another program holds it")
)
