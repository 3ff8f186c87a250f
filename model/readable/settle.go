package readable

import (
	"strings"

	"reftel/model/vocab"
)

// settle decides by what stands beside each token.
func (k *caser) settle(s string) {
	ts := k.tokens
	for i := range ts {
		t := &ts[i]
		switch {
		case t.kinds&kindPhrase != 0:
			k.phrase(s, i)
		case t.kinds&kindMonthish != 0:
			k.month(s, i)
		}
		switch t.end - t.start {
		case 2:
			k.two(s, i)
		case 3, 5:
			k.odd(s, i)
		}
		if t.digits {
			k.serial(s, i)
		}
	}
	k.joined(s)
	k.names(s)
	k.spelled(s)
	k.bodies(s)
	k.offices(s)
	k.titles()
	k.addresses(s)
	k.sentences(s)
}

// together tells whether token i and the one before go together: blanks alone between them.
func (k *caser) together(i int) bool {
	return i > 0 && i < len(k.tokens) && k.tokens[i].before == blank
}

// word is token i as it stands; empty where there is none.
func (k *caser) word(s string, i int) string {
	if i < 0 || i >= len(k.tokens) {
		return ""
	}
	return s[k.tokens[i].start:k.tokens[i].end]
}

func (k *caser) kinds(i int) kind {
	if i < 0 || i >= len(k.tokens) {
		return 0
	}
	return k.tokens[i].kinds
}

// phrase writes the longest phrase that begins at token i.
func (k *caser) phrase(s string, i int) {
	e := k.words.find(k.word(s, i), k.tokens[i].hash)
	if e == nil || e.phrases == 0 {
		return
	}
phrases:
	for _, p := range k.words.phrases[e.phrases-1] {
		at := i
		for n, w := range p.words {
			end := at
			// A word of a phrase may be several tokens: D'IVOIRE.
			for end < len(k.tokens) && int(k.tokens[end].start-k.tokens[at].start) < len(w) {
				end++
			}
			if at >= len(k.tokens) || n > 0 && !k.together(at) && (k.tokens[at].before != hyphen || k.tokens[at].parted != '-') {
				continue phrases
			}
			last := &k.tokens[end-1]
			full := s[k.tokens[at].start:last.end]
			if len(full) != len(w) {
				full = s[k.tokens[at].start:last.tail]
			}
			if !same(full, w) {
				continue phrases
			}
			at = end
		}
		at = i
		for n, w := range p.words {
			begin := k.tokens[at].start
			for at < len(k.tokens) && int(k.tokens[at].start-begin) < len(w) {
				t := &k.tokens[at]
				t.form, t.capitals = masked, p.capitals[n]>>(t.start-begin)
				t.plain = t.capitals&1 != 0
				t.kinds |= kindPhrase
				if n > 0 {
					t.kinds &^= kindTitle | kindMonthish
				}
				at++
			}
		}
		return
	}
}

// month is MAY, MARCH, SUN: a name beside a number, or after what stands before months and not before verbs.
func (k *caser) month(s string, i int) {
	t := &k.tokens[i]
	number := func(j int, near between) bool {
		return j >= 0 && j < len(k.tokens) && k.tokens[j].digits && k.tokens[j].end-k.tokens[j].start <= 4 && near <= mark
	}
	if number(i-1, t.before) && t.parted != '.' && t.parted != ')' || i+1 < len(k.tokens) && number(i+1, k.tokens[i+1].before) && k.tokens[i+1].parted != '(' {
		t.form, t.plain = capital, true
		return
	}
	if t.end-t.start == 3 && k.word(s, i) != "MAY" || !k.together(i) {
		return
	}
	switch k.word(s, i-1) {
	case "IN", "OF", "SINCE", "UNTIL", "EARLY", "LATE", "MID", "DURING", "BY", "LAST", "NEXT":
		t.form, t.plain = capital, true
	case "AND", "OR", "TO", "THROUGH": // "BETWEEN APRIL AND MAY"
		if k.kinds(i-2)&(kindName|kindMonthish) != 0 && k.tokens[i-2].plain && isMonth(k.word(s, i-2)) {
			t.form, t.plain = capital, true
		}
	}
}

func isMonth(word string) bool {
	switch word {
	case "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER":
		return true
	}
	return false
}

