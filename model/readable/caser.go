package readable

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"reftel/model"
	"reftel/model/vocab"
)

// caser turns texts into readable case. It holds what it learned of one cable.
type caser struct {
	words   *lexicon
	tokens  []token
	out     []byte
	station []byte
	learned map[uint32]lesson
	title   bool // the text is a subject or heading
}

// convert is s in readable case.
func (k *caser) convert(s string, blocks []model.Block, title bool) string {
	k.title = title
	k.scan(s, blocks)
	for i := range k.tokens {
		k.classify(s, &k.tokens[i])
	}
	k.settle(s)
	return k.write(s)
}

// write writes s with each token in its form.
func (k *caser) write(s string) string {
	k.out = append(k.out[:0], s...)
	for i := range k.tokens {
		t := &k.tokens[i]
		if t.capitals == allCapitals && t.form == masked { // as it stands
			continue
		}
		k.lower(s, int(t.end), int(t.tail))
		switch t.form {
		case upper:
		case masked:
			for j := t.start; j < t.end; j++ {
				if c := k.out[j]; c >= 'A' && c <= 'Z' && t.capitals>>min(j-t.start, 63)&1 == 0 {
					k.out[j] = c + 0x20
				}
			}
		case capital:
			_, n := utf8.DecodeRuneInString(s[t.start:])
			k.lower(s, int(t.start)+n, int(t.end))
		case small:
			k.lower(s, int(t.start), int(t.end))
		}
	}
	return string(k.out)
}

// lower makes the letters of s[i:j] small, but for those whose small form has another length.
func (k *caser) lower(s string, i, j int) {
	for i < j {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				k.out[i] = c + 0x20
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if low := unicode.ToLower(r); low != r && utf8.RuneLen(low) == n {
			utf8.EncodeRune(k.out[i:i+n], low)
		}
		i += n
	}
}

const allCapitals = ^uint64(0)

// classify says what a token is by itself.
func (k *caser) classify(s string, t *token) {
	word := s[t.start:t.end]
	switch {
	case t.digits:
		t.form = upper
		k.number(s, t)
		return
	case t.dotted:
		k.dotted(s, t)
		return
	case t.mixed: // "McNAMARA": the received text knows
		t.form, t.capitals, t.plain = masked, allCapitals, true
		return
	case t.single:
		t.form = upper
		switch word[0] {
		case 'A', 'a':
			if int(t.end) < len(s) && s[t.end] != ' ' && s[t.end] != '\n' && s[t.end] != '"' { // "A/S", "A, B", "A."
				break
			}
			if t.before != hyphen {
				t.form, t.kinds = small, kindWord|kindFunction
			}
		}
		if t.before == hyphen && t.parted == ',' {
			t.form = small
		}
		return
	}
	if e := k.words.find(word, t.hash); e != nil {
		t.kinds, t.capitals, t.phrases = e.kinds, e.capitals, e.phrases
	}
	if t.tail-t.end >= 2 && s[t.tail-1]|0x20 == 't' { // DON'T
		t.kinds = kindWord
	}
	if t.broken {
		k.strange(s, t)
		return
	}
	if form, ok := k.lessonOf(t); ok {
		t.form, t.plain, t.unknown = form, form != small, t.kinds == 0
		return
	}
	switch kinds := t.kinds; {
	case kinds&kindMixed != 0:
		t.form, t.plain = masked, true
	case kinds&kindAcronym != 0:
		t.form = upper
		k.plural(word, t)
	case kinds&kindName != 0:
		t.form, t.plain = capital, true
	case kinds&kindOffice != 0:
		t.form = capital
	case kinds&(kindWord|kindTitle|kindBoth|kindMonthish|kindFunction) != 0:
		t.form = small
	default:
		t.unknown = true
		t.form = k.guess(word)
		if k.plural(word, t) {
			return
		}
		t.plain = t.form == capital || t.form == masked
		t.capitals = 1 | 1<<2 // McChrystal
	}
}

