//go:build unix

package paint

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"reflect"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// Options say where a program runs.
type Options struct {
	In      *os.File // where keys come from; nil for the terminal that the program was started on
	Out     *os.File // the terminal
	Env     []string
	NoColor bool
	Filter  func(tea.Model, tea.Msg) tea.Msg
}

// frameEvery is the least time between two frames: a held key costs no more.
const frameEvery = time.Second / 60

// Screen is a terminal on which a program runs.
type Screen struct {
	inner   tea.Model
	filter  func(tea.Model, tea.Msg) tea.Msg
	program *tea.Program
	painter *Painter
	in, out *os.File
	cooked  *term.State // of the terminal as it was

	sized bool      // the program knows the size of the terminal
	last  time.Time // of the last frame
	due   *time.Timer
}

// due says that a frame may be drawn.
type due struct{}

// resized says that the terminal may have another size, continued that the program was stopped and goes on.
type (
	resized   struct{}
	continued struct{}
)

// run says that a command is to have the terminal.
type run struct {
	command *exec.Cmd // nil to stop until the shell continues the program
	done    func(error) tea.Msg
}

// Exec gives the terminal to a command, and takes it back when that has ended.
func Exec(c *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
	return func() tea.Msg { return run{c, done} }
}

// Suspend stops the program until the shell continues it.
func Suspend() tea.Msg { return run{} }

// Run shows a program until it is left or ctx ends, and restores the terminal.
func Run(ctx context.Context, m tea.Model, o Options) (err error) {
	s := &Screen{inner: m, filter: o.Filter, in: o.In, out: o.Out}
	if s.in == nil {
		in, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
		if err != nil {
			return fmt.Errorf("there is no terminal to read keys from: %w", err)
		}
		defer in.Close()
		s.in = in
	}
	width, height, err := term.GetSize(s.out.Fd())
	if err != nil {
		return fmt.Errorf("the size of the terminal: %w", err)
	}
	colors := colorprofile.Detect(s.out, o.Env)
	if o.NoColor {
		colors = min(colors, colorprofile.ASCII)
	}
	s.painter = New(o.Env, colors, width, height)
	s.painter.Sync = overSSH(o.Env)
	if s.cooked, err = term.MakeRaw(s.in.Fd()); err != nil {
		return fmt.Errorf("the terminal: %w", err)
	}
	defer s.restore()
	s.program = tea.NewProgram(s, tea.WithContext(ctx), tea.WithoutRenderer(), tea.WithInput(s.in), tea.WithOutput(s.out), tea.WithoutSignalHandler(),
		tea.WithFPS(1), tea.WithEnvironment(o.Env), tea.WithColorProfile(colors), tea.WithWindowSize(width, height), tea.WithFilter(s.sift))
	s.due = time.AfterFunc(time.Hour, func() { s.program.Send(due{}) })
	defer s.due.Stop()
	if asks(o.Env) {
		s.write([]byte(ansi.RequestModeSynchronizedOutput + ansi.RequestModeLeftRightMargin))
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGWINCH, syscall.SIGCONT)
	ended := make(chan struct{})
	defer close(ended)
	defer signal.Stop(signals)
	go s.listen(signals, ended)
	_, err = s.program.Run()
	return err
}

// listen tells the program of the terminal's size, and of going on after a stop.
func (s *Screen) listen(signals <-chan os.Signal, ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		case sig := <-signals:
			if sig == syscall.SIGCONT {
				s.program.Send(continued{})
			} else {
				s.program.Send(resized{})
			}
		}
	}
}

func (s *Screen) write(p []byte) { _, _ = s.out.Write(p) }

// restore gives the terminal back as it was.
func (s *Screen) restore() {
	s.write(s.painter.End())
	_ = term.Restore(s.in.Fd(), s.cooked)
}

// take takes the terminal.
func (s *Screen) take() {
	if _, err := term.MakeRaw(s.in.Fd()); err == nil {
		s.measure()
	}
}

// measure takes the terminal's size, which may have changed meanwhile, and has everything drawn.
func (s *Screen) measure() tea.WindowSizeMsg {
	if w, h, err := term.GetSize(s.out.Fd()); err == nil {
		s.painter.Resize(w, h)
	}
	return tea.WindowSizeMsg{Width: s.painter.width, Height: s.painter.height}
}