// two decides between words of two letters and codes: US, IT, NO, AM, OR.
func (k *caser) two(s string, i int) {
	t := &k.tokens[i]
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
	case "PLO":
		t.form = upper
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

// names finds surnames and given names that are words too, and remembers the surnames for the rest of the cable.
func (k *caser) names(s string) {
	for i := range k.tokens {
		t := &k.tokens[i]
		if t.form != small || t.kinds&kindFunction != 0 || t.digits || t.single {
			continue
		}
		if i > 0 && (t.kinds&kindBoth != 0 && k.personal(s, i) || k.addressed(s, i)) {
			t.form, t.plain = capital, true
			if t.kinds&(kindBody|kindField|kindTitle|kindOf|kindDirection|kindPreposition) == 0 && t.end-t.start > 3 {
				k.remember(t.hash, capital)
			}
			continue
		}
		// A given name before a surname: the next is a name, and none that is a country's or a people's.
		if next := i + 1; t.kinds&kindBoth != 0 && k.together(next) {
			if n := &k.tokens[next]; n.unknown && n.form == capital && (t.before != blank || !k.article(s, i-1)) {
				t.form, t.plain = capital, true
			} else if n.single && n.dotBehind && n.form == upper { // GRANT B. SMITH
				t.form, t.plain = capital, true
			}
		}
	}
}

// addressed tells whether "MR." or the like stands before token i: what follows is a name, whatever else it is.
func (k *caser) addressed(s string, i int) bool {
	prev, t := &k.tokens[i-1], &k.tokens[i]
	if t.before != blank && t.before != dot && !(t.before == stop && prev.dotBehind) {
		return false
	}
	switch k.word(s, i-1) {
	case "MR", "MRS", "MS", "DR", "MESSRS":
		return t.kinds&(kindTitle|kindLink) == 0
	}
	return false
}

// article tells whether the word is one after which no given name stands.
func (k *caser) article(s string, i int) bool {
	switch k.word(s, i) {
	case "THE", "A", "AN", "THIS", "THAT", "THESE", "TO", "WILL", "HIS", "THEIR", "ITS", "OUR":
		return true
	}
	return false
}

// personal tells whether what stands before token i is a person's title, initial or given name.
func (k *caser) personal(s string, i int) bool {
	prev := &k.tokens[i-1]
	t := &k.tokens[i]
	if t.before != blank && t.before != dot && !(t.before == stop && prev.dotBehind) {
		return false
	}
	switch k.word(s, i-1) {
	case "GEN", "COL", "AMB", "SEN", "GOV", "CAPT", "LT", "MAJ", "ADM", "REP", "SGT", "PROF":
		return true
	case "PRESIDENT", "SECRETARY", "SENATOR", "CONGRESSMAN", "AMBASSADOR", "GENERAL", "COLONEL", "CHANCELLOR", "CHARGE", "DCM", "ADMIRAL", "CODEL":
		return t.kinds&kindFunction == 0 && t.before == blank
	}
	if prev.dotted && prev.form == upper && t.before <= dot && t.kinds&kindFunction == 0 {
		switch s[prev.start:prev.end] {
		case "U.S.", "U.N.", "U.K.", "U.S.S.R.", "E.O.", "D.C.", "E.C.", "F.R.G.":
		default: // J.F. KENNEDY
			return prev.tail == prev.end
		}
	}
	if prev.kinds&kindGiven != 0 && prev.form == capital && t.before == blank {
		return true
	}
	if prev.single && prev.dotBehind && prev.form == upper && i > 1 && k.tokens[i-2].form == capital && t.kinds&kindFunction == 0 {
		return true
	}
	return false
}

// titles gives their capitals to the titles that stand before a name.
func (k *caser) titles() {
	for i := 1; i < len(k.tokens); i++ { // "Aziz, Minister of", "Aziz, director of"
		t := &k.tokens[i]
		if t.form != small || t.parted != ',' || t.before != mark || t.kinds&(kindTitle|kindRank) == 0 || !k.tokens[i-1].plain || k.tokens[i-1].form != capital {
			continue
		}
		end := i
		for end < len(k.tokens) && k.tokens[end].kinds&kindTitle != 0 && (end == i || k.tokens[end].before == blank) {
			end++
		}
		if k.tokens[end-1].kinds&kindRank != 0 {
			k.capitalize(i, end)
		}
	}
	named := false // the next token is a name, or a title that has got its capital
	for i := len(k.tokens) - 1; i >= 0; i-- {
		t := &k.tokens[i]
		if named && t.form == small && t.kinds&kindTitle != 0 && k.tokens[i+1].before <= hyphen {
			if t.kinds&kindRank != 0 || k.tokens[i+1].kinds&kindTitle != 0 {
				t.form = capital
				continue
			}
		}
		if named && t.kinds&kindOffice != 0 && t.form == capital { // "Ambassador Byroade", but "a foreign Ambassador"
			continue
		}
		named = t.kinds&kindOffice == 0 && t.plain && t.form == capital && t.kinds&(kindPhrase) == 0 && (t.unknown || t.kinds&kindName != 0 || t.kinds&kindBoth != 0) ||
			t.form == capital && t.kinds&kindTitle != 0 && t.kinds&kindOffice == 0 || t.single && t.dotBehind
	}
}

// sentences gives a capital to what begins a sentence.
func (k *caser) sentences(s string) {
	for i := range k.tokens {
		t := &k.tokens[i]
		if t.before == stop && i > 0 && k.tokens[i-1].dotBehind && t.parted == '.' && k.noEnd(s, i-1) {
			t.first = false
		}
		if i > 0 && t.before <= dot && t.kinds&kindStarter != 0 && k.tokens[i-1].dotted && s[k.tokens[i-1].end-1] == '.' && k.tokens[i-1].form == upper { // "U.S. THE"
			t.first = true
		}
		if t.parted == '(' && int(t.end) < len(s) && s[t.end] == ':' { // "(NOTE: "
			t.first = true
		}
		if k.title && t.parted == ':' && t.before == mark || t.parted == ':' && i > 0 && k.opens(s, i-1) {
			t.first = true
		}
		if !t.first {
			continue
		}
		switch {
		case t.form == small && t.digits:
		case t.form == small:
			t.form = capital
			if t.single {
				t.form = upper
			}
		case t.form == masked && t.capitals != allCapitals:
			t.capitals |= 1
		}
	}
}

// noEnd tells whether the dot behind token i belongs to an abbreviation.
func (k *caser) noEnd(s string, i int) bool {
	switch k.word(s, i) {
	case "MR", "MRS", "MS", "DR", "MESSRS", "GEN", "COL", "AMB", "SEN", "GOV", "CAPT", "LT", "MAJ", "ADM", "REP", "SGT", "PROF", "ST", "STE", "VS", "APPROX", "NOS", "BRIG", "REV", "HON", "CDR", "GENL", "MME", "MGR", "MSGR", "FR", "SGR", "JR", "SR", "CO", "INC", "LTD", "CORP", "BROS", "FEB", "JAN", "AUG", "SEPT", "OCT", "NOV", "DEC", "CF", "PP", "VIZ":
		return true
	case "NO":
		return i+1 < len(k.tokens) && k.tokens[i+1].digits
	}
	return false
}

// opens tells whether a colon behind token i begins a sentence: "COMMENT: THE ...".
func (k *caser) opens(s string, i int) bool {
	switch k.word(s, i) {
	case "SUMMARY", "COMMENT", "NOTE", "BACKGROUND", "REQUESTED", "TEXT", "REQUEST", "INTRODUCTION", "CONCLUSION", "QUESTION", "ANSWER", "QUOTE":
		return k.tokens[i].form != small || k.tokens[i].first || i > 0 && k.tokens[i-1].first
	}
	return false
}

// bodies finds the names of ministries and other bodies: "Ministry of Foreign Affairs", "Interior Ministry".
func (k *caser) bodies(s string) {
	for i := range k.tokens {
		t := &k.tokens[i]
		w := k.word(s, i)
		minister := w == "MINISTER" || w == "MINISTRY" || w == "MINISTRIES" || w == "MINISTERS"
		if t.kinds&kindBody == 0 && !minister || t.form != small {
			continue
		}
		// A field before it.
		first := i
		for k.together(first) && k.tokens[first-1].kinds&kindField != 0 && k.tokens[first-1].form == small {
			first--
		}
		ofName := first > 0 && k.tokens[first].before <= hyphen && k.tokens[first-1].plain && k.tokens[first-1].form == capital
		if first < i && (minister || ofName || k.word(s, first) == "NATIONAL" || k.word(s, first) == "SUPREME" || k.word(s, first) == "CENTRAL" && w != "GOVERNMENT") || first == i && ofName && (w == "PARTY" || w == "UNIVERSITY" || w == "INSTITUTE" || w == "FOUNDATION" || w == "MINISTRY" || w == "PARLIAMENT" || w == "COUNCIL") {
			k.capitalize(first, i+1)
		}
		// "of" and a field behind it.
		at := i + 1
		if !k.together(at) || k.word(s, at) != "OF" && !(minister && k.word(s, at) == "FOR") {
			continue
		}
		at++
		if k.together(at) && k.word(s, at) == "THE" {
			at++
		}
		end := at
		for k.together(end) && k.tokens[end].kinds&kindField != 0 {
			end++
			if k.together(end+1) && k.word(s, end) == "AND" && k.tokens[end].before <= mark && k.tokens[end+1].kinds&kindField != 0 {
				end++
			}
		}
		if end > at {
			k.capitalize(i, i+1)
			k.capitalize(at, end)
		}
	}
}

// capitalize gives a capital to the tokens i up to j that are small, but for "and".
func (k *caser) capitalize(i, j int) {
	for ; i < j; i++ {
		if t := &k.tokens[i]; t.form == small && t.kinds&(kindFunction|kindLink) == 0 {
			t.form = capital
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

// offices gives capitals to what is an office or a place by the words beside it.
func (k *caser) offices(s string) {
	for i := range k.tokens {
		t := &k.tokens[i]
		if t.single && t.form == small && t.before == blank { // "REF A", "ANNEX A"
			switch k.word(s, i-1) {
			case "REF", "REFS", "REFTEL", "REFTELS", "ANNEX", "TAB", "APPENDIX", "REFERENCE", "REFERENCES":
				t.form, t.kinds = upper, 0
			}
		}
		if t.form != small || t.kinds&(kindThe|kindGeneral|kindOf|kindDirection|kindPlace) == 0 && t.end-t.start != 3 {
			continue
		}
		next := k.together(i + 1)
		switch {
		case t.kinds&kindThe != 0 && k.together(i) && k.word(s, i-1) == "THE" && (!next || k.word(s, i+1) != "OF" || k.word(s, i) == "DEPARTMENT"):
			t.form = capital
		case t.kinds&kindPlace != 0 && k.together(i) && k.placed(s, i-1):
			t.form = capital
		case next && k.word(s, i) == "CHARGE" && k.acts(s, i+1) && k.word(s, i-1) != "A" && k.word(s, i-1) != "NO" && k.word(s, i-1) != "ANY":
			t.form = capital
		case t.kinds&kindGeneral != 0 && next && (k.word(s, i+1) == "GENERAL" || k.word(s, i+1) == "GENERALS"):
			t.form, k.tokens[i+1].form = capital, capital
		case t.kinds&kindOf != 0 && next && k.word(s, i+1) == "OF":
			at := i + 2
			if k.together(at) && k.word(s, at) == "THE" {
				at++
			}
			if k.together(at) && k.tokens[at].plain && k.tokens[at].form != upper && k.tokens[at].kinds&kindMonthish == 0 {
				t.form = capital
			}
		case t.kinds&kindDirection != 0 && next && k.tokens[i+1].unknown && k.tokens[i+1].form == capital:
			t.form, t.plain = capital, true
		}
	}
}

// spelled finds what an acronym in brackets stands for: "Ministry of Public Health (MOPH)". Both are what they are then,
// and the acronym is known for the rest of the cable.
func (k *caser) spelled(s string) {
	if strings.IndexByte(s, '(') < 0 {
		return
	}
	for i := 2; i < len(k.tokens); i++ {
		t := &k.tokens[i]
		n := int(t.end - t.start)
		if n < 2 || n > 8 || t.digits || t.dotted || t.start == 0 || s[t.start-1] != '(' || int(t.tail) >= len(s) || s[t.tail] != ')' && s[t.tail] != ',' && s[t.tail] != ';' {
			continue
		}
		first, ok := k.initials(s, i)
		if !ok {
			continue
		}
		k.capitalize(first, i)
		if t.form != masked {
			t.form = upper
			k.remember(t.hash, upper)
		}
	}
}

// initials is the first of the tokens before i whose initials are token i, small words left out or counted.
func (k *caser) initials(s string, i int) (int, bool) {
	t := &k.tokens[i]
	word := s[t.start:t.end]
	n := len(word) - 1
	if n > 1 && word[n] == 'S' && k.tokens[i-1].start < t.start && s[k.tokens[i-1].start] != 'S' { // NGOS
		n--
	}
	for j := i - 1; j >= 0 && i-j < 14; j-- {
		p := &k.tokens[j]
		if j < i-1 && k.tokens[j+1].before > hyphen && k.tokens[j+1].before != mark {
			return 0, false
		}
		if s[p.start] == word[n] {
			if n == 0 {
				return j, p.kinds&kindFunction == 0 || len(word) > 3
			}
			n--
			continue
		}
		if p.kinds&(kindFunction|kindLink) == 0 {
			return 0, false
		}
	}
	return 0, false
}

// placed tells whether token i can be the name of a river or a province, as what stands for a people cannot.
func (k *caser) placed(s string, i int) bool {
	t := &k.tokens[i]
	if !t.plain || t.form != capital || t.tail > t.end || t.kinds&(kindMonthish|kindTitle|kindOffice) != 0 {
		return false
	}
	w := k.word(s, i)
	for _, e := range [...]string{"IAN", "ESE", "ISH", "EAN", "CAN", "I", "IC", "ENCH", "UTCH", "ERMAN", "SOVIET", "ARAB"} {
		if strings.HasSuffix(w, e) {
			return false
		}
	}
	return true
}

// acts tells whether token i says what somebody did.
func (k *caser) acts(s string, i int) bool {
	w := k.word(s, i)
	switch w {
	case "TOLD", "SAID", "MET", "ASKS", "NOTES", "TOOK", "SAW", "MADE", "GAVE", "SPOKE":
		return true
	}
	return len(w) > 4 && strings.HasSuffix(w, "ED")
}
