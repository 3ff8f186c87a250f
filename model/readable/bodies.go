package readable

import "strings"

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
		case !next && k.word(s, i) == "CHARGE" && k.together(i) && (k.word(s, i-1) == "WITH" || k.word(s, i-1) == "BY"):
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
