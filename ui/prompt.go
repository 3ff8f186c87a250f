package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model/safe"
	"reftel/ui/page"
)

// prompt is the line in which one types an answer.
type prompt struct {
	label string
	text  string
	hint  func() string // what stands behind what is typed

	typed    func(text string) tea.Cmd // shows at work what has been typed so far
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
		return nil
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
	if m.prompt != nil && m.prompt.typed != nil {
		return m.prompt.typed(m.prompt.text)
	}
	return nil
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
		typed: func(s string) tea.Cmd { m.text.Return(from); m.text.Search(s); return nil },
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
