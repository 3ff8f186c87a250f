package source

import (
	"bytes"

	"reftel/model"
)

// texts are cables in plain text or pages that follow one another in a file. The file is divided only where that is
// certain: where something begins as the file itself began, and names another cable. A transmission header within a
// cable, a copy of its head, the head of its next section name the same cable and do not divide it.
type texts struct {
	of  beginning
	key string // of the cable that was begun
	set bool   // of and key are known
}

// ahead is how much of a text has to be seen to tell whether a cable begins.
const ahead = 8 << 10

func (*texts) format() model.Format { return "" }

func (t *texts) next(record []byte, from int, whole bool) (end, resume int) {
	if !t.set {
		if len(record) < 2*ahead && !whole {
			return -1, 0
		}
		t.begin(record[:min(len(record), 2*ahead)])
	}
	if t.of.key == nil {
		return -1, len(record)
	}
	for i := from; ; {
		k := bytes.IndexByte(record[max(i-1, 0):], '\n')
		if i = max(i-1, 0) + k + 1; k < 0 || i >= len(record) {
			return -1, len(record)
		}
		if len(record)-i < ahead && !whole {
			return -1, i
		}
		s := record[i:min(len(record), i+ahead)]
		if t.of.may(s) {
			if key := t.of.key(record[:i], s); key != "" && key != t.key {
				t.key = key
				return i, 0
			}
		}
		i++
	}
}

// begin finds out how the file begins.
func (t *texts) begin(head []byte) {
	t.set = true
	text := bytes.TrimLeft(head, "\ufeff \t\r\n")
	for _, b := range waysToBegin {
		if !b.may(text) {
			continue
		}
		if key := b.key(nil, text); key != "" {
			t.of, t.key = b, key
			return
		}
	}
}

func (*texts) several() bool       { return false }
func (*texts) wrong([]byte) string { return "" }
func (t *texts) resyncs() bool     { return t.of.key != nil }
