package vocab

import (
	_ "embed" // the tables
	"iter"
	"strings"
	"sync"

	"reftel/model/safe"
)

// The tables, columns parted by tabs, one row a line:
//
//	tags           code, kind, field, meaning; a code with two meanings has two rows
//	posts          station, origin, routing indicator, FM line, first and last year, cables, geographic TAGS
//	others         station, origin: posts and agencies that Cablegate has nothing of, mostly of the 1970s
//	aliases        kind (station, name, id), what is written, right form
//	routing        indicator, names
//	terms          kind, term, meaning
//	abbreviations  abbreviation, meanings, "w" where it is also written in small letters
var (
	//go:embed tables/tags.tsv
	tagsTable string
	//go:embed tables/posts.tsv
	postsTable string
	//go:embed tables/others.tsv
	othersTable string
	//go:embed tables/aliases.tsv
	aliasesTable string
	//go:embed tables/routing.tsv
	routingTable string
	//go:embed tables/terms.tsv
	termsTable string
	//go:embed tables/abbreviations.tsv
	abbreviationsTable string
)

// mostColumns is the width of the widest table.
const mostColumns = 8

// row is one line of a table; columns that a line does not have are empty.
type row [mostColumns]string

// rows yields the lines of a table. All columns are parts of the embedded text: nothing is copied.
func rows(table string) iter.Seq[row] {
	return func(yield func(row) bool) {
		for table != "" {
			line := table
			if i := strings.IndexByte(table, '\n'); i >= 0 {
				line, table = table[:i], table[i+1:]
			} else {
				table = ""
			}
			var r row
			for n := 0; n < mostColumns; n++ {
				i := strings.IndexByte(line, '\t')
				if i < 0 {
					r[n] = line
					break
				}
				r[n], line = line[:i], line[i+1:]
			}
			if r[0] != "" && !yield(r) {
				return
			}
		}
	}
}

// TAGInfo is what the tables say of one of the TAGS (Traffic Analysis by Geography and Subject, 5 FAH-3).
type TAGInfo struct {
	Code    safe.Line // "PHUM"
	Kind    safe.Line // "geo", "subject", "program" or "organization"
	Field   safe.Line // of a subject: "Political Affairs"
	Meaning safe.Line // "Human Rights"
	Also    safe.Line // a second meaning: AU is Austria, and the African Union
}

// PostInfo is what the tables say of a post. The years and the number of cables are those of Cablegate.
type PostInfo struct {
	Station             safe.Line // as in identifiers: "PORTAUPRINCE"
	Origin              safe.Line // in words: "Embassy Port Au Prince"
	Routing             safe.Line // routing indicator: "RUEHPU"; empty where it is not known
	FromLine            safe.Line // as after FM: "AMEMBASSY PORT AU PRINCE"; empty where it is not known
	FirstYear, LastYear string    // four digits; empty for a post that Cablegate has nothing of
	Cables              string    // how many; empty likewise
	TAGS                string    // the geographic TAGS it uses most: "HA"
}

var tags = sync.OnceValue(readTags)

func readTags() map[string]TAGInfo {
	m := make(map[string]TAGInfo, 400)
	for r := range rows(tagsTable) {
		if t, ok := m[r[0]]; ok {
			t.Also = safe.Of(r[3])
			m[r[0]] = t
			continue
		}
		m[r[0]] = TAGInfo{Code: safe.Of(r[0]), Kind: safe.Of(r[1]), Field: safe.Of(r[2]), Meaning: safe.Of(r[3])}
	}
	return m
}

// posts are the stations of both tables.
var posts = sync.OnceValue(readPosts)

func readPosts() map[string]PostInfo {
	m := make(map[string]PostInfo, 400)
	for r := range rows(othersTable) {
		m[r[0]] = PostInfo{Station: safe.Of(r[0]), Origin: safe.Of(r[1])}
	}
	for r := range rows(postsTable) {
		m[r[0]] = PostInfo{Station: safe.Of(r[0]), Origin: safe.Of(r[1]), Routing: safe.Of(r[2]), FromLine: safe.Of(r[3]),
			FirstYear: r[4], LastYear: r[5], Cables: r[6], TAGS: r[7]}
	}
	return m
}

// aliasMaps lead from what is written to the right form: stations misspelt or cut, ways to name a post in words, identifiers.
type aliasMaps struct{ stations, names, ids map[string]string }

var aliases = sync.OnceValue(readAliases)

func readAliases() aliasMaps {
	m := aliasMaps{make(map[string]string, 200), make(map[string]string, 50), make(map[string]string, 250)}
	for r := range rows(aliasesTable) {
		switch r[0] {
		case "station":
			m.stations[r[1]] = r[2]
		case "name":
			m.names[r[1]] = r[2]
		case "id":
			m.ids[r[1]] = r[2]
		}
	}
	return m
}

var routing = sync.OnceValue(readRouting)

func readRouting() map[string]string {
	m := make(map[string]string, 2000)
	for r := range rows(routingTable) {
		m[r[0]] = r[1]
	}
	return m
}

// kindOf says which table of terms a term is looked up in.
type kindOf struct{ kind, term string }

var terms = sync.OnceValue(readTerms)

func readTerms() map[kindOf]string {
	m := make(map[kindOf]string, 200)
	for r := range rows(termsTable) {
		m[kindOf{r[0], r[1]}] = r[2]
	}
	return m
}

// abbreviation is one row of that table.
type abbreviation struct {
	meaning string
	small   bool // also written in small letters: "reftel", "PolOff"
}

var abbreviations = sync.OnceValue(readAbbreviations)

func readAbbreviations() map[string]abbreviation {
	m := make(map[string]abbreviation, 700)
	for r := range rows(abbreviationsTable) {
		m[r[0]] = abbreviation{r[1], r[2] == "w"}
	}
	return m
}
