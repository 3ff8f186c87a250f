package paint

import (
	"bytes"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Painter turns views into the bytes that bring a terminal from the last one to the next.
type Painter struct {
	// Sync says that the terminal knows synchronized output, or does not mind it. Only frames that change much use it.
	Sync bool
	// Margins says that the terminal can scroll a part of its columns.
	Margins bool

	screen *uv.TerminalRenderer
	moving uv.Rectangle
	buf    bytes.Buffer
	diff   bytes.Buffer
	env    []string
	colors colorprofile.Profile
	width  int
	height int

	begun   bool
	all     bool // draw everything anew
	content string
	mouse   tea.MouseMode
	title   string
	cursor  *tea.Cursor
}

// syncFrom is how large a frame is from which it is worth the bytes that keep a terminal from showing half of it.
const syncFrom = 400

// New makes the painter of a terminal. Nothing has been drawn on it.
func New(env []string, colors colorprofile.Profile, width, height int) *Painter {
	p := &Painter{env: env, colors: colors}
	p.renderer()
	p.Resize(width, height)
	return p
}

func (p *Painter) renderer() {
	p.screen = uv.NewTerminalRenderer(&p.diff, p.env)
	p.screen.SetColorProfile(p.colors)
	p.screen.SetFullscreen(true)
	p.screen.SetRelativeCursor(false)
	p.screen.SetTabStops(-1)
	p.screen.SetBackspace(true)
	p.screen.SetMapNewline(false) // output is not processed: a line feed goes down and nowhere else
}

// Resize says that the terminal has another size.
func (p *Painter) Resize(width, height int) {
	p.width, p.height = max(width, 1), max(height, 1)
	p.screen.Resize(p.width, p.height)
	p.Again()
}

// Again has everything drawn anew.
func (p *Painter) Again() {
	p.screen.Erase()
	p.all = true
}

// Begun tells whether something has been painted that has to be taken back.
func (p *Painter) Begun() bool { return p.begun }

// Colors are those that the terminal has.
func (p *Painter) Colors() colorprofile.Profile { return p.colors }

// Profile says which colors the terminal has; it tells whether that is news.
func (p *Painter) Profile(colors colorprofile.Profile) bool {
	if colors == p.colors {
		return false
	}
	p.colors = colors
	p.screen.SetColorProfile(colors)
	p.Again()
	return true
}

// begin is what comes before the first frame.
const begin = ansi.SetModeAltScreenSaveCursor + ansi.ResetModeTextCursorEnable + ansi.SetModeBracketedPaste + ansi.SetModifyOtherKeys2

// Paint gives what brings the terminal to a view; nothing where it shows it already. It is good until the next call.
func (p *Painter) Paint(v tea.View) []byte {
	if p.begun && !p.all && v.Content == p.content && v.MouseMode == p.mouse && v.WindowTitle == p.title && sameCursor(v.Cursor, p.cursor) {
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
	p.setMouse(v.MouseMode)
	if v.WindowTitle != p.title {
		p.buf.WriteString(ansi.SetWindowTitle(v.WindowTitle))
		p.title = v.WindowTitle
	}
	p.draw(v.Content, fresh || p.all)
	if v.Cursor != nil {
		p.screen.MoveTo(min(v.Cursor.X, p.width-1), min(v.Cursor.Y, p.height-1))
	}
	_ = p.screen.Flush() // into memory
	together := p.Sync && p.diff.Len() >= syncFrom
	if together {
		p.buf.WriteString(ansi.SetModeSynchronizedOutput)
	}
	if p.cursor != nil && p.diff.Len() > 0 {
		p.buf.WriteString(ansi.ResetModeTextCursorEnable)
	}
	p.buf.Write(p.diff.Bytes())
	p.diff.Reset()
	if v.Cursor != nil {
		p.buf.WriteString(ansi.SetModeTextCursorEnable)
	}
	if together {
		p.buf.WriteString(ansi.ResetModeSynchronizedOutput)
	}
	p.content, p.cursor, p.all = v.Content, v.Cursor, false
	return p.buf.Bytes()
}

// draw brings the terminal to a frame.
func (p *Painter) draw(content string, all bool) {
	frame := p.compose(content)
	defer release(frame)
	p.screen.SetScrollOptim(true)
	if all {
		p.screen.Render(frame.RenderBuffer)
		return
	}
	shown := p.compose(p.content)
	defer release(shown)
	scrolled := p.scroll(shown, frame)
	if scrolled { // and what follows must not scroll it back
		p.screen.SetScrollOptim(false)
	}
	p.pieces(shown, frame, scrolled)
	p.screen.Render(frame.RenderBuffer)
}

// screens holds the buffers that frames are composed in: needed for a moment, and the largest thing that a painter has.
var screens = sync.Pool{New: func() any { b := uv.NewScreenBuffer(1, 1); return &b }}

func (p *Painter) empty() *uv.ScreenBuffer {
	b := screens.Get().(*uv.ScreenBuffer)
	b.Touched = nil
	b.Resize(p.width, p.height)
	b.Clear()
	return b
}

func (p *Painter) compose(content string) *uv.ScreenBuffer {
	b := p.empty()
	uv.NewStyledString(content).Draw(b, b.Bounds())
	return b
}

func release(b *uv.ScreenBuffer) { screens.Put(b) }

func (p *Painter) setMouse(mode tea.MouseMode) {
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

// End gives what restores the terminal; what is painted afterwards begins anew. It is good until the next call.
func (p *Painter) End() []byte {
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
	p.begun, p.title, p.cursor = false, "", nil
	p.renderer()
	p.Resize(p.width, p.height)
	return p.buf.Bytes()
}
