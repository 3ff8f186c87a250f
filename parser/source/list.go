package source

import (
	"bytes"

	"reftel/model"
	"reftel/parser"
)

// list is a list that NARA's search gives: a line with the names of the columns, and a line for each telegram with what
// is known of it, without its text.
type list struct{ origin *origin }

func (*list) format() model.Format { return model.FormatList }

func (l *list) next(record []byte, from int, whole bool) (end, resume int) {
	for i := from; ; {
		k := bytes.IndexByte(record[i:], '\n')
		if k < 0 {
			return -1, i
		}
		i += k + 1
		if bytes.Count(record[:i], []byte(`"`))%2 == 0 { // a line end within quotes divides no lines
			return i, 0
		}
	}
}

func (*list) several() bool { return true }
func (*list) resyncs() bool { return true }

func (l *list) wrong(record []byte) string {
	if l.origin.columns == nil {
		l.origin.columns = parser.ListFields(string(bytes.TrimPrefix(record, []byte("\ufeff"))))
		return notRecord
	}
	if len(bytes.TrimSpace(record)) == 0 {
		return notRecord
	}
	return ""
}
