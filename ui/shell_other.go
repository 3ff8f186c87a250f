//go:build !unix

package ui

import (
	"context"
	"os/exec"
)

// shell is a command of the shell.
func shell(ctx context.Context, command string, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "sh", append([]string{"-c", command, "sh"}, args...)...)
}
