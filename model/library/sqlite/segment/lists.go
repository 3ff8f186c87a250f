package segment

import "encoding/binary"

// lists are lists of numbers that grow side by side in blocks of memory, which are never moved: moving all of them takes
// so long that whoever searches meanwhile would notice. Each list is a chain of chunks: as many bytes as it has already
// and 16 more, up to mostChunk, then the place of the next chunk in four bytes. A place is the number of a block, and in
// its last blockBits bits where in it.
type lists struct {
	blocks [][]byte // kept when the lists are forgotten
	next   uint32   // place of the next chunk
}

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

	blockBits = 20
	blockSize = 1 << blockBits
	blockMask = blockSize - 1
)

// reset forgets all lists, and keeps the memory.
func (l *lists) reset() { l.next = 0 }

// size is how many bytes they take.
func (l *lists) size() int { return int(l.next) }

// from is the memory from a place on, to the end of its block.
func (l *lists) from(at uint32) []byte { return l.blocks[at>>blockBits][at&blockMask:] }

// add appends a number as a varint.
func (l *lists) add(to *list, v uint32) {
	if v < 0x80 && to.at < to.end {
		l.blocks[to.at>>blockBits][to.at&blockMask] = byte(v)
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
	l.blocks[to.at>>blockBits][to.at&blockMask] = b
	to.at++
	to.size++
}

// extend gives a list another chunk.
func (l *lists) extend(to *list) {
	n := min(to.size+leastChunk, mostChunk)
	if l.next&blockMask+n+linkSize > blockSize {
		l.next = (l.next | blockMask) + 1
	}
	if int(l.next>>blockBits) == len(l.blocks) {
		l.blocks = append(l.blocks, make([]byte, blockSize))
	}
	if to.size == 0 {
		to.first = l.next
	} else {
		binary.LittleEndian.PutUint32(l.from(to.end), l.next)
	}
	to.at, to.end = l.next, l.next+n
	l.next += n + linkSize
}

// appendTo appends the bytes of a list to b.
func (l *lists) appendTo(b []byte, of *list) []byte {
	at := of.first
	for done := uint32(0); done < of.size; {
		n := min(done+leastChunk, mostChunk)
		b = append(b, l.from(at)[:min(n, of.size-done)]...)
		if done += n; done < of.size {
			at = binary.LittleEndian.Uint32(l.from(at + n))
		}
	}
	return b
}
