package parser

import (
	"strings"

	"reftel/model"
)

// plusD unwraps a PlusD page: the pairs of its synopsis, and the text block with the whole telegram.
func (p *parser) plusD(raw string) {
	from := strings.Index(raw, `<div class="synopsis">`)
	end := strings.Index(raw, `<div class="text-content`)
	if from >= 0 && end > from {
		p.outside = append(p.outside, mark{int32(from), int32(end), model.ElementMetadata})
		p.synopsis(raw[from:end])
	}
	// The longest block is the whole telegram; the other repeats its text from the first paragraph on.
	best, size, at := 0, 0, 0
	for {
		i := strings.Index(raw[at:], `<div class="text-content`)
		if i < 0 {
			break
		}
		i += at
		k := strings.IndexByte(raw[i:], '>')
		j := strings.Index(raw[i:], "</div>")
		if k < 0 || j < k {
			break
		}
		if j-k > size {
			best, size = i+k+1, j-k-1
		}
		p.outside = append(p.outside, mark{int32(i), int32(i + j), model.ElementMetadata})
		at = i + j
	}
	var w weaver
	p.pre(&w, raw, best, best+size)
	p.woven(&w)
}

// synopsis reads the key and value pairs of a PlusD page.
func (p *parser) synopsis(s string) {
	for {
		i := strings.Index(s, `"s_key">`)
		if i < 0 {
			return
		}
		s = s[i+len(`"s_key">`):]
		j := strings.Index(s, "</div>")
		k := strings.Index(s, `"s_val">`)
		if j < 0 || k < 0 {
			return
		}
		key := strings.Trim(plain(s[:j]), ": ")
		s = s[k+len(`"s_val">`):]
		if j = strings.Index(s, "</div>"); j < 0 {
			return
		}
		p.attribute(key, squeeze(plain(s[:j])))
	}
}

// attribute takes over what an archive says of a telegram.
func (p *parser) attribute(key, value string) {
	if value == "" || value == "n/a" || strings.HasPrefix(value, "-- N/A") {
		return
	}
	a := &p.about
	switch key {
	case "Canonical ID", "Document Number":
		a.ID = value
	case "Date":
		a.Created = value
	case "Draft Date", "Sent Date":
		p.day = value
	case "Original Classification":
		if a.Classification == "" {
			a.Classification = value
		}
	}
}

// aad unwraps a text file of NARA: the telegram under "Message Text", its attributes under "Message Attributes".
func (p *parser) aad(raw string) {
	i := strings.Index(raw, "Message Text")
	j := strings.LastIndex(raw, "Message Attributes")
	if i < 0 || j < i {
		return
	}
	start, end := i+len("Message Text"), j
	p.outside = append(p.outside, mark{0, int32(start), model.ElementMetadata}, mark{int32(end), int32(len(raw)), model.ElementMetadata})
	for _, l := range strings.Split(raw[j:], "\n") {
		if key, value, ok := strings.Cut(l, ":"); ok {
			p.attribute(strings.TrimSpace(key), strings.TrimSpace(value))
		}
	}
	var w weaver
	w.copy(raw, start, end)
	p.woven(&w)
}
