// Package ui is the reader on a terminal: the one Bubble Tea model, the layout of the panes, and the routing of
// keys to verbs. It asks a library.Library for cables and knows nothing of parsers and engines.
//
//	m, err := ui.New(ui.Config{Library: lib, Shelf: shelf})
//	_, err = tea.NewProgram(m).Run()
package ui
