package ui

import (
	"context"
	"errors"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
	"reftel/ui/command"
	"reftel/ui/facets"
	"reftel/ui/list"
	"reftel/ui/outline"
	"reftel/ui/page"
	"reftel/ui/text"
	"reftel/ui/theme"
)

// Config is what a reader starts with.
type Config struct {
	Library   library.Library
	Shelf     library.Shelf // where places, marks and notes are kept
	Fleeting  bool          // the shelf is forgotten when the program ends
	Theme     string        // "" for the terminal's own colours
	ASCII     bool          // glyphs
	Mouse     bool
	Open      position // 0 for the first of the list
	List      bool     // the list has the keys first, not the text
	Paragraph model.ParagraphNumber
	Now       time.Time         // zero: the time of starting
	Keys      *command.Bindings // nil for those of the table
	Message   string            // what the status line says first
	Editor    string            // the command of the reader's editor; "" for none
	Remote    bool              // the reader sits elsewhere: nothing may touch the machine that the program runs on
}

// Model is the reader. It is the only Bubble Tea model of the program.
type Model struct {
	lib    collection
	theme  *theme.Theme
	glyphs theme.Glyphs
	now    time.Time
	mouse  bool
	keys   *command.Bindings
	editor string
	remote bool

	width, height int
	open          Open
	layout        Layout

	list    *list.Pane
	outline *outline.Pane
	facets  *facets.Pane
	text    *text.Pane
	other   *text.Pane // the text as received

	cable    *model.Cable
	position position
	full     bool
	cased    bool // capitals in sentence case
	mended   bool // commas that were apostrophes as such
	beside   bool // the text as received stands beside the clean one
	level    model.Level

	prompt                *prompt
	overlay               *overlay
	digits                string
	chord                 string // keys of a chord that is not complete
	message               string
	places                map[position]text.Place
	searching             *search // nil while nothing is asked
	asked                 int     // of the newest list that was asked for; older answers are dropped
	fromList              bool    // the hits in the text are those of the list's query
	tally                 *tally  // nil while nothing is counted
	mistake               mistake // what is wrong with the query that is typed
	offers                *offers // what could be typed; nil for nothing
	counting              func()  // ends the counting of what the list is made of
	desk                  desk
	writing               *writing   // a note that is being written
	staying               text.Place // where the reader is, to be kept if it lasts
	wheeling              bool       // steps of the wheel are gathered
	steps, wheelX, wheelY int

	dragged Focus              // the pane whose divider the mouse holds; FocusText for none
	running context.CancelFunc // of a command that was handed text; nil for none

	term *term // that is set off; nil for none

	past, future []jump
	want         model.ParagraphNumber

	previewed position // the cable whose summary shows under the list
	resting   position // the cable that the cursor of the list stands on; its summary shows when it has rested
}

// jump is a place in the history.
type jump struct {
	position position
	place    text.Place
}

// New makes a reader. Neither the library nor the shelf may be nil.
func New(c Config) (*Model, error) {
	glyphs := theme.Unicode
	if c.ASCII {
		glyphs = theme.ASCII
	}
	t, err := theme.New(c.Theme, glyphs)
	if err != nil {
		return nil, err
	}
	if c.Library == nil || c.Shelf == nil {
		return nil, errors.New("a reader needs a library and a shelf")
	}
	if c.Now.IsZero() {
		c.Now = time.Now()
	}
	m := &Model{lib: collection{lib: c.Library}, facets: facets.New(t), theme: t, glyphs: glyphs, now: c.Now, mouse: c.Mouse, list: list.New(t), outline: outline.New(t), text: text.New(t),
		other: text.New(t), places: map[position]text.Place{}, position: none, want: c.Paragraph,
		desk: desk{shelf: c.Shelf, fleeting: c.Fleeting, traces: map[library.Card]library.Trace{}}}
	m.other.Measure, m.other.Tight = 0, true
	m.dragged = FocusText
	if m.keys = c.Keys; m.keys == nil {
		m.keys = command.Default()
	}
	m.editor, m.remote = c.Editor, c.Remote
	m.open.Focus = FocusText
	m.lib.all(c.Library.DefaultOrder(), 0)
	if c.Open == 0 || !m.read(c.Open) {
		m.read(m.lib.at(0))
	}
	if c.List && !m.lib.single() {
		m.open.Focus = FocusList
	}
	if c.Message != "" {
		m.message = safe.Of(c.Message).String()
	}
	return m, nil
}

// twoTexts is how wide the text pane must be to hold the received text beside the clean one. A line of the former has some
// seventy columns; the rest is the latter's.
const (
	twoTexts        = 110
	receivedColumns = 71
)

