package readable

import (
	"unicode"
	"unicode/utf8"

	"reftel/model"
)

// form is how a token is to be written.
type form uint8

const (
	small form = iota
	capital
	upper
	masked // as token.capitals says
)

// between says what stands before a token.
type between uint8

const (
	blank  between = iota // blanks alone: the words go together
	hyphen                // nothing but a hyphen
	slash                 // nothing but a slash
	dot                   // a dot and blanks, after an abbreviation or initial
	mark                  // other punctuation: the words are parted
	stop                  // the end of a sentence
)

// token is a word: letters, digits, and apostrophes between letters.
type token struct {
	start, end int32 // of the word, without what follows an apostrophe at its end
	tail       int32 // to the end of "'S", which is small
	kinds      kind
	hash       uint32 // of a word of letters alone
	phrases    int32  // as entry.phrases
	capitals   uint64
	before     between
	form       form
	first      bool // begins a sentence
	digits     bool // begins with a digit
	single     bool // one letter
	dotted     bool // "U.S.": the dots are in it
	mixed      bool // has small letters already
	unknown    bool // not in the tables
	broken     bool // letters and digits, or letters beyond ASCII
	plain      bool // a name by the tables or for want of a word
	person     bool // a name by what was learned of it
	dotBehind  bool // a dot follows at once
	parted     byte // the last sign before it that is no blank; 0 where there is none
}

const letterBit, digitBit, otherBit = 1, 2, 4

var bytesOf = func() (t [256]byte) {
	for c := 'A'; c <= 'Z'; c++ {
		t[c], t[c+0x20] = letterBit, letterBit
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = digitBit
	}
	for c := 0x80; c < 256; c++ {
		t[c] = otherBit
	}
	return t
}()

// letterAt is the length of the letter beyond ASCII at s[i:]; 0 where there is none.
func letterAt(s string, i int) int {
	if r, n := utf8.DecodeRuneInString(s[i:]); unicode.IsLetter(r) || unicode.IsMark(r) {
		return n
	}
	return 0
}

// apostropheAt is the length of the apostrophe at s[i:]; 0 where there is none.
func apostropheAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	if s[i] == '\'' || s[i] == '`' {
		return 1
	}
	if s[i] == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0x99 || s[i+2] == 0x98) {
		return 3
	}
	return 0
}

// scan cuts a text into tokens.
func (k *caser) scan(s string, blocks []model.Block) {
	k.tokens = k.tokens[:0]
	block := 0
	last := 0 // the end of the token before
	for i := 0; i < len(s); {
		c := bytesOf[s[i]]
		if c == 0 || c == otherBit && letterAt(s, i) == 0 {
			i++
			continue
		}
		t := token{start: int32(i)}
		i = t.read(s, i)
		k.gap(&t, s, last)
		for block < len(blocks) && int(blocks[block].Start+blocks[block].Label) <= int(t.start) {
			if last <= int(blocks[block].Start+blocks[block].Label) {
				t.first, t.before = true, stop
			}
			block++
		}
		last = int(t.tail)
		k.tokens = append(k.tokens, t)
	}
}

// read reads the token at s[i:] and gives its end.
func (t *token) read(s string, i int) int {
	begin := i
	t.digits = bytesOf[s[i]] == digitBit
	letters := 0
	hash, either := uint32(hashStart), byte(0)
	for i < len(s) {
		switch c := s[i]; bytesOf[c] {
		case letterBit:
			hash, either = (hash^uint32(c|0x20))*hashPrime, either|c
			letters++
			i++
			continue
		case digitBit:
			t.broken = t.broken || letters > 0
			i++
			continue
		case otherBit:
			if n := letterAt(s, i); n > 0 {
				letters++
				t.broken = true
				i += n
				continue
			}
		}
		break
	}
	t.hash, t.mixed = hash^hash>>15, either&0x20 != 0
	t.single = letters == 1 && i == begin+1
	if t.single && i+1 < len(s) && s[i] == '.' && bytesOf[s[i+1]] == letterBit {
		if end := dottedAt(s, begin); end > 0 {
			t.dotted, t.single = true, false
			t.end, t.tail = int32(end), int32(end)
			if n := apostropheAt(s, end); n > 0 && end+n < len(s) && s[end+n]|0x20 == 's' && !wordAt(s, end+n+1) {
				t.tail = int32(end + n + 1)
			}
			return int(t.tail)
		}
	}
	t.end, t.tail = int32(i), int32(i)
	if n := apostropheAt(s, i); n > 0 && wordAt(s, i+n) {
		j := i + n
		for j < len(s) && bytesOf[s[j]]&letterBit != 0 {
			j++
		}
		if ending(s[i+n : j]) {
			t.tail = int32(j)
			return j
		}
	}
	t.dotBehind = i < len(s) && s[i] == '.'
	return i
}

