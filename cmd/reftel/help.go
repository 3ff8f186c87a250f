package main

import (
	"image/color"
	"os"

	"charm.land/fang/v2"
	"charm.land/lipgloss/v2"
)

// helpColors are colors that can be read on any background, since the terminal is not asked for its own.
func helpColors(lipgloss.LightDarkFunc) fang.ColorScheme {
	none := lipgloss.NoColor{}
	return fang.ColorScheme{
		Base: none, Description: none, Argument: none, Help: none, Dash: none, Codeblock: none,
		Title: lipgloss.Blue, Program: lipgloss.Blue, Command: lipgloss.Cyan, Flag: lipgloss.Magenta,
		FlagDefault: lipgloss.BrightBlack, Comment: lipgloss.BrightBlack, QuotedString: lipgloss.Green,
		ErrorHeader: [2]color.Color{lipgloss.Black, lipgloss.Red}, ErrorDetails: lipgloss.Red,
	}
}

// takeInput gives standard input to the program alone. Fang asks a terminal there for its background before it prints
// help, and waits for seconds on one that does not answer; without one it does not ask.
func takeInput() *os.File {
	in := os.Stdin
	if nothing, err := os.Open(os.DevNull); err == nil {
		os.Stdin = nothing
	}
	return in
}
