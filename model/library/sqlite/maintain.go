package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"reftel/model/library"
	"reftel/model/library/sqlite/segment"
	"reftel/model/safe"
)

// Checked is what came of looking through an archive.
type Checked struct {
	Cables   int
	Indexed  int
	Damage   []library.Problem
	Leftover []string // files of imports that were cut off; they do no harm
	Contents string   // a digest of the cables in their order: the same for archives that hold the same
}

// Check reads everything that the archive holds and tells what is damaged. tell is told how many cables were looked at.
func (a *Archive) Check(ctx context.Context, tell func(done, all int)) (Checked, error) {
	if err := a.refresh(ctx); err != nil {
		return Checked{}, err
	}
	v := a.view.Load()
	r := Checked{Cables: v.len(), Indexed: v.indexed}
	bad := func(where, format string, args ...any) {
		r.Damage = append(r.Damage, library.Problem{Where: safe.FileName(where), What: safe.Of(fmt.Sprintf(format, args...))})
	}
	rows, err := collect(ctx, a.db, scanText, "PRAGMA quick_check(20)")
	if err != nil {
		return r, err
	}
	for _, text := range rows {
		if text != "ok" {
			bad(a.db.path, "%s; restore the archive from a backup, or import again into a new folder", text)
		}
	}
	digests, err := a.digestsOf(ctx, v)
	if err != nil {
		return r, err
	}
	sum := sha256.Sum256(digests[:v.len()*len(digest{})])
	r.Contents = hex.EncodeToString(sum[:16])
	if err := a.checkCables(ctx, v, digests, tell, bad); err != nil {
		return r, err
	}
	times := make([]uint8, v.len())
	for i, s := range v.segments {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		path := filepath.Join(a.dir, indexDir, a.segmentName(s, i))
		if err := s.Check(); err != nil {
			bad(path, "%v; reftel library check --repair makes this part of the index again", err)
			continue
		}
		layout, err := s.Layout()
		if err != nil {
			return r, err
		}
		for _, row := range layout.Rows {
			if int(row) < len(times) {
				times[row] = min(times[row]+1, 2)
			}
		}
	}
	r.Damage = append(r.Damage, v.problems[len(v.problems)-v.broken:]...)
	if twice := slices.Index(times, 2); twice >= 0 {
		bad(a.dir, "cable %d is in the index twice; reftel library check --repair makes the index again", twice+1)
	}
	r.Leftover = a.leftover()
	return r, nil
}

// segmentName is the name of the file of a segment of a view.
func (a *Archive) segmentName(s *segment.Segment, i int) string {
	a.loading.Lock()
	defer a.loading.Unlock()
	if at := slices.Index(a.loaded.segments, s); at >= 0 {
		return a.loaded.segmentNames[at]
	}
	return fmt.Sprintf("part %d", i+1)
}

// checkCables reads entries and bodies, on all cores.
func (a *Archive) checkCables(ctx context.Context, v *view, digests []byte, tell func(done, all int), bad func(where, format string, args ...any)) error {
	const some = 256
	var mu sync.Mutex
	done := 0
	var failed error
	next := make(chan int)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for from := range next {
				to := min(from+some, v.len())
				damage, err := a.checkRows(ctx, from, to, digests)
				mu.Lock()
				for _, row := range damage {
					bad(a.db.path, "cable %d is damaged; restore the archive from a backup, or import it again into a new folder", row)
				}
				if failed == nil {
					failed = err
				}
				done += to - from
				if tell != nil {
					tell(done, v.len())
				}
				mu.Unlock()
			}
		})
	}
	for from := 0; from < v.len() && ctx.Err() == nil; from += some {
		next <- from
	}
	close(next)
	group.Wait()
	return errors.Join(failed, ctx.Err())
}

// checkRows gives the rows of some cables that are not what was written.
func (a *Archive) checkRows(ctx context.Context, from, to int, digests []byte) ([]int, error) {
	rows := make([]int, 0, to-from)
	handles := make([]library.Handle, 0, to-from)
	for i := from; i < to; i++ {
		rows, handles = append(rows, i+1), append(handles, library.Handle(i+1))
	}
	found, err := a.packedOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	entries, err := a.Entries(ctx, handles)
	if err != nil {
		return nil, err
	}
	listed := map[library.Handle]bool{}
	for _, e := range entries {
		listed[e.Handle] = e.Title != damagedEntry
	}
	var damage []int
	for i, p := range found {
		r, err := a.unpack(ctx, handles[i], p.about, p.data)
		if err != nil && !errors.Is(err, library.ErrCorrupt) {
			return nil, err
		}
		if err != nil || digestOf(r.Received) != digest(digests[(from+i)*len(digest{}):]) || !listed[handles[i]] {
			damage = append(damage, rows[i])
		}
	}
	return damage, nil
}

// leftover lists the files of the index that the archive does not know.
func (a *Archive) leftover() []string {
	a.loading.Lock()
	names := append(slices.Clone(a.loaded.segmentNames), a.loaded.brokenNames...)
	a.loading.Unlock()
	files, _ := os.ReadDir(filepath.Join(a.dir, indexDir))
	var left []string
	for _, f := range files {
		if name := f.Name(); f.Type().IsRegular() && (strings.HasSuffix(name, ".seg") || strings.HasSuffix(name, ".seg.tmp") || strings.HasSuffix(name, spillSuffix)) && !slices.Contains(names, name) {
			left = append(left, filepath.Join(a.dir, indexDir, name))
		}
	}
	return left
}

