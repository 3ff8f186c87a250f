package sieve

import (
	"encoding/binary"
	"sync"
	"unicode"
	"unicode/utf8"

	"reftel/model"
	"reftel/model/query"
)

// MostOdd is how many odd words a cable may have that are kept. One with more is parsed by every search.
const MostOdd = 200

// Odd is the words of a cable that do not stand in its bytes as received. Its zero value says that nothing is known.
type Odd struct {
	Words []string // each once
	Known bool     // these are all
}

// OddOf lists the odd words of a cable.
func OddOf(c *model.Cable) Odd {
	s := spotters.Get().(*spotter)
	defer spotters.Put(s)
	return s.odd(c)
}

var spotters = sync.Pool{New: func() any { return new(spotter) }}

// spotter is what finding odd words needs again and again.
type spotter struct {
	words words // that stand in the bytes as far as is known, and the odd ones
	ends  []int // of the odd ones in text
	text  []byte
	scan  query.Scanner
	join  []byte
}

// mostStrange is how many words a cable may have that do not stand where they are expected, before all of its bytes are
// looked through for them.
const mostStrange = 24

// odd takes what stands before and behind the paragraphs for the head of a cable, and goes along with its bytes through
// the paragraphs. That finds the words of nearly all cables; one that has many words elsewhere is looked through twice.
func (s *spotter) odd(c *model.Cable) Odd {
	s.reset()
	start, end := len(c.Received), 0
	for i := range c.Paragraphs {
		span := c.Paragraphs[i].Span
		start, end = min(start, within(c, span.Start)), max(end, within(c, span.End))
	}
	s.plain(c.Received, 0, start)
	s.plain(c.Received, max(start, end), len(c.Received))
	for i := query.Head; int(i) < len(c.Paragraphs); i++ {
		text := query.TextOf(c, i).String()
		if i < 0 {
			s.loose(text)
			continue
		}
		at := c.Paragraphs[i].Span.Start
		if of := c.SectionOf(i); of >= 0 && c.Sections[of].First == i && c.Sections[of].Span.End > 0 {
			at = min(at, c.Sections[of].Span.Start)
		}
		s.along(text, c.Received, within(c, at))
		if len(s.ends) > mostStrange {
			return s.anywhere(c)
		}
	}
	return s.found()
}

func (s *spotter) reset() {
	s.words.reset()
	s.ends, s.text = s.ends[:0], s.text[:0]
}

// within is an offset as far as the bytes of a cable go.
func within(c *model.Cable, at int32) int { return min(max(int(at), 0), len(c.Received)) }

// anywhere looks through all bytes of a cable.
func (s *spotter) anywhere(c *model.Cable) Odd {
	s.reset()
	s.plain(c.Received, 0, len(c.Received))
	for i := query.Head; int(i) < len(c.Paragraphs); i++ {
		if s.loose(query.TextOf(c, i).String()); len(s.ends) > MostOdd {
			return Odd{}
		}
	}
	return s.found()
}

// found gives the odd words.
func (s *spotter) found() Odd {
	out := Odd{Known: true}
	if len(s.ends) > 0 {
		all, from := string(s.text), 0
		out.Words = make([]string, len(s.ends))
		for i, end := range s.ends {
			out.Words[i], from = all[from:end], end
		}
	}
	return out
}

// word takes in a word of the cable, which is odd unless it is known to stand in the bytes.
func (s *spotter) word(word []byte) {
	if s.words.add(word, hashOf(word)) {
		s.text = append(s.text, word...)
		s.ends = append(s.ends, len(s.text))
	}
}

// loose takes in the words of a text, wherever they stand.
func (s *spotter) loose(text string) {
	for s.scan.Reset(text); s.scan.Scan(); {
		s.word(s.scan.Word())
	}
}

// mostSkipped is how many words of the bytes may stand between two of a text: the number and marking of a paragraph, the
// head of a page.
const mostSkipped = 12

// along takes in the words of a text that stands in the bytes from an offset on, line ends and the like apart. A run of
// letters and digits that stands there too is a word as it is, unless what follows makes it part of a longer one, which
// the scanner says.
func (s *spotter) along(text string, b []byte, at int) {
	for at < len(b) && !begins(b, at) {
		at++
	}
	for i := 0; i < len(text); {
		if n := same(text[i:], b[at:]); n > 0 {
			i, at = i+n, at+n
		}
		if lower[text[i]] == 0 {
			if n := gap(text[i:]); n > 0 {
				i += n
				continue
			}
		}
		end := i
		for end < len(text) && lower[text[end]] != 0 {
			end++
		}
		start, behind := aligned(text[i:end], b, at)
		if behind >= 0 {
			at = behind
			if end > i && !goesOn(text, i, end) {
				i = end
				continue
			}
			s.take(b, start)
		}
		s.scan.Reset(text[i:])
		if !s.scan.Scan() {
			return
		}
		s.word(s.scan.Word())
		i += s.scan.At().End
	}
}

