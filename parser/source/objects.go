package source

import (
	"bytes"

	"reftel/model"
)

// objects are JSON objects that follow one another: on lines of their own, in an array, or in the one array of an
// object around them. What stands between two of them belongs to the first.
type objects struct {
	base    int // how deep they lie; 0 until it is known
	depth   int
	text    bool // within a string
	escaped bool
	ended   bool // the object has been closed
	torn    bool // the object that was found last is not closed
}

func (*objects) format() model.Format { return model.FormatJSON }

func (o *objects) next(record []byte, from int, whole bool) (end, resume int) {
	if o.base == 0 {
		if len(record) < sniffed && !whole {
			return -1, 0
		}
		o.base = 1
		if wrapped(record) {
			o.base = 2
		}
	}
	for i := from; i < len(record); i++ {
		c := record[i]
		switch {
		case o.text:
			if o.escaped {
				o.escaped = false
				continue
			}
			k := bytes.IndexAny(record[i:], "\"\\\n")
			if k < 0 {
				return -1, len(record)
			}
			i += k
			switch {
			case record[i] == '\\':
				o.escaped = true
			case record[i] == '"':
				o.text = false
			case i+2 >= len(record) && !whole:
				return -1, i
			case bytes.HasPrefix(record[i+1:], []byte(`{"`)): // no string goes over lines: the one before was cut off
				o.text, o.ended, o.depth, o.torn = false, false, o.base-1, true
				return i + 1, 0
			}
		case c == '"':
			o.text = true
		case c == '{':
			if o.ended {
				o.ended, o.depth, o.torn = false, o.base-1, false
				return i, 0
			}
			o.depth++
		case c == '}':
			if o.depth--; o.depth == o.base-1 {
				o.ended = true
			}
			o.depth = max(0, o.depth)
		}
	}
	if whole {
		o.torn = !o.ended
	}
	return -1, len(record)
}

func (*objects) several() bool { return false }
func (*objects) resyncs() bool { return true }

func (o *objects) wrong([]byte) string {
	if o.torn {
		return "the object is not closed"
	}
	return ""
}

// wrapped tells whether the objects lie in the one array of an object: {"cables": [{
func wrapped(s []byte) bool {
	for i, want := range []byte("{\"\":[{") {
		s = bytes.TrimLeft(s, " \t\r\n\ufeff")
		if len(s) == 0 || s[0] != want {
			return false
		}
		s = s[1:]
		if i == 1 {
			k := bytes.IndexByte(s, '"')
			if k < 0 {
				return false
			}
			s = s[k:]
		}
	}
	return true
}
