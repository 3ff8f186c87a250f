package readable

// settle decides by what stands beside each token.
func (k *caser) settle(s string) {
	ts := k.tokens
	for i := range ts {
		t := &ts[i]
		switch {
		case t.phrases != 0:
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
	next := i + 1
	if next == len(k.tokens) || k.tokens[next].before > hyphen && int(k.tokens[i].end-k.tokens[i].start) > 2 {
		return
	}
	second := s[k.tokens[next].start]
phrases:
	for _, p := range k.words.phrases[k.tokens[i].phrases-1] {
		if len(p.words) > 1 && p.words[1][0] != second {
			continue
		}
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
