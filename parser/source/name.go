package source

import (
	"path/filepath"
	"strings"

	"reftel/model"
)

// Identifier finds the identifier in the name of a file: "05ALMATY538.html", "seed-05ALMATY538.txt".
// Empty where the name does not tell.
func Identifier(path string) string {
	base := filepath.Base(path)
	for ext := filepath.Ext(base); ext != "" && ext != base; ext = filepath.Ext(base) {
		base = strings.TrimSuffix(base, ext)
	}
	for {
		if id, err := model.ParseID(base); err == nil && len(id.Station) > 1 {
			return id.String()
		}
		i := strings.IndexAny(base, "- ")
		if i < 0 {
			return ""
		}
		base = base[i+1:]
	}
}
