package segment

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"slices"
)

// The magic at both ends.
const (
	magic    = "RFSEG\x00\x00\x01"
	magicEnd = "RFSEGEND"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Write writes the segment to a file, which must not be there yet, and waits until it is on the disk. The builder is empty
// afterwards, and may be used again. What a failed write left is taken away. Now and then it calls pause, which may be nil
// and may take its time.
func (b *Builder) Write(path string, pause func()) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer b.reset()
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			_ = os.Remove(path)
		}
	}()
	w := &sink{w: bufio.NewWriterSize(f, 256<<10)}
	w.raw([]byte(magic))
	b.terms.settle()
	b.write(w, pause)
	if w.err == nil {
		w.err = w.w.Flush()
	}
	if w.err != nil {
		return w.err
	}
	return f.Sync()
}

// wordsPerBlock is how many words stand together.
const wordsPerBlock = 16

// pauseEvery is how many words are written between two pauses.
const pauseEvery = 512

func (b *Builder) write(w *sink, pause func()) {
	t := &b.terms
	order := make([]uint32, len(t.words))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int { return bytes.Compare(t.text(&t.words[x]), t.text(&t.words[y])) })
	var words, index []byte
	var last []byte
	var docs, places []byte
	for n, i := range order {
		if n%pauseEvery == 0 && pause != nil {
			pause()
		}
		e := &t.words[i]
		t.close(e)
		text := t.text(e)
		if n%wordsPerBlock == 0 {
			index = binary.AppendUvarint(index, uint64(len(words)))
			index = binary.AppendUvarint(index, uint64(len(text)))
			index = append(index, text...)
			words = binary.LittleEndian.AppendUint64(words, uint64(w.at))
			last = nil
		}
		common := 0
		for common < len(text) && common < len(last) && text[common] == last[common] {
			common++
		}
		words = binary.AppendUvarint(words, uint64(common))
		words = binary.AppendUvarint(words, uint64(len(text)-common))
		words = append(words, text[common:]...)
		docs, places = t.lists.appendTo(docs[:0], &e.docs), places[:0]
		if e.skips > 0 {
			for _, s := range t.skips[e.skips-1] {
				places = binary.LittleEndian.AppendUint32(places, s)
			}
		}
		places = t.lists.appendTo(places, &e.places)
		words = binary.AppendUvarint(words, uint64(e.units))
		words = binary.AppendUvarint(words, uint64(len(docs)))
		words = binary.AppendUvarint(words, uint64(len(places)))
		last = text
		w.sealed(docs)
		w.sealed(places)
	}
	var units []byte
	for i, r := range b.rows {
		units = binary.LittleEndian.AppendUint32(units, r)
		units = binary.LittleEndian.AppendUint32(units, b.firsts[i])
	}
	for i, m := range b.marks {
		units = binary.LittleEndian.AppendUint16(units, m)
		units = binary.LittleEndian.AppendUint16(units, b.lengths[i])
	}
	var marks []byte
	for _, m := range b.markTexts {
		marks = binary.AppendUvarint(marks, uint64(len(m)))
		marks = append(marks, m...)
	}
	var footer []byte
	for _, p := range [][]byte{words, index, units, marks} {
		footer = binary.LittleEndian.AppendUint64(footer, uint64(w.at))
		footer = binary.LittleEndian.AppendUint64(footer, uint64(len(p)))
		w.sealed(p)
	}
	for _, n := range []uint64{uint64(len(b.rows)), uint64(len(b.marks)), uint64(len(t.words)), t.positions} {
		footer = binary.LittleEndian.AppendUint64(footer, n)
	}
	w.sealed(footer)
	w.raw([]byte(magicEnd))
}

// sink writes and counts. After an error it does nothing more.
type sink struct {
	w   *bufio.Writer
	at  int64
	err error
}

func (s *sink) raw(b []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
		s.at += int64(len(b))
	}
}

func (s *sink) sealed(b []byte) {
	s.raw(b)
	s.raw(binary.LittleEndian.AppendUint32(nil, crc32.Checksum(b, castagnoli)))
}