// plural tells whether a word is an acronym in the plural, "NGOs", and writes it so.
func (k *caser) plural(word string, t *token) bool {
	n := len(word) - 1
	if n < 2 || word[n] != 'S' || n == 2 && word != "MPS" || k.words.kindsOf(word[:n])&(kindAcronym|kindWord|kindName) != kindAcronym {
		return false
	}
	t.form, t.capitals = masked, 1<<n-1
	return true
}

// mixedCase tells whether a word has small letters already.
func mixedCase(word string) bool {
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= 'a' && c <= 'z' {
			return true
		}
	}
	return false
}

// number is what begins with a digit: "1ST", "1970S", "10KM", "2D", "4WD".
func (k *caser) number(s string, t *token) {
	i := int(t.start)
	for i < int(t.end) && bytesOf[s[i]] == digitBit {
		i++
	}
	if i == int(t.end) {
		return
	}
	switch s[i:t.end] {
	case "ST", "ND", "RD", "TH", "S", "KM", "KG", "MM", "CM", "FT", "NM", "AM", "PM", "HRS", "D":
		t.form = small
		return
	}
	// F-4ES: several of them.
	if n := t.end - t.start; t.before == hyphen && t.parted == '-' && s[t.end-1] == 'S' && int(t.end)-i == 2 && n < 6 {
		t.form, t.capitals = masked, 1<<(n-1)-1
	}
}

// dotted is what has dots between single letters: "U.S." in capitals, "A.M." and "I.E." not.
func (k *caser) dotted(s string, t *token) {
	t.form = upper
	t.plain = true
	switch s[t.start:t.end] {
	case "A.M.", "P.M.", "I.E.", "E.G.", "I.E", "E.G", "A.M", "P.M":
		t.form, t.plain = small, false
	}
}

// strange is what has digits in it, or letters beyond ASCII. The first are codes, the second names.
func (k *caser) strange(s string, t *token) {
	t.form, t.plain = upper, true
	for i := t.start; i < t.end; i++ {
		if bytesOf[s[i]] == otherBit {
			t.form = capital
			return
		}
	}
}

// guess is the form of a word that is in no table: a name, unless it looks like an acronym or like a word made of others.
func (k *caser) guess(word string) form {
	if len(word) < 8 && vocab.IsTAG(word) || strings.Trim(word, "X") == "" { // XXXXX is what was left out
		return upper
	}
	if len(word) <= 5 && strings.HasPrefix(word, "GO") && strings.IndexFunc(word[2:], func(r rune) bool { return !consonant(byte(r)) }) < 0 {
		return upper // the government of somewhere
	}
	vowels, run := 0, 0
	longest, begins := 0, -1
	for i := 0; i < len(word); i++ {
		switch word[i] {
		case 'A', 'E', 'I', 'O', 'U', 'Y':
			vowels++
			run = 0
			if begins < 0 {
				begins = i
			}
		default:
			run++
			longest = max(longest, run)
		}
	}
	switch n := len(word); {
	case n <= 6 && word[:2] == "II":
		return upper
	case n > 4 && word[:2] == "MC":
		return masked
	case vowels == 0 && n <= 6, n == 2:
		return upper
	case n == 3:
		if consonant(word[0]) && !consonant(word[1]) && consonant(word[2]) && word[:2] != "GO" { // NAM, BEG
			return capital
		}
		return upper
	case n <= 5 && (begins > 3 || longest > 3):
		return upper
	case n <= 5 && n >= 4 && consonant(word[0]) && consonant(word[1]) && !cluster(word):
		return upper
	case n >= 6 && k.derived(word):
		return small
	}
	return capital
}

func consonant(c byte) bool {
	switch c {
	case 'A', 'E', 'I', 'O', 'U', 'Y':
		return false
	}
	return true
}

// cluster tells whether a name can begin with the two consonants that word begins with.
func cluster(word string) bool {
	switch word[1] {
	case 'H', 'L', 'R', 'W':
		return true
	case 'N', 'M', 'P', 'T', 'K', 'V', 'C', 'Z', 'S':
		return word[0] == 'S' || word[0] == 'K' || word[0] == 'P' || word[0] == 'D' || word[0] == 'T' || word[0] == 'M' && word[1] == 'C' || word[0] == 'N' || word[0] == 'C' && word[1] == 'Z'
	case 'J', 'G', 'B', 'D':
		return word[0] == 'N' || word[0] == 'M' || word[0] == 'D' || word[0] == 'F'
	}
	return false
}

