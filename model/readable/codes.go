package readable

import (
	"strings"

	"reftel/model/vocab"
)

// two decides between words of two letters and codes: US, IT, NO, AM, OR.
func (k *caser) two(s string, i int) {
	t := &k.tokens[i]
	if t.form == masked { // of a phrase: "Pan Am"
		return
	}
	switch k.word(s, i) {
	case "US":
		t.form, t.plain = upper, true
		if k.pronoun(s, i) {
			t.form, t.plain = small, false
		}
	case "PM", "AM": // 10 PM, and the prime minister
		if k.together(i) && k.tokens[i-1].digits && k.tokens[i-1].end-k.tokens[i-1].start <= 4 {
			t.form, t.plain = small, false
		} else if k.word(s, i) == "AM" && k.together(i) && k.word(s, i-1) != "I" {
			t.form = small
		}
	case "NO":
		if i+1 < len(k.tokens) && t.dotBehind && k.tokens[i+1].digits {
			t.form = capital
			k.tokens[i+1].first = false
		}
	case "ST":
		t.form = capital
		if i+1 < len(k.tokens) {
			k.tokens[i+1].first = false
		}
	}
}

// pronoun tells whether US at token i is the pronoun. With "THE" before it, or a noun behind it, it is the country.
func (k *caser) pronoun(s string, i int) bool {
	if !k.together(i) {
		return false
	}
	t := &k.tokens[i]
	if t.tail > t.end {
		return false
	}
	before := k.kinds(i - 1)
	free := i+1 == len(k.tokens) || k.tokens[i+1].before != blank && k.tokens[i+1].before != hyphen && k.tokens[i+1].before != slash
	if !free {
		next := &k.tokens[i+1]
		free = next.before == blank && (next.kinds&(kindFunction|kindPreposition) != 0 || next.digits)
	}
	switch {
	case before&kindGiver != 0:
		return free || k.tokens[i+1].before == blank
	case before&kindPreposition != 0:
		return free && (i+1 == len(k.tokens) || k.word(s, i+1) != "AND" && k.word(s, i+1) != "OR" && k.tokens[i+1].kinds&kindStarter == 0)
	}
	return false
}

// odd decides between words of three and five letters and codes: WHO, AID, START.
func (k *caser) odd(s string, i int) {
	t := &k.tokens[i]
	switch k.word(s, i) {
	case "WHO", "AID", "START":
	default:
		return
	}
	next := k.word(s, i+1)
	if i+1 < len(k.tokens) && k.tokens[i+1].before != blank {
		next = ""
	}
	before := k.word(s, i-1)
	if i > 0 && t.before != blank {
		before = ""
	}
	switch k.word(s, i) {
	case "WHO":
		if before == "THE" && k.kinds(i+1)&kindFunction == 0 {
			t.form = upper
		}
	case "AID":
		switch next {
		case "DIRECTOR", "MISSION", "ADMINISTRATOR", "REP", "REPRESENTATIVE", "LOAN", "LOANS", "OFFICER", "OFFICERS", "OFFICIALS", "STAFF":
			t.form = upper
		}
		if t.before == slash || i+1 < len(k.tokens) && k.tokens[i+1].before == slash {
			t.form = upper
		}
	case "START":
		switch next {
		case "TREATY", "TALKS", "NEGOTIATIONS", "AGREEMENT", "II", "I", "VERIFICATION", "FOLLOW":
			t.form = upper
		}
	}
}

// serial keeps the name of a station before the number of a cable as identifiers are written: "HELSINKI 90377", "THE HAGUE 03525".
func (k *caser) serial(s string, i int) {
	t := &k.tokens[i]
	n := t.end - t.start
	if n < 2 || n > 8 || !k.together(i) {
		return
	}
	for j := t.start; j < t.end; j++ {
		if bytesOf[s[j]] != digitBit {
			return
		}
	}
	if n == 4 && (s[t.start] == '1' && s[t.start+1] == '9' || s[t.start] == '2' && s[t.start+1] == '0') || n == 2 {
		return // more often a year or a day
	}
	for words := 3; words > 0; words-- {
		first := i - words
		if first < 0 {
			continue
		}
		k.station = k.station[:0]
		for j := first; j < i && len(k.station) < 40; j++ {
			w := &k.tokens[j]
			if j > first && w.before != blank && w.before != hyphen || w.digits || w.tail > w.end {
				k.station = k.station[:0]
				break
			}
			k.station = append(k.station, s[w.start:w.end]...)
		}
		if len(k.station) < 3 || !vocab.IsStation(k.station) {
			continue
		}
		for j := first; j < i; j++ {
			k.tokens[j].form, k.tokens[j].plain = upper, true
			k.tokens[j].kinds &^= kindTitle | kindPhrase
		}
		return
	}
}

