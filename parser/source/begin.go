package source

import (
	"bytes"
)

// beginning is a way in which a cable in plain text, or a page with one, may begin.
type beginning struct {
	may func(s []byte) bool // quickly, of every line
	// key names the cable that begins at s; before is what of the cable before it was seen, nil at the beginning of the
	// file. It is empty where none begins, and never twice the same where each beginning is that of another cable.
	key func(before, s []byte) string
}

var waysToBegin = [...]beginning{
	{mayTransmit, transmissionKey},
	{mayHaveAttributes, attributesKey},
	{mayBePage, pageKey},
	{mayBeListed, listedKey},
	{mayBePrinted, printedKey},
	{mayBeTelegram, telegramKey},
	{mayBeFlat, flatKey},
}

// line cuts off the first line, without blanks around it.
func line(s []byte) (first, rest []byte) {
	first, rest, _ = bytes.Cut(s, newline)
	return bytes.TrimSpace(first), rest
}

// Messages with a transmission id: "VZCZCXRO7226", and within some lines "DE RUEHJI #0084/01 0500618". The station
// and its number name the cable; its sections have the same.
func mayTransmit(s []byte) bool { return bytes.HasPrefix(s, []byte("VZCZC")) }

func transmissionKey(_, s []byte) string {
	for range 60 {
		var l []byte
		if l, s = line(s); bytes.HasPrefix(l, []byte("DE ")) {
			fields := bytes.Fields(l)
			if len(fields) >= 3 && len(fields[1]) >= 5 && fields[2][0] == '#' {
				number, _, _ := bytes.Cut(fields[2], []byte("/"))
				return string(fields[1]) + string(number)
			}
			return ""
		}
		if len(s) == 0 {
			return ""
		}
	}
	return ""
}

// Text files of NARA: "Message Text" on a line of its own, and "Message Attributes" before the next one.
func mayHaveAttributes(s []byte) bool {
	l, _ := line(s[:min(len(s), 100)])
	return string(l) == "Message Text"
}

func attributesKey(before, _ []byte) string {
	if before == nil {
		return "first"
	}
	if i := bytes.LastIndex(before, []byte("Message Attributes")); i >= 0 {
		l, _ := line(before[i:])
		if string(l) == "Message Attributes" {
			return another
		}
	}
	return ""
}

// another is the key of a cable that is certainly not the one before.
const another = "\x00another"

// Pages: one document ends and the next begins.
func mayBePage(s []byte) bool { return len(s) > 5 && s[0] == '<' && (s[1] == '!' || s[1]|0x20 == 'h') }

func pageKey(before, s []byte) string {
	lower := bytes.ToLower(s[:min(len(s), 14)])
	if !bytes.HasPrefix(lower, []byte("<!doctype html")) && !bytes.HasPrefix(lower, []byte("<html")) {
		return ""
	}
	if before == nil {
		return "first"
	}
	if end := bytes.TrimSpace(before[max(0, len(before)-100):]); bytes.HasSuffix(bytes.ToLower(end), []byte("</html>")) {
		return another
	}
	return ""
}

// Copies with lines about the cable before it: identifier, title, date, classification, origin.
func mayBeListed(s []byte) bool {
	return len(s) > 6 && isDigit(s[0]) && isDigit(s[1]) && s[2] >= 'A' && s[2] <= 'Z'
}

func listedKey(_, s []byte) string {
	id, rest := line(s)
	if len(id) > 40 || bytes.ContainsAny(id, " \t,") || Identifier(string(id)) == "" {
		return ""
	}
	for range 4 {
		var l []byte
		if l, rest = line(rest); isClassification(l) {
			return string(id)
		}
	}
	return ""
}

// Copies printed by newspapers: "Wednesday, 11 April 2007, 03:43", and the classification below it.
func mayBePrinted(s []byte) bool {
	return len(s) > 20 && s[0] >= 'F' && s[0] <= 'W' && bytes.Contains(s[:12], []byte("day, "))
}

func printedKey(_, s []byte) string {
	date, rest := line(s)
	fields := bytes.Fields(date)
	if len(fields) != 5 || !allDigits(fields[1]) || len(fields[3]) != 5 || !allDigits(fields[3][:4]) || fields[4][min(2, len(fields[4])-1)] != ':' {
		return ""
	}
	if l, _ := line(bytes.TrimLeft(rest, " \t\r\n")); begins(l) {
		return string(date) + string(l)
	}
	return ""
}

// Telegrams with the page heads of the 1970s: a marking, and "PAGE 01 STATE 256541" below it, behind the end of the
// one before: "NNNN", "<< END OF DOCUMENT >>". Sections have the same station and number.
func mayBeTelegram(s []byte) bool {
	l, _ := line(s[:min(len(s), 40)])
	return isMarking(l) || bytes.HasPrefix(l, []byte("PAGE 01"))
}

func telegramKey(before, s []byte) string {
	if before != nil {
		end := bytes.TrimSpace(before[max(0, len(before)-200):])
		end = end[bytes.LastIndexByte(end, '\n')+1:]
		if !bytes.HasPrefix(end, []byte("NNN")) && !bytes.HasPrefix(end, []byte("<< END OF DOCUMENT")) {
			return ""
		}
	}
	for range 4 {
		var l []byte
		l, s = line(s)
		fields := bytes.Fields(l)
		if len(fields) < 2 || string(fields[0]) != "PAGE" || string(fields[1]) != "01" {
			continue
		}
		if fields = fields[2:]; len(fields) == 0 { // "PAGE 01" and "STATE 256250" on two lines
			l, _ = line(s)
			fields = bytes.Fields(l)
		}
		for i, f := range fields {
			if i > 0 && allDigits(f) {
				return string(bytes.Join(fields[:i+1], []byte(" ")))
			}
		}
	}
	return ""
}

// Cables each on one long line: "S E C R E T ISLAMABAD 005123  SIPDIS  E.O. 12958: ... SUBJECT: ...".
func mayBeFlat(s []byte) bool {
	return len(s) > longLine && begins(s[:40]) && bytes.IndexByte(s[:longLine], '\n') < 0
}

const longLine = 400

func flatKey(_, s []byte) string {
	head := s[:min(len(s), 2*longLine)]
	if bytes.Contains(head, []byte("SUBJECT:")) && bytes.Contains(head, []byte("E.O.")) {
		return string(s[:80])
	}
	return ""
}

// begins tells whether a line may be the classification line of a cable.
func begins(l []byte) bool {
	for _, word := range [...]string{"UNCLAS", "CONFIDENTIAL", "C O N F I D E N T I A L", "SECRET", "S E C R E T", "LIMITED OFFICIAL USE"} {
		if bytes.HasPrefix(l, []byte(word)) {
			return true
		}
	}
	return false
}

// isClassification tells one of the values by which the dump classifies.
func isClassification(l []byte) bool {
	switch string(l) {
	case "UNCLASSIFIED", "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "CONFIDENTIAL", "CONFIDENTIAL//NOFORN", "SECRET", "SECRET//NOFORN":
		return true
	}
	return false
}

// isMarking tells a marking on a page of the 1970s.
func isMarking(l []byte) bool {
	switch string(l) {
	case "UNCLASSIFIED", "UNCLAS", "CONFIDENTIAL", "SECRET", "TOP SECRET", "LIMITED OFFICIAL USE":
		return true
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