// endings are what words end in and names do not.
var endings = [...]string{"TION", "TIONS", "TIONAL", "MENT", "MENTS", "NESS", "ABLE", "IBLE", "IZE", "IZED", "IZING", "IZES", "ISED", "ISING", "ATED", "ATING", "EDLY", "INGLY", "ALLY", "ICALLY", "LESS", "FULLY", "WARDS", "OLOGY", "ITIES", "IVELY", "ENCY", "ANCY", "ARIES", "TURE", "SHIP", "SHIPS", "WISE", "WIDE", "PROOF", "TIONARY", "TIONISM", "TIONIST", "TIONISTS", "ABILITY", "IBILITY", "TATIVE", "ALITY", "IVITY", "ICITY", "ATORS", "ATOR", "ENTRIC", "ERRAL", "ITATORS",
	"HOLDER", "HOLDERS", "BROKER", "BROKERS", "MAKER", "MAKERS", "MAKING", "KEEPER", "KEEPERS", "KEEPING", "LIST", "LISTS", "TAKER", "TAKERS", "SHARING", "BUILDING", "LOGICAL", "SESSIONAL"}

// beginnings are put before words to make others.
var beginnings = [...]string{"NON", "ANTI", "PRE", "POST", "SUB", "SUPER", "INTER", "INTRA", "MULTI", "OVER", "UNDER", "COUNTER", "RE", "UN", "MIS", "DE", "DIS", "OUT", "CO", "PRO", "SEMI", "MICRO", "MACRO", "MINI", "ULTRA", "EXTRA", "CROSS", "BIO", "GEO", "SOCIO", "AGRO", "NARCO", "CYBER", "HYDRO", "PETRO", "PSEUDO", "QUASI", "BI", "TRI", "SELF", "PARA", "EURO", "BACK", "WORK", "LAND", "HAND", "HIGH", "LONG", "SHORT", "WELL"}

// endingsOf are the endings by their last letter, beginningsOf the beginnings by their first.
var (
	endingsOf = func() (by [26][]string) {
		for _, e := range endings {
			by[e[len(e)-1]-'A'] = append(by[e[len(e)-1]-'A'], e)
		}
		return by
	}()
	beginningsOf = func() (by [26][]string) {
		for _, b := range beginnings {
			by[b[0]-'A'] = append(by[b[0]-'A'], b)
		}
		return by
	}()
)

// derived tells whether a word that is in no table is made of one that is.
func (k *caser) derived(word string) bool {
	if len(word) >= 9 {
		switch word[len(word)-2:] { // misspelt words more often than names
		case "ED", "LY":
			return true
		case "NG":
			return word[len(word)-3] == 'I'
		}
	}
	if len(word) >= 8 {
		for _, e := range endingsOf[word[len(word)-1]-'A'] {
			if len(word) > len(e)+2 && word[len(word)-len(e):] == e {
				return true
			}
		}
	}
	for _, b := range beginningsOf[word[0]-'A'] {
		if len(word) >= len(b)+4 && word[:len(b)] == b {
			if rest := word[len(b):]; k.words.kindsOf(rest)&(kindWord|kindBoth) != 0 && (len(b) > 2 || len(rest) > 4) {
				return true
			}
		}
	}
	for _, e := range [...]string{"S", "ED", "ING", "LY", "ES", "IST", "ISTS", "ISM"} {
		if n := len(word) - len(e); n >= 5 && word[n:] == e {
			if k.words.kindsOf(word[:n])&kindWord != 0 {
				return true
			}
		}
	}
	return false
}

// abbreviated tells whether a dot behind a token ends no sentence, or is not sure to: "MR.", "J.", "U.S.", "NO. 5".
func (k *caser) abbreviated(t *token) bool {
	return t.single || t.dotted
}
