package command

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"reftel/model/safe"
)

// Bindings are the keys in force. A key is as Bubble Tea spells it ("j", "ctrl+f", "space"), or a chord of several,
// with blanks between ("g g").
type Bindings struct {
	verb map[string]Name
	keys map[Name][]string // in the order of the table, then of the file
}

// Default gives every verb the keys of the table.
func Default() *Bindings {
	b := &Bindings{verb: map[string]Name{}, keys: map[Name][]string{}}
	for _, v := range verbs {
		for _, k := range v.Keys {
			b.bind(k, v.Name)
		}
	}
	return b
}

func (b *Bindings) bind(key string, name Name) {
	b.verb[key] = name
	b.keys[name] = append(b.keys[name], key)
}

func (b *Bindings) unbind(key string) {
	if name, ok := b.verb[key]; ok {
		delete(b.verb, key)
		b.keys[name] = slices.DeleteFunc(b.keys[name], func(k string) bool { return k == key })
	}
}

// For is the verb that a key or chord calls. More tells that it begins a longer chord.
func (b *Bindings) For(chord string) (name Name, found, more bool) {
	name, found = b.verb[chord]
	for k := range b.verb {
		if strings.HasPrefix(k, chord+" ") {
			return name, found, true
		}
	}
	return name, found, false
}

// Keys are those that call a verb, the one to show first.
func (b *Bindings) Keys(name Name) []string { return b.keys[name] }

// Key is the key to show for a verb; its name behind a colon where it has none.
func (b *Bindings) Key(name Name) string {
	if k := b.keys[name]; len(k) > 0 {
		return k[0]
	}
	return ":" + string(name)
}

// Begins tells whether a key calls a verb, alone or as the beginning of a chord.
func (b *Bindings) Begins(key string, name Name) bool {
	return slices.ContainsFunc(b.keys[name], func(k string) bool { return k == key || strings.HasPrefix(k, key+" ") })
}

// Completions lists the keys that may follow the beginning of a chord, with their verbs.
func (b *Bindings) Completions(chord string) []string {
	var out []string
	for k, name := range b.verb {
		if rest, ok := strings.CutPrefix(k, chord+" "); ok {
			out = append(out, rest+" "+string(name))
		}
	}
	slices.Sort(out)
	return out
}

// none is what a key is bound to that shall do nothing.
const none = "none"

// Read takes bindings from a file: a key or chord and the name of a verb on each line, "none" to unbind,
// a # at the beginning of a line for a remark. What the file does not name stays.
func (b *Bindings) Read(file string, r io.Reader) error {
	at := map[string]int{} // line of a key
	lines := bufio.NewScanner(r)
	n := 0
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%s:%d: %s", safe.Of(file), n, safe.Of(fmt.Sprintf(format, args...)))
	}
	for lines.Scan() {
		n++
		words := strings.Fields(lines.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") && words[0] != "#" || words[0] == "#" && len(words) != 2 {
			continue
		}
		if words[0] == "#" {
			if _, ok := Lookup(Name(words[1])); !ok {
				continue
			}
		}
		if len(words) < 2 {
			return bad("%q has no verb behind it: write KEY VERB, such as: j down", words[0])
		}
		keys, name := words[:len(words)-1], words[len(words)-1]
		for _, k := range keys {
			if why := wrongKey(k); why != "" {
				return bad("%s", why)
			}
		}
		if _, ok := Lookup(Name(name)); !ok && name != none {
			return bad("there is no verb %q%s; the verbs are in: reftel keys", name, near(name))
		}
		chord := strings.Join(keys, " ")
		if first, ok := at[chord]; ok {
			return bad("%s is bound on line %d already: keep one of them", chord, first)
		}
		if d := keys[0]; len(d) == 1 && d[0] >= '0' && d[0] <= '9' && !paneKey(d, name) {
			return bad("%s begins the number of a paragraph, and cannot be bound to another verb", d)
		}
		if chord == "ctrl+c" && name != "quit" {
			return bad("ctrl+c always quits, so that there is a way out: bind another key")
		}
		at[chord] = n
		b.unbind(chord)
		if name != none {
			b.bind(chord, Name(name))
		}
	}
	if err := lines.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			n++
			return bad("the line is too long for keys and a verb")
		}
		return fmt.Errorf("%s: %w", safe.Of(file), err)
	}
	for chord, line := range at { // a key that is bound cannot begin a chord: the reader would have to wait
		keys := strings.Fields(chord)
		for i := 1; i < len(keys); i++ {
			begin := strings.Join(keys[:i], " ")
			if name, ok := b.verb[begin]; ok {
				n = line
				return bad("%s begins with %s, which calls %s: add the line: %s none", chord, begin, name, begin)
			}
		}
		if _, ok := b.verb[chord]; !ok {
			continue
		}
		if longer := b.Completions(chord); len(longer) > 0 {
			n = line
			return bad("%s is also the beginning of %s %s: unbind one of them with none", chord, chord, longer[0])
		}
	}
	return nil
}

// paneKey tells whether a digit keeps a verb that it may have.
func paneKey(digit, name string) bool {
	switch Name(name) {
	case "list", "outline-pane", "text":
		return digit >= "1" && digit <= "9"
	}
	return name == none
}

// WriteTo writes the bindings in the form in which Read takes them, with what each verb does.
func (b *Bindings) WriteTo(w io.Writer) (int64, error) {
	var out strings.Builder
	group := ""
	for _, v := range verbs {
		if v.Group != group {
			if group != "" {
				out.WriteByte('\n')
			}
			group = v.Group
			fmt.Fprintf(&out, "# %s\n", group)
		}
		fmt.Fprintf(&out, "# %s: %s\n", v.Name, v.Help)
		for _, k := range b.keys[v.Name] {
			fmt.Fprintf(&out, "%-12s %s\n", k, v.Name)
		}
	}
	n, err := io.WriteString(w, out.String())
	return int64(n), err
}

// near is a verb that was perhaps meant.
func near(name string) string {
	for _, v := range verbs {
		if strings.HasPrefix(string(v.Name), name) || strings.HasPrefix(name, string(v.Name)) || strings.ReplaceAll(name, "_", "-") == string(v.Name) {
			return fmt.Sprintf("; did you mean %q?", v.Name)
		}
	}
	return ""
}