// Messages of Bubble Tea whose types it keeps to itself.
var (
	clipboardMsg = reflect.TypeOf(tea.SetClipboard("")())
	clearMsg     = reflect.TypeOf(tea.ClearScreen())
)

// sift does at once what Bubble Tea would leave to a renderer, or to the next second.
func (s *Screen) sift(_ tea.Model, msg tea.Msg) tea.Msg {
	switch reflect.TypeOf(msg) {
	case clipboardMsg:
		s.write([]byte(ansi.SetSystemClipboard(reflect.ValueOf(msg).String())))
		return nil
	case clearMsg:
		s.painter.Again()
		return due{}
	}
	if s.filter != nil {
		return s.filter(s.inner, msg)
	}
	return msg
}

// Init begins the program.
func (s *Screen) Init() tea.Cmd { return s.inner.Init() }

// Update takes what belongs to the terminal; the rest is the program's.
func (s *Screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer s.rescue()
	switch msg := msg.(type) {
	case due:
		return s, nil
	case resized:
		return s, s.pass(s.measure())
	case continued:
		s.take()
		return s, s.pass(s.measure())
	case run:
		return s, tea.Exec(&released{screen: s, command: msg.command}, msg.done)
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeSynchronizedOutput && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet) {
			s.painter.Sync = true
		}
		if msg.Mode == ansi.ModeLeftRightMargin && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet) {
			s.painter.Margins = true
		}
		return s, nil
	case tea.WindowSizeMsg:
		s.sized = true
	case tea.EnvMsg:
		return s, nil
	}
	return s, s.pass(msg)
}

// rescue restores the terminal in a panic, so that what is told of it can be read.
func (s *Screen) rescue() {
	if r := recover(); r != nil {
		s.restore()
		panic(r)
	}
}

func (s *Screen) pass(msg tea.Msg) tea.Cmd {
	inner, cmd := s.inner.Update(msg)
	s.inner = inner
	return cmd
}

// View draws the program if it is time, and sees to it that it is drawn later if not. Bubble Tea calls it behind every
// message, and has nothing to draw itself.
func (s *Screen) View() tea.View {
	defer s.rescue()
	if !s.sized {
		return tea.View{}
	}
	if wait := frameEvery - time.Since(s.last); wait > 0 {
		s.due.Reset(wait)
		return tea.View{}
	}
	view := s.inner.View()
	if m, ok := s.inner.(Moving); ok {
		s.painter.Scrolls(m.Moving())
	}
	if frame := s.painter.Paint(view); len(frame) > 0 {
		s.write(frame)
		s.last = time.Now()
	}
	return tea.View{}
}

// released is a command that has the terminal while it runs.
type released struct {
	screen  *Screen
	command *exec.Cmd
}

// Run gives the terminal to the command.
func (r *released) Run() error {
	s := r.screen
	s.restore()
	defer s.take()
	if r.command == nil {
		return stop()
	}
	r.command.Stdin, r.command.Stdout, r.command.Stderr = s.in, s.out, s.out
	return r.command.Run()
}

// SetStdin and the others are Bubble Tea's: the terminal is what it is.
func (r *released) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (r *released) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (r *released) SetStderr(io.Writer) {}

// stop stops the whole job, and returns when the shell continues it.
func stop() error {
	goes := make(chan os.Signal, 1)
	signal.Notify(goes, syscall.SIGCONT)
	defer signal.Stop(goes)
	if err := syscall.Kill(0, syscall.SIGTSTP); err != nil {
		return fmt.Errorf("the program cannot be stopped: %w", err)
	}
	<-goes
	return nil
}

// overSSH tells whether the terminal is at the other end of a line, where one does not ask but takes it that frames may
// be marked: a terminal that does not know the mark passes over it.
func overSSH(env []string) bool { return lookup(env, "SSH_TTY") != "" }

// asks tells whether the terminal can be asked whether it shows frames as a whole. One of Apple prints the question.
func asks(env []string) bool {
	return !overSSH(env) && !strings.Contains(lookup(env, "TERM_PROGRAM"), "Apple")
}

func lookup(env []string, name string) string {
	for i := len(env) - 1; i >= 0; i-- {
		if v, ok := strings.CutPrefix(env[i], name+"="); ok {
			return v
		}
	}
	return ""
}
