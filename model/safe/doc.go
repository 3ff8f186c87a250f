// Package safe turns untrusted text into text that may be shown on a terminal.
//
// The text of a cable, a file name, a search query, a note: all are hostile until they have passed here.
// The types [Text] and [Line] say which text has; the rest of the program styles and measures only those.
// It knows nothing of cables and of terminals' abilities, and never drops a character silently:
// what it replaces stays visible and is counted.
//
//	text, hits := safe.Clean(string(received))
package safe
