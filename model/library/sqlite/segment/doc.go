// Package segment is a part of a text index in a file: which words stand in which paragraphs, and where in them.
//
// A segment covers some cables of an archive and never changes. Its units are paragraphs and heads of cables, counted
// from 0; words come as package query parts them, and words of a field are kept apart from those of the text by a byte
// before them. It knows no cables, no queries and no database.
//
//	b := segment.NewBuilder()
//	b.Cable(row)
//	b.Unit(mark)
//	b.Word(word, position)
//	err := b.Write(path, nil)
//
//	s, err := segment.Open(path)
//	list, ok, err := s.Word([]byte("carp"))
//
// # The file
//
// Numbers are little endian; varints are those of encoding/binary; every part ends with its CRC-32C in four bytes.
//
//	"RFSEG\x00\x00\x01"       the magic, with the version of the format
//	postings                  of each word, in the order of the words: its units, then its positions
//	words                     blocks of 16 words
//	index                     of the blocks of words
//	units                     of cables: row (4 bytes), first unit (4); of units: mark (2), length in words (2)
//	marks                     the markings that units refer to, as texts
//	footer                    offset and length (8 and 8) of words, index, units, marks; numbers of cables, units,
//	                          words, positions (8 each)
//	"RFSEGEND"
//
// The units of a word are varints, one for each in which it stands: the distance to the one before, times two, plus one
// where the word stands in it more than once; then the number of times follows, as a varint. The positions are varints,
// the distance to the one before in the same unit; if there are more than 128 units, the offsets of the positions of
// each 128th unit come before them (4 bytes each).
//
// A block of words begins with the offset of the postings of its first word. A word is the number of bytes that it has
// in common with the one before in the block, the rest of it, the number of its units, and the lengths of its units and
// its positions, without their checksums. The index has for each block its offset in words and its first word.
package segment
