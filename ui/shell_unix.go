//go:build unix

package ui

import (
	"context"
	"os/exec"
	"syscall"
)

// shell is a command of the shell in a session of its own: it cannot reach the terminal, and ends with all that it began.
func shell(ctx context.Context, command string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "sh", append([]string{"-c", command, "sh"}, args...)...)
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	return c
}
