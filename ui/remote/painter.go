package remote

import (
	"bytes"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// painter turns views into the bytes that bring a terminal from the last one to the next. Bubble Tea's own renderer looks
// sixty times a second whether there is anything to draw; this one is asked, and so costs nothing while nobody types.
type painter struct {
	screen *uv.TerminalRenderer
	buf    bytes.Buffer
	colors colorprofile.Profile
	size   size
	lean   bool
	sync   bool // the terminal knows synchronized output

	begun   bool
	content string
	mouse   tea.MouseMode
	title   string
	cursor  *tea.Cursor
	all     bool // draw everything anew
}

func newPainter(env []string, profile colorprofile.Profile, s size, lean bool) *painter {
	p := &painter{colors: profile, size: s, lean: lean}
	p.screen = uv.NewTerminalRenderer(&p.buf, env)
	p.screen.SetColorProfile(profile)
	p.screen.SetFullscreen(true)
	p.screen.SetRelativeCursor(false)
	p.screen.SetScrollOptim(true)
	p.screen.SetTabStops(-1)
	p.screen.SetMapNewline(false) // there is no line discipline: a line feed goes down and nowhere else
	p.screen.Resize(s.width, s.height)
	return p
}

// resize says that the window has another size.
func (p *painter) resize(s size) {
	p.size = s
	p.screen.Resize(s.width, s.height)
	p.again()
}

// again has everything drawn anew.
func (p *painter) again() {
	p.screen.Erase()
	p.all = true
}

// upgrade takes it that the terminal has all colors, and tells whether that is news. One that wants none keeps none.
func (p *painter) upgrade() bool {
	if p.lean || p.colors < colorprofile.ANSI || p.colors == colorprofile.TrueColor {
		return false
	}
	p.colors = colorprofile.TrueColor
	p.screen.SetColorProfile(p.colors)
	p.again()
	return true
}

// frames holds the buffers that frames are composed in: needed for a moment, and the largest thing that a session has.
var frames = sync.Pool{New: func() any { b := uv.NewScreenBuffer(1, 1); return &b }}

// begin is what comes before the first frame.
const begin = ansi.SetModeAltScreenSaveCursor + ansi.ResetModeTextCursorEnable + ansi.SetModeBracketedPaste + ansi.SetModifyOtherKeys2

// paint gives what brings the terminal to a view; nothing where it shows it already. It is good until the next call.
func (p *painter) paint(v tea.View) []byte {
	title := v.WindowTitle
	if p.lean {
		title = ""
	}
	if p.begun && !p.all && v.Content == p.content && v.MouseMode == p.mouse && title == p.title && sameCursor(v.Cursor, p.cursor) {
		return nil
	}
	p.buf.Reset()
	fresh := !p.begun
	if fresh {
		p.buf.WriteString(begin)
		p.buf.WriteString(ansi.PushKittyKeyboard(1))
		p.begun = true
		p.screen.Erase()
	}
	if p.sync && !fresh {
		p.buf.WriteString(ansi.SetModeSynchronizedOutput)
	}
	if p.cursor != nil && v.Content != p.content {
		p.buf.WriteString(ansi.ResetModeTextCursorEnable)
	}
	p.setMouse(v.MouseMode)
	if title != p.title {
		p.buf.WriteString(ansi.SetWindowTitle(title))
		p.title = title
	}
	frame := frames.Get().(*uv.ScreenBuffer)
	frame.Touched = nil
	frame.Resize(p.size.width, p.size.height)
	frame.Clear()
	uv.NewStyledString(v.Content).Draw(frame, frame.Bounds())
	p.screen.Render(frame.RenderBuffer)
	frames.Put(frame)
	if v.Cursor != nil {
		p.screen.MoveTo(min(v.Cursor.X, p.size.width-1), min(v.Cursor.Y, p.size.height-1))
	}
	_ = p.screen.Flush() // into memory
	if v.Cursor != nil {
		p.buf.WriteString(ansi.SetModeTextCursorEnable)
	}
	if p.sync && !fresh {
		p.buf.WriteString(ansi.ResetModeSynchronizedOutput)
	}
	p.content, p.cursor, p.all = v.Content, v.Cursor, false
	return p.buf.Bytes()
}

func (p *painter) setMouse(mode tea.MouseMode) {
	if mode == p.mouse {
		return
	}
	if p.mouse != tea.MouseModeNone {
		p.buf.WriteString(ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr)
	}
	switch mode {
	case tea.MouseModeCellMotion:
		p.buf.WriteString(ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr)
	case tea.MouseModeAllMotion:
		p.buf.WriteString(ansi.SetModeMouseAnyEvent + ansi.SetModeMouseExtSgr)
	}
	p.mouse = mode
}

func sameCursor(a, b *tea.Cursor) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// end gives what restores a terminal, whatever of the frames before has reached it.
func (p *painter) end() []byte {
	p.buf.Reset()
	if !p.begun {
		return nil
	}
	p.setMouse(tea.MouseModeNone)
	p.buf.WriteString(ansi.ResetStyle + ansi.ResetModifyOtherKeys + ansi.PopKittyKeyboard(1) + ansi.ResetModeBracketedPaste)
	if p.title != "" {
		p.buf.WriteString(ansi.SetWindowTitle(""))
	}
	p.buf.WriteString(ansi.SetModeAutoWrap + ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable)
	p.begun = false
	return p.buf.Bytes()
}
