package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"reftel/model/library"
)

// kind is what a database is for: SQLite's application_id tells it apart from others, user_version is its version.
type kind struct {
	name        string
	application int32
	migrations  []string // the step to version i+1
}

// database is an open SQLite database. One connection writes, others read, so that nobody waits for a writer.
type database struct {
	*sql.DB
	kind kind
	path string
}

// How a database is opened.
type mode struct {
	create      bool // where there is none
	readOnly    bool
	synchronous string
	connections int
	page        int // bytes
}

// openDatabase opens a database and brings it to the newest version of its kind.
func openDatabase(ctx context.Context, path string, k kind, m mode) (*database, error) {
	d := &database{kind: k, path: path}
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return nil, d.errorf(nil, "a folder, not %s; name another place", k.name)
	case errors.Is(err, fs.ErrNotExist) && !m.create:
		return nil, fmt.Errorf("%s: there is no %s: %w", path, k.name, fs.ErrNotExist)
	}
	q := url.Values{}
	q.Add("_pragma", "busy_timeout(15000)")
	if m.readOnly {
		q.Set("mode", "ro")
		if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
			q.Set("immutable", "1") // or SQLite would want to write beside it
		}
		q.Add("_pragma", "query_only(1)")
	} else {
		if m.page > 0 {
			q.Add("_pragma", "page_size("+strconv.Itoa(m.page)+")") // of a new database
		}
		q.Set("_journal_mode", "WAL") // after the pragmas, of which the size of a page must come first
		q.Add("_pragma", "synchronous("+m.synchronous+")")
		q.Set("_txlock", "immediate")
		q.Set("mode", "rw") // a connection that is opened later must not make a new file where this one was taken away
		if m.create {
			f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
			if err != nil {
				return nil, d.explain(err)
			}
			_ = f.Close()
		}
	}
	q.Add("_pragma", "foreign_keys(0)")
	q.Add("_pragma", "cache_size(-4000)")
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, d.explain(err)
	}
	db.SetMaxOpenConns(m.connections)
	db.SetMaxIdleConns(m.connections)
	d.DB = db
	if err := d.migrate(ctx, m.readOnly); err != nil {
		_ = db.Close()
		return nil, d.explain(err)
	}
	return d, nil
}

// migrate brings the database to the newest version, one step in one transaction.
func (d *database) migrate(ctx context.Context, readOnly bool) error {
	for {
		version, err := d.version(ctx)
		if err != nil {
			return err
		}
		if version == len(d.kind.migrations) {
			return nil
		}
		if readOnly {
			return d.errorf(library.ErrReadOnly, "%s of an older version (%d; this program writes %d) that may not be written to; open it once where it may be", d.kind.name, version, len(d.kind.migrations))
		}
		if err := d.step(ctx, version); err != nil {
			return err
		}
	}
}

// version is the version of the database, 0 for a new one.
func (d *database) version(ctx context.Context) (int, error) {
	var application int32
	var version, tables int
	if err := d.QueryRowContext(ctx, "SELECT (SELECT * FROM pragma_application_id), (SELECT * FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)").Scan(&application, &version, &tables); err != nil {
		return 0, err
	}
	switch {
	case application == 0 && version == 0 && tables == 0:
		return 0, nil
	case application != d.kind.application:
		return 0, d.errorf(library.ErrForeign, "a database of another program, not %s; name another place", d.kind.name)
	case version > len(d.kind.migrations):
		return 0, d.errorf(library.ErrNewer, "%s of version %d, and this program knows up to %d; use a newer reftel", d.kind.name, version, len(d.kind.migrations))
	}
	return version, nil
}

// step goes from one version to the next. Another process may have done so meanwhile.
func (d *database) step(ctx context.Context, from int) error {
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var now int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&now); err != nil || now != from {
		return err
	}
	script := d.kind.migrations[from] + fmt.Sprintf(";\nPRAGMA application_id = %d;\nPRAGMA user_version = %d", d.kind.application, from+1)
	if _, err := tx.ExecContext(ctx, script); err != nil {
		return err
	}
	return tx.Commit()
}

func scanText(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}

// errorf makes an error that says where; cause may be nil.
func (d *database) errorf(cause error, format string, args ...any) error {
	return &Error{Path: d.path, What: fmt.Sprintf(format, args...), Err: cause}
}

// Error says what is wrong with a file, where it is and what to do.
type Error struct {
	Path, What string
	Err        error
}

// Error is the message on one line.
func (e *Error) Error() string { return e.Path + ": " + e.What }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// placed is explain where the error is known to be about a path, whatever it is: nobody further up names another.
func placed(path string, err error) error {
	var ours *Error
	if said := explain(path, archives.name, err); errors.As(said, &ours) {
		return said
	}
	what := err.Error()
	var of *fs.PathError
	if errors.As(err, &of) {
		what = of.Op + ": " + of.Err.Error()
	}
	return &Error{path, what, err}
}

// explain turns an error of the driver or the system into one that says what to do.
func (d *database) explain(err error) error { return explain(d.path, d.kind.name, err) }

func explain(path, name string, err error) error {
	var ours *Error
	var theirs *sqlite.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.As(err, &ours), errors.Is(err, sql.ErrNoRows):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EFBIG), errors.Is(err, syscall.EDQUOT):
		return &Error{path, "the disk is full; free some space and do it again, nothing that was confirmed is lost", errors.Join(library.ErrFull, err)}
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return &Error{path, "it may not be written to here; check the permissions of the folder, or name another with --library", errors.Join(library.ErrReadOnly, err)}
	}
	if !errors.As(err, &theirs) {
		return fmt.Errorf("%s: %w", path, err)
	}
	code := theirs.Code() & 0xff
	if theirs.Code() == sqlite3.SQLITE_IOERR_SHORT_READ {
		code = sqlite3.SQLITE_CORRUPT
	}
	switch code {
	case sqlite3.SQLITE_FULL:
		return &Error{path, "the disk is full; free some space and do it again, nothing that was confirmed is lost", errors.Join(library.ErrFull, err)}
	case sqlite3.SQLITE_READONLY:
		return &Error{path, "it may not be written to; check the permissions of the file and its folder", errors.Join(library.ErrReadOnly, err)}
	case sqlite3.SQLITE_CANTOPEN:
		return &Error{path, "it cannot be opened; check that the folder is there and that you may write to it", errors.Join(library.ErrReadOnly, err)}
	case sqlite3.SQLITE_NOTADB:
		return &Error{path, "not " + name + " (the file is of another kind, or its beginning is damaged); name another place, or restore it from a backup", errors.Join(library.ErrForeign, err)}
	case sqlite3.SQLITE_CORRUPT:
		return &Error{path, name + " that is damaged (" + theirs.Error() + "); restore it from a backup, or import again into a new folder", errors.Join(library.ErrCorrupt, err)}
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return &Error{path, "another program holds it; try again when that has ended", errors.Join(library.ErrBusy, err)}
	case sqlite3.SQLITE_IOERR:
		return &Error{path, "the disk failed or is full (" + theirs.Error() + "); free some space, check the disk, and do it again", errors.Join(library.ErrFull, err)}
	}
	return fmt.Errorf("%s: %w", path, err)
}
