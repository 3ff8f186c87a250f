package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"reftel/model/library"
)

// Details is what an archive tells of itself besides.
type Details struct {
	Disk     int64            // bytes of its files
	Received int64            // bytes of its cables as they were received
	Imports  []library.Report // oldest first
}

// Details tells of the imports, and how large the archive is.
func (a *Archive) Details(ctx context.Context) (Details, error) {
	var d Details
	for _, dir := range []string{a.dir, filepath.Join(a.dir, indexDir)} {
		files, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return d, explain(dir, archives.name, err)
		}
		for _, f := range files {
			if info, err := f.Info(); err == nil && info.Mode().IsRegular() {
				d.Disk += info.Size()
			}
		}
	}
	var err error
	d.Imports, err = collect(ctx, a.db, func(rows *sql.Rows) (r library.Report, err error) {
		var started, ended int64
		err = rows.Scan(&started, &ended, &r.Cables, &r.Bytes, &r.Duplicates, &r.Versions, &r.Repaired, &r.Problems)
		r.Started, r.Ended = moment(started), moment(ended)
		d.Received += r.Bytes
		return r, err
	}, "SELECT started, ended, cables, bytes, duplicates, versions, repaired, problems FROM import ORDER BY id")
	return d, err
}
