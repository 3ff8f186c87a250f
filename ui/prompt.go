package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model/library"
	"reftel/model/safe"
	"reftel/ui/page"
)

// prompt is the line in which one types an answer.
type prompt struct {
	label string
	text  string
	hint  func() string // what stands behind what is typed

	typed    func(text string)         // shows at work what has been typed so far
	done     func(text string) tea.Cmd // takes the answer
	cancel   func()                    // undoes what typed has done
	complete func(text string) string  // what tab makes of it
	turn     func(by int)              // what the arrows choose beside the text
	one      bool                      // a single key answers: y or n
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

// promptKey edits the prompt.
func (m *Model) promptKey(k tea.Key) tea.Cmd {
	p := m.prompt
	if p.one {
		m.prompt = nil
		return p.done(k.Text)
	}
	switch name := k.String(); name {
	case "esc":
		m.prompt = nil
		if p.cancel != nil {
			p.cancel()
		}
		return nil
	case "enter":
		m.prompt = nil
		return p.done(p.text)
	case "tab":
		if p.complete != nil {
			p.text = p.complete(p.text)
		}
	case "up", "down":
		if p.turn != nil {
			p.turn(map[string]int{"up": -1, "down": 1}[name])
		}
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
	m.prompted()
	return nil
}

// prompted shows what has been typed so far at work.
func (m *Model) prompted() {
	if m.prompt != nil && m.prompt.typed != nil {
		m.prompt.typed(m.prompt.text)
	}
}

// line draws the prompt.
func (p *prompt) line(width int, ellipsis string) string {
	s := p.label + p.text
	if !p.one {
		s += "_"
	}
	hint := ""
	if p.hint != nil {
		hint = "   " + p.hint()
	}
	if over := page.Width(s+hint) - width; over > 0 {
		hint = page.Fit(hint, max(page.Width(hint)-over, 0), ellipsis)
	}
	if over := page.Width(s) - width; over > 0 { // the end is what one types
		_, cut := page.Cut(s, over+1)
		s = ellipsis + s[min(cut, len(s)):]
	}
	return page.Fit(s+hint, width, "")
}

// searchText asks for words to look for in this cable; what is typed is looked for at once.
func (m *Model) searchText() {
	from := m.text.Place()
	m.prompt = &prompt{
		label: "/",
		hint: func() string {
			if at, n := m.text.Hits(); m.text.Query() != "" {
				return itoa(at) + "/" + itoa(n)
			}
			return ""
		},
		typed: func(s string) { m.text.Return(from); m.text.Search(s) },
		done: func(s string) tea.Cmd {
			m.text.Return(from)
			return m.searchFor(s)
		},
		cancel: func() { m.text.Search(""); m.text.Return(from) },
	}
}

// searchFor looks for words in this cable.
func (m *Model) searchFor(s string) tea.Cmd {
	if s != "" {
		m.leave()
	}
	m.text.Search(s)
	if _, n := m.text.Hits(); n == 0 && s != "" {
		m.message = "not in this cable: " + s
	}
	m.follow()
	return nil
}

// narrowList asks for words of the cables to list.
func (m *Model) narrowList() {
	m.prompt = &prompt{label: "narrow the list: ", typed: m.narrow, done: func(s string) tea.Cmd { m.narrow(s); return nil }, cancel: func() { m.narrow("") },
		hint: func() string { return itoa(m.lib.count()) + " cables" }}
}

// findAll asks for words to look for in all cables.
func (m *Model) findAll() {
	m.prompt = &prompt{label: "search all cables: ", done: m.findFor}
}

// findFor looks for words in all cables, without keeping the screen waiting.
func (m *Model) findFor(query string) tea.Cmd {
	if strings.TrimSpace(query) == "" {
		return nil
	}
	m.token++
	token, lib := m.token, m.lib
	m.message = "searching for " + query + m.glyphs.Ellipsis
	return func() tea.Msg {
		hits, err := lib.search(context.Background(), query)
		return found{token, query, hits, err}
	}
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
		m.message = f.err.Error()
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
				m.follow()
			}
			return nil
		})
	}
	m.overlay = o
}

// narrow lists only some cables, and puts the cursor on the first, or back on the one that is read.
func (m *Model) narrow(words string) {
	if err := m.lib.narrow(words); err != nil {
		m.message = err.Error()
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
		m.message = err.Error()
	}
	return e
}
