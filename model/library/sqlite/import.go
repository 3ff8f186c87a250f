package sqlite

import (
	"context"
	"crypto/sha256"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"reftel/model/library"
	"reftel/model/safe"
)

// How an import goes: Add gathers records in batches; workers parse and compress batches, on all cores; one writer
// takes them in their order, writes them and commits. What is under way is bounded, so memory is. The index comes later:
// when everything is in the archive, or so much of it that searches should not wait longer, the workers index what was
// spilled (spill.go, round.go). So the list of all cables stands as early as it can.
const (
	batchCables = 64
	batchBytes  = 512 << 10
	underWay    = 48 // batches

	segmentSize = 40 << 20 // about what a worker's part of the index takes in memory before it is written
	segmentMost = 40_000   // cables in it

	roundSize = 1 << 30  // bytes of spill that are indexed before more cables are taken in
	restSize  = 64 << 20 // the same for cables that are listed already

	commitCables = 4096
	commitAfter  = 400 * time.Millisecond
)

// digest tells whether bytes are the same.
type digest [16]byte

func digestOf(b []byte) digest {
	sum := sha256.Sum256(b)
	return digest(sum[:16])
}

// batch is a run of records under way.
type batch struct {
	first    int   // row of the first record
	indexed  []int // rows of records that are in the archive already, and only have to be indexed
	records  []library.Record
	digests  []digest
	size     int
	problems []library.Problem
	marks    []library.Checkpoint // that hold when the batch is in the archive

	ready    chan struct{} // closed when prepared
	prepared []prepared
	texts    []byte // that are to be indexed, compressed
}

// importer is an import under way.
type importer struct {
	a      *Archive
	lock   *lock
	ctx    context.Context
	cancel context.CancelFunc
	dict   []byte

	segments  atomic.Int64 // written
	spill     spill
	digests   map[digest]struct{}
	marks     map[string]library.Checkpoint
	next      int // row of the next record
	batch     *batch
	held      []*batch // while there is no dictionary yet
	jobs      chan *batch
	turn      chan *batch
	roundSize int64
	rest      []int // rows that were there before and are not indexed
	cores     int
	workers   sync.WaitGroup
	written   sync.WaitGroup
	flying    sync.WaitGroup // batches that were given on and not written

	mergeBelow int  // cables: segments with fewer are merged at the end
	mergeFrom  int  // if there are as many of them
	silent     bool // it is no import, but takes care of the archive

	mu     sync.Mutex
	report library.Report
	err    error // that ended the writer

	w *importWriter
}

// Import begins to take cables in.
func (a *Archive) Import(ctx context.Context) (library.Import, error) {
	im, err := a.start(ctx, nil)
	if err != nil {
		return nil, err
	}
	return im, nil
}

// start takes the archive for this program alone and begins; before is done in between.
func (a *Archive) start(ctx context.Context, before func() error) (*importer, error) {
	if a.options.ReadOnly {
		return nil, a.db.errorf(library.ErrReadOnly, "this archive can only be read; allow writing to its folder, or copy the folder to a place where you may write")
	}
	l, err := takeLock(a.dir)
	if err != nil {
		return nil, err
	}
	im, err := a.begin(ctx, l, before)
	if err != nil {
		l.release()
		return nil, err
	}
	return im, nil
}

func (a *Archive) begin(ctx context.Context, l *lock, before func() error) (*importer, error) {
	if err := a.refresh(ctx); err != nil { // what another import took in since
		return nil, err
	}
	if before != nil {
		if err := before(); err != nil {
			return nil, err
		}
	}
	im := &importer{a: a, lock: l, digests: map[digest]struct{}{}, marks: map[string]library.Checkpoint{}, next: a.view.Load().len() + 1,
		mergeBelow: segmentMost / 10, mergeFrom: 8}
	im.report.Started, im.spill.dir = time.Now(), a.dir
	if im.roundSize = int64(a.options.Round); im.roundSize <= 0 {
		im.roundSize = roundSize
	}
	im.spill.most = int(min(im.roundSize/4, spillMemory))
	if err := im.load(ctx); err != nil {
		return nil, a.db.explain(err)
	}
	if err := im.findRest(ctx); err != nil {
		return nil, err
	}
	if im.cores = a.options.Workers; im.cores <= 0 {
		im.cores = runtime.GOMAXPROCS(0)
	}
	var err error
	if im.w, err = newImportWriter(ctx, im); err != nil {
		return nil, a.db.explain(err)
	}
	// The work under way is not that of the caller's context: Close decides what becomes of it.
	im.ctx, im.cancel = context.WithCancel(context.WithoutCancel(ctx))
	im.jobs, im.turn = make(chan *batch, underWay), make(chan *batch, underWay)
	for range im.cores {
		im.workers.Go(im.work)
	}
	im.written.Go(im.write)
	return im, nil
}

