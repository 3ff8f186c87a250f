package ui

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"reftel/model/safe"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// prompt is the line in which one types an answer.
type prompt struct {
	label string
	text  string
	back  int           // how many bytes of it stand behind the cursor
	hint  func() string // what stands behind what is typed

	typed    func(text string) tea.Cmd               // shows at work what has been typed so far
	done     func(text string) tea.Cmd               // takes the answer
	cancel   func()                                  // undoes what typed has done
	complete func(text string, at int) (string, int) // what tab makes of it, with the cursor
	turn     func(by int)                            // what the arrows choose beside the text
	wrong    func() (start, end int)                 // bytes of the text that are wrong; none where they are the same
	one      bool                                    // a single key answers: y or n
}

// longestTyped is how many bytes can be typed: more than a query may have, so that it is the query that says so.
const longestTyped = 20 << 10

// cursor is where in the text one types.
func (p *prompt) cursor() int { return max(len(p.text)-p.back, 0) }

// put makes the text anew, with the cursor at a byte of it.
func (p *prompt) put(text string, at int) { p.text, p.back = text, len(text)-at }

// insert takes typed or pasted text; it is hostile until it has passed package safe.
func (p *prompt) insert(s string) {
	clean := safe.TextOf(safe.Of(s).String())
	clean = clean.Slice(0, min(max(longestTyped-len(p.text), 0), clean.Len()))
	at := p.cursor()
	p.text = p.text[:at] + clean.String() + p.text[at:]
}

// erase takes away what stands between two bytes.
func (p *prompt) erase(from, to int) {
	at := p.cursor()
	if at >= to {
		at -= to - from
	} else {
		at = min(at, from)
	}
	p.put(p.text[:from]+p.text[to:], at)
}

// step is a character further from a byte of the text, or back.
func (p *prompt) step(at, by int) int {
	if by < 0 {
		_, n := utf8.DecodeLastRuneInString(p.text[:at])
		return at - n
	}
	_, n := utf8.DecodeRuneInString(p.text[at:])
	return at + n
}

// word is where the word before a byte of the text begins.
func (p *prompt) word(at int) int {
	return strings.LastIndexByte(strings.TrimRight(p.text[:at], " "), ' ') + 1
}

// promptKey edits the prompt.
func (m *Model) promptKey(k tea.Key) tea.Cmd {
	p := m.prompt
	if p.one {
		m.prompt = nil
		return p.done(k.Text)
	}
	at := p.cursor()
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
			p.put(p.complete(p.text, at))
		}
	case "up", "down":
		if p.turn != nil {
			p.turn(map[string]int{"up": -1, "down": 1}[name])
		}
		return nil
	case "left", "ctrl+b":
		p.put(p.text, p.step(at, -1))
	case "right", "ctrl+f":
		p.put(p.text, p.step(at, 1))
	case "ctrl+left", "alt+b", "alt+left":
		p.put(p.text, p.word(at))
	case "ctrl+right", "alt+f", "alt+right":
		rest := strings.TrimLeft(p.text[at:], " ")
		if n := strings.IndexByte(rest, ' '); n >= 0 {
			p.put(p.text, len(p.text)-len(rest)+n)
		} else {
			p.back = 0
		}
	case "home", "ctrl+a":
		p.put(p.text, 0)
	case "end", "ctrl+e":
		p.back = 0
	case "backspace":
		p.erase(p.step(at, -1), at)
	case "delete", "ctrl+d":
		p.erase(at, p.step(at, 1))
	case "ctrl+u":
		p.put("", 0)
	case "ctrl+k":
		p.put(p.text[:at], at)
	case "ctrl+w":
		p.erase(p.word(at), at)
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

// draw gives the line of the prompt; above it stands what is wrong, where that has no room behind what is typed.
func (p *prompt) draw(t *theme.Theme, width int) (line string, above []string) {
	full, at := p.label+p.text, len(p.label)+p.cursor()
	if !p.one && at == len(full) {
		full += "_"
	}
	wrongFrom, wrongTo := 0, 0
	if p.wrong != nil {
		wrongFrom, wrongTo = p.wrong()
		wrongFrom, wrongTo = wrongFrom+len(p.label), wrongTo+len(p.label)
	}
	seen := full // as far as the cursor, which shows whatever else does
	if at < len(full) {
		_, n := utf8.DecodeRuneInString(full[at:])
		seen = full[:at+n]
	}
	from, over := 0, page.Width(seen)-width
	if over > 0 {
		for over++; over > 0 && from < at; { // and one column for the ellipsis
			r, n := utf8.DecodeRuneInString(full[from:])
			from, over = from+n, over-page.RuneWidth(r)
		}
		line = t.Paint(theme.Key, page.Fit(t.Glyphs.Ellipsis, min(width, 1), ""))
	}
	shown, used := page.Cut(full[from:], width-ansi.StringWidth(line))
	role := func(i int) theme.Role {
		switch {
		case i == at && at < len(p.label)+len(p.text):
			return theme.Selected
		case i >= wrongFrom && i < wrongTo:
			return theme.Link
		}
		return theme.Key
	}
	for i := 0; i < len(shown); {
		k, r := i, role(from+i)
		for i < len(shown) && role(from+i) == r {
			_, n := utf8.DecodeRuneInString(shown[i:])
			i += n
		}
		line += t.Paint(r, shown[k:i])
	}
	room, hint := width-used, ""
	if from > 0 {
		room--
	}
	if p.hint != nil {
		hint = "   " + p.hint()
	}
	if page.Width(hint) > room && wrongTo > wrongFrom {
		for _, l := range fold(strings.TrimSpace(hint), max(width-2, 1)) {
			above = append(above, t.Paint(theme.Warn, page.Fit(" "+l, width, t.Glyphs.Ellipsis)))
		}
		hint = ""
	}
	return line + t.Paint(theme.Key, page.Fit(hint, max(room, 0), t.Glyphs.Ellipsis)), above
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
