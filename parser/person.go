package parser

import "strings"

// personIn divides "Ambassador John Ordway" into name and title, and likewise "ROBERT P. FINN, DEPUTY CHIEF OF MISSION".
// Of two persons, "Poloff A. Smith and Econoff B. Jones", it gives both.
func personIn(s string) (name, title string) {
	s = strings.Trim(s, " .,;:-")
	for strings.HasPrefix(s, "(") || len(s) > 2 && isDigit(s[0]) {
		i := strings.IndexAny(s, ") ")
		if i < 0 {
			break
		}
		s = strings.TrimLeft(s[i+1:], " .,")
	}
	if len(s) > 220 {
		s = s[:220]
	}
	s = apostrophes(withoutHanging(joinFragments(squeeze(s))))
	if i := indexFold(s, " AND "); i > 0 {
		a, at := onePerson(s[:i])
		b, bt := onePerson(s[i+len(" and "):])
		if wordCount(a) > 1 && wordCount(b) > 1 && (at == "" || bt != "") && !titleBehind(s[:i], a) {
			return a + " and " + b, strings.Trim(at+", "+bt, ", ")
		}
	}
	return onePerson(s)
}

// titleBehind tells whether the words that end in a name end in it by chance: in "Director for Burma and Thai Affairs" none is.
func titleBehind(s, name string) bool {
	i := strings.Index(s, name)
	w := strings.Fields(s[:max(i, 0)])
	return len(w) > 0 && (strings.EqualFold(w[len(w)-1], "for") || strings.EqualFold(w[len(w)-1], "of") || strings.EqualFold(w[len(w)-1], "to"))
}

// withoutHanging takes off the words that lead over to the reasons: "for", "per", and what a cut line left of them.
func withoutHanging(s string) string {
	for {
		s = strings.TrimRight(s, " ,;:-.")
		i := strings.LastIndexByte(s, ' ')
		w := s[i+1:]
		if w == "FO" { // the front office
			return s
		}
		switch strings.ToUpper(w) {
		case "FOR", "F0R", "FO", "F", "FRO", "FOE", "FPR", "PER", "UNDER", "BASED", "UPON", "ON", "DUE", "BECAUSE", "PURSUANT", "IAW", "THE", "WITH", "ACCORDANCE", "IN", "TO", "BY", "OR":
			if i > 0 {
				s = s[:i]
				continue
			}
		}
		return s
	}
}

