package parser

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonValue is a value in a JSON text, by where it stands: a string without its quotes, anything else as written.
type jsonValue struct {
	start, end int
	text       bool
}

// jsonReader walks through JSON text and keeps the place of everything. It takes what is cut off or broken for ended.
type jsonReader struct {
	s    string
	i    int
	path []string // names of the objects around; "" for an array
	each func(path []string, v jsonValue)
	open func(path []string, at int) // an object begins
	bad  bool
}

// deepest is how deep values may lie in one another.
const deepest = 64

func (r *jsonReader) blanks() {
	for r.i < len(r.s) && (isSpace(r.s[r.i]) || r.s[r.i] == '\r') {
		r.i++
	}
}

// value reads one value and all in it.
func (r *jsonReader) value() {
	r.blanks()
	if r.i >= len(r.s) || len(r.path) > deepest {
		r.bad = true
		return
	}
	switch r.s[r.i] {
	case '{':
		if r.open != nil {
			r.open(r.path, r.i)
		}
		r.list('}', true)
	case '[':
		r.list(']', false)
	case '"':
		r.each(r.path, r.string())
	default:
		start := r.i
		for r.i < len(r.s) && strings.IndexByte(",]} \t\r\n", r.s[r.i]) < 0 {
			r.i++
		}
		if r.i == start {
			r.bad = true
			return
		}
		r.each(r.path, jsonValue{start, r.i, false})
	}
}

// list reads an object or an array.
func (r *jsonReader) list(end byte, named bool) {
	r.i++
	for !r.bad {
		r.blanks()
		switch {
		case r.i >= len(r.s):
			r.bad = true
			return
		case r.s[r.i] == end:
			r.i++
			return
		case r.s[r.i] == ',':
			r.i++
			continue
		}
		name := ""
		if named {
			if r.s[r.i] != '"' {
				r.bad = true
				return
			}
			v := r.string()
			name = r.s[v.start:v.end]
			if r.blanks(); r.i >= len(r.s) || r.s[r.i] != ':' {
				r.bad = true
				return
			}
			r.i++
		}
		r.path = append(r.path, name)
		r.value()
		r.path = r.path[:len(r.path)-1]
	}
}

// string reads a string.
func (r *jsonReader) string() jsonValue {
	r.i++
	start := r.i
	for r.i < len(r.s) {
		k := strings.IndexAny(r.s[r.i:], `"\`)
		if k < 0 {
			break
		}
		r.i += k
		if r.s[r.i] == '"' {
			r.i++
			return jsonValue{start, r.i - 1, true}
		}
		r.i = min(r.i+2, len(r.s))
	}
	r.i, r.bad = len(r.s), true
	return jsonValue{start, len(r.s), true}
}

// jsonEscape reads an escape at the beginning of s, and how long it is.
func jsonEscape(s string) (string, int) {
	if len(s) < 2 {
		return s, len(s)
	}
	switch s[1] {
	case 'n':
		return "\n", 2
	case 't':
		return "\t", 2
	case 'r':
		return "", 2 // of a line end; the line feed follows
	case 'b', 'f':
		return " ", 2
	case 'u':
		unit := func(at int) rune {
			if len(s) < at+6 || s[at] != '\\' || s[at+1] != 'u' {
				return -1
			}
			n, err := strconv.ParseUint(s[at+2:at+6], 16, 16)
			if err != nil {
				return -1
			}
			return rune(n)
		}
		switch c := unit(0); {
		case c < 0:
			return string(utf8.RuneError), 2
		case utf16.IsSurrogate(c):
			if both := utf16.DecodeRune(c, unit(6)); both != utf8.RuneError {
				return string(both), 12
			}
			return string(utf8.RuneError), 6
		default:
			return string(c), 6
		}
	}
	return s[1:2], 2
}

// weave takes over a string of a JSON text, without its escapes.
func (v jsonValue) weave(w *weaver, raw string) {
	at := v.start
	for i := v.start; i < v.end; {
		k := strings.IndexByte(raw[i:v.end], '\\')
		if k < 0 {
			break
		}
		i += k
		w.copy(raw, at, i)
		text, n := jsonEscape(raw[i:v.end])
		w.replace(text, i, i+n)
		i += n
		at = i
	}
	w.copy(raw, at, v.end)
}

// of is the text of a value: "" for null.
func (v jsonValue) of(raw string) string {
	s := raw[v.start:v.end]
	if !v.text {
		if s == "null" {
			return ""
		}
		return s
	}
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		k := strings.IndexByte(s, '\\')
		if k < 0 {
			break
		}
		b.WriteString(s[:k])
		text, n := jsonEscape(s[k:])
		b.WriteString(text)
		s = s[k+n:]
	}
	b.WriteString(s)
	return b.String()
}