// alone tells whether the received text has taken the place of the clean one.
func (m *Model) alone() bool { return m.beside && m.layout.Text.W < twoTexts }

// scroll moves the text that shows.
func (m *Model) scroll(by func(*text.Pane)) {
	if !m.alone() {
		by(m.text)
		return
	}
	by(m.other)
	m.text.SetCursor(max(m.other.Cursor()-1, 0))
}

// rested says that the cursor of the list has stood on a cable for a while.
type rested struct{ at position }

// rest is how long the cursor stands before the summary under the list follows it: a held key costs no summaries.
const rest = 150 * time.Millisecond

// settled waits for the cursor of the list to rest, if it has moved.
func (m *Model) settled() tea.Cmd {
	at := m.lib.at(m.list.Cursor())
	if at == m.resting {
		return nil
	}
	m.resting = at
	return tea.Tick(rest, func(time.Time) tea.Msg { return rested{at} })
}

// read opens the cable at a position; its place is kept for coming back.
func (m *Model) read(at position) bool {
	c, err := m.lib.read(at)
	if err != nil {
		if m.lib.state().Len > 0 {
			m.message = safe.Of(err.Error()).String()
		}
		return false
	}
	m.keepPlace()
	m.Keep()
	m.cable, m.position = c, at
	kept, was := m.desk.open(library.CardOf(c))
	m.list.Open = at
	m.previewed = at
	if row, ok := m.lib.row(at); ok {
		m.list.MoveTo(row, m.lib.count())
	}
	m.text.Marked, m.text.Noted = m.desk.marks, m.desk.noted()
	m.level, m.term = 0, nil
	shown := m.worded(c)
	m.text.Show(shown, m.headLines())
	m.other.Show(received(c), nil)
	m.outline.Show(shown)
	if here, ok := m.places[at]; ok {
		m.text.Return(here)
	} else if was && !kept.Read && kept.Paragraph > 0 && m.want == 0 {
		m.text.Return(place(kept.Spot))
		m.message = "where you stopped on " + kept.When.Local().Format("2006-01-02") + "; " + m.keys.Key("top") + " goes to the beginning"
	}
	if m.want > 0 {
		m.gotoNumber(m.want)
		m.want = 0
	}
	m.remember()
	m.follow()
	m.arrange()
	return true
}

func (m *Model) keepPlace() {
	if m.cable != nil {
		m.places[m.position] = m.text.Place()
	}
}

func (m *Model) headLines() []page.HeadLine {
	return headLines(m.worded(m.cable), m.full, m.lib.known, m.now)
}

// arrange gives every pane its size.
func (m *Model) arrange() {
	m.open.Single = m.lib.single()
	m.layout = Arrange(m.width, m.height, m.open)
	if m.beside && m.open.Focus == FocusText && m.layout.Text.W < 2*receivedColumns { // the other panes make room
		open := m.open
		open.NoList, open.NoOutline = true, true
		m.layout = Arrange(m.width, m.height, open)
	}
	l := m.layout
	if !l.List.Empty() {
		m.list.Resize(l.List.W, l.List.H)
		m.list.Leap = l.List.W < m.width
	}
	if !l.Outline.Empty() {
		m.outline.Resize(l.Outline.W, l.Outline.H)
		m.facets.Resize(l.Outline.W, l.Outline.H)
	}
	if !l.Text.Empty() {
		w := l.Text.W
		switch {
		case m.beside && w >= twoTexts:
			w = max(w/2, w-receivedColumns-1)
			m.other.Resize(l.Text.W-w-1, l.Text.H, page.GutterNone)
		case m.beside: // no room for both: the received text alone
			m.other.Resize(w, l.Text.H, page.GutterNone)
		}
		m.text.Resize(w, l.Text.H, l.Gutter)
	}
}

