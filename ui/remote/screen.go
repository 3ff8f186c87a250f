package remote

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// How often a screen is drawn at most.
const (
	frameEvery     = time.Second / 20
	frameEveryLean = time.Second / 10
)

// A line is slow from here on; on one that is, the screen is drawn for it.
const (
	slowTrip  = 150 * time.Millisecond // a round trip
	slowRate  = 16 << 10               // bytes a second
	slowTimes = 2                      // in a row, since anyone may be held up once
)

// screen runs the reader in the terminal of one session: it is a Bubble Tea program without a renderer, and draws by itself,
// when something has changed, the line is free and the last frame is long enough ago.
type screen struct {
	inner   reader
	gate    *gate
	server  *Server
	painter *painter
	out     *outflow
	program *tea.Program

	sized    bool
	last     time.Time // of the last frame
	due      *time.Timer
	version  string    // what the terminal says it is
	asked    time.Time // of the first key that no frame has answered yet
	watching sync.WaitGroup

	mu   sync.Mutex
	slow int // how often in a row the line was measured to be slow
}

// reader is what the screen shows.
type reader interface {
	tea.Model
	Keep() // what is to be kept, at the end of the session
}

// due says that a frame may be drawn.
type due struct{}

// resized says that the window has changed.
type resized struct{}

// newScreen makes the screen of a session, which ends with ctx.
func newScreen(ctx context.Context, s *Server, g *gate, inner reader, stalled func()) *screen {
	window, _ := g.window()
	env := g.environment()
	lean := s.config.Lean || g.line.roundTrip() >= slowTrip
	c := &screen{inner: inner, gate: g, server: s}
	profile := colorprofile.Env(env)
	if lean {
		profile = min(profile, colorprofile.ANSI)
	}
	c.painter = newPainter(env, profile, window, lean)
	c.out = newOutflow(g.channel, s.config.Limits.Stall, func() { c.program.Send(due{}) }, stalled, c.measured)
	if lean {
		c.out.limit(aheadLean)
		s.count.lean.Add(1)
	}
	c.due = time.AfterFunc(time.Hour, func() { c.program.Send(due{}) })
	c.due.Stop()
	c.program = tea.NewProgram(c, tea.WithContext(ctx), tea.WithoutRenderer(), tea.WithInput(nil), tea.WithOutput(teaOutput{c.out}), tea.WithoutSignalHandler(),
		tea.WithFPS(1), tea.WithEnvironment(env), tea.WithColorProfile(profile), tea.WithWindowSize(window.width, window.height), tea.WithFilter(c.filter))
	return c
}

// run shows the reader until it is left or ctx ends, and restores the terminal with a sentence behind it, if there is one.
func (c *screen) run(ctx context.Context, sentence func() string) error {
	ended := make(chan struct{})
	c.watching.Go(func() { c.windows(ended) })
	_, err := c.program.Run()
	c.program.Kill()
	close(ended)
	c.due.Stop()
	c.watching.Wait()
	c.keep()
	last := c.painter.End()
	if s := sentence(); s != "" {
		last = append(last, ("reftel: " + s + "\r\n")...)
	}
	c.out.close(last, farewell)
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// keep keeps the reader's place and what was being written, also where the reader itself has failed.
func (c *screen) keep() {
	defer func() {
		if r := recover(); r != nil {
			c.server.log.Error("a place could not be kept", "error", fmt.Sprint(r))
		}
	}()
	c.inner.Keep()
}

// farewell is how long the last bytes of a session may take.
const farewell = 3 * time.Second

// teaOutput is for what Bubble Tea writes by itself: a text for the clipboard.
type teaOutput struct{ out *outflow }

func (t teaOutput) Write(p []byte) (int, error) {
	t.out.send(p)
	return len(p), nil
}

// windows tells the program when the window has changed, and not more often than frames are drawn.
func (c *screen) windows(ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		case <-c.gate.resized:
			c.program.Send(resized{})
			select {
			case <-ended:
				return
			case <-time.After(frameEvery):
			}
		}
	}
}

// typed hands on what was typed.
func (c *screen) typed(b batch) { c.program.Send(b) }

// Messages of Bubble Tea whose types it keeps to itself.
var (
	clipboardMsg = reflect.TypeOf(tea.SetClipboard("")())
	clearMsg     = reflect.TypeOf(tea.ClearScreen())
)

// filter does at once what Bubble Tea would leave to its renderer, or to the next second.
func (c *screen) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch reflect.TypeOf(msg) {
	case clipboardMsg:
		c.out.send([]byte(ansi.SetSystemClipboard(reflect.ValueOf(msg).String())))
		return nil
	case clearMsg:
		c.painter.Again()
		return due{}
	}
	if _, ok := msg.(tea.SuspendMsg); ok { // there is no job control here
		return nil
	}
	return msg
}

