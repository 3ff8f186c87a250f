package library

import (
	"context"
	"errors"
	"time"

	"reftel/model"
)

// What can be wrong with a collection or shelf that is kept in files. Errors that wrap one of these say where and what to do.
var (
	ErrFull     = errors.New("the disk is full")
	ErrReadOnly = errors.New("it may not be written to")
	ErrCorrupt  = errors.New("it is damaged")
	ErrNewer    = errors.New("it is of a newer version")
	ErrForeign  = errors.New("it is something else")
	ErrBusy     = errors.New("another program holds it")
)

// About is what was known of a cable from outside. With the bytes received it is all that is needed to read it again.
// What is not known is empty. Its texts may be hostile.
type About struct {
	Path           string
	Format         model.Format
	Offset         int64 // byte of Path at which the cable begins
	Part           bool  // one of several cables in Path
	ID             string
	Created        string
	Origin         string
	Classification string
	References     []string
}

// Record is a cable before it is in a collection.
type Record struct {
	Received []byte // not to be changed
	About    About
}

// Checkpoint says how far a file was taken in. A file of another size or time is another file.
type Checkpoint struct {
	Source   string // the file, by its full path
	Size     int64
	Modified time.Time
	Offset   int64 // all cables that begin before this byte are in the archive
	Done     bool
}

// Report is what came of an import.
type Report struct {
	Cables     int   // taken in
	Bytes      int64 // of these, as received
	Duplicates int   // skipped, since the archive holds the same bytes
	Versions   int   // of those taken in, how many are further versions of a cable that was there
	Repaired   int   // of those taken in, how many had damage that was repaired, or text that was not understood
	Problems   int   // what could not be taken in
	Started    time.Time
	Ended      time.Time // zero while it goes on, and where it was cut off
}

// Archive is a collection that keeps cables itself, and takes more of them in.
type Archive interface {
	Library
	// Import begins to take cables in. Only one program at a time can; the error of another wraps ErrBusy and says who does.
	Import(ctx context.Context) (Import, error)
}

// Import takes cables into an archive. It is for one goroutine. What was added can be listed and read soon after, and
// searched somewhat later. An import that is cut off, however it is, loses only what was added since the last moments.
type Import interface {
	// Resume gives the last checkpoint of a file; false where there is none, or where the file has changed since.
	Resume(source string, size int64, modified time.Time) (Checkpoint, bool)
	// Add takes in a cable; false where the archive holds the same bytes. It waits where the archive cannot follow.
	Add(ctx context.Context, r Record) (bool, error)
	// Problem keeps with the archive what could not be taken in.
	Problem(ctx context.Context, p Problem) error
	// Checkpoint says how far the cables added so far go. It is kept together with them.
	Checkpoint(c Checkpoint)
	// Report is what was taken in so far; it may be asked from any goroutine.
	Report() Report
	// Indexed is how many of the archive's cables a search of words reaches already; from any goroutine.
	Indexed() (indexed, all int)
	// Close waits until everything can be searched, and ends the import. With a context that is done it keeps what
	// was added and leaves the rest of the work to the next import.
	Close(ctx context.Context) (Report, error)
}
