package parser

import "strings"

// personIn divides "Ambassador John Ordway" into name and title, and likewise "ROBERT P. FINN, DEPUTY CHIEF OF MISSION".
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
	s = strings.Join(strings.Fields(s), " ")
	for len(s) > 4 && (hasFold(s[len(s)-4:], " FOR") || hasFold(s[len(s)-4:], " F0R")) {
		s = strings.Trim(s[:len(s)-4], " ,;:-")
	}
	s = apostrophes(s)
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == ':' })
	// The first part that is nothing but a name; else the name at the end of the first part that has one.
	for k, part := range parts {
		part = strings.Trim(part, " .-")
		if suffix(part) {
			continue
		}
		if name = tailName(part); name == "" {
			continue
		}
		head := strings.Trim(strings.TrimSpace(strings.TrimSuffix(part, name)), " -?.")
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

// tailName is the name that a part ends with: up to four words behind the last word of a title.
func tailName(s string) string {
	words := strings.Fields(s)
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
		if isTitleWord(w) || !nameWord(w) {
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
	if k >= len(words) {
		return ""
	}
	i := 0
	for j := 0; j < k; j++ {
		i += strings.Index(s[i:], words[j]) + len(words[j])
	}
	return strings.TrimSpace(s[i : strings.LastIndex(s, words[len(words)-1])+len(words[len(words)-1])])
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
			if distance(t, long) <= most {
				return true
			}
		}
	}
	return t == "CIEF"
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