// Repair makes the parts of the index again that are damaged or missing, and takes away what is left over. Cables that are
// damaged themselves it cannot mend.
func (a *Archive) Repair(ctx context.Context) error {
	return a.maintain(ctx, func() error {
		v := a.view.Load()
		seen := make([]bool, v.len())
		for i, s := range v.segments {
			err := s.Check()
			if err == nil {
				var layout *segment.Layout
				if layout, err = s.Layout(); err != nil {
					return err
				}
				for _, row := range layout.Rows {
					if int(row) < len(seen) && seen[row] {
						err = segment.ErrDamaged // a cable is in two
						break
					}
				}
				if err == nil {
					for _, row := range layout.Rows {
						if int(row) < len(seen) {
							seen[row] = true
						}
					}
				}
			}
			if errors.Is(err, segment.ErrDamaged) {
				if err := a.dropSegment(ctx, a.segmentName(s, i)); err != nil {
					return err
				}
			} else if err != nil {
				return err
			}
		}
		return nil
	}, segmentMost/10, 8)
}

// Vacuum makes the archive as small and quick as it can be: small parts of the index become one, and the database is
// written anew.
func (a *Archive) Vacuum(ctx context.Context) error {
	if err := a.maintain(ctx, nil, segmentMost/4, 2); err != nil {
		return err
	}
	if _, err := a.db.ExecContext(ctx, "VACUUM"); err != nil {
		return a.db.explain(err)
	}
	_, err := a.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return a.db.explain(err)
}

// maintain does what an import does that takes nothing in: it indexes what is not in the index, merges segments with fewer
// cables than below if there are from of them, and takes away what is left over. It leaves no report.
func (a *Archive) maintain(ctx context.Context, before func() error, below, from int) error {
	im, err := a.start(ctx, before)
	if err != nil {
		return err
	}
	im.silent, im.mergeBelow, im.mergeFrom = true, below, from
	_, err = im.Close(ctx)
	return err
}

// mergeSegments makes one part of the index of many small ones. Imports of a few cables would else leave ever more of them,
// and each costs a search some time.
func (im *importer) mergeSegments(ctx context.Context) error {
	a := im.a
	v := a.view.Load()
	var old []string
	var rows []int
	for i, s := range v.segments {
		if s.Cables() >= im.mergeBelow {
			continue
		}
		layout, err := s.Layout()
		if err != nil {
			continue // it is damaged, and mended when it is asked for
		}
		old = append(old, a.segmentName(s, i))
		for _, row := range layout.Rows {
			rows = append(rows, int(row)+1)
		}
	}
	if len(old) < im.mergeFrom {
		return nil
	}
	slices.Sort(rows)
	x := newIndexer()
	var t texts
	var block []byte
	var made []*newSegment
	for len(rows) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		some := rows[:min(len(rows), batchCables)]
		rows = rows[len(some):]
		records, err := a.records(ctx, some)
		if err != nil {
			return err
		}
		for i, r := range records {
			t.add(some[i]-1, im.parse(r))
		}
		block = t.block(block)
		if err := x.add(block); err != nil {
			return err
		}
		if x.builder.Size() > segmentSize || len(rows) == 0 {
			s, err := im.segment(x)
			if err != nil {
				return err
			}
			made = append(made, s)
		}
	}
	tx, err := a.db.BeginTx(ctx, nil)
	if err != nil {
		return a.db.explain(err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, name := range old {
		if _, err := tx.ExecContext(ctx, "DELETE FROM segment WHERE file = ?", name); err != nil {
			return a.db.explain(err)
		}
	}
	for _, s := range made {
		if _, err := tx.ExecContext(ctx, insertSegment, s.file, s.cables, s.units, s.words, s.bytes); err != nil {
			return a.db.explain(err)
		}
	}
	if err := tx.Commit(); err != nil {
		return a.db.explain(err)
	}
	return a.refresh(ctx)
}

// Backup copies the archive into a new folder, also while an import goes on.
func (a *Archive) Backup(ctx context.Context, to string) (err error) {
	if _, err := os.Lstat(to); err == nil {
		return &Error{to, "it is there already; name a folder that is not", fs.ErrExist}
	}
	if err := os.MkdirAll(filepath.Join(to, indexDir), 0o755); err != nil {
		return explain(to, archives.name, err)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(to)
		}
	}()
	path := filepath.Join(to, databaseFile)
	if _, err := a.db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return explain(path, archives.name, err)
	}
	copied, err := openDatabase(ctx, path, archives, mode{synchronous: "FULL", connections: 1, page: pageSize})
	if err != nil {
		return err
	}
	names, err := collect(ctx, copied, scanText, "SELECT file FROM segment ORDER BY file")
	if closed := copied.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	for _, name := range names {
		err := copyFile(ctx, filepath.Join(a.dir, indexDir, name), filepath.Join(to, indexDir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // it has become part of another since; the copy indexes its cables again
		}
		if err != nil {
			return explain(to, archives.name, err)
		}
	}
	return syncDir(filepath.Join(to, indexDir))
}

func copyFile(ctx context.Context, from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	return errors.Join(err, ctx.Err())
}
