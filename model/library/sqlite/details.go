package sqlite

import (
	"context"
	"database/sql"
	"os"

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
	files, err := os.ReadDir(a.dir)
	if err != nil {
		return d, explain(a.dir, archives.name, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err == nil && info.Mode().IsRegular() {
			d.Disk += info.Size()
		}
	}
	d.Imports, err = collect(ctx, a.db, func(rows *sql.Rows) (r library.Report, err error) {
		var started, ended int64
		err = rows.Scan(&started, &ended, &r.Cables, &r.Bytes, &r.Duplicates, &r.Versions, &r.Repaired, &r.Problems)
		r.Started, r.Ended = moment(started), moment(ended)
		d.Received += r.Bytes
		return r, err
	}, "SELECT started, ended, cables, bytes, duplicates, versions, repaired, problems FROM import ORDER BY id")
	return d, err
}
