package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"reftel/model/library"
)

// importWriter writes the batches of an import. It belongs to one goroutine.
type importWriter struct {
	im      *importer
	id      int64 // of the import
	columns columns
	numbers [lists]map[string]uint32
	fresh   [lists]int // words of each list that are in the database
	words   [lists][]string

	tx          *sql.Tx
	pending     library.Report // what was written and not committed
	begun       time.Time
	first       int // row of the first cable of the transaction
	rows        int
	digests     []byte
	entry, body *sql.Stmt
}

func newImportWriter(ctx context.Context, im *importer) (*importWriter, error) {
	w := &importWriter{im: im}
	words := im.a.view.Load().words
	var err error
	if words[listSource], err = im.a.sources(ctx); err != nil {
		return nil, err
	}
	for list := range lists {
		w.numbers[list] = make(map[string]uint32, len(words[list]))
		for i, s := range words[list] {
			w.numbers[list][s] = uint32(i)
		}
		w.words[list] = words[list][:len(words[list]):len(words[list])]
		w.fresh[list] = len(w.words[list])
	}
	if w.id, err = im.a.nextImport(ctx); err != nil {
		return nil, err
	}
	_, err = im.a.db.ExecContext(ctx, "INSERT INTO import (id, started, ended, pid, cables, bytes, duplicates, versions, repaired, problems) VALUES (?, ?, 0, ?, 0, 0, 0, 0, 0, 0)", w.id, instant(im.report.Started), os.Getpid())
	return w, err
}

// nextImport is a number that no import has had of which there is a report or a part of the index: the parts are named by
// it, and whoever mends or shrinks an archive leaves no report.
func (a *Archive) nextImport(ctx context.Context) (int64, error) {
	var last int64
	if err := a.db.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM import").Scan(&last); err != nil {
		return 0, err
	}
	files, err := os.ReadDir(filepath.Join(a.dir, indexDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	for _, f := range files {
		last = max(last, importOf(f.Name()))
	}
	rows, err := a.db.QueryContext(ctx, "SELECT file FROM segment")
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var file string
		if err := rows.Scan(&file); err != nil {
			return 0, err
		}
		last = max(last, importOf(file))
	}
	return last + 1, rows.Err()
}

// importOf is the number of the import that a part of the index is named by; 0 where it is named otherwise.
func importOf(file string) int64 {
	number, _, _ := strings.Cut(file, "-")
	n, _ := strconv.ParseInt(number, 10, 64)
	return n
}

// dictionary keeps the dictionary before anything is compressed with it.
func (w *importWriter) dictionary(ctx context.Context, dict []byte) error {
	_, err := w.im.a.db.ExecContext(ctx, "INSERT INTO dictionary (id, data) VALUES (1, ?)", seal(append([]byte(nil), dict...)))
	return err
}

func (w *importWriter) number(list int, word string) uint32 {
	if n, ok := w.numbers[list][word]; ok {
		return n
	}
	n := uint32(len(w.words[list]))
	w.numbers[list][word] = n
	w.words[list] = append(w.words[list], word)
	return n
}

// batch writes a batch, and commits from time to time.
func (w *importWriter) batch(ctx context.Context, b *batch) error {
	if w.tx == nil {
		if err := w.begin(ctx, b.first); err != nil {
			return err
		}
	}
	ctx = context.WithoutCancel(ctx) // a context that can end makes the driver watch it at every row
	var bytes int64
	repaired := 0
	for i := range b.prepared { // none where the cables are here already
		p := &b.prepared[i]
		row := b.first + i
		if _, err := w.entry.ExecContext(ctx, row, p.entry); err != nil {
			return err
		}
		if _, err := w.body.ExecContext(ctx, row, p.about, p.body); err != nil {
			return err
		}
		w.columns.add(&p.facts, w.number)
		w.digests = append(w.digests, b.digests[i][:]...)
		bytes += int64(len(b.records[i].Received))
		if p.repaired {
			repaired++
		}
	}
	w.rows += len(b.prepared)
	for _, p := range b.problems {
		if _, err := w.tx.ExecContext(ctx, "INSERT INTO problem (import, place, what) VALUES (?, ?, ?)", w.id, p.Where.String(), p.What.String()); err != nil {
			return err
		}
	}
	for _, c := range b.marks {
		if _, err := w.tx.ExecContext(ctx, "INSERT OR REPLACE INTO checkpoint (source, size, modified, offset, done) VALUES (?, ?, ?, ?, ?)", c.Source, c.Size, c.Modified.UnixNano(), c.Offset, c.Done); err != nil {
			return err
		}
	}
	w.pending.Cables += len(b.prepared)
	w.pending.Bytes += bytes
	w.pending.Repaired += repaired
	if w.rows >= commitCables || time.Since(w.begun) > commitAfter {
		return w.commit(ctx)
	}
	return nil
}