// load reads what an import has to know of the archive.
func (im *importer) load(ctx context.Context) error {
	chunks, err := im.a.db.QueryContext(ctx, "SELECT first, rows, digests FROM chunk ORDER BY first")
	if err != nil {
		return err
	}
	defer func() { _ = chunks.Close() }()
	for chunks.Next() {
		var first, rows int
		var data []byte
		if err := chunks.Scan(&first, &rows, &data); err != nil {
			return err
		}
		data, err := unseal(data)
		if err != nil || len(data) != rows*len(digest{}) {
			return im.a.db.errorf(library.ErrCorrupt, "the digests of cables %d to %d are damaged; restore the archive from a backup, or import again into a new folder", first, first+rows-1)
		}
		for ; len(data) > 0; data = data[len(digest{}):] {
			im.digests[digest(data)] = struct{}{}
		}
	}
	if err := chunks.Err(); err != nil {
		return err
	}
	marks, err := im.a.db.QueryContext(ctx, "SELECT source, size, modified, offset, done FROM checkpoint")
	if err != nil {
		return err
	}
	defer func() { _ = marks.Close() }()
	for marks.Next() {
		var c library.Checkpoint
		var modified int64
		if err := marks.Scan(&c.Source, &c.Size, &modified, &c.Offset, &c.Done); err != nil {
			return err
		}
		c.Modified = time.Unix(0, modified)
		im.marks[c.Source] = c
	}
	if err := marks.Err(); err != nil {
		return err
	}
	var data []byte
	err = im.a.db.QueryRowContext(ctx, "SELECT data FROM dictionary WHERE id = 1").Scan(&data)
	if err == nil {
		if im.dict, err = unseal(data); err != nil {
			return im.a.db.errorf(library.ErrCorrupt, "the archive's dictionary is damaged; restore it from a backup, or import again into a new folder")
		}
		return nil
	}
	return notNoRows(err)
}

// Resume gives the last checkpoint of a file; false where there is none, or where the file has changed since.
func (im *importer) Resume(source string, size int64, modified time.Time) (library.Checkpoint, bool) {
	c, ok := im.marks[source]
	if !ok || c.Size != size || !c.Modified.Equal(modified) {
		return library.Checkpoint{}, false
	}
	return c, true
}

// Add takes in a cable; false where the archive holds the same bytes.
func (im *importer) Add(ctx context.Context, r library.Record) (bool, error) {
	d := digestOf(r.Received)
	if _, known := im.digests[d]; known {
		im.mu.Lock()
		im.report.Duplicates++
		im.mu.Unlock()
		return false, nil
	}
	if len(r.Received) > mostBody/2 {
		return false, im.Problem(ctx, library.Problem{Where: safe.FileName(r.About.Path), What: safe.Of("larger than one cable can be")})
	}
	im.digests[d] = struct{}{}
	b := im.open()
	b.records, b.digests, b.size = append(b.records, r), append(b.digests, d), b.size+len(r.Received)
	im.next++
	if len(b.records) >= batchCables || b.size >= batchBytes {
		return true, im.send(ctx)
	}
	return true, nil
}

// open is the batch that is being gathered.
func (im *importer) open() *batch {
	if im.batch == nil {
		im.batch = &batch{first: im.next, ready: make(chan struct{})}
	}
	return im.batch
}

// Problem keeps with the archive what could not be taken in.
func (im *importer) Problem(_ context.Context, p library.Problem) error {
	b := im.open()
	b.problems = append(b.problems, p)
	im.mu.Lock()
	defer im.mu.Unlock()
	im.report.Problems++
	return im.err
}

// Checkpoint says how far the cables added so far go.
func (im *importer) Checkpoint(c library.Checkpoint) {
	im.marks[c.Source] = c
	b := im.open()
	for i := range b.marks {
		if b.marks[i].Source == c.Source {
			b.marks[i] = c
			return
		}
	}
	b.marks = append(b.marks, c)
}