// joinFragments closes up words that a fixed line width cut, "Do nald", "Y ee": a short capitalised word that is no title,
// with small letters behind it that are no word.
func joinFragments(s string) string {
	any := false
	for i := 2; i < len(s) && !any; i++ { // nearly all have none
		any = s[i-1] == ' ' && isLower(s[i]) && (isLower(s[i-2]) || isUpper(s[i-2])) && (i < 4 || s[i-3] == ' ' || s[i-4] == ' ' || i > 4 && s[i-5] == ' ')
	}
	if !any {
		return s
	}
	words := strings.Split(s, " ")
	out := words[:0]
	for _, w := range words {
		if k := len(out); k > 0 && w != "" && isLower(w[0]) && len(w) < 9 && lettersOnly(w) && !particle(w) && !joining(w) && !titleFragment(w) {
			u := out[k-1]
			if len(u) <= 3 && u != "" && isUpper(u[0]) && lettersOnly(u) && !isTitleWord(u) && !isUpper(u[len(u)-1]) || len(u) == 1 && isUpper(u[0]) && len(w) > 1 {
				out[k-1] = u + w
				continue
			}
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// joining tells whether a small word stands between the words of a title.
func joining(w string) bool {
	switch w {
	case "of", "for", "and", "the", "to", "in", "at", "by", "on", "or", "per", "with", "reason", "reasons", "ai", "state", "acting", "a", "y", "e", "i", "ten", "ter", "den", "due", "based", "under":
		return true
	}
	return false
}

// titleFragment tells whether a word in small letters is a title.
func titleFragment(w string) bool { return len(w) > 3 && isTitleWord(w) }

func lettersOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isAlpha(s[i]) {
			return false
		}
	}
	return s != ""
}

// onePerson divides name and title of one person.
func onePerson(s string) (name, title string) {
	var room [8]string
	parts := room[:0]
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' || r == ':' }) {
		parts = append(parts, part)
	}
	// The first part that is nothing but a name; else the name at the end of the first part that has one.
	for k, part := range parts {
		part = strings.Trim(part, " .-")
		if suffix(part) {
			continue
		}
		bare := part
		if i := strings.IndexByte(part, '('); i > 0 { // "Maria Otero (G)", "Charge d'Affaires (CDA) Daniel Shields"
			if j := strings.IndexByte(part[i:], ')'); j < 0 || i+j == len(part)-1 {
				bare = strings.TrimRight(part[:i], " ")
			}
		}
		if name = tailName(bare); name == "" {
			continue
		}
		head := strings.Trim(strings.TrimSpace(strings.TrimSuffix(bare, name)), " -?.")
		rest := parts[k+1:]
		if len(rest) > 0 && suffix(strings.Trim(rest[0], " .")) {
			name += ", " + strings.TrimSpace(rest[0])
			if u := strings.ToUpper(name); strings.HasSuffix(u, " JR") || strings.HasSuffix(u, " SR") {
				name += "."
			}
			rest = rest[1:]
		}
		var t []string
		for _, q := range parts[:k] {
			t = append(t, strings.TrimSpace(q))
		}
		if head != "" {
			t = append(t, head)
		}
		if head == "" && k == 0 {
			for _, q := range rest {
				if q = strings.Trim(q, " ."); q != "" {
					t = append(t, q)
				}
			}
		}
		return strings.Trim(name, " -"), strings.Join(t, ", ")
	}
	return "", s
}

// apostrophes puts back those that became commas: "Daniel O,Grady", "Charge d,Affaires".
func apostrophes(s string) string {
	for i := 1; i+1 < len(s); i++ {
		if s[i] == ',' && isUpper(s[i+1]) && strings.IndexByte("OoDd", s[i-1]) >= 0 && (i < 2 || s[i-2] == ' ') {
			s = s[:i] + "'" + s[i+1:]
		}
	}
	return s
}

func suffix(w string) bool {
	switch strings.ToUpper(strings.Trim(w, " .")) {
	case "JR", "SR", "II", "III", "IV":
		return true
	}
	return false
}

// tailName is the name that a part ends with: up to four words behind the last word of a title. A given name among them
// is where it begins.
func tailName(s string) string {
	var room [12]string
	words := fields(s, room[:0])
	n, k := 0, len(words)
	for k > 0 && n < 4 {
		w := words[k-1]
		if suffix(w) && n == 0 {
			k--
			continue
		}
		if n == 0 && isLower(w[0]) && strings.IndexByte(w, '.') > 0 {
			words = words[:k-1]
			k--
			continue
		}
		if isTitleWord(w) && !(n == 1 && givenName(strings.ToUpper(strings.Trim(w, ".")))) || !nameWord(w) {
			break
		}
		n++
		k--
		if n == 3 && !initial(words[k]) && !initial(words[k+1]) && !particle(words[k+1]) && k > 0 && !initial(w) {
			break
		}
	}
	for k < len(words) && (particle(words[k]) && k+1 < len(words) && len(words)-k > 3) {
		k++
	}
	if k+2 < len(words) && innerCapital(words[k]) {
		k++
	}
	for j := k + 1; j+1 < len(words); j++ { // words in front of a given name are what is left of a title
		if !givenName(strings.ToUpper(strings.Trim(words[j], ".,"))) {
			continue
		}
		if before := words[j-1]; !initial(before) && !givenName(strings.ToUpper(strings.Trim(before, ".,"))) && j-k == 1 && !particle(before) && strange(before) {
			k = j
		}
		break
	}
	if k >= len(words) {
		return ""
	}
	i := 0
	for j := 0; j < k; j++ {
		i += strings.Index(s[i:], words[j]) + len(words[j])
	}
	return strings.TrimSpace(s[i : strings.LastIndex(s, words[len(words)-1])+len(words[len(words)-1])])
}

