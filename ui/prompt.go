package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model/library"
	"reftel/model/safe"
	"reftel/ui/text"
)

// prompt is the line in which one types a query.
type prompt struct {
	kind  string // "search", "narrow", "find"
	label string
	text  string
	from  text.Place
}

// insert takes typed or pasted text; it is hostile until it has passed package safe.
func (p *prompt) insert(s string) {
	if len(p.text)+len(s) < 400 {
		p.text += safe.Of(s).String()
	}
}

func (p *prompt) erase() {
	if r := []rune(p.text); len(r) > 0 {
		p.text = string(r[:len(r)-1])
	}
}

func (m *Model) ask(kind, label string) tea.Cmd {
	m.prompt = &prompt{kind: kind, label: label, from: m.text.Place()}
	return nil
}

// promptKey edits the prompt.
func (m *Model) promptKey(k tea.Key) tea.Cmd {
	p := m.prompt
	switch name := k.String(); name {
	case "esc":
		m.prompt = nil
		switch p.kind {
		case "search":
			m.text.Search("")
			m.text.Return(p.from)
		case "narrow":
			m.narrow("")
		}
		return nil
	case "enter":
		m.prompt = nil
		return m.answered(p)
	case "backspace":
		p.erase()
	case "ctrl+u":
		p.text = ""
	case "ctrl+w":
		p.text = strings.TrimRight(p.text, " ")
		p.text = p.text[:strings.LastIndexByte(p.text, ' ')+1]
	default:
		if k.Text == "" {
			return nil
		}
		p.insert(k.Text)
	}
	return m.prompted()
}

// prompted shows what has been typed so far at work.
func (m *Model) prompted() tea.Cmd {
	switch p := m.prompt; p.kind {
	case "search":
		m.text.Return(p.from)
		m.text.Search(p.text)
	case "narrow":
		m.narrow(p.text)
	}
	return nil
}

func (m *Model) answered(p *prompt) tea.Cmd {
	switch p.kind {
	case "search":
		if p.text == "" {
			m.text.Search("")
			return nil
		}
		m.past = append(m.past, jump{m.position, p.from})
		if _, n := m.text.Hits(); n == 0 {
			m.message = "not in this cable: " + p.text
		}
	case "find":
		if strings.TrimSpace(p.text) == "" {
			return nil
		}
		m.token++
		token, lib, query := m.token, m.lib, p.text
		m.message = "searching for " + query + m.glyphs.Ellipsis
		return func() tea.Msg {
			hits, err := lib.search(context.Background(), query)
			return found{token, query, hits, err}
		}
	}
	return nil
}

// mostFound is how many hits a search of all cables shows at most.
const mostFound = 500

// found is the answer to a search.
type found struct {
	token int
	query string
	hits  []library.Hit
	err   error
}

func (m *Model) showFound(f found) {
	m.message = ""
	if f.err != nil {
		m.message = safe.Of(f.err.Error()).String()
		return
	}
	if len(f.hits) == 0 {
		m.message = "in none of the cables: " + f.query
		return
	}
	o := &overlay{title: itoa(len(f.hits)) + " paragraphs with " + f.query}
	for _, h := range f.hits {
		e, _ := m.lib.entry(h.Position)
		o.add(name(e)+"  "+h.Excerpt.String(), func(m *Model) tea.Cmd {
			m.leave()
			if m.position == h.Position || m.read(h.Position) {
				m.open.Focus = FocusText
				if h.Paragraph >= 0 {
					m.text.Goto(h.Paragraph)
				}
				m.text.Search(strings.Trim(strings.Fields(f.query)[0], `"`))
			}
			return nil
		})
	}
	m.overlay = o
}

// narrow lists only some cables, and puts the cursor on the first, or back on the one that is read.
func (m *Model) narrow(words string) {
	if err := m.lib.narrow(words); err != nil {
		m.message = safe.Of(err.Error()).String()
	}
	row := 0
	if !m.lib.narrowed() {
		row = m.lib.row(m.position)
	}
	m.list.MoveTo(row, m.lib.count())
}

// entries are rows of the list.
func (m *Model) entries(from, to int) []library.Entry {
	e, err := m.lib.rows(from, to)
	if err != nil {
		m.message = safe.Of(err.Error()).String()
	}
	return e
}
