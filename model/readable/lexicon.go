package readable

import (
	_ "embed" // the tables
	"strings"
	"sync"

	"reftel/model/vocab"
)

// The tables. words.txt are words that are written small, one a line; forms.txt says how other words are written and
// what stands in a sentence beside what; tables/SCOWL.txt says where the words are from.
var (
	//go:embed tables/words.txt
	wordsTable string
	//go:embed tables/forms.txt
	formsTable string
)

// kind says what is known of a word. A word can be of several kinds.
type kind uint32

const (
	kindWord        kind = 1 << iota // written small
	kindName                         // written with a capital, wherever it stands
	kindAcronym                      // written in capitals
	kindMixed                        // written in a way of its own, see entry.capitals
	kindMonthish                     // "May": a name beside a number
	kindBoth                         // "Ford": a name beside a name or after a title
	kindTitle                        // "Minister": with a capital before a name
	kindRank                         // a title that can stand right before a name
	kindOffice                       // "Embassy": with a capital also without a name
	kindLink                         // "of": small within a name
	kindGiver                        // "told": "us" may follow
	kindPreposition                  // "for": "us" may follow
	kindFunction                     // "the": no name goes on with it
	kindStarter                      // "however": after "U.S." it begins a sentence
	kindSmall                        // as kindWord, and stronger than the table of abbreviations
	kindBody                         // "ministry": with what "of" joins to it, a name
	kindField                        // "foreign": what a body or a minister is for
	kindThe                          // "king": a capital after "the"
	kindGeneral                      // "attorney": a capital before "general"
	kindOf                           // "government": a capital before "of" and a name
	kindDirection                    // "north": a capital before a name
	kindGiven                        // "Gordon": a surname may follow
	kindPlace                        // "river": a capital behind a name
	kindPhrase                       // begins a phrase
)

// sections are the names of kinds in forms.txt. Phrases are read apart.
var sections = map[string]kind{"name": kindName, "monthish": kindMonthish, "both": kindBoth, "title": kindTitle, "rank": kindRank,
	"office": kindOffice, "acronym": kindAcronym, "mixed": kindMixed, "small": kindSmall | kindWord, "link": kindLink, "giver": kindGiver,
	"preposition": kindPreposition, "function": kindFunction, "starter": kindStarter, "body": kindBody, "field": kindField,
	"the": kindThe, "general": kindGeneral, "of": kindOf, "direction": kindDirection, "given": kindGiven, "place": kindPlace}

// entry is one word of the lexicon.
type entry struct {
	word     string // as the tables write it
	kinds    kind
	capitals uint64 // of kindMixed: which of its letters are capitals, from the first
	hash     uint32
	phrases  int32 // of kindPhrase: index into phrases, and 1
}

// lexicon is what is known of words. Words are found by their capitals, without a copy.
type lexicon struct {
	slots   []uint32 // index of an entry, and 1
	entries []entry
	phrases [][]phrase // those that begin with one word, the longest first
}

// phrase is a name in several words: which of its words has which capitals.
type phrase struct {
	words    []string // in capitals
	capitals []uint64
}

var tables = sync.OnceValue(readTables)

func readTables() *lexicon {
	l := &lexicon{slots: make([]uint32, 1<<18), entries: make([]entry, 0, 72<<10)}
	for word := range strings.SplitSeq(wordsTable, "\n") {
		l.add(word, kindWord)
	}
	l.readForms()
	for i := range l.entries { // "Castro" is a surname and no word
		if e := &l.entries[i]; e.kinds&(kindBoth|kindGiven) != 0 && e.kinds&kindWord == 0 {
			e.kinds |= kindName
		}
	}
	for a := range vocab.Abbreviations() {
		if strings.Trim(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || len(a) == 1 {
			continue // parts of "EUR/CACEN" are looked up each for itself
		}
		if e := l.find(a, hashOf(a)); e == nil {
			l.add(a, kindAcronym)
		}
	}
	return l
}

// readForms reads forms.txt.
func (l *lexicon) readForms() {
	section := ""
	for line := range strings.SplitSeq(formsTable, "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		case section == "phrase":
			l.addPhrase(line)
		default:
			k := sections[section]
			for word := range strings.FieldsSeq(line) {
				l.add(word, k)
			}
		}
	}
}

func (l *lexicon) addPhrase(line string) {
	var p phrase
	for word := range strings.FieldsSeq(line) {
		p.words = append(p.words, strings.ToUpper(word))
		p.capitals = append(p.capitals, capitalsOf(word))
	}
	l.add(p.words[0], kindPhrase)
	e := l.find(p.words[0], hashOf(p.words[0]))
	if e.phrases == 0 {
		l.phrases = append(l.phrases, nil)
		e.phrases = int32(len(l.phrases))
	}
	of := l.phrases[e.phrases-1]
	at := 0
	for at < len(of) && len(of[at].words) >= len(p.words) {
		at++
	}
	of = append(of, phrase{})
	copy(of[at+1:], of[at:])
	of[at] = p
	l.phrases[e.phrases-1] = of
}

// add puts a word, or one more kind of it.
func (l *lexicon) add(word string, k kind) {
	if word == "" {
		return
	}
	h := hashOf(word)
	e := l.find(word, h)
	if e == nil {
		at := h & uint32(len(l.slots)-1)
		for l.slots[at] != 0 {
			at = (at + 1) & uint32(len(l.slots)-1)
		}
		l.entries = append(l.entries, entry{word: word, hash: h})
		l.slots[at] = uint32(len(l.entries))
		e = &l.entries[len(l.entries)-1]
	}
	e.kinds |= k
	if k == kindMixed {
		e.capitals = capitalsOf(word)
	}
}

// find is the entry of a word, in any case; nil where there is none.
func (l *lexicon) find(word string, h uint32) *entry {
	for at := h & uint32(len(l.slots)-1); ; at = (at + 1) & uint32(len(l.slots)-1) {
		n := l.slots[at]
		if n == 0 {
			return nil
		}
		if e := &l.entries[n-1]; e.hash == h && same(e.word, word) {
			return e
		}
	}
}

// kindsOf is what is known of a word in any case.
func (l *lexicon) kindsOf(word string) kind {
	if e := l.find(word, hashOf(word)); e != nil {
		return e.kinds
	}
	return 0
}

// hashOf is the same for a word in any case (FNV-1a).
func hashOf(word string) uint32 {
	h := uint32(hashStart)
	for i := 0; i < len(word); i++ {
		h = (h ^ uint32(word[i]|0x20)) * hashPrime
	}
	return h ^ h>>15
}

const hashStart, hashPrime = 2166136261, 16777619

// same tells whether two words are the same but for the case of their letters.
func same(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if a[i]|0x20 != b[i]|0x20 {
			return false
		}
	}
	return true
}

// capitalsOf says which letters of a word are capitals: bit 0 is the first byte.
func capitalsOf(word string) uint64 {
	var m uint64
	for i := 0; i < len(word) && i < 64; i++ {
		if word[i] >= 'A' && word[i] <= 'Z' {
			m |= 1 << i
		}
	}
	return m
}
