//go:build !unix

package paint

import (
	"context"
	"os"
	"os/exec"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// Options say where a program runs.
type Options struct {
	In      *os.File // where keys come from; nil for the terminal that the program was started on
	Out     *os.File // the terminal
	Env     []string
	NoColor bool
	Filter  func(tea.Model, tea.Msg) tea.Msg
}

// Exec gives the terminal to a command, and takes it back when that has ended.
func Exec(c *exec.Cmd, done func(error) tea.Msg) tea.Cmd { return tea.ExecProcess(c, done) }

// Suspend does nothing: there is no job control here.
func Suspend() tea.Msg { return nil }

// Run shows a program until it is left or ctx ends, with Bubble Tea's own renderer.
func Run(ctx context.Context, m tea.Model, o Options) error {
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithOutput(o.Out), tea.WithEnvironment(o.Env)}
	if o.In != nil {
		options = append(options, tea.WithInput(o.In))
	}
	if o.NoColor {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	if o.Filter != nil {
		options = append(options, tea.WithFilter(o.Filter))
	}
	_, err := tea.NewProgram(m, options...).Run()
	return err
}
