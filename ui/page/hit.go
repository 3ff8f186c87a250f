package page

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hit is a place on a page that a search found.
type Hit struct {
	Item       int
	Start, End int // bytes of the item's text
}

// Find lists where a query occurs. It is smart about case: a query without capitals finds both.
func (p *Page) Find(query string) []Hit {
	if query == "" {
		return nil
	}
	fold := !strings.ContainsFunc(query, unicode.IsUpper)
	var hits []Hit
	for i := range p.Items {
		if p.Items[i].Kind == ItemHidden {
			continue
		}
		text := p.Items[i].Text
		for at := 0; at < len(text); {
			n, length := Index(text[at:], query, fold)
			if n < 0 {
				break
			}
			hits = append(hits, Hit{i, at + n, at + n + length})
			at += n + max(length, 1)
		}
	}
	return hits
}

// FindFunc lists the places that a function finds in each text of the page, as ranges of its bytes, in order.
func (p *Page) FindFunc(find func(text string) [][2]int) []Hit {
	var hits []Hit
	for i := range p.Items {
		if p.Items[i].Kind == ItemHidden {
			continue
		}
		for _, r := range find(p.Items[i].Text) {
			hits = append(hits, Hit{i, r[0], r[1]})
		}
	}
	return hits
}

// Index finds query in text, both folded to one case if asked. It returns where and how long, in bytes of text; -1 for none.
func Index(text, query string, fold bool) (at, length int) {
	if !fold {
		return strings.Index(text, query), len(query)
	}
	first, size := utf8.DecodeRuneInString(query)
	if first < utf8.RuneSelf && ASCII(query) {
		lower, upper := byte(first), byte(first)
		if lower >= 'a' && lower <= 'z' {
			upper = lower - 32
		}
		for i := 0; i+len(query) <= len(text); i++ {
			if (text[i] == lower || text[i] == upper) && foldedASCII(text[i+size:i+len(query)], query[size:]) {
				return i, len(query)
			}
		}
		return -1, 0
	}
	for i := range text {
		if n := foldedPrefix(text[i:], query); n >= 0 {
			return i, n
		}
	}
	return -1, 0
}

func foldedASCII(text, query string) bool {
	for i := 0; i < len(query); i++ {
		c := text[i]
		if c >= 'A' && c <= 'Z' {
			c += 32
		}
		if c != query[i] {
			return false
		}
	}
	return true
}

// foldedPrefix is how many bytes of text match query without regard to case; -1 if they do not.
func foldedPrefix(text, query string) int {
	at := 0
	for _, q := range query {
		if at >= len(text) {
			return -1
		}
		r, n := utf8.DecodeRuneInString(text[at:])
		if r != q && unicode.ToLower(r) != unicode.ToLower(q) {
			return -1
		}
		at += n
	}
	return at
}

// RowOfHit is the row on which a hit begins.
func (p *Page) RowOfHit(h Hit) int { return p.rowIn(h.Item, h.Start) }
