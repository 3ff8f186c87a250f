package parser

import (
	"sync"

	"reftel/model"
)

// scratch is the memory that reading a cable needs and that no cable keeps. The next one is read with it.
type scratch struct {
	lines      []line
	marks      []mark
	outside    []mark
	runs       []run
	spans      []model.Span
	found      []candidate
	chosen     []chosen
	pieces     []piece
	sections   []model.Section
	paragraphs []model.Paragraph
	blocks     []model.Block
	places     []int32
	buf        []byte
}

// desks are parsers that read nothing at the moment, for the sake of their scratch memory.
var desks = sync.Pool{New: func() any { return new(parser) }}

// mostScratch is the size of a cable from which on its scratch memory is not kept.
const mostScratch = 1 << 20

// reset makes the parser ready for a cable.
func (p *parser) reset(c *model.Cable, about Container) {
	k := p.scratch
	*p = parser{c: c, about: about, scratch: k, lines: k.lines[:0], marks: k.marks[:0], outside: k.outside[:0], buf: k.buf[:0]}
}

// release lets go of the cable and keeps the scratch memory.
func (p *parser) release() {
	size := len(p.c.Received)
	k := p.scratch
	k.lines, k.marks, k.outside, k.buf = p.lines, p.marks, p.outside, p.buf
	*p = parser{}
	if size > mostScratch {
		return
	}
	p.scratch = k
	desks.Put(p)
}

// taken is what was gathered in scratch memory as a slice of its own, no larger than it has to be. The scratch memory
// is cleared, so that it holds no text of the cable.
func taken[T any](gathered []T) []T {
	out := make([]T, len(gathered))
	copy(out, gathered)
	clear(gathered)
	return out
}
