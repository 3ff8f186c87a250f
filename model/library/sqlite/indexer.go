package sqlite

import (
	"encoding/binary"
	"errors"
	"strings"

	"reftel/model"
	"reftel/model/library/sqlite/segment"
	"reftel/model/query"
	"reftel/model/safe"
)

// The fields whose words are indexed, by the byte before them.
const (
	wordsOfSubject = 1 + iota
	wordsOfFrom
	wordsOfTo
	wordsOfAuthor
)

// wordsOf is the byte for a field; false where a field is no matter of words.
func wordsOf(f query.FieldName) (byte, bool) {
	switch f {
	case query.FieldSubject:
		return wordsOfSubject, true
	case query.FieldFrom:
		return wordsOfFrom, true
	case query.FieldTo:
		return wordsOfTo, true
	case query.FieldAuthor:
		return wordsOfAuthor, true
	}
	return 0, false
}

// texts are the words of cables as they are indexed, before they are words: the numbers first, then the texts one after
// the other.
type texts struct {
	numbers writer
	all     []byte
}

// add takes in a cable; index is that of the columns.
func (t *texts) add(index int, c *model.Cable) {
	t.numbers.uint(uint64(index))
	t.numbers.uint(uint64(len(c.Paragraphs) + 1))
	for unit := query.Head; int(unit) < len(c.Paragraphs); unit++ {
		mark := headMark
		if unit >= 0 {
			mark = markText(c.Paragraphs[unit].Mark)
		}
		t.text(mark)
		t.text(query.TextOf(c, unit).String())
	}
	t.field(c.Subject)
	t.field(c.Origin, c.From.Name)
	t.field(query.Addressees(c)...)
	t.field(query.Authors(c)...)
}

// fields are the fields of a cable, in the order in which add takes them in.
var fields = [...]byte{wordsOfSubject, wordsOfFrom, wordsOfTo, wordsOfAuthor}

func (t *texts) field(lines ...safe.Line) {
	t.numbers.uint(uint64(len(lines)))
	for _, l := range lines {
		t.text(l.String())
	}
}

func (t *texts) text(s string) {
	t.numbers.uint(uint64(len(s)))
	t.all = append(t.all, s...)
}

// block gives everything, as an indexer takes it in, and is empty afterwards.
func (t *texts) block(into []byte) []byte {
	into = binary.AppendUvarint(into[:0], uint64(len(t.numbers.b)))
	into = append(append(into, t.numbers.b...), t.all...)
	t.numbers.b, t.all = t.numbers.b[:0], t.all[:0]
	return into
}

// indexer puts cables into segments. It belongs to one goroutine.
type indexer struct {
	builder *segment.Builder
	scan    query.Scanner
	word    []byte
	pause   func() // between two cables; nil for none
}

func newIndexer() *indexer { return &indexer{builder: segment.NewBuilder()} }

// add takes in the cables of a block of texts.
func (x *indexer) add(block []byte) error {
	r := reader{b: block}
	numbers := reader{b: r.bytes(r.uint())}
	all := string(r.b)
	text := func() string {
		n := numbers.uint()
		if n > uint64(len(all)) {
			numbers.fail()
			return ""
		}
		s := all[:n]
		all = all[n:]
		return s
	}
	for len(numbers.b) > 0 {
		if x.pause != nil {
			x.pause()
		}
		x.builder.Cable(uint32(numbers.uint()))
		for range numbers.uint() {
			if numbers.err != nil {
				break
			}
			x.builder.Unit(text())
			n := 0
			for x.scan.Reset(text()); x.scan.Scan(); n++ {
				x.builder.Word(x.scan.Word(), n)
			}
			x.builder.Length(n)
		}
		for _, of := range fields {
			at := 0
			for range numbers.uint() { // between two lines is a gap, which no phrase goes over
				if numbers.err != nil {
					break
				}
				for x.scan.Reset(text()); x.scan.Scan(); at++ {
					x.word = append(append(x.word[:0], of), x.scan.Word()...)
					x.builder.WordOfHead(x.word, at)
				}
				at++
			}
		}
	}
	return errors.Join(r.err, numbers.err)
}

// headMark is the marking of a head, which is no paragraph.
const headMark = "-"

// markText is a marking as a segment has it: the level, then the controls.
func markText(m model.Marking) string {
	if len(m.Controls) == 0 {
		return string(rune('0' + m.Level))
	}
	parts := make([]string, 0, 1+len(m.Controls))
	parts = append(parts, string(rune('0'+m.Level)))
	for _, c := range m.Controls {
		parts = append(parts, string(c))
	}
	return strings.Join(parts, "\x1f")
}

// markOf reads it back; false for a head.
func markOf(s string) (model.Marking, bool) {
	parts := strings.Split(s, "\x1f")
	if len(parts[0]) != 1 || parts[0] == headMark {
		return model.Marking{}, false
	}
	m := model.Marking{Level: model.Level(parts[0][0] - '0')}
	for _, c := range parts[1:] {
		m.Controls = append(m.Controls, model.Control(c))
	}
	return m, true
}
