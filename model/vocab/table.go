package vocab

import (
	_ "embed" // the tables
	"iter"
	"strings"
	"sync"

	"reftel/model/safe"
)

//go:embed tables/tags.tsv
var tagsTable string

//go:embed tables/posts.tsv
var postsTable string

//go:embed tables/aliases.tsv
var aliasesTable string

//go:embed tables/routing.tsv
var routingTable string

//go:embed tables/terms.tsv
var termsTable string

// TAGInfo is what the tables say of one of the TAGS (Traffic Analysis by Geography and Subject, 5 FAH-3).
type TAGInfo struct {
	Code, Kind, Field, Meaning safe.Line
}

// PostInfo is what the tables say of a post.
type PostInfo struct {
	Station, Origin, Routing, FromLine safe.Line
	FirstYear, LastYear                string
}

// rows yields the fields of each line of a table.
func rows(table string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			if f := strings.Split(strings.TrimRight(line, "\r\n"), "\t"); len(f) > 1 && !yield(f) {
				return
			}
		}
	}
}

var tags = sync.OnceValue(func() map[string]TAGInfo {
	m := make(map[string]TAGInfo, 400)
	for f := range rows(tagsTable) {
		if len(f) >= 4 {
			m[f[0]] = TAGInfo{safe.Of(f[0]), safe.Of(f[1]), safe.Of(f[2]), safe.Of(f[3])}
		}
	}
	return m
})

var posts = sync.OnceValue(func() map[string]PostInfo {
	m := make(map[string]PostInfo, 300)
	for f := range rows(postsTable) {
		if len(f) >= 7 {
			m[f[0]] = PostInfo{safe.Of(f[0]), safe.Of(f[4]), safe.Of(f[5]), safe.Of(f[6]), f[2], f[3]}
		}
	}
	return m
})

// aliasMaps are stations, malformed and invalid identifiers with their right forms.
type aliasMaps struct{ stations, ids map[string]string }

var aliases = sync.OnceValue(func() aliasMaps {
	m := aliasMaps{map[string]string{}, map[string]string{}}
	for f := range rows(aliasesTable) {
		switch {
		case len(f) < 3:
		case f[0] == "station alias":
			m.stations[f[1]] = f[2]
		default:
			m.ids[f[1]] = f[2]
		}
	}
	return m
})

var routing = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 2000)
	for f := range rows(routingTable) {
		m[f[0]] = f[1]
	}
	return m
})

// terms maps a kind and a term to its meaning.
var terms = sync.OnceValue(func() map[[2]string]string {
	m := make(map[[2]string]string, 300)
	for f := range rows(termsTable) {
		if len(f) >= 3 {
			m[[2]string{f[0], f[1]}] = f[2]
		}
	}
	return m
})
