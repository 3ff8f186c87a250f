package parser

import (
	"encoding/base64"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"

	"reftel/model"
)

// deepestPart is how deep the parts of a message may lie in one another.
const deepestPart = 10

// part is a part of a message by mail: a range of the bytes received, and how it is encoded.
type part struct {
	start, end int
	media      string
	transfer   string
	charset    string
	quoted     bool // lines that begin with "From " have a ">" before them
}

// mail unwraps a message by mail: the text of its first part that is plain text, or, where there is none, of a page.
func (p *parser) mail(raw string) {
	start := 0
	quoted := strings.HasPrefix(raw, "From ")
	if quoted {
		if start = strings.IndexByte(raw, '\n') + 1; start == 0 {
			start = len(raw)
		}
	}
	header, body := mailHeader(raw, start, len(raw))
	p.outside = append(p.outside, mark{0, int32(body), model.ElementMetadata})
	if p.about.ID == "" {
		p.about.ID = subjectID(header["subject"])
	}
	best := part{start: body, end: body}
	found := 0
	p.parts(raw, header, body, len(raw), 0, func(of part) {
		rank := map[string]int{"text/plain": 3, "text/html": 2}[of.media]
		if rank == 0 && strings.HasPrefix(of.media, "text/") {
			rank = 1
		}
		if rank > found {
			best, found = of, rank
		}
	})
	best.quoted = quoted
	var w weaver
	p.partText(&w, raw, best)
	p.woven(&w)
	if found == 0 && strings.TrimSpace(raw[body:]) != "" {
		p.note(TextMissing, 0, 0, "the message has no part that is text; look at its attachments with a mail program")
	}
}

// mailHeader reads the fields of a header, by their names in small letters, and tells where the text below begins.
func mailHeader(raw string, start, end int) (fields map[string]string, body int) {
	fields = map[string]string{}
	last := ""
	for i := start; i < end; {
		k := strings.IndexByte(raw[i:end], '\n')
		next := i + k + 1
		if k < 0 {
			next = end
		}
		l := strings.TrimRight(raw[i:next], "\r\n")
		if l == "" {
			return fields, next
		}
		if l[0] == ' ' || l[0] == '\t' {
			if last != "" {
				fields[last] += " " + strings.TrimSpace(l)
			}
			i = next
			continue
		}
		name, value, ok := strings.Cut(l, ":")
		if !ok || strings.ContainsAny(name, " \t") {
			return fields, i // no header goes on so
		}
		last = strings.ToLower(name)
		if _, twice := fields[last]; twice {
			last = ""
		} else {
			fields[last] = strings.TrimSpace(value)
		}
		i = next
	}
	return fields, end
}

// subjectID finds an identifier in the subject of a message.
func subjectID(subject string) string {
	if s, err := new(mime.WordDecoder).DecodeHeader(subject); err == nil {
		subject = s
	}
	for _, w := range strings.FieldsFunc(subject, func(r rune) bool { return strings.ContainsRune(" ,;:()[]\"'", r) }) {
		if id, err := model.ParseID(w); err == nil && len(id.Station) > 1 {
			return id.String()
		}
	}
	return ""
}

// parts gives the parts of a message that are not made of parts themselves.
func (p *parser) parts(raw string, header map[string]string, start, end, depth int, give func(part)) {
	media, params := "text/plain", map[string]string(nil)
	if s := header["content-type"]; s != "" {
		if m, ps, err := mime.ParseMediaType(s); err == nil || m != "" {
			media, params = m, ps
		}
	}
	switch {
	case strings.HasPrefix(media, "multipart/") && params["boundary"] != "" && depth < deepestPart:
		p.multipart(raw, params["boundary"], start, end, depth, give)
		return
	case media == "message/rfc822" && depth < deepestPart:
		inner, body := mailHeader(raw, start, end)
		p.parts(raw, inner, body, end, depth+1, give)
		return
	}
	if d, _, err := mime.ParseMediaType(header["content-disposition"]); err == nil && d == "attachment" && media != "text/plain" {
		return
	}
	give(part{start: start, end: end, media: media, transfer: strings.ToLower(header["content-transfer-encoding"]), charset: params["charset"]})
}