// Update takes a message of the terminal or of a search.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.update(msg)
	return m, tea.Batch(cmd, m.settled(), m.reads(), m.fetch(), m.count(), m.renew())
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		if m.overlay != nil {
			m.overlay.resize(m.width)
		}
		m.arrange()
	case changed:
		return m.showChanged()
	case unchanged:
		return m.watch()
	case rested:
		if msg.at == m.resting {
			m.previewed = msg.at
		}
	case stopped:
		if m.cable != nil && msg.place == m.text.Place() {
			m.keepWhere()
		}
	case listed:
		return m.showListed(msg)
	case fetched:
		m.showFetched(msg)
	case counted, sofar, waited, early:
		return m.underWay(msg)
	case threaded:
		m.showThread(msg)
	case made:
		m.showMade(msg)
	case offered:
		m.showOffered(msg)
	case piped:
		m.showPiped(msg)
	case edited:
		m.message = msg.what
	case tea.PasteMsg:
		switch {
		case m.writing != nil:
			if !m.writing.editor.Insert(msg.Content) {
				m.message = library.ErrLongNote.Error()
			}
		case m.prompt != nil:
			m.prompt.insert(msg.Content)
			return m.prompted()
		case m.overlay != nil:
			m.overlay.insert(msg.Content)
		}
	case tea.KeyPressMsg:
		return m.key(tea.Key(msg))
	case tea.MouseWheelMsg:
		return m.wheel(msg)
	case wheeled:
		return m.gathered()
	case tea.MouseClickMsg:
		return m.click(msg)
	case tea.MouseMotionMsg:
		m.drag(msg.X)
	case tea.MouseReleaseMsg:
		m.dragged = FocusText
	}
	return nil
}

// key routes a key: to the prompt, the overlay, the number that is typed, or the table of verbs.
func (m *Model) key(k tea.Key) tea.Cmd {
	name := k.String()
	if name == "ctrl+c" {
		return m.quit()
	}
	if m.writing != nil {
		m.message = ""
		m.writingKey(k)
		return nil
	}
	if m.prompt != nil {
		return m.promptKey(k)
	}
	if m.overlay != nil {
		return m.overlayKey(k)
	}
	m.message = ""
	if m.chord == "" {
		if len(name) == 1 && name[0] >= '0' && name[0] <= '9' && (name != "0" || m.digits != "") {
			return m.digit(name)
		}
		if m.digits != "" {
			digits := m.digits
			m.digits = ""
			switch {
			case m.keys.Begins(name, "top"), m.keys.Begins(name, "open"):
				m.gotoTyped(digits)
				return nil
			case name == "esc":
				m.open.Focus = FocusText
				m.arrange()
				return nil
			case name == "backspace":
				m.digits = digits[:len(digits)-1]
				return nil
			}
		}
	}
	return m.chorded(name)
}

// chorded does what a key calls, or waits for the next key of a chord.
func (m *Model) chorded(name string) tea.Cmd {
	chord := name
	if m.chord != "" {
		if name == "esc" {
			m.chord = ""
			return nil
		}
		chord = m.chord + " " + name
	}
	m.chord = ""
	verb, ok, more := m.keys.For(chord)
	switch {
	case ok:
		return m.run(verb)
	case more:
		m.chord = chord
	case chord != name:
		m.message = chord + " calls nothing"
	default:
		m.message = name + " calls nothing: " + m.keys.Key("help") + " shows the keys"
	}
	return nil
}

// gotoTyped goes to the paragraph whose number was typed.
func (m *Model) gotoTyped(digits string) {
	n, _ := strconv.Atoi(digits)
	m.open.Focus = FocusText
	m.leave()
	if !m.gotoNumber(model.ParagraphNumber(n)) {
		m.message = "there is no paragraph " + digits + " in this cable"
	}
	m.arrange()
}

// digit begins or goes on with a number. A first 1, 2 or 3 is the name of a pane too, so it takes the focus;
// a second digit or g gives it back.
func (m *Model) digit(d string) tea.Cmd {
	if len(m.digits) >= 4 {
		return nil
	}
	m.digits += d
	if len(m.digits) == 1 {
		if verb, ok, _ := m.keys.For(d); ok {
			return m.run(verb)
		}
		return nil
	}
	m.open.Focus = FocusText
	m.arrange()
	return nil
}

// off is why a verb cannot be done now; nothing if it can.
func (m *Model) off(name command.Name) string {
	if a := actions[name]; a.off != nil {
		return a.off(m)
	}
	return ""
}

// run does a verb, or says why it cannot.
func (m *Model) run(name command.Name) tea.Cmd {
	a, ok := actions[name]
	if !ok {
		m.message = "there is no command " + string(name)
		return nil
	}
	if why := m.off(name); why != "" {
		m.message = why
		return nil
	}
	cmd := a.do(m)
	m.arrange()
	return cmd
}

// call does a verb with what was typed behind its name.
func (m *Model) call(name command.Name, argument string) tea.Cmd {
	a := actions[name]
	if argument == "" || a.with == nil {
		return m.run(name)
	}
	if why := m.off(name); why != "" && !a.always {
		m.message = why
		return nil
	}
	cmd := a.with(m, argument)
	m.arrange()
	return cmd
}

func itoa(n int) string { return strconv.Itoa(n) }