const insertSegment = "INSERT INTO segment (file, cables, units, words, bytes) VALUES (?, ?, ?, ?, ?)"

// segment makes a part of the index known. Its cables are in the archive.
func (w *importWriter) segment(ctx context.Context, s *newSegment) error {
	if err := w.begin(ctx, w.im.next); err != nil {
		return err
	}
	if _, err := w.tx.ExecContext(ctx, insertSegment, s.file, s.cables, s.units, s.words, s.bytes); err != nil {
		return err
	}
	return w.commit(ctx)
}

func (w *importWriter) begin(ctx context.Context, first int) (err error) {
	if w.tx, err = w.im.a.db.BeginTx(ctx, nil); err != nil {
		w.tx = nil
		return err
	}
	w.begun, w.first, w.rows, w.digests, w.columns = time.Now(), first, 0, w.digests[:0], columns{}
	if w.entry, err = w.tx.PrepareContext(ctx, "INSERT INTO entry (row, data) VALUES (?, ?)"); err != nil {
		return err
	}
	w.body, err = w.tx.PrepareContext(ctx, "INSERT INTO body (row, about, data) VALUES (?, ?, ?)")
	return err
}

// commit makes what was written part of the archive: from now on it is there, whatever happens.
func (w *importWriter) commit(ctx context.Context) error {
	if w.tx == nil {
		return nil
	}
	for list := range lists {
		for i, s := range w.words[list][w.fresh[list]:] {
			if _, err := w.tx.ExecContext(ctx, "INSERT INTO word (list, id, text) VALUES (?, ?, ?)", list, w.fresh[list]+i, s); err != nil {
				return err
			}
		}
	}
	if w.rows > 0 {
		if _, err := w.tx.ExecContext(ctx, "INSERT INTO chunk (first, rows, columns, digests) VALUES (?, ?, ?, ?)", w.first, w.rows, w.columns.encode(0), seal(w.digests)); err != nil {
			return err
		}
	}
	if err := w.tally(ctx, 0); err != nil {
		return err
	}
	tx := w.tx
	w.tx = nil
	if err := tx.Commit(); err != nil {
		return err
	}
	w.im.mu.Lock()
	w.im.report = added(w.im.report, w.pending)
	w.im.mu.Unlock()
	w.pending = library.Report{}
	for list := range lists {
		w.fresh[list] = len(w.words[list])
	}
	return w.im.a.refresh(ctx)
}

// added is a report with what was taken in since.
func added(r, since library.Report) library.Report {
	r.Cables += since.Cables
	r.Bytes += since.Bytes
	r.Repaired += since.Repaired
	return r
}

// tally keeps the report with the archive.
func (w *importWriter) tally(ctx context.Context, ended int64) error {
	r := added(w.im.Report(), w.pending)
	_, err := w.tx.ExecContext(ctx, "UPDATE import SET ended = ?, cables = ?, bytes = ?, duplicates = ?, versions = ?, repaired = ?, problems = ? WHERE id = ?",
		ended, r.Cables, r.Bytes, r.Duplicates, r.Versions, r.Repaired, r.Problems, w.id)
	return err
}

// end commits what is left; complete says that the import came to its end.
func (w *importWriter) end(ctx context.Context, complete bool) error {
	if w.tx != nil && w.im.failure() != nil {
		err := w.tx.Rollback()
		w.tx = nil
		return err
	}
	if err := w.commit(ctx); err != nil {
		return err
	}
	if !complete {
		return nil
	}
	w.im.mu.Lock()
	w.im.report.Ended = time.Now()
	w.im.report.Versions = w.im.a.view.Load().furtherVersions(w.im.next - 1 - w.im.report.Cables)
	w.im.mu.Unlock()
	tx, err := w.im.a.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w.tx = tx
	err = w.tally(ctx, time.Now().UnixNano())
	if err == nil && w.im.silent {
		_, err = tx.ExecContext(ctx, "DELETE FROM import WHERE id = ?", w.id)
	}
	if err != nil {
		_ = tx.Rollback()
		return err
	}
	w.tx = nil
	if err := tx.Commit(); err != nil {
		return err
	}
	if err := w.im.mergeSegments(ctx); err != nil {
		return err
	}
	for _, file := range w.im.a.leftover() {
		_ = os.Remove(file) // where others have it open, the next import takes it away
	}
	// First what readers do not notice, so that little is left for that which they wait for.
	_, err = w.im.a.db.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE); PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

func notNoRows(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}
