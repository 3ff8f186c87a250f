package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"reftel/model/library"
	"reftel/model/library/sqlite/segment"
	"reftel/model/safe"
)

// indexDir is where the segments of the text index lie.
const indexDir = "index"

// newSegment is a segment that was written and is not known to the database yet.
type newSegment struct {
	file                 string
	cables, units, words int
	bytes                int64
}

// segment writes what an indexer holds, and empties it. The file is on the disk, under its own name, before it is told.
func (im *importer) segment(x *indexer) (*newSegment, error) {
	dir := filepath.Join(im.a.dir, indexDir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%06d-%04d.seg", im.w.id, im.segments.Add(1))
	path := filepath.Join(dir, name)
	half := path + ".tmp"
	_ = os.Remove(half) // of an import that was cut off
	if err := x.builder.Write(half, x.pause); err != nil {
		return nil, placed(path, err)
	}
	if err := os.Rename(half, path); err != nil {
		return nil, err
	}
	if err := syncDir(dir); err != nil {
		return nil, err
	}
	s, err := segment.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	return &newSegment{name, s.Cables(), s.Units(), s.Words(), info.Size()}, nil
}

// syncDir makes the names in a folder last. Where folders cannot be synced, the system does it.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

// openSegments brings the open segments up to date with the names that the database has. One that is missing or damaged
// is left out and told as a problem: its cables can be listed and read, but not searched, until they are indexed again.
// Those that come later than the archive was opened are warmed: whoever searches next should not wait for it.
func (l *loaded) openSegments(dir string, names []string, warm bool) {
	var open []*segment.Segment
	var opened []string
	l.broken, l.brokenNames = nil, nil
	for _, name := range names {
		if i := slices.Index(l.segmentNames, name); i >= 0 {
			open, opened = append(open, l.segments[i]), append(opened, name)
			continue
		}
		path := filepath.Join(dir, indexDir, filepath.Base(name))
		s, err := segment.Open(path)
		if err != nil {
			l.broken, l.brokenNames = append(l.broken, segmentProblem(path, err)), append(l.brokenNames, name)
			continue
		}
		if warm {
			_ = s.Warm() // a search tells what is wrong
		}
		open, opened = append(open, s), append(opened, name)
	}
	// Segments that are gone are closed when the last view with them is.
	l.segments, l.segmentNames = open, opened
}

func segmentProblem(path string, err error) library.Problem {
	why := err.Error()
	if errors.Is(err, fs.ErrNotExist) {
		why = "it is missing"
	}
	return library.Problem{Where: safe.FileName(path), What: safe.Of("a part of the index cannot be used (" + why + "), so that a search misses the cables in it; reftel library check --repair makes it again")}
}

// findRest finds the cables that are in no segment: those of an import that was cut off, of an archive of an older
// version, and of segments that are damaged. They are indexed when the import ends.
func (im *importer) findRest(ctx context.Context) error {
	v := im.a.view.Load()
	broken := im.a.brokenSegments()
	if v.indexed == v.len() && len(broken) == 0 {
		return nil
	}
	in := make([]bool, v.len())
	for i, s := range v.segments {
		layout, err := s.Layout()
		if errors.Is(err, segment.ErrDamaged) {
			if err := im.a.dropSegment(ctx, im.a.segmentName(s, i)); err != nil {
				return err
			}
			return im.findRest(ctx)
		}
		if err != nil {
			return err
		}
		for _, row := range layout.Rows {
			if int(row) < len(in) {
				in[row] = true
			}
		}
	}
	for _, name := range broken {
		if err := im.a.dropSegment(ctx, name); err != nil {
			return err
		}
	}
	im.rest = nil
	for i, ok := range in {
		if !ok {
			im.rest = append(im.rest, i+1)
		}
	}
	return nil
}

// indexRest gives those cables to the workers, in the order of their rows, until ctx ends.
func (im *importer) indexRest(ctx context.Context) error {
	for len(im.rest) > 0 && ctx.Err() == nil {
		some := im.rest[:min(len(im.rest), batchCables)]
		im.rest = im.rest[len(some):]
		records, err := im.a.records(im.ctx, some)
		if err != nil {
			return err
		}
		b := &batch{first: im.next, indexed: some, records: records, ready: make(chan struct{})}
		if err := im.dispatch(ctx, b, restSize); err != nil {
			return err
		}
	}
	return nil
}

// brokenSegments are the names of segments that cannot be used.
func (a *Archive) brokenSegments() []string {
	a.loading.Lock()
	defer a.loading.Unlock()
	return slices.Clone(a.loaded.brokenNames)
}

// dropSegment forgets a segment that cannot be used, so that its cables are indexed again.
func (a *Archive) dropSegment(ctx context.Context, name string) error {
	if _, err := a.db.ExecContext(ctx, "DELETE FROM segment WHERE file = ?", name); err != nil {
		return a.db.explain(err)
	}
	return a.refresh(ctx)
}