// same is how far a text and some bytes are the same up to the beginning of a word or blank, as far as no character comes
// that may make one word of two runs. It is less than the text.
func same(text string, b []byte) int {
	const (
		ones = 0x0101010101010101
		high = 0x80 * ones
		low  = 0x7F * ones
	)
	n := 0
	for n+8 < len(text) && n+8 <= len(b) {
		t := text[n : n+8]
		w := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		if w != binary.LittleEndian.Uint64(b[n:]) {
			break
		}
		// A high bit is set below for each byte that is this character; one beside it may be taken for it, too, which does
		// no harm, but for blanks: a point or comma before one ends its word.
		apostrophe, comma, point, blank := w^'\''*ones, w^','*ones, w^'.'*ones, w^' '*ones
		ends := ^((blank&low + low) | blank | low) >> 8
		if (w|(apostrophe-ones)&^apostrophe|((comma-ones)&^comma|(point-ones)&^point)&^ends)&high != 0 {
			break
		}
		n += 8
	}
	for n > 0 && lower[text[n-1]] != 0 {
		n--
	}
	return n
}

// gap is the length of the first character of a text, which is no letter or digit of ASCII; 0 where it may be one of
// another script.
func gap(text string) int {
	if text[0] < utf8.RuneSelf {
		return 1
	}
	r, n := utf8.DecodeRuneInString(text)
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return 0
	}
	return n
}

// goesOn tells whether a word may go on behind the run of letters and digits that is a text from i to end.
func goesOn(text string, i, end int) bool {
	if end == len(text) {
		return false
	}
	switch c := text[end]; {
	case c >= utf8.RuneSelf, c == '\'':
		return true
	case c == '.':
		return end == i+1
	case c == ',':
		last := text[end-1]
		return last >= '0' && last <= '9' && end+1 < len(text) && text[end+1] >= '0' && text[end+1] <= '9'
	}
	return false
}

// aligned finds a run of letters and digits among the next ones of some bytes: where it begins and ends there; -1 where
// it is none of them.
func aligned(run string, b []byte, at int) (start, end int) {
	if run == "" {
		return -1, -1
	}
	for range mostSkipped {
		for at < len(b) && lower[b[at]] == 0 {
			at++
		}
		if end = runs(run, b, at); end < 0 && escaped(b, at+1) {
			at++
			end = runs(run, b, at)
		}
		if end >= 0 {
			return at, end
		}
		for at < len(b) && lower[b[at]] != 0 {
			at++
		}
	}
	return -1, -1
}

// runs is where a run of letters and digits ends that begins at an offset; -1 where another stands there.
func runs(run string, b []byte, at int) int {
	for i := 0; i < len(run); i, at = i+1, at+1 {
		if at == len(b) || lower[run[i]] != lower[b[at]] {
			return -1
		}
	}
	if at < len(b) && lower[b[at]] != 0 {
		return -1
	}
	return at
}

// plain takes in the words that begin in a part of some bytes and that Term finds: no other, or a hit might be lost.
func (s *spotter) plain(b []byte, from, to int) {
	for from < to && !begins(b, from) {
		from++
	}
	for i := from; i < to; {
		if lower[b[i]] == 0 {
			i++
			continue
		}
		i = s.take(b, i)
	}
}

// take takes in the words that begin with the run of letters and digits at an offset, and tells where that ends.
func (s *spotter) take(b []byte, start int) int {
	s.join = s.join[:0]
	h, digits, i := newHash(), true, start
	for ; i < len(b); i++ {
		c := lower[b[i]]
		if c == 0 {
			break
		}
		digits = digits && c <= '9'
		s.join = append(s.join, c)
		h = h.with(c)
	}
	s.written(b, i, h)
	switch {
	case digits && i-start <= longestGroup:
		s.number(b, i)
	case i-start == 1 && i < len(b) && b[i] == '.':
		s.initials(b, i)
	}
	if i-start > 1 && escaped(b, start+1) {
		s.join = append(s.join[:0], s.join[1:]...)
		s.written(b, i, hashOf(s.join))
	}
	return i
}

// written takes in the word in join, which ends at an offset, and the one that an apostrophe and an s behind it make.
func (s *spotter) written(b []byte, end int, h hash) {
	s.words.add(s.join, h)
	if end < len(b) && (b[end] == '\'' || b[end] == '\\' || b[end] == 0xE2) {
		if n := possessive(b[end:]); n > 0 && (end+n == len(b) || lower[b[end+n]] == 0) {
			s.join = append(s.join, 's')
			s.words.add(s.join, h.with('s'))
			s.join = s.join[:len(s.join)-1]
		}
	}
}

// number takes in the number whose first digits, which end at an offset, are in join.
func (s *spotter) number(b []byte, end int) {
	n := len(s.join)
	for end+longestGroup < len(b) && b[end] == ',' {
		for i := 1; i <= longestGroup; i++ {
			if c := b[end+i]; c < '0' || c > '9' {
				s.join = s.join[:n]
				return
			}
			s.join = append(s.join, b[end+i])
		}
		end += 1 + longestGroup
		if end < len(b) && lower[b[end]] != 0 {
			break
		}
		s.words.add(s.join, hashOf(s.join))
	}
	s.join = s.join[:n]
}

// initials takes in the words that single letters with points between them make, of which the first is in join.
func (s *spotter) initials(b []byte, end int) {
	for len(s.join) < longestInitials && end+1 < len(b) && b[end] == '.' {
		c := lower[b[end+1]]
		if c < 'a' || end+2 < len(b) && lower[b[end+2]] != 0 {
			break
		}
		s.join = append(s.join, c)
		end += 2
		s.words.add(s.join, hashOf(s.join))
	}
	s.join = s.join[:1]
}