// ending tells whether letters after an apostrophe end a word: KENNEDY'S, DON'T, THEY'RE.
func ending(s string) bool {
	switch len(s) {
	case 1:
		switch s[0] | 0x20 {
		case 's', 't', 'd', 'm':
			return true
		}
	case 2:
		switch string([]byte{s[0] | 0x20, s[1] | 0x20}) {
		case "re", "ve", "ll":
			return true
		}
	}
	return false
}

// dottedAt is the end of an abbreviation of single letters with dots that begins at s[i:]: "U.S.", "E.O.". 0 where there is none.
func dottedAt(s string, i int) int {
	n := 0
	for i+1 < len(s) && bytesOf[s[i]] == letterBit && s[i+1] == '.' {
		n++
		i += 2
	}
	if n >= 2 && i < len(s) && bytesOf[s[i]] == letterBit && !wordAt(s, i+1) { // U.S.A
		return i + 1
	}
	if n >= 2 {
		return i
	}
	if n == 1 && i < len(s) && bytesOf[s[i]] == letterBit && !wordAt(s, i+1) { // U.S
		return i + 1
	}
	return 0
}

// wordAt tells whether a letter or digit stands at s[i:].
func wordAt(s string, i int) bool {
	return i < len(s) && (bytesOf[s[i]]&(letterBit|digitBit) != 0 || bytesOf[s[i]] == otherBit && letterAt(s, i) > 0)
}

// gap says what stands between the token before, which ends at last, and t.
func (k *caser) gap(t *token, s string, last int) {
	if len(k.tokens) == 0 {
		t.first, t.before = true, stop
		return
	}
	prev := &k.tokens[len(k.tokens)-1]
	g := s[last:t.start]
	if g == " " {
		t.before = blank
		return
	}
	if n := apostropheAt(g, 0); n > 0 && n == len(g) { // O'BRIEN
		t.before, t.parted = hyphen, '\''
		return
	}
	if g == "," && ending(s[t.start:t.tail]) { // KENNEDY,S: an apostrophe that became a comma
		t.before, t.parted = hyphen, ','
		return
	}
	t.before = blank
	blanks := false
	for i := 0; i < len(g); i++ {
		switch c := g[i]; c {
		case ' ', '\t':
			blanks = true
			continue
		case '\n':
			t.before, t.first = stop, true
			t.parted = c
			return
		case '-', '/':
			if len(g) == 1 {
				t.before = hyphen
				if c == '/' {
					t.before = slash
				}
				t.parted = c
				return
			}
			if t.before < mark {
				t.before = mark
			}
		case '.', '!', '?':
			if c == '.' && i == 0 && k.abbreviated(prev) {
				t.before = max(t.before, dot)
			} else {
				t.before = stop
			}
			blanks = false
		case '"', '\'':
			if t.before < mark {
				t.before = mark
			}
			if blanks && (t.parted == ',' || t.parted == ':') { // HE SAID, "NO."
				t.first = true
			}
		case ')', ']':
			blanks = blanks || t.before == stop
			if t.before < mark {
				t.before = mark
			}
		case ',', ';': // also after a dot: "ETC., AND"
			t.before = mark
		default:
			if t.before < mark {
				t.before = mark
			}
		}
		t.parted = g[i]
	}
	if t.before == stop && !blanks && t.parted == '.' { // 12.5, a.b
		t.before = mark
	}
	t.first = t.first || t.before == stop
}
