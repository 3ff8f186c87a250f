package source

import (
	"bytes"
	"unicode/utf8"
)

// sniffed is how much of a file is looked at to find out what it is.
const sniffed = 8 << 10

// magic lists beginnings that are certainly not the text of a cable, with what the user can do.
func magic(head []byte) string {
	for _, m := range [...]struct{ begins, what string }{
		{"\x1f\x8b", "a gzip archive; unpack it first (gunzip)"},
		{"\x28\xb5\x2f\xfd", "a zstd archive; unpack it first (unzstd)"},
		{"BZh", "a bzip2 archive; unpack it first (bunzip2)"},
		{"\xfd7zXZ\x00", "an xz archive; unpack it first (unxz)"},
		{"PK\x03\x04", "a zip archive; unpack it first (unzip)"},
		{"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"},
		{"%PDF-", "a PDF; take its text out first (pdftotext)"},
		{"SQLite format 3\x00", "a database, not the text of a cable"},
		{"\x89PNG", "a picture, not the text of a cable"},
		{"\xff\xd8\xff", "a picture, not the text of a cable"},
		{"GIF8", "a picture, not the text of a cable"},
		{"\x7fELF", "a program, not the text of a cable"},
		{"\xff\xfe", "UTF-16 text; turn it into UTF-8 first (iconv -f UTF-16 -t UTF-8)"},
		{"\xfe\xff", "UTF-16 text; turn it into UTF-8 first (iconv -f UTF-16 -t UTF-8)"},
	} {
		if bytes.HasPrefix(head, []byte(m.begins)) {
			return m.what
		}
	}
	if len(head) > 262 && string(head[257:262]) == "ustar" {
		return "a tar archive; unpack it first (tar -xf)"
	}
	return ""
}

// refuse says why bytes are not the text of a cable, and what to do. Empty where they may be.
// A stray control character does not make a text binary: it is shown as a picture of itself.
func refuse(data []byte) string {
	head := data[:min(len(data), sniffed)]
	if what := magic(head); what != "" {
		return what
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))) == 0 && len(bytes.TrimSpace(data)) <= len("\ufeff") {
		return "empty; there is nothing to read in it"
	}
	odd := 0
	for i := 0; i < len(head); {
		r, n := utf8.DecodeRune(head[i:])
		if (r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != 0x1B) || r == 0x7F {
			odd++
		}
		i += n
	}
	if odd*50 > len(head) && odd > 0 && (bytes.IndexByte(head, 0) >= 0 || odd*10 > len(head)) {
		return "binary, not the text of a cable; give it as text"
	}
	return ""
}