// strange tells whether a word looks like a title that was mistyped or cut and not like a name: it is long, or has a
// capital letter or a digit within.
func strange(w string) bool { return len(w) >= 9 || innerCapital(w) }

// innerCapital tells whether a capital letter stands within a word, behind more than Mc, De or La.
func innerCapital(w string) bool {
	for i := 1; i < len(w); i++ {
		if isUpper(w[i]) && isLower(w[i-1]) && i > 2 {
			return true
		}
	}
	return false
}

func initial(w string) bool { return len(strings.Trim(w, ".")) == 1 }

func particle(w string) bool {
	switch strings.ToLower(w) {
	case "van", "von", "de", "del", "der", "la", "le", "di", "da", "du", "al", "el", "bin":
		return true
	}
	return false
}

// nameWord tells whether a word may be part of a person's name.
func nameWord(w string) bool {
	t := strings.Trim(w, ".,()'\"`")
	if t == "" || strings.ContainsAny(t, "/:?&") {
		return false
	}
	if particle(t) {
		return true
	}
	return isUpper(t[0]) || t[0] >= 0x80 || t == "0"
}

// isTitleWord tells whether a word belongs to a title, also with a letter wrong.
func isTitleWord(w string) bool {
	if len(w) == 2 && w[1] == '.' {
		return false
	}
	t := strings.ToUpper(strings.Trim(w, ".,()'\"`-?"))
	if t == "" || strings.ContainsAny(t, "/&") {
		return true
	}
	if _, ok := titles[t]; ok {
		return true
	}
	if strings.Contains(t, "AFFAIRES") {
		return true
	}
	if i := strings.IndexByte(t, '-'); i > 0 {
		if _, ok := titles[t[:i]]; ok {
			return true
		}
		if _, ok := titles[t[i+1:]]; ok {
			return true
		}
	}
	t = strings.ReplaceAll(t, "0", "O")
	if composed(t, 0) {
		return true
	}
	if len(t) >= 5 {
		for _, long := range [...]string{"AMBASSADOR", "COUNSELOR", "COUNSELLOR", "DIRECTOR", "MINISTER", "POLITICAL", "ECONOMIC", "SECRETARY", "CHARGE", "CHIEF", "DEPUTY", "OFFICER", "CONSUL", "GENERAL", "ASSISTANT", "ACTING"} {
			// A wrong first letter is rarer than a name that looks like a title.
			if t[0] != long[0] {
				continue
			}
			most := 1
			if len(long) >= 8 {
				most = 2
			}
			if d := len(t) - len(long); d <= most && -d <= most && distance(t, long) <= most {
				return true
			}
		}
	}
	return t == "CIEF"
}

// titleParts are what titles such as DepPolCouns and ECMIN are put together from, by first letter.
var titleParts = [26][]string{0: {"ATT", "ADV", "ACT", "AMB", "ASST"}, 'C' - 'A': {"COUNSELOR", "COUNS", "COUN", "CONS", "CHIEF"}, 'D' - 'A': {"DEP", "DIR"},
	'E' - 'A': {"ECON", "ECO", "EC", "EMB"}, 'L' - 'A': {"LAB"}, 'M' - 'A': {"MIN", "MIL", "MGMT", "MGT"}, 'O' - 'A': {"OFF"}, 'P' - 'A': {"POL"}, 'R' - 'A': {"REP"}, 'S' - 'A': {"SEC"}}

// composed tells whether a word is two or more parts of titles.
func composed(w string, n int) bool {
	if w == "" {
		return n > 1
	}
	if !isUpper(w[0]) {
		return false
	}
	for _, p := range titleParts[w[0]-'A'] {
		if strings.HasPrefix(w, p) && composed(w[len(p):], n+1) {
			return true
		}
	}
	return false
}

