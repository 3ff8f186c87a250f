package parser

import (
	"strings"
	"unicode/utf8"

	"reftel/model"
)

// unwrap finds out in which form the cable was received, and takes the form off.
func (p *parser) unwrap() {
	f := p.about.Format
	if (f == "" || f == model.FormatCSV) && IsRow(p.c.Received) {
		p.c.Source.Format = model.FormatCSV
		p.row()
		return
	}
	raw := string(p.c.Received)
	p.s = raw
	if f == "" {
		f = detect(raw)
	}
	p.c.Source.Format = f
	switch f {
	case model.FormatHTML:
		p.html(raw)
	case model.FormatPlusD:
		if strings.Contains(raw, "<") {
			p.plusD(raw)
		}
	case model.FormatAAD:
		p.aad(raw)
	case model.FormatMarkdown:
		p.unmark(raw)
	case model.FormatCSV: // no row, as has been seen
	case model.FormatJSON:
		p.record(raw)
	case model.FormatMail:
		p.mail(raw)
	case model.FormatList:
		p.listed(raw)
	default:
		if p.utf16(raw) {
			return
		}
		if !utf8.ValidString(raw) && strings.IndexByte(raw, 0xB6) >= 0 {
			p.latin(raw)
		} else if strings.IndexByte(raw, '&') >= 0 && (strings.Contains(raw, "&#") || strings.Contains(raw, "&amp;") || strings.Contains(raw, "&quot;")) {
			p.namedCharacters(raw)
		}
	}
}

// detect tells the form by the content, which is no row.
func detect(s string) model.Format {
	head := s[:min(len(s), 4096)]
	switch {
	case isObject(head):
		return model.FormatJSON
	case strings.Contains(head, "<html") || strings.Contains(head, "<!DOCTYPE html") || strings.Contains(head, "<table class='cable'>"):
		if strings.Contains(s, `class="s_key"`) || strings.Contains(s, `class="text-content"`) {
			return model.FormatPlusD
		}
		if strings.Contains(s, "<pre>") {
			return model.FormatHTML
		}
	case containsBy(head, "Message Text", 'x') && strings.Contains(s, "Message Attributes"):
		return model.FormatAAD
	case isMarkdown(s):
		return model.FormatMarkdown
	}
	if i := strings.Index(head, "PAGE 01"); i >= 0 && (strings.Contains(head[i:], "PAGE 01 ") || strings.Contains(head[i:], "PAGE 01\n")) {
		return model.FormatTelegram
	}
	return model.FormatText
}

// containsBy is strings.Contains for a word that has a letter which is rare in cables.
func containsBy(s, word string, rare byte) bool {
	k := strings.IndexByte(word, rare)
	for at := k; at < len(s); at++ {
		i := strings.IndexByte(s[at:], rare)
		if i < 0 {
			return false
		}
		if at += i; strings.HasPrefix(s[at-k:], word) {
			return true
		}
	}
	return false
}

// isMarkdown tells whether text has a link without an address, as converters leave of WikiLeaks' marks, or a heading.
func isMarkdown(s string) bool {
	for at := 0; ; at++ {
		i := strings.IndexByte(s[at:], '#')
		if i < 0 {
			return false
		}
		if at += i; at > 0 && (s[at-1] == '\n' && strings.HasPrefix(s[at:], "#### ") || at > 1 && strings.HasPrefix(s[at-2:], "](#)")) {
			return true
		}
	}
}

// isObject tells whether text begins as a JSON object does.
func isObject(s string) bool {
	s = strings.TrimLeft(s, "\ufeff \t\r\n")
	if !strings.HasPrefix(s, "{") {
		return false
	}
	s = strings.TrimLeft(s[1:], " \t\r\n")
	return strings.HasPrefix(s, `"`) && strings.Contains(s, ":")
}

// weaver makes a working text from pieces of the bytes received.
type weaver struct {
	b    strings.Builder
	runs []run
}

// copy takes over bytes as they are.
func (w *weaver) copy(raw string, from, to int) {
	if to > from {
		w.same(from, to)
		w.b.WriteString(raw[from:to])
	}
}

// copyBytes is copy for bytes that are no string yet.
func (w *weaver) copyBytes(raw []byte, from, to int) {
	if to > from {
		w.same(from, to)
		w.b.Write(raw[from:to])
	}
}