// Report is what was taken in so far.
func (im *importer) Report() library.Report {
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.report
}

// Indexed is how many of the archive's cables a search of words reaches already.
func (im *importer) Indexed() (indexed, all int) {
	s := im.a.State()
	return s.Indexed, s.Len
}

// send gives the batch on. The first ones wait until there is a dictionary.
func (im *importer) send(ctx context.Context) error {
	b := im.batch
	im.batch = nil
	if im.dict == nil && im.held != nil || im.dict == nil && im.next-1-len(b.records) < dictionaryFrom {
		im.held = append(im.held, b)
		n := 0
		for _, h := range im.held {
			n += len(h.records)
		}
		if n < dictionaryFrom {
			return nil
		}
		return im.release(ctx)
	}
	return im.dispatch(ctx, b, roundSize)
}

// release makes a dictionary of the batches that were held, and gives them on.
func (im *importer) release(ctx context.Context) error {
	held := im.held
	im.held = nil
	var bodies [][]byte
	for _, h := range held {
		for _, r := range h.records {
			bodies = append(bodies, r.Received)
		}
	}
	if im.dict == nil {
		if dict := dictionaryOfBodies(bodies); dict != nil {
			if err := im.w.dictionary(ctx, dict); err != nil {
				return im.a.db.explain(err)
			}
			im.dict = dict
		}
	}
	for _, h := range held {
		if err := im.dispatch(ctx, h, roundSize); err != nil {
			return err
		}
	}
	return nil
}

// dispatch gives a batch to the writer and the workers. It does not heed the caller's context: the rows of the batch have
// their numbers, and those of later ones follow. When more than most waits for it, the index is made first.
func (im *importer) dispatch(ctx context.Context, b *batch, most int64) error {
	if im.spill.bytes() >= min(most, im.roundSize) {
		if err := im.round(ctx); err != nil {
			return err
		}
	}
	im.flying.Add(1)
	select {
	case im.turn <- b:
	case <-im.ctx.Done():
		im.flying.Done()
		return im.failure()
	}
	select {
	case im.jobs <- b:
		return nil
	case <-im.ctx.Done():
		return im.failure()
	}
}

func (im *importer) failure() error {
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.err
}

// fail ends the import with an error.
func (im *importer) fail(err error) {
	im.mu.Lock()
	if im.err == nil {
		im.err = im.a.db.explain(err)
	}
	im.mu.Unlock()
	im.cancel()
}

// write writes batches in their turn.
func (im *importer) write() {
	pause := im.pause()
	for b := range im.turn {
		pause()
		im.writeOne(b)
		im.flying.Done()
	}
}

func (im *importer) writeOne(b *batch) {
	select {
	case <-b.ready:
	case <-im.ctx.Done():
		return
	}
	if im.failure() != nil {
		return
	}
	err := im.w.batch(im.ctx, b)
	if err == nil && len(b.records) > 0 {
		first := b.first
		if b.indexed != nil {
			first = b.indexed[0]
		}
		err = im.spill.put(first, b.texts)
	}
	if err != nil {
		im.fail(err)
	}
}

// Close waits until everything is in the archive, and ends the import.
func (im *importer) Close(ctx context.Context) (library.Report, error) {
	defer im.lock.release()
	defer im.cancel()
	// What was added is kept, whether the caller's context is done or not: it is little.
	if b := im.batch; b != nil {
		im.batch = nil
		im.held = append(im.held, b)
	}
	err := im.release(im.ctx)
	if err == nil {
		err = im.indexRest(ctx)
	}
	close(im.jobs)
	close(im.turn)
	im.workers.Wait()
	im.written.Wait()
	if err == nil {
		err = im.failure()
	}
	if err == nil {
		until := ctx
		if !im.spill.onDisk() { // a little is indexed even where somebody wants an end
			until = im.ctx
		}
		err = im.round(until)
	}
	im.spill.drop()
	if end := im.w.end(im.ctx, err == nil && ctx.Err() == nil); err == nil {
		err = im.a.db.explain(end)
	}
	im.lock.release()
	if refreshed := im.a.refresh(context.WithoutCancel(ctx)); err == nil {
		err = refreshed
	}
	if err == nil {
		err = ctx.Err()
	}
	return im.Report(), err
}
