package sqlite

import (
	"context"
	"errors"
	"sync"
)

// round indexes what was spilled: workers take it in its order, each into segments of its own. With a context that ends
// it keeps what is indexed by then, and leaves the rest.
func (im *importer) round(ctx context.Context) error {
	im.flying.Wait()
	if err := im.failure(); err != nil {
		return err
	}
	if err := im.w.commit(im.ctx); err != nil { // what segments speak of has to be there before them
		return im.a.db.explain(err)
	}
	if im.spill.bytes() == 0 {
		return nil
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	made := make(chan *newSegment)
	errs := make([]error, im.cores)
	var workers sync.WaitGroup
	for n := range errs {
		workers.Go(func() {
			if errs[n] = im.indexSpilled(ctx, made); errs[n] != nil {
				stop()
			}
		})
	}
	go func() {
		workers.Wait()
		close(made)
	}()
	var err error
	for s := range made {
		if err == nil {
			err = im.w.segment(im.ctx, s)
		}
		if err != nil {
			stop()
		}
	}
	err = errors.Join(append(errs, err)...)
	if err != nil {
		im.fail(err)
		return im.failure()
	}
	return nil
}

// indexSpilled indexes blocks until there are none.
func (im *importer) indexSpilled(ctx context.Context, made chan<- *newSegment) error {
	x := newIndexer()
	x.pause = im.pause()
	write := func() error {
		s, err := im.segment(x)
		if err == nil {
			made <- s
		}
		return err
	}
	var texts []byte
	for ctx.Err() == nil {
		var more bool
		var err error
		texts, more, err = im.spill.take(texts)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if err := x.add(texts); err != nil {
			return err
		}
		if x.builder.Size() > segmentSize || len(x.builder.Rows()) >= segmentMost {
			if err := write(); err != nil {
				return err
			}
		}
	}
	if x.builder.Empty() {
		return nil
	}
	return write()
}
