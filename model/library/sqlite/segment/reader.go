package segment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sort"
	"sync"
)

// ErrDamaged says that a file is not what was written, and ErrVersion that a newer program wrote it.
var (
	ErrDamaged = errors.New("the segment is damaged")
	ErrVersion = errors.New("the segment is of a newer version")
)

// Segment is an open segment. It may be used by several goroutines.
type Segment struct {
	f      *os.File
	size   int64
	parts  [4]extent // words, index, units, marks
	counts [4]uint64 // cables, units, words, positions

	index  func() (*index, error)
	layout func() (*Layout, error)
	words  func() ([]byte, error) // all; they are little, and every search asks for some
}

// extent is where a part lies, without its checksum.
type extent struct{ at, size int64 }

// Layout says which cables and units a segment covers.
type Layout struct {
	Rows    []uint32 // of the cables
	First   []uint32 // first unit of each cable, and one behind the last
	Marks   []uint16 // of the units: index of MarkTexts
	Lengths []uint16 // of the units, in words
	Texts   []string // the markings
	Average float32  // length of a unit
}

const footerSize = 4*16 + 4*8

// Open opens a segment.
func Open(path string) (*Segment, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s := &Segment{f: f}
	if err := s.open(); err != nil {
		_ = f.Close()
		return nil, err
	}
	s.index = sync.OnceValues(s.loadIndex)
	s.layout = sync.OnceValues(s.loadLayout)
	s.words = sync.OnceValues(func() ([]byte, error) { return s.read(s.parts[0]) })
	return s, nil
}

func (s *Segment) open() error {
	info, err := s.f.Stat()
	if err != nil {
		return err
	}
	s.size = info.Size()
	head := make([]byte, len(magic))
	if _, err := s.f.ReadAt(head, 0); err != nil && err != io.EOF {
		return err
	}
	if !bytes.HasPrefix(head, []byte(magic[:7])) {
		return damaged("it does not begin as a segment does")
	}
	if head[7] != magic[7] {
		return fmt.Errorf("%w (%d)", ErrVersion, head[7])
	}
	end := make([]byte, len(magicEnd))
	at := s.size - int64(len(end))
	if at < int64(len(magic)+footerSize+4) {
		return damaged("it is too short")
	}
	if _, err := s.f.ReadAt(end, at); err != nil {
		return err
	}
	if string(end) != magicEnd {
		return damaged("its end is missing")
	}
	b, err := s.read(extent{at - 4 - footerSize, footerSize})
	if err != nil {
		return err
	}
	for i := range s.parts {
		s.parts[i] = extent{int64(binary.LittleEndian.Uint64(b[16*i:])), int64(binary.LittleEndian.Uint64(b[16*i+8:]))}
	}
	for i := range s.counts {
		s.counts[i] = binary.LittleEndian.Uint64(b[64+8*i:])
	}
	return nil
}

// Warm reads what every search needs.
func (s *Segment) Warm() error {
	_, err := s.index()
	if _, failed := s.layout(); err == nil {
		err = failed
	}
	if _, failed := s.words(); err == nil {
		err = failed
	}
	return err
}

func damaged(why string) error { return fmt.Errorf("%w: %s", ErrDamaged, why) }

// Close gives the file back.
func (s *Segment) Close() error { return s.f.Close() }

// Cables is how many cables the segment covers.
func (s *Segment) Cables() int { return int(s.counts[0]) }

// Units is how many paragraphs and heads it covers.
func (s *Segment) Units() int { return int(s.counts[1]) }

// Words is how many different words it holds.
func (s *Segment) Words() int { return int(s.counts[2]) }

// read reads a part and checks it.
func (s *Segment) read(e extent) ([]byte, error) {
	if e.size < 0 || e.at < 0 || e.at > s.size-4 || e.size > s.size-4-e.at {
		return nil, damaged("a part lies outside of it")
	}
	b := make([]byte, e.size+4)
	if n, err := s.f.ReadAt(b, e.at); err != nil && !(err == io.EOF && n == len(b)) {
		if err == io.EOF {
			return nil, damaged("it is shorter than it was")
		}
		return nil, err
	}
	n := len(b) - 4
	if crc32.Checksum(b[:n], castagnoli) != binary.LittleEndian.Uint32(b[n:]) {
		return nil, damaged(fmt.Sprintf("the checksum of the part at byte %d does not hold", e.at))
	}
	return b[:n:n], nil
}

// Layout says which cables and units the segment covers. It is kept.
func (s *Segment) Layout() (*Layout, error) { return s.layout() }

