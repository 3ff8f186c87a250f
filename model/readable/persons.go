package readable

// names finds surnames and given names that are words too, and remembers the surnames for the rest of the cable.
func (k *caser) names(s string) {
	for i := range k.tokens {
		t := &k.tokens[i]
		if t.person && t.form == capital && t.kinds&(kindWord|kindName) == kindWord && t.before == blank && k.article(s, i-1) { // Mr. Green, and the green line
			t.form, t.plain = small, false
			continue
		}
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