// Init begins the reader and asks the terminal what it is. The answer is not waited for.
func (c *screen) Init() tea.Cmd { return c.inner.Init() }

// Update takes what was typed, and what belongs to the terminal; the rest is the reader's.
func (c *screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case due:
		return c, nil
	case batch:
		if c.asked.IsZero() {
			c.asked = time.Now()
		}
		cmds := make([]tea.Cmd, 0, len(msg))
		for _, m := range msg {
			if cmd := c.one(m); cmd != nil {
				cmds = append(cmds, cmd)
			}
		}
		switch len(cmds) {
		case 0:
			return c, nil
		case 1:
			return c, cmds[0]
		}
		return c, tea.Batch(cmds...)
	case resized:
		window, _ := c.gate.window()
		c.painter.Resize(window.width, window.height)
		return c, c.pass(tea.WindowSizeMsg{Width: window.width, Height: window.height})
	case tea.WindowSizeMsg:
		c.sized = true
	case tea.EnvMsg: // the client's variables concern nobody else
		return c, nil
	}
	return c, c.pass(msg)
}

// one takes one of the messages of a terminal.
func (c *screen) one(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.TerminalVersionMsg:
		c.version = msg.Name
		if !c.isSlow() && answersQueries(msg.Name) {
			c.out.send([]byte(ansi.RequestModeSynchronizedOutput + ansi.RequestModeLeftRightMargin + ansi.RequestTermcap("RGB")))
		}
		return nil
	case tea.ModeReportMsg:
		if msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet {
			switch msg.Mode {
			case ansi.ModeSynchronizedOutput:
				c.painter.Sync = true
			case ansi.ModeLeftRightMargin:
				c.painter.Margins = true
			}
		}
		return nil
	case tea.CapabilityMsg:
		if msg.Content == "RGB" || msg.Content == "Tc" {
			if c.painter.upgrade() {
				return c.pass(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
			}
		}
		return nil
	}
	return c.pass(msg)
}

// answersQueries tells whether a terminal is known to take a query in a control string for what it is; others may print it.
func answersQueries(name string) bool {
	name = strings.ToLower(name)
	for _, known := range []string{"kitty", "wezterm", "ghostty", "foot", "iterm2", "xterm(", "konsole", "contour", "alacritty", "rio", "vte", "windows terminal", "mintty"} {
		if strings.HasPrefix(name, known) {
			return true
		}
	}
	return false
}

func (c *screen) pass(msg tea.Msg) tea.Cmd {
	_, cmd := c.inner.Update(msg) // which gives itself
	return cmd
}

// View draws the reader if it may be drawn now, and sees to it that it is drawn later if not. Bubble Tea calls it behind
// every message, and has nothing to draw itself.
func (c *screen) View() tea.View {
	if !c.sized {
		return tea.View{}
	}
	every := frameEvery
	if c.painter.lean {
		every = frameEveryLean
	}
	if wait := every - time.Since(c.last); wait > 0 {
		c.due.Reset(wait)
		return tea.View{}
	}
	if !c.out.room() {
		return tea.View{}
	}
	if c.isSlow() && !c.painter.lean {
		c.grow()
	}
	first := !c.painter.Begun()
	frame := c.painter.paint(c.inner)
	now := time.Now()
	if len(frame) > 0 {
		c.last = now
		c.out.send(frame)
		if first && !c.painter.lean {
			c.out.send([]byte(ansi.RequestNameVersion))
		}
		c.server.count.frame(len(frame), c.asked, now)
	}
	c.asked = time.Time{}
	return tea.View{}
}

// grow makes the screen a lean one: the line has turned out to be slow. What shows stays; what follows costs less.
func (c *screen) grow() {
	c.painter.lean, c.painter.Sync = true, false
	c.out.limit(aheadLean)
	c.server.count.lean.Add(1)
}

func (c *screen) isSlow() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.slow >= slowTimes || c.painter.lean
}

// measured takes how long it took until a client had what it was sent.
func (c *screen) measured(sent int, took time.Duration) {
	rest := took - c.gate.line.roundTrip()
	slow := took >= 2*slowTrip && sent >= askBehind/2 && float64(sent)/max(rest, time.Millisecond).Seconds() < slowRate
	c.mu.Lock()
	if slow {
		c.slow++
	} else if c.slow < slowTimes {
		c.slow = 0
	}
	c.mu.Unlock()
}