// titles are the words of titles, offices and places that stand before names.
var titles = wordSet(`AMBASSADOR AMB AMBASSADORS CHARGE CHARG CDA DCM ADCM A/DCM COM CG PO DPO RSO ARSO TDY PAO IPAO IO CPAO CONS CONSUL CONSULATE CONSGEN GENERAL GEN
ACTING ACTG DEPUTY DEP ASSISTANT ASST ASSISTANCE SPECIAL SENIOR PRINCIPAL ASSOCIATE UNDER BUREAU OFFICE OFFICER OFF POLOFF ECONOFF EMBOFF CONOFF DIRECTOR DIR SECRETARY SEC CHIEF HEAD COUNSELOR COUNSELOR
COUNSEL COUNSELORS COUNS COUNCILOR COUN COUNSELLOR COUNCILLOR COUNSELER MINISTER MIN MINCOUNS MINCOUN POLMINCONS POLMINCOUNS POLCOUNS POLCOUNSELOR ECONCOUNS ECONMINCOUNS ECONMIN EMIN POLMIN POL ECON ECOPOL POLECON POLMIL P/E E/P MC M/C M-C
POLITICAL ECONOMIC COMMERCIAL MILITARY LABOR PUBLIC AFFAIRS DIPLOMACY MANAGEMENT CONSULAR SECURITY DEFENSE ATTACHE LEGAL ADVISOR ADVISER REPRESENTATIVE REP DELEGATE COORDINATOR MISSION
SECTION UNIT TEAM LEADER DESK CENTER BRANCH DIVISION PROGRAM POST REGIONAL PROVINCIAL NATIONAL SUB-NATIONAL GOVERNANCE ENVOY ENVIRONMENT SCIENCE TECHNOLOGY HEALTH ENERGY FINANCIAL TREASURY TRADE AGRICULTURAL REFUGEE POPULATION MIGRATION
OF FOR AND THE TO IN AT BY ON A.I AI AD INTERIM D'AFFAIRES DAFFAIRES DE'AFFAIRES D'AFFAIRS AFFAIRE AFFAIRS AFFAIRES D STATE DEPARTMENT DEPT EMBASSY AMEMBASSY US U.S USG AIT USUN USEU USNATO UNVIE USINT USMISSION
ISN PRM EUR NEA SCA WHA AF EAP IO INR DRL VCI EEB EB OES PM INL DS CA L H S P T E G AFR ARP PDAS DAS PRT REO NSC DOD USAID DHS DEA FBI DOJ FAS FCS LEGATT DATT ODC SAO GSO MGT
LTC COL LT CAPT CDR CMDR MAJ MAJOR COLONEL CAPTAIN GENERAL ADM ADMIRAL MR MRS MS DR CIV
ARMS CONTROL CENTRAL SOUTH NORTH EAST WEST WESTERN EASTERN ASIA ASIAN AFRICA AFRICAN EUROPE EUROPEAN EURASIAN HEMISPHERE NEAR AFGHANISTAN PAKISTAN IRAQ IRAN IRANIAN CHINA RUSSIA TURKEY INDIA AFGHAN PAKISTANI
DOS CLASSIFICATION GUIDE MULTIPLE SOURCES SOURCE DERIVED INTELLIGENCE RESEARCH INTERNATIONAL ORGANIZATION NONPROLIFERATION COUNTERTERRORISM MISSILE THREAT REDUCTION DIPLOMATIC INTERNAL EXTERNAL GROUP
ENTIRE TEXT CONFIDENTIAL SECRET REASONS REASON THIS MESSAGE CABLE IS WAS CLASSIFIED CLASSFIED WATCHER FSN SUPERVISORY VICE COMMISSIONER RESIDENT FIRST SECOND THIRD SECT ECONOMICS POLITICS FINANCE LAW ENFORCEMENT NARCOTICS HUMAN RIGHTS DEMOCRACY REFORM`)

func wordSet(s string) map[string]struct{} {
	set := map[string]struct{}{}
	for _, w := range strings.Fields(s) {
		set[w] = struct{}{}
	}
	return set
}
