package source

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"reftel/parser"
)

// sniffed is how much of a file is looked at to find out what it is.
const sniffed = 8 << 10

// kind is what a file is, by its content.
type kind uint8

const (
	kindText kind = iota // a cable, or several: plain text, a page
	kindRefused
	kindPacked // with one of the unpackers
	kindZip
	kindTar
	kindUTF16
	kindRows // of the dump
	kindMail // one message or many
	kindJSON // an object, several, or an array of them
	kindList // a list of NARA's search
)

// beginnings are those that are certainly not the text of a cable, with what the user can do.
var beginnings = [...]struct{ begins, what string }{
	{"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first (7z x)"},
	{"Rar!\x1a\x07", "a RAR archive; unpack it first (unrar x)"},
	{"\x1f\x9d", "packed with compress; unpack it first (uncompress)"},
	{"\x04\x22\x4d\x18", "packed with lz4; unpack it first (unlz4)"},
	{"\x5d\x00\x00", "packed with lzma; unpack it first (unlzma)"},
	{"%PDF-", "a PDF; take its text out first (pdftotext)"},
	{"SQLite format 3\x00", "a database, not the text of a cable"},
	{"\xd0\xcf\x11\xe0", "a document of an old office program; save it as text first"},
	{"{\\rtf", "a document in RTF; save it as text first"},
	{"\x89PNG", "a picture, not the text of a cable"},
	{"\xff\xd8\xff", "a picture, not the text of a cable"},
	{"GIF8", "a picture, not the text of a cable"},
	{"II*\x00", "a picture, not the text of a cable"},
	{"MM\x00*", "a picture, not the text of a cable"},
	{"\x7fELF", "a program, not the text of a cable"},
	{"\xff\xfe\x00\x00", "UTF-32 text; turn it into UTF-8 first (iconv -f UTF-32 -t UTF-8)"},
	{"\x00\x00\xfe\xff", "UTF-32 text; turn it into UTF-8 first (iconv -f UTF-32 -t UTF-8)"},
}

// sniff tells what a file is by its first bytes; whole says that there are no more. The text says what is wrong with a
// file that is refused.
func sniff(head []byte, whole bool) (kind, string) {
	for _, u := range unpackers {
		if bytes.HasPrefix(head, []byte(u.begins)) {
			return kindPacked, ""
		}
	}
	for _, b := range beginnings {
		if bytes.HasPrefix(head, []byte(b.begins)) {
			return kindRefused, b.what
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")), bytes.HasPrefix(head, []byte("PK00PK\x03\x04")):
		return kindZip, ""
	case len(head) > 262 && string(head[257:262]) == "ustar" || oldTar(head), whole && len(head) >= 1024 && len(bytes.Trim(head, "\x00")) == 0:
		return kindTar, ""
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return kindUTF16, ""
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	if len(text) == 0 && whole {
		return kindRefused, "empty; there is nothing to read in it"
	}
	if nextRow(head, 0, true, whole) >= 0 {
		return kindRows, "" // certain, whatever else stands in it
	}
	if isBinary(head) {
		return kindRefused, notText
	}
	switch {
	case isJSON(text):
		return kindJSON, ""
	case isList(text):
		return kindList, ""
	case isMail(head):
		return kindMail, ""
	}
	return kindText, ""
}

const notText = "binary, not the text of a cable; give it as text"

// oldTar tells a tar archive from before 1988, which has no sign of its own, by the checksum of its first header.
func oldTar(head []byte) bool {
	if len(head) < 512 || head[0] == 0 {
		return false
	}
	want, digits := 0, 0
	for _, c := range head[148:156] {
		switch {
		case c >= '0' && c <= '7':
			want, digits = want<<3|int(c-'0'), digits+1
		case c != ' ' && c != 0:
			return false
		}
	}
	sum := 8 * int(' ')
	for i, c := range head[:512] {
		if i < 148 || i >= 156 {
			sum += int(c)
		}
	}
	return digits > 0 && sum == want
}

// isBinary tells bytes that are no text. A stray control character does not make a text binary: it is shown as a
// picture of itself.
func isBinary(head []byte) bool {
	odd := 0
	for i := 0; i < len(head); {
		r, n := utf8.DecodeRune(head[i:])
		if (r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != 0x1B) || r == 0x7F {
			odd++
		}
		i += n
	}
	return odd*50 > len(head) && odd > 0 && (bytes.IndexByte(head, 0) >= 0 || odd*10 > len(head))
}

// isJSON tells a JSON object or an array of them.
func isJSON(text []byte) bool {
	if len(text) > 1 && text[0] == '[' {
		text = bytes.TrimLeft(text[1:], " \t\r\n")
	}
	if len(text) < 2 || text[0] != '{' {
		return false
	}
	text = bytes.TrimLeft(text[1:], " \t\r\n")
	return len(text) > 0 && (text[0] == '"' || text[0] == '}')
}

// isList tells a list that NARA's search gives: the names of its columns stand in the first line.
func isList(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	s := string(line)
	return strings.Contains(s, "Document Number") && strings.Contains(s, "Film Number") && strings.Contains(s, "Subject") && strings.Contains(s, ",")
}

// nextRow is the offset of the first row of the dump at or behind from; -1 where there is none. A row begins at the
// beginning of a line; at the beginning of the file, which first says that s is, there may be a byte order mark before it.
func nextRow(s []byte, from int, first, whole bool) int {
	for i := from; i < len(s); {
		k := bytes.IndexByte(s[i:], '"')
		if k < 0 {
			return -1
		}
		k += i
		if (k == 0 || s[k-1] == '\n' || first && k == 3 && string(s[:3]) == "\ufeff") && (whole || len(s)-k >= parser.LongestRowStart) && parser.IsRow(s[k:]) {
			return k
		}
		i = k + 1
	}
	return -1
}

// peek gives the first bytes of a reader that can be read again.
func peek(r io.ReaderAt) ([]byte, bool, error) {
	head := make([]byte, sniffed)
	n, err := r.ReadAt(head, 0)
	if err == io.EOF {
		return head[:n], true, nil
	}
	return head[:n], false, err
}
