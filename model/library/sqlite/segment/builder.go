package segment

import "math"

// Builder gathers what a segment holds, in memory. It is for one goroutine.
type Builder struct {
	rows      []uint32
	firsts    []uint32 // unit of each cable
	marks     []uint16
	lengths   []uint16
	markTexts []string
	markOf    map[string]uint16
	terms     terms
}

// NewBuilder makes an empty builder.
func NewBuilder() *Builder { return &Builder{terms: newTerms(), markOf: map[string]uint16{}} }

// reset makes it empty, and keeps its memory.
func (b *Builder) reset() {
	b.rows, b.firsts, b.marks, b.lengths, b.markTexts = b.rows[:0], b.firsts[:0], b.marks[:0], b.lengths[:0], b.markTexts[:0]
	clear(b.markOf)
	b.terms.reset()
}

// Empty tells whether there is no cable.
func (b *Builder) Empty() bool { return len(b.rows) == 0 }

// Size is about how much memory the postings take, in bytes.
func (b *Builder) Size() int { return b.terms.size() }

// Rows are the cables, in the order in which they came. They hold until Write.
func (b *Builder) Rows() []uint32 { return b.rows }

// Cable begins with a cable, whose rows have to ascend.
func (b *Builder) Cable(row uint32) {
	b.rows = append(b.rows, row)
	b.firsts = append(b.firsts, uint32(len(b.marks)))
}

// Unit begins with a unit of the last cable; mark names its marking.
func (b *Builder) Unit(mark string) {
	n, ok := b.markOf[mark]
	if !ok {
		n = uint16(min(len(b.markTexts), math.MaxUint16-1))
		b.markTexts = append(b.markTexts, mark)
		b.markOf[mark] = n
	}
	b.marks = append(b.marks, n)
	b.lengths = append(b.lengths, 0)
}

// Length says how many words the last unit has.
func (b *Builder) Length(n int) { b.lengths[len(b.lengths)-1] = uint16(min(n, math.MaxUint16)) }

// Word takes in a word of the last unit at a position. Of one unit, the positions of a word have to ascend.
func (b *Builder) Word(text []byte, position int) {
	b.terms.add(text, uint32(len(b.marks)-1), uint32(position))
}

// WordOfHead takes in a word of the first unit of the last cable, whatever came since.
func (b *Builder) WordOfHead(text []byte, position int) {
	b.terms.add(text, b.firsts[len(b.firsts)-1], uint32(position))
}