// same says that what comes next are the bytes received.
func (w *weaver) same(from, to int) {
	n := int32(to - from)
	if k := len(w.runs); k > 0 {
		if r := &w.runs[k-1]; r.n == r.m && int(r.from+r.m) == from {
			r.n += n
			r.m += n
			return
		}
	}
	w.runs = append(w.runs, run{int32(w.b.Len()), int32(from), n, n})
}

// replace takes over bytes as other text.
func (w *weaver) replace(text string, from, to int) {
	if text == "" {
		return
	}
	if len(text) == to-from {
		// A run of equal lengths means equal bytes; one byte more or less than received keeps them apart.
		w.runs = append(w.runs, run{int32(w.b.Len()), int32(from), int32(len(text)), int32(to - from)})
		w.b.WriteString(text)
		return
	}
	w.runs = append(w.runs, run{int32(w.b.Len()), int32(from), int32(len(text)), int32(to - from)})
	w.b.WriteString(text)
}

// done makes what was woven the working text.
func (p *parser) woven(w *weaver) {
	p.s, p.runs = w.b.String(), w.runs
	if p.runs == nil {
		p.runs = []run{}
	}
}

// unmark takes Markdown off: links, escapes. Headings are left to the grammar of the body.
func (p *parser) unmark(raw string) {
	p.markdown = true
	var w weaver
	at := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '[':
			j := strings.IndexByte(raw[i:min(len(raw), i+200)], ']')
			if j < 1 || i+j+1 >= len(raw) || raw[i+j+1] != '(' || strings.IndexByte(raw[i:i+j], '\n') >= 0 {
				continue
			}
			k := strings.IndexByte(raw[i+j:min(len(raw), i+j+300)], ')')
			if k < 0 {
				continue
			}
			words, end := raw[i+1:i+j], i+j+k+1
			w.copy(raw, at, i)
			switch {
			case words == "1" && end < len(raw) && (isDigit(raw[end]) || isUpper(raw[end])):
				w.replace("¶", i, end)
			default:
				p.note(MarkdownLink, w.b.Len(), w.b.Len()+len(words), "link read as "+words)
				w.copy(raw, i+1, i+j)
			}
			at, i = end, end-1
		case '\\':
			if i+1 < len(raw) && strings.IndexByte("$*_[]()#+-.!`>~|{}\\", raw[i+1]) >= 0 {
				w.copy(raw, at, i)
				p.note(MarkdownEscape, w.b.Len(), w.b.Len()+1, "\\"+raw[i+1:i+2]+" read as "+raw[i+1:i+2])
				at = i + 1
				i++
			}
		}
	}
	w.copy(raw, at, len(raw))
	p.woven(&w)
}

// namedCharacters reads the entities that a page left in its text.
func (p *parser) namedCharacters(raw string) {
	var w weaver
	at := 0
	for i := strings.IndexByte(raw, '&'); i < len(raw); i++ {
		if raw[i] != '&' {
			continue
		}
		r, n := entity(raw[i:])
		if n == 0 {
			continue
		}
		w.copy(raw, at, i)
		p.note(EntityLeft, w.b.Len(), w.b.Len()+len(r), raw[i:i+n]+" read as "+r)
		w.replace(r, i, i+n)
		at, i = i+n, i+n-1
	}
	w.copy(raw, at, len(raw))
	p.woven(&w)
}

// latin reads bytes that are no UTF-8 as Windows-1252.
func (p *parser) latin(raw string) {
	var w weaver
	at := 0
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(raw[i:])
		if r != utf8.RuneError || n > 1 {
			i += n
			continue
		}
		w.copy(raw, at, i)
		w.replace(string(windows1252(raw[i])), i, i+1)
		i++
		at = i
	}
	w.copy(raw, at, len(raw))
	p.woven(&w)
	p.note(EncodingGuessed, 0, 0, "bytes that are no UTF-8 read as Windows-1252")
}

// windows1252 is the character of a byte in that code page.
func windows1252(c byte) rune {
	const high = "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"
	if c < 0x80 || c > 0x9F {
		return rune(c)
	}
	return []rune(high)[c-0x80]
}
