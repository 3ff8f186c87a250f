package segment

import (
	"encoding/binary"
	"slices"
)

// lists are lists of numbers that grow side by side in one piece of memory. Each is a chain of chunks: as many bytes as
// the list has already and 16 more, up to mostChunk, then the place of the next chunk in four bytes.
type lists struct{ arena []byte }

// list is one of them. A new one is empty.
type list struct {
	first uint32 // place of the first chunk
	at    uint32 // where the next byte goes
	end   uint32 // where the chunk ends; its link follows
	size  uint32 // bytes
}

const (
	leastChunk = 16
	mostChunk  = 1024
	linkSize   = 4
)

// reset forgets all lists, and keeps the memory.
func (l *lists) reset() { l.arena = l.arena[:0] }

// add appends a number as a varint.
func (l *lists) add(to *list, v uint32) {
	if v < 0x80 && to.at < to.end {
		l.arena[to.at] = byte(v)
		to.at++
		to.size++
		return
	}
	l.add64(to, uint64(v))
}

// add64 appends a number as a varint.
func (l *lists) add64(to *list, v uint64) {
	for ; v >= 0x80; v >>= 7 {
		l.byte(to, byte(v)|0x80)
	}
	l.byte(to, byte(v))
}

func (l *lists) byte(to *list, b byte) {
	if to.at == to.end {
		l.extend(to)
	}
	l.arena[to.at] = b
	to.at++
	to.size++
}

// extend gives a list another chunk.
func (l *lists) extend(to *list) {
	from, n := len(l.arena), int(min(to.size+leastChunk, mostChunk))
	l.arena = slices.Grow(l.arena, n+linkSize)[:from+n+linkSize]
	if to.size == 0 {
		to.first = uint32(from)
	} else {
		binary.LittleEndian.PutUint32(l.arena[to.end:], uint32(from))
	}
	to.at, to.end = uint32(from), uint32(from+n)
}

// appendTo appends the bytes of a list to b.
func (l *lists) appendTo(b []byte, of *list) []byte {
	at := of.first
	for done := uint32(0); done < of.size; {
		n := min(done+leastChunk, mostChunk)
		b = append(b, l.arena[at:at+min(n, of.size-done)]...)
		if done += n; done < of.size {
			at = binary.LittleEndian.Uint32(l.arena[at+n:])
		}
	}
	return b
}