// joined decides what stands in words that hyphens, slashes and apostrophes join.
func (k *caser) joined(s string) {
	for i := 1; i < len(k.tokens); i++ {
		t, prev := &k.tokens[i], &k.tokens[i-1]
		switch {
		case t.before == slash:
			k.slashed(s, i)
		case t.before != hyphen:
		case t.parted == ',':
			t.form = small
		case t.parted == '\'':
			k.apostrophe(s, i)
		default:
			w := s[prev.start:prev.end]
			if (w == "AL" || w == "EL" || w == "UL" || w == "AD" || w == "AS" || w == "AR" || w == "AZ" || w == "AN" || w == "ED") && prev.before != hyphen && (t.unknown || t.plain) {
				prev.form = small
				if prev.first {
					prev.form = capital
				}
				t.form, t.plain = capital, true
			}
			switch w {
			case "CO", "EX", "RE", "DE", "BI": // CO-CHAIR
				prev.form = small
			case "E": // E-MAIL
				if t.kinds&kindWord != 0 {
					prev.form = small
				}
			}
		}
	}
}

// apostrophe joins O'BRIEN, D'ESTAING, SANA'A.
func (k *caser) apostrophe(s string, i int) {
	t, prev := &k.tokens[i], &k.tokens[i-1]
	if prev.form == masked || t.form == masked && t.kinds&kindPhrase != 0 {
		return
	}
	switch w := s[prev.start:prev.end]; {
	case w == "O" || w == "N":
		t.form, t.plain = capital, true
	case w == "D" || w == "L" || w == "DELL" || w == "DALL":
		prev.form, t.form, t.plain = small, capital, true
		if w == "L" {
			prev.form = upper
		}
		if t.kinds&kindWord != 0 && t.kinds&(kindName|kindOffice) == 0 {
			t.form = capital
		}
	default:
		t.form = small
		if prev.form == small {
			prev.form = capital
		}
		prev.plain = true
	}
}

// slashed keeps office symbols: in "EUR/CACEN" what is no word is in capitals, in "AND/OR" all is.
func (k *caser) slashed(s string, i int) {
	first, last := i-1, i
	for first > 0 && k.tokens[first].before == slash {
		first--
	}
	for last+1 < len(k.tokens) && k.tokens[last+1].before == slash {
		last++
	}
	if i != first+1 { // decided at the first slash
		return
	}
	office := false
	for j := first; j <= last; j++ {
		t := &k.tokens[j]
		office = office || t.form == upper && !t.digits
	}
	for j := first; j <= last && office; j++ {
		t := &k.tokens[j]
		if n := t.end - t.start; t.unknown && n <= 6 || n <= 4 && t.kinds&(kindName|kindFunction) == 0 && !t.plain {
			t.form = upper
		}
	}
}

// addresses are e-mail and web addresses: small.
func (k *caser) addresses(s string) {
	if strings.IndexByte(s, '@') < 0 && !strings.Contains(s, "WWW") && !strings.Contains(s, "HTTP") {
		return
	}
	for i := range k.tokens {
		w := k.word(s, i)
		if at := k.tokens[i].parted == '@'; !at && w != "WWW" && w != "HTTP" && w != "HTTPS" {
			continue
		} else if at && i > 0 {
			i--
		}
		for j := i; j < len(k.tokens) && (j == i || strings.IndexByte(s[k.tokens[j-1].tail:k.tokens[j].start], ' ') < 0); j++ {
			k.tokens[j].form, k.tokens[j].first = small, false
		}
	}
}
