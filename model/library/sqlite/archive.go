package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/sqlite/segment"
	"reftel/model/safe"
)

// Parse reads a cable from the bytes received.
type Parse func(library.Record) (*model.Cable, error)

// Options say how an archive is opened.
type Options struct {
	Parse    Parse
	Create   bool // where there is none
	ReadOnly bool // for a folder that may not be written to
	Workers  int  // how many cores an import uses; 0 for all
	Round    int  // bytes of texts, compressed, that are gathered before they are indexed; 0 for 1 GiB
}

// Archive is a collection of cables in a folder. It is safe for concurrent use, and by several programs.
type Archive struct {
	dir     string
	options Options
	db      *database
	bodies  unpacker
	recent  recent

	view    atomic.Pointer[view]
	loading sync.Mutex // whoever brings the view up to date
	loaded  loaded

	turns      chan struct{} // of searches
	waiting    atomic.Int32  // for an answer
	answers    answers
	titleLock  sync.Mutex
	titlesHeld []string
	sourceLock sync.Mutex
	sourcesOf  []string

	mu      sync.Mutex
	changed chan struct{} // nil while nobody waits

	stop    chan struct{}
	watcher sync.WaitGroup
}

var _ library.Archive = (*Archive)(nil)

// The files of an archive.
const (
	databaseFile = "archive.db"
	lockFile     = "import.lock"
)

// pageSize is the size of a page of the database. A body of the dump has 2.3 KB on average: in pages of 4 KB a quarter
// of the file would be empty.
const pageSize = 16384

// Exists tells whether there is an archive in a folder.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, databaseFile))
	return err == nil
}

// Open opens the archive in a folder.
func Open(ctx context.Context, dir string, o Options) (*Archive, error) {
	path := filepath.Join(dir, databaseFile)
	if o.Create {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, explain(path, archives.name, err)
		}
	}
	db, err := openDatabase(ctx, path, archives, mode{create: o.Create, readOnly: o.ReadOnly, synchronous: "NORMAL", connections: 8, page: pageSize})
	if errors.Is(err, library.ErrReadOnly) && !o.Create && !o.ReadOnly {
		o.ReadOnly = true
		return Open(ctx, dir, o)
	}
	if err != nil {
		return nil, err
	}
	a := &Archive{dir: dir, options: o, db: db, stop: make(chan struct{}), turns: make(chan struct{}, 1+runtime.GOMAXPROCS(0))}
	if err := a.refresh(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	a.watcher.Go(a.watch)
	return a, nil
}

// Close ends the use of the archive.
func (a *Archive) Close() error {
	close(a.stop)
	a.watcher.Wait()
	return a.db.explain(a.db.Close())
}

// Name is what the collection is called on the screen: the folder.
func (a *Archive) Name() safe.Line { return safe.FileName(a.dir) }

// State is how far the collection has come.
func (a *Archive) State() library.State {
	v := a.view.Load()
	return library.State{Len: v.len(), Indexed: v.indexed, Revision: v.revision, Loading: v.loading, Problems: v.problems}
}

// Changed is closed at the next change of State after the call.
func (a *Archive) Changed() <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.changed == nil {
		a.changed = make(chan struct{})
	}
	return a.changed
}

// DefaultOrder is that in which the collection is listed unless one asks for another.
func (a *Archive) DefaultOrder() library.Order { return library.NewestFirst }

// loaded is what was read of the database so far; it only grows, and views are cut from it.
type loaded struct {
	columns  columns
	words    [lists][]string
	problems []library.Problem
	problem  int64                        // the last of them
	told     map[library.Problem]struct{} // each once: an import that is run again finds the same

	segments     []*segment.Segment
	segmentNames []string
	broken       []library.Problem // segments that cannot be used
	brokenNames  []string
}

// watchEvery is how often it is looked whether another program has changed the archive.
const watchEvery = 250 * time.Millisecond

// watch brings the view up to date when another program imports.
func (a *Archive) watch() {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		<-a.stop
		cancel()
	}()
	conn, err := a.db.Conn(ctx)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	seen := int64(-1)
	for {
		select {
		case <-a.stop:
			return
		case <-ticker.C:
		}
		var version int64
		if err := conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
			continue
		}
		if version != seen || a.view.Load().loading != a.importing() {
			seen = version
			_ = a.refresh(ctx) // the view that stands stays; reading tells what is wrong
		}
	}
}

