package sqlite

import (
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

// indexer puts cables into segments. It belongs to one goroutine.
type indexer struct {
	builder *segment.Builder
	scan    query.Scanner
	word    []byte
}

func newIndexer() *indexer { return &indexer{builder: segment.NewBuilder()} }

// add takes in a cable; index is that of the columns.
func (x *indexer) add(index int, c *model.Cable) {
	x.builder.Cable(uint32(index))
	for unit := query.Head; int(unit) < len(c.Paragraphs); unit++ {
		mark := headMark
		if unit >= 0 {
			mark = markText(c.Paragraphs[unit].Mark)
		}
		x.builder.Unit(mark)
		n := 0
		for x.scan.Reset(query.TextOf(c, unit).String()); x.scan.Scan(); n++ {
			x.builder.Word(x.scan.Word(), n)
		}
		x.builder.Length(n)
	}
	x.field(wordsOfSubject, c.Subject)
	x.field(wordsOfFrom, c.Origin, c.From.Name)
	x.field(wordsOfTo, query.Addressees(c)...)
	x.field(wordsOfAuthor, query.Authors(c)...)
}

// field takes in the words of some lines; between two lines is a gap, which no phrase goes over.
func (x *indexer) field(of byte, lines ...safe.Line) {
	at := 0
	for _, l := range lines {
		for x.scan.Reset(l.String()); x.scan.Scan(); at++ {
			x.word = append(append(x.word[:0], of), x.scan.Word()...)
			x.builder.WordOfHead(x.word, at)
		}
		at++
	}
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
