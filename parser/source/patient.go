package source

import (
	"context"
	"io"
)

// patient reads what someone else writes, who may never come to an end: it is not waited for when its context is done.
type patient struct {
	ctx   context.Context
	next  chan piece
	done  chan struct{}
	count func(int)
	left  []byte
	err   error
}

type piece struct {
	data []byte
	err  error
}

func newPatient(ctx context.Context, open func() (io.ReadCloser, error), count func(int)) *patient {
	p := &patient{ctx: ctx, next: make(chan piece, 1), done: make(chan struct{}), count: count}
	go p.run(open)
	return p
}

func (p *patient) run(open func() (io.ReadCloser, error)) {
	r, err := open()
	if err != nil {
		p.send(piece{err: err})
		return
	}
	defer r.Close()
	for {
		buf := make([]byte, 64<<10)
		n, err := r.Read(buf)
		if !p.send(piece{buf[:n], err}) || err != nil {
			return
		}
	}
}

func (p *patient) send(x piece) bool {
	select {
	case p.next <- x:
		return true
	case <-p.done:
		return false
	}
}

// stop lets the other side go.
func (p *patient) stop() { close(p.done) }

// Read gives what has come.
func (p *patient) Read(b []byte) (int, error) {
	for len(p.left) == 0 {
		if p.err != nil {
			return 0, p.err
		}
		select {
		case x := <-p.next:
			p.left, p.err = x.data, x.err
			p.count(len(x.data))
		case <-p.ctx.Done():
			p.err = p.ctx.Err()
		}
	}
	n := copy(b, p.left)
	p.left = p.left[n:]
	return n, nil
}
