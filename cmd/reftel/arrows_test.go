package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// room says what a package may import of ours. "..." at the end stands for the package and all below it.
type room struct {
	in  string
	may []string
}

// rooms is the house's table; the first entry that names a package holds.
var rooms = []room{
	{"cmd/...", []string{"..."}},
	{"ui/page", []string{"model/..."}},
	{"ui/theme", []string{"model/..."}},
	{"ui/command", []string{"model/..."}},
	{"ui/...", []string{"ui/...", "model/..."}},
	{"parser/source", []string{"parser", "model/..."}},
	{"parser/...", []string{"parser/...", "model/..."}},
	{"model/safe", nil},
	{"model/vocab", []string{"model", "model/safe"}},
	{"model/query", []string{"model", "model/safe"}},
	{"model/library", []string{"model", "model/safe", "model/query"}},
	{"model/library/...", []string{"model/..."}},
	{"model/readable", []string{"model", "model/safe", "model/vocab", "model/inline"}},
	{"model/export", []string{"model", "model/safe", "model/inline"}},
	{"model", []string{"model/safe"}},
	{"model/...", []string{"model/..."}},
}

// never lists packages of others that a package of ours must not reach, however far.
var never = map[string][]string{
	"ui/page":   {"charm.land/", "github.com/charmbracelet/"},
	"model":     {"charm.land/", "github.com/charmbracelet/"},
	"parser":    {"charm.land/", "github.com/charmbracelet/", "net"},
	"model/...": {"charm.land/", "github.com/charmbracelet/"},
}

func holds(pattern, of string) bool {
	if pattern == "..." || pattern == of {
		return true
	}
	below, ok := strings.CutSuffix(pattern, "/...")
	return ok && (of == below || strings.HasPrefix(of, below+"/"))
}

type listed struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
	Deps         []string
}

// list gives all packages of the module.
func list(t *testing.T) []listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports,Deps", "reftel/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestArrows(t *testing.T) {
	packages := list(t)
	if len(packages) < 8 {
		t.Fatalf("only %d packages found", len(packages))
	}
	for _, p := range packages {
		of := strings.TrimPrefix(p.ImportPath, "reftel/")
		i := slices.IndexFunc(rooms, func(r room) bool { return holds(r.in, of) })
		if i < 0 {
			t.Errorf("%s has no room in the house", of)
			continue
		}
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			ours, ok := strings.CutPrefix(imported, "reftel/")
			if !ok || ours == of || ours == "model/library/librarytest" {
				continue
			}
			inTest := !slices.Contains(p.Imports, imported)
			if allowed := slices.ContainsFunc(rooms[i].may, func(m string) bool { return holds(m, ours) }); !allowed && !(inTest && testMay(of, ours)) {
				t.Errorf("%s imports %s; it may import %q", of, ours, rooms[i].may)
			}
			if engine := path.Dir(ours) == "model/library" && strings.HasPrefix(of, "ui"); engine && !inTest {
				t.Errorf("%s imports the engine %s", of, ours)
			}
		}
		for pattern, forbidden := range never {
			if !holds(pattern, of) {
				continue
			}
			for _, dep := range p.Deps {
				for _, f := range forbidden {
					if dep == f || strings.HasSuffix(f, "/") && strings.HasPrefix(dep, f) {
						t.Errorf("%s reaches %s", of, dep)
					}
				}
			}
		}
	}
}

// testMay tells what a test may import besides what its package may: the screen is tested with real cables from the
// real parser and engine, as it is used.
func testMay(of, imported string) bool {
	return strings.HasPrefix(of, "ui") && (holds("parser/...", imported) || holds("model/...", imported))
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"cmd", "ui", "model", "parser", "go.mod", "go.sum", "README.md", "LICENSE", "reftel"}
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(known, name) {
			t.Errorf("%s stands at the top level; there may be %q", name, known)
		}
	}
}
