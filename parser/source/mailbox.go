package source

import (
	"bytes"

	"reftel/model"
)

// mailbox is the messages of a mailbox (mbox), each with the line before it that says when it came.
type mailbox struct{}

// newMailbox tells a mailbox from a single message.
func newMailbox(head []byte) splitter {
	if isFromLine(head) {
		return mailbox{}
	}
	return &single{of: model.FormatMail}
}

func (mailbox) format() model.Format { return model.FormatMail }

func (mailbox) next(record []byte, from int, whole bool) (end, resume int) {
	for i := max(from, 1); ; {
		if i >= len(record) {
			return -1, i
		}
		k := bytes.Index(record[i:], fromWord)
		if k < 0 {
			return -1, max(i, len(record)-len(fromWord))
		}
		k += i
		if record[k-1] == '\n' && (endsBlank(record[:k])) {
			if !whole && len(record)-k < longestFrom && bytes.IndexByte(record[k:], '\n') < 0 {
				return -1, k
			}
			if isFromLine(record[k:]) {
				return k, 0
			}
		}
		i = k + 1
	}
}

func (mailbox) several() bool       { return false }
func (mailbox) resyncs() bool       { return true }
func (mailbox) wrong([]byte) string { return "" }

var fromWord = []byte("From ")

// longestFrom is how long the line before a message may be.
const longestFrom = 1000

// endsBlank tells whether text ends with an empty line.
func endsBlank(s []byte) bool {
	return bytes.HasSuffix(s, []byte("\n\n")) || bytes.HasSuffix(s, []byte("\n\r\n")) || len(s) <= 2
}

// isFromLine tells the line before a message: "From sender Thu Nov 25 01:02:28 2026".
func isFromLine(s []byte) bool {
	if !bytes.HasPrefix(s, fromWord) {
		return false
	}
	line, _, _ := bytes.Cut(s[:min(len(s), longestFrom)], newline)
	fields := bytes.Fields(line)
	clock, year := false, false
	for _, f := range fields[1:] {
		switch {
		case len(f) >= 5 && len(f) <= 8 && f[2] == ':' && allDigits(f[:2]) && allDigits(f[3:5]):
			clock = true
		case len(f) == 4 && allDigits(f):
			year = true
		}
	}
	return clock && year
}

func allDigits(s []byte) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) > 0
}

// isMail tells a mailbox, or a single message: lines that name fields, among them one that only mail has.
func isMail(head []byte) bool {
	if isFromLine(head) {
		return true
	}
	certain, fields := false, 0
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			if fields == 0 {
				return false
			}
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || len(name) == 0 || bytes.ContainsAny(name, " \t") {
			return false
		}
		fields++
		switch string(bytes.ToLower(name)) {
		case "received", "return-path", "message-id", "mime-version", "delivered-to", "content-transfer-encoding", "x-mailer":
			certain = true
		}
	}
	return certain && fields > 1
}