// refresh makes a new view of what the database holds now.
func (a *Archive) refresh(ctx context.Context) error {
	a.loading.Lock()
	defer a.loading.Unlock()
	tx, err := a.db.BeginTx(ctx, readTx)
	if err != nil {
		return a.db.explain(err)
	}
	defer func() { _ = tx.Rollback() }()
	l := &a.loaded
	for list := range listSource { // sources are many where each cable has a file of its own, and seldom asked for
		rows, err := tx.QueryContext(ctx, "SELECT text FROM word WHERE list = ? AND id >= ? ORDER BY id", list, len(l.words[list]))
		if err != nil {
			return a.db.explain(err)
		}
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				return a.db.explain(err)
			}
			l.words[list] = append(l.words[list], safe.Of(text).String())
		}
		if err := rows.Err(); err != nil {
			return a.db.explain(err)
		}
	}
	if l.columns.len() == 0 {
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(first + rows) - 1, 0) FROM chunk").Scan(&n); err != nil {
			return a.db.explain(err)
		}
		l.columns.grow(n)
	}
	chunks, err := tx.QueryContext(ctx, "SELECT first, rows, columns FROM chunk WHERE first > ? ORDER BY first", l.columns.len())
	if err != nil {
		return a.db.explain(err)
	}
	defer func() { _ = chunks.Close() }()
	for chunks.Next() {
		var first, n int
		var data []byte
		if err := chunks.Scan(&first, &n, &data); err != nil {
			return a.db.explain(err)
		}
		before := l.columns.len()
		if err := l.columns.decode(data); err != nil || first != before+1 || l.columns.len() != before+n || !l.known(before) {
			l.columns = l.columns.clip(before)
			return a.db.errorf(library.ErrCorrupt, "the columns of cables %d to %d are damaged; restore the archive from a backup, or import again into a new folder", first, first+n-1)
		}
	}
	if err := chunks.Err(); err != nil {
		return a.db.explain(err)
	}
	problems, err := tx.QueryContext(ctx, "SELECT id, place, what FROM problem WHERE id > ? ORDER BY id", l.problem)
	if err != nil {
		return a.db.explain(err)
	}
	defer func() { _ = problems.Close() }()
	for problems.Next() {
		var where, what string
		if err := problems.Scan(&l.problem, &where, &what); err != nil {
			return a.db.explain(err)
		}
		p := library.Problem{Where: safe.Of(where), What: safe.Of(what)}
		if _, before := l.told[p]; before {
			continue
		}
		if l.told == nil {
			l.told = map[library.Problem]struct{}{}
		}
		l.told[p] = struct{}{}
		l.problems = append(l.problems, p)
	}
	if err := problems.Err(); err != nil {
		return a.db.explain(err)
	}
	var names []string
	segments, err := tx.QueryContext(ctx, "SELECT file FROM segment ORDER BY file")
	if err != nil {
		return a.db.explain(err)
	}
	defer func() { _ = segments.Close() }()
	for segments.Next() {
		var name string
		if err := segments.Scan(&name); err != nil {
			return a.db.explain(err)
		}
		names = append(names, name)
	}
	if err := segments.Err(); err != nil {
		return a.db.explain(err)
	}
	l.openSegments(a.dir, names, a.view.Load() != nil)
	if err := a.bodies.renew(ctx, a.db); err != nil {
		return err
	}
	a.publish()
	return nil
}

// known tells whether the numbers of words in the columns from i on are those of words.
func (l *loaded) known(i int) bool {
	c := &l.columns
	within := func(m *many[uint32], list int) bool {
		from := uint32(0)
		if i > 0 {
			from = m.end[i-1]
		}
		some := m.values[from:]
		return len(some) == 0 || int(slices.Max(some)) < len(l.words[list])
	}
	station := func(keys []uint64) bool {
		for _, k := range keys {
			if k != 0 && int(stationOf(k)) >= len(l.words[listStation]) {
				return false
			}
		}
		return true
	}
	return within(&c.controls, listControl) && within(&c.tags, listTag) && within(&c.captions, listCaption) &&
		station(c.key[i:]) && station(c.refs.values[c.refs.start(i):])
}

// publish makes what was loaded the view; the caller holds loading.
func (a *Archive) publish() {
	l := &a.loaded
	old := a.view.Load()
	v := newView(l.columns.clip(l.columns.len()), l.words, old)
	v.problems = append(l.problems[:len(l.problems):len(l.problems)], l.broken...)
	v.segments, v.broken = slices.Clone(l.segments), len(l.broken)
	for _, s := range v.segments {
		v.indexed += s.Cables()
	}
	v.loading = a.importing()
	if old != nil {
		v.revision = old.revision
		if old.len() == v.len() && old.loading == v.loading && len(old.problems) == len(v.problems) && slices.Equal(old.segments, v.segments) {
			return
		}
	}
	v.revision++
	a.view.Store(v)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.changed != nil {
		close(a.changed)
		a.changed = nil
	}
}

// index turns a handle into an index of the columns.
func (a *Archive) index(v *view, h library.Handle) (int, error) {
	if h < 1 || int(h) > v.len() {
		return 0, fmt.Errorf("%s: there is no cable %d; the archive has %d", a.dir, h, v.len())
	}
	return int(h) - 1, nil
}

// sources gives the paths that cables were found at, by their numbers.
func (a *Archive) sources(ctx context.Context) ([]string, error) {
	a.sourceLock.Lock()
	defer a.sourceLock.Unlock()
	more, err := collect(ctx, a.db, func(rows *sql.Rows) (s string, err error) {
		err = rows.Scan(&s)
		return safe.Of(s).String(), err
	}, "SELECT text FROM word WHERE list = ? AND id >= ? ORDER BY id", listSource, len(a.sourcesOf))
	if err != nil {
		return nil, err
	}
	a.sourcesOf = append(a.sourcesOf, more...)
	return a.sourcesOf[:len(a.sourcesOf):len(a.sourcesOf)], nil
}
