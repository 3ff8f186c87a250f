package parser

import (
	"slices"

	"reftel/model"
)

// run says where a stretch of the working text was received. Where n equals m the bytes are the same;
// otherwise n bytes of working text stand for m received ones (an entity, a link), m may be 0.
type run struct{ at, from, n, m int32 }

// mark is an element of the working text.
type mark struct {
	start, end int32
	element    model.Element
}

// put says what a range of the working text is.
func (p *parser) put(start, end int, e model.Element) {
	if end <= start {
		return
	}
	if k := len(p.marks); k > 0 {
		if last := &p.marks[k-1]; last.element == e && int(last.end) == start {
			last.end = int32(end)
			return
		}
	}
	p.marks = append(p.marks, mark{int32(start), int32(end), e})
}

// received is the received offset of a working offset; for an end, that of the byte before it plus one.
func (p *parser) received(at int, end bool) int {
	if p.runs == nil {
		return at
	}
	if end {
		at--
	}
	i, found := slices.BinarySearchFunc(p.runs, int32(at), func(r run, t int32) int { return int(r.at) - int(t) })
	if !found {
		i--
	}
	if i < 0 {
		return 0
	}
	if i >= len(p.runs) {
		return len(p.c.Received)
	}
	r := p.runs[i]
	off := int32(at) - r.at
	switch {
	case off >= r.n:
		return int(r.from + r.m)
	case r.n == r.m && end:
		return int(r.from + off + 1)
	case r.n == r.m:
		return int(r.from + off)
	case end:
		return int(r.from + r.m)
	}
	return int(r.from)
}

// tile fills Cable.Spans: the marks, in order and without overlaps, with layout and unplaced text between them,
// carried back into the bytes received.
func (p *parser) tile() {
	if !slices.IsSortedFunc(p.marks, func(a, b mark) int { return int(a.start) - int(b.start) }) {
		slices.SortStableFunc(p.marks, func(a, b mark) int { return int(a.start) - int(b.start) })
	}
	n := int32(len(p.s))
	p.c.Spans = p.spans[:0]
	at := int32(0)
	for _, m := range p.marks {
		if m.end > n {
			m.end = n
		}
		if m.start < at {
			m.start = at
		}
		if m.end <= m.start {
			continue
		}
		p.gap(at, m.start)
		p.span(m.start, m.end, m.element)
		at = m.end
	}
	p.gap(at, n)
	if p.runs != nil {
		p.fill(int32(len(p.c.Received)))
	}
	p.spans = p.c.Spans
	p.c.Spans = taken(p.spans)
}

// gap tells layout from unplaced text in a range that no grammar claimed.
func (p *parser) gap(start, end int32) {
	for start < end {
		i := start
		for i < end && isSpace(p.s[i]) {
			i++
		}
		p.span(start, i, model.ElementLayout)
		start = i
		for i < end {
			if isSpace(p.s[i]) {
				k := i
				for k < end && isSpace(p.s[k]) {
					k++
				}
				if k == end {
					break
				}
				i = k
			}
			i++
		}
		p.span(start, min(i, end), model.ElementUnplaced)
		start = min(i, end)
	}
}

// span appends a range of the working text, as ranges of the bytes received.
func (p *parser) span(start, end int32, e model.Element) {
	if end <= start {
		return
	}
	if p.runs == nil {
		p.emit(start, end, e)
		return
	}
	for p.run < len(p.runs) {
		r := p.runs[p.run]
		if r.at+r.n <= start {
			p.run++
			continue
		}
		if r.at >= end {
			return
		}
		a, b := max(start, r.at)-r.at, min(end, r.at+r.n)-r.at
		switch {
		case r.n == r.m:
			p.fill(r.from + a)
			p.emit(r.from+a, r.from+b, e)
		case a == 0 && r.m > 0:
			p.fill(r.from)
			p.emit(r.from, r.from+r.m, e)
		}
		if b < r.n {
			return
		}
		p.run++
	}
}

// fill covers received bytes up to one that no working text stands for: markup and metadata.
func (p *parser) fill(to int32) {
	at := p.done
	for at < to {
		e, end := model.ElementMarkup, to
		for p.out < len(p.outside) && p.outside[p.out].end <= at {
			p.out++
		}
		if p.out < len(p.outside) {
			if o := p.outside[p.out]; o.start <= at {
				e, end = o.element, min(to, o.end)
			} else {
				end = min(to, o.start)
			}
		}
		p.emit(at, end, e)
		at = end
	}
}

func (p *parser) emit(start, end int32, e model.Element) {
	if end <= start {
		return
	}
	p.done = end
	if k := len(p.c.Spans); k > 0 && p.c.Spans[k-1].Element == e {
		p.c.Spans[k-1].End = end
		return
	}
	p.c.Spans = append(p.c.Spans, model.Span{Start: start, End: end, Element: e})
}
