package memory

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
)

// searchedAtOnce is how many cables a search reads before it looks whether it has found enough.
const searchedAtOnce = 64

// Search lists paragraphs that hold all words and "phrases" of a query, at most most of them, in the collection's
// order. Every file is read again, so it takes as long as reading the collection once. A cable that can no longer be
// read is reported as a problem of the collection.
func (l *Library) Search(ctx context.Context, query string, most int) ([]library.Hit, error) {
	terms := parseTerms(query)
	if len(terms) == 0 || most <= 0 {
		return nil, ctx.Err()
	}
	var hits []library.Hit
	n := library.Position(l.State().Len)
	for from := library.Position(0); from < n; from += searchedAtOnce {
		to := min(from+searchedAtOnce, n)
		found := make([][]library.Hit, to-from)
		var group sync.WaitGroup
		next := make(chan library.Position)
		for range min(runtime.GOMAXPROCS(0), int(to-from)) {
			group.Go(func() {
				for at := range next {
					found[at-from] = l.searchOne(ctx, at, terms, most)
				}
			})
		}
		for at := from; at < to; at++ {
			next <- at
		}
		close(next)
		group.Wait()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, of := range found {
			hits = append(hits, of...)
			if len(hits) >= most {
				return hits[:most:most], nil
			}
		}
	}
	return hits, nil
}

// searchOne searches one cable: its subject and identifier, then its paragraphs.
func (l *Library) searchOne(ctx context.Context, at library.Position, terms []term, most int) []library.Hit {
	c, err := l.reopen(ctx, at)
	if err != nil {
		if errors.Is(err, library.ErrVanished) {
			l.vanish(at, err)
		}
		return nil
	}
	var hits []library.Hit
	title, _ := c.Title()
	for _, head := range []safe.Line{title, safe.Of(c.ID.String())} {
		if start, end, ok := findAll(head.String(), terms); ok {
			hits = append(hits, hit(at, -1, head.Text(), start, end))
			break
		}
	}
	for i := range c.Paragraphs {
		if len(hits) >= most {
			break
		}
		text := c.Paragraphs[i].Text
		if start, end, ok := findAll(text.String(), terms); ok {
			hits = append(hits, hit(at, model.ParagraphIndex(i), text, start, end))
		}
	}
	return hits
}

func (l *Library) vanish(at library.Position, err error) {
	l.mu.Lock()
	known := l.vanished[at]
	l.vanished[at] = true
	where := l.entries[at].Name
	l.mu.Unlock()
	if !known {
		l.Problem(library.Problem{Where: where, What: safe.Of(err.Error())})
	}
}

// What an excerpt shows before and behind the match, in bytes.
const (
	excerptBefore = 60
	excerptBehind = 140
)

// hit cuts an excerpt around a match. It begins and ends with whole words.
func hit(at library.Position, p model.ParagraphIndex, text safe.Text, start, end int) library.Hit {
	s := text.String()
	from, to := 0, len(s)
	if start > excerptBefore {
		from = start - excerptBefore
		for from < start && s[from-1] != ' ' && s[from-1] != '\n' {
			from++
		}
	}
	if end+excerptBehind < len(s) {
		to = end + excerptBehind
		for to > end && s[to] != ' ' && s[to] != '\n' {
			to--
		}
	}
	return library.Hit{Position: at, Paragraph: p, Excerpt: text.Slice(from, to).Line(), Start: start - from, End: end - from}
}
