package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model/export"
	"reftel/model/safe"
	"reftel/ui/paint"
)

// mostOutput is how much of a command's output is shown; the rest is counted.
const mostOutput = 1 << 20

// piped is what came of a command that was handed text.
type piped struct {
	command string
	output  string
	lost    int // bytes of output that were not kept
	err     error
}

// askPipe asks for the command to hand text to; the arrows choose what is handed on.
func (m *Model) askPipe() {
	p := wholeCable
	ask := &prompt{}
	show := func() { ask.label = "hand " + m.portionName(p) + " to: " }
	show()
	ask.turn = func(by int) { p = m.nextPortion(p, by); show() }
	ask.hint = func() string { return "a command of the shell, such as wc -w   up, down: another part of it" }
	ask.done = func(command string) tea.Cmd { return m.pipeTo(command, p) }
	m.prompt = ask
}

// pipe hands the cable to a command.
func (m *Model) pipe(command string) tea.Cmd { return m.pipeTo(command, wholeCable) }

// pipeTo runs a command of the shell with a portion of the cable on its standard input. The command has no terminal: the
// screen stays as it is, and its output is shown when it has ended.
func (m *Model) pipeTo(command string, p portion) tea.Cmd {
	if strings.TrimSpace(command) == "" {
		return nil
	}
	if m.running != nil {
		m.message = "another command is still at work: " + m.keys.Key("back") + " ends it"
		return nil
	}
	var text bytes.Buffer
	if p == thisParagraph {
		export.Paragraph(&text, &m.cable.Paragraphs[m.text.Cursor()])
	} else if err := writeCable(&text, m.excerpt(p), export.Text); err != nil {
		m.message = err.Error()
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	m.running = cancel
	m.message = m.portionName(p) + " handed to " + command + m.glyphs.Ellipsis + "  " + m.keys.Key("back") + " ends it"
	return func() tea.Msg {
		defer cancel()
		out := &limited{most: mostOutput}
		c := shell(ctx, command)
		c.Stdin, c.Stdout, c.Stderr = &text, out, out
		err := c.Run()
		if ctx.Err() != nil {
			err = errors.New("ended by you")
		}
		return piped{command, out.String(), out.lost, err}
	}
}

// limited keeps the beginning of what is written to it.
type limited struct {
	bytes.Buffer
	most, lost int
}

func (l *limited) Write(p []byte) (int, error) {
	keep := min(len(p), l.most-l.Len())
	l.lost += len(p) - keep
	l.Buffer.Write(p[:keep])
	return len(p), nil
}

// showPiped tells how a command ended: in the status line if it said little, as a page if it said more.
func (m *Model) showPiped(p piped) {
	m.running = nil
	end := "exit 0"
	if p.err != nil {
		end = p.err.Error()
		var exit *exec.ExitError
		if errors.As(p.err, &exit) && exit.Exited() {
			end = fmt.Sprintf("exit %d", exit.ExitCode())
		}
	}
	output := strings.TrimRight(safe.TextOf(p.output).String(), "\n")
	if p.lost > 0 {
		output += fmt.Sprintf("\n(%d bytes more)", p.lost)
	}
	first, rest, more := strings.Cut(output, "\n")
	m.message = p.command + ": " + end
	if first != "" {
		m.message += "  " + first
	}
	if !more || m.overlay != nil || m.prompt != nil {
		return
	}
	o := &overlay{title: p.command + ": " + end, closes: m.keys.Key("pipe")}
	for _, s := range append([]string{first}, strings.Split(rest, "\n")...) {
		o.add(strings.ReplaceAll(s, "\t", "        "), nil)
	}
	m.overlay, m.message = o, ""
}

// edited is what came of the editor.
type edited struct{ what string }

// edit opens a copy of the cable in the reader's editor. It cannot be written to, so that nobody takes it for the cable.
func (m *Model) edit() tea.Cmd {
	dir, err := os.MkdirTemp("", "reftel-")
	if err != nil {
		m.message = "no copy could be made: " + err.Error()
		return nil
	}
	path := filepath.Join(dir, m.fileName(wholeCable))
	err = create(path, m.cable, export.Text)
	if err == nil {
		err = os.Chmod(path, 0o400)
	}
	if err != nil {
		_ = os.RemoveAll(dir)
		m.message = "no copy could be made: " + err.Error()
		return nil
	}
	c := shell(context.Background(), m.editor+" \"$1\"", path)
	c.SysProcAttr = nil // the editor has the terminal
	return paint.Exec(c, func(err error) tea.Msg {
		_ = os.RemoveAll(dir)
		if err != nil {
			return edited{m.editor + ": " + err.Error()}
		}
		return edited{"that was a copy: the cable is as it was"}
	})
}