func (s *Segment) loadLayout() (*Layout, error) {
	b, err := s.read(s.parts[2])
	if err != nil {
		return nil, err
	}
	cables, units := s.Cables(), s.Units()
	if len(b) != 8*cables+4*units {
		return nil, damaged("the units are not as many as it says")
	}
	l := &Layout{Rows: make([]uint32, cables), First: make([]uint32, cables+1), Marks: make([]uint16, units), Lengths: make([]uint16, units)}
	le := binary.LittleEndian
	for i := range cables {
		l.Rows[i], l.First[i] = le.Uint32(b[8*i:]), le.Uint32(b[8*i+4:])
		if i > 0 && (l.First[i] < l.First[i-1] || l.Rows[i] <= l.Rows[i-1]) || int(l.First[i]) > units {
			return nil, damaged("its cables are not in order")
		}
	}
	l.First[cables] = uint32(units)
	b = b[8*cables:]
	total := 0
	for i := range units {
		l.Marks[i], l.Lengths[i] = le.Uint16(b[4*i:]), le.Uint16(b[4*i+2:])
		total += int(l.Lengths[i])
	}
	l.Average = float32(max(total, 1)) / float32(max(units, 1))
	if b, err = s.read(s.parts[3]); err != nil {
		return nil, err
	}
	for len(b) > 0 {
		n, used := binary.Uvarint(b)
		if used <= 0 || n > uint64(len(b)-used) {
			return nil, damaged("its markings cannot be read")
		}
		l.Texts = append(l.Texts, string(b[used:used+int(n)]))
		b = b[used+int(n):]
	}
	for _, m := range l.Marks {
		if int(m) >= len(l.Texts) {
			return nil, damaged("a unit has a marking that there is not")
		}
	}
	return l, nil
}

// index finds the block of a word.
type index struct {
	offsets []uint32
	firsts  []string
}

func (s *Segment) loadIndex() (*index, error) {
	b, err := s.read(s.parts[1])
	if err != nil {
		return nil, err
	}
	x := &index{}
	all := string(b)
	at := 0
	for at < len(b) {
		offset, n := binary.Uvarint(b[at:])
		if n <= 0 {
			return nil, damaged("its words cannot be read")
		}
		at += n
		size, n := binary.Uvarint(b[at:])
		if n <= 0 || size > uint64(len(b)-at-n) {
			return nil, damaged("its words cannot be read")
		}
		at += n
		x.offsets = append(x.offsets, uint32(offset))
		x.firsts = append(x.firsts, all[at:at+int(size)])
		at += int(size)
	}
	return x, nil
}

// entry is where the postings of a word lie.
type entry struct {
	text         []byte
	units        int
	at           int64
	docs, places int64
}

// from calls visit for the words from a text on, in their order, until it gives false.
func (s *Segment) from(text []byte, visit func(e *entry) bool) error {
	x, err := s.index()
	if err != nil {
		return err
	}
	block := sort.Search(len(x.firsts), func(i int) bool { return x.firsts[i] > string(text) }) - 1
	block = max(block, 0)
	words, err := s.words()
	if err != nil {
		return err
	}
	for ; block < len(x.offsets); block++ {
		end := len(words)
		if block+1 < len(x.offsets) {
			end = int(x.offsets[block+1])
		}
		if int(x.offsets[block])+8 > end || end > len(words) {
			return damaged("its words cannot be read")
		}
		b := words[x.offsets[block]:end]
		e := entry{at: int64(binary.LittleEndian.Uint64(b))}
		b = b[8:]
		for len(b) > 0 {
			var v [5]uint64
			for i := range 2 {
				n := 0
				if v[i], n = binary.Uvarint(b); n <= 0 {
					return damaged("its words cannot be read")
				}
				b = b[n:]
			}
			if v[0] > uint64(len(e.text)) || v[1] > uint64(len(b)) {
				return damaged("its words cannot be read")
			}
			e.text = append(e.text[:v[0]], b[:v[1]]...)
			b = b[v[1]:]
			for i := 2; i < 5; i++ {
				n := 0
				if v[i], n = binary.Uvarint(b); n <= 0 {
					return damaged("its words cannot be read")
				}
				b = b[n:]
			}
			e.units, e.docs, e.places = int(v[2]), int64(v[3]), int64(v[4])
			if bytes.Compare(e.text, text) >= 0 && !visit(&e) {
				return nil
			}
			e.at += e.docs + e.places + 8
		}
	}
	return nil
}