// multipart takes a range apart at the lines that begin with its boundary.
func (p *parser) multipart(raw, boundary string, start, end, depth int, give func(part)) {
	line := "--" + boundary
	from := -1
	for i := start; i <= end; {
		k := strings.Index(raw[i:end], line)
		if k < 0 {
			break
		}
		k += i
		i = k + len(line)
		if k > start && raw[k-1] != '\n' {
			continue
		}
		if rest := raw[i:end]; rest != "" && strings.IndexByte("\r\n- \t", rest[0]) < 0 {
			continue
		}
		if from >= 0 {
			p.subpart(raw, from, k, depth, give)
		}
		from = end
		if n := strings.IndexByte(raw[i:end], '\n'); n >= 0 {
			from = i + n + 1
		}
		if strings.HasPrefix(raw[i:end], "--") {
			return
		}
	}
	if from >= 0 && from < end { // the last boundary is missing: the message is cut off
		p.subpart(raw, from, end, depth, give)
	}
}

func (p *parser) subpart(raw string, start, end, depth int, give func(part)) {
	header, body := mailHeader(raw, start, end)
	p.parts(raw, header, body, end, depth+1, give)
}

// partText weaves the text of a part.
func (p *parser) partText(w *weaver, raw string, of part) {
	decode := charsetOf(of.charset)
	page := of.media == "text/html"
	if page && (of.transfer == "base64" || of.transfer == "quoted-printable") {
		var inner weaver
		p.transfer(&inner, raw, of, decode)
		w.replace(withoutReturns(plain(breaks(inner.b.String()))), of.start, of.end)
		return
	}
	if page {
		p.pre(w, raw, of.start, of.end)
		return
	}
	p.transfer(w, raw, of, decode)
}

// breaks puts line ends where a page has them.
func breaks(s string) string {
	return strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "<BR>", "\n", "</p>", "\n\n", "</P>", "\n\n", "</div>", "\n").Replace(s)
}

func withoutReturns(s string) string { return strings.ReplaceAll(s, "\r", "") }

// transfer weaves a part without its transfer encoding, line by line.
func (p *parser) transfer(w *weaver, raw string, of part, decode *encoding.Decoder) {
	var left []byte // bytes of a character that goes on in the next line
	for i := of.start; i < of.end; {
		next := of.end
		if k := strings.IndexByte(raw[i:of.end], '\n'); k >= 0 {
			next = i + k + 1
		}
		switch of.transfer {
		case "base64":
			data := make([]byte, base64.StdEncoding.DecodedLen(next-i)+4)
			n, _ := base64.StdEncoding.Decode(data, []byte(strings.TrimRight(raw[i:next], " \t\r\n")))
			data = append(left, data[:n]...)
			left = nil
			if decode == nil && next < of.end {
				if k := unfinished(data); k < len(data) {
					data, left = data[:k], append([]byte(nil), data[k:]...)
				}
			}
			w.replace(withoutReturns(decoded(decode, string(data))), i, next)
		case "quoted-printable":
			p.quotedLine(w, raw, i, next, decode)
		default:
			if of.quoted && strings.HasPrefix(strings.TrimLeft(raw[i:next], ">"), "From ") && raw[i] == '>' {
				i++
			}
			if decode == nil || ascii(raw[i:next]) {
				w.copy(raw, i, next)
			} else {
				w.replace(decoded(decode, raw[i:next]), i, next)
			}
		}
		i = next
	}
}

// unfinished is where the last character of some bytes begins, if it is not whole.
func unfinished(b []byte) int {
	for i := len(b) - 1; i >= 0 && i > len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}

// quotedLine weaves a line in quoted-printable.
func (p *parser) quotedLine(w *weaver, raw string, start, end int, decode *encoding.Decoder) {
	text := start + len(strings.TrimRight(raw[start:end], " \t\r\n"))
	soft := text > start && raw[text-1] == '='
	if soft {
		text--
	}
	at := start
	for i := start; i < text; {
		if raw[i] != '=' {
			i++
			continue
		}
		var b []byte
		k := i
		for k+2 < end && raw[k] == '=' {
			hi, lo := hex(raw[k+1]), hex(raw[k+2])
			if hi < 0 || lo < 0 {
				break
			}
			b = append(b, byte(hi<<4|lo))
			k += 3
		}
		if k == i {
			i++
			continue
		}
		w.copy(raw, at, i)
		w.replace(decoded(decode, string(b)), i, k)
		i, at = k, k
	}
	w.copy(raw, at, text)
	if !soft && end > text {
		w.copy(raw, max(at, text), end)
	}
}

func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// charsetOf is what turns a character set into UTF-8; nil for UTF-8 and its part ASCII, and for those not known.
func charsetOf(name string) *encoding.Decoder {
	switch strings.ToLower(name) {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		return nil
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil
	}
	return e.NewDecoder()
}

func decoded(d *encoding.Decoder, s string) string {
	if d == nil {
		return s
	}
	if t, err := d.String(s); err == nil {
		return t
	}
	return s
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
