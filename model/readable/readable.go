package readable

import (
	"sync"

	"reftel/model"
	"reftel/model/safe"
)

// casers are kept from one text to the next: a caser holds buffers and what it learned.
var casers = sync.Pool{New: func() any { return &caser{words: tables()} }}

// Cable is a copy of a cable in which the subject, the headings, the summary and the paragraphs are in readable case.
// All offsets hold in it: the texts have the same length. Blocks, spans and what else was not changed are shared with c.
// A cable in which nothing is all capitals comes back itself.
func Cable(c *model.Cable) *model.Cable {
	k := casers.Get().(*caser)
	defer casers.Put(k)
	k.learn(c)
	return view(c, k.line, k.text)
}

// Text is a text in readable case. A line feed begins a sentence.
func Text(t safe.Text) safe.Text {
	k := casers.Get().(*caser)
	defer casers.Put(k)
	k.forget()
	return k.text(t, nil)
}

// Line is a subject or heading in readable case.
func Line(l safe.Line) safe.Line {
	k := casers.Get().(*caser)
	defer casers.Put(k)
	k.forget()
	return k.line(l)
}

func (k *caser) text(t safe.Text, blocks []model.Block) safe.Text {
	if s := t.String(); Capitals(s) {
		return safe.TextOf(k.convert(s, blocks, false))
	}
	return t
}

func (k *caser) line(l safe.Line) safe.Line {
	if s := l.String(); Capitals(s) {
		return safe.Of(k.convert(s, nil, true))
	}
	return l
}

// Capitals tells whether a text is all capitals: at least two, and not one small letter in twelve, so that "km" and
// "McNAMARA" do not make it a text in small letters.
func Capitals(s string) bool {
	upper, lower := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z':
			lower++
			if lower > 64 && lower > upper {
				return false
			}
		}
	}
	return upper > 1 && lower*12 < upper
}
