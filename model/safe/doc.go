// Package safe turns untrusted text into text that may be shown on a terminal.
//
// The text of a cable, a file name, a search query, a note: all are hostile until they have passed here.
// The types [Text] and [Line] say which text has; the rest of the program styles and measures only those.
// It knows nothing of cables and of terminals' abilities, and never drops a character silently:
// what it replaces stays visible and is counted.
//
//	text, hits := safe.Clean(string(received))
//
// What is replaced, and by what:
//
//   - control characters (C0) and DEL: by their pictures, ESC by ␛. Line feed and tab stay, in a Line they become blanks.
//   - C1 controls, as bytes or as UTF-8, and bytes that are no UTF-8: by U+FFFD, one for each.
//   - what moves or hides other characters: bidirectional controls, zero width characters and joiners, line and paragraph
//     separators, tags, variation selectors, fillers, private use, noncharacters: by U+FFFD. A joiner between emoji or in
//     Persian goes the same way: the width of what it joins is not the same in any two terminals.
//   - a soft hyphen: by a hyphen, since some terminals show one, some none, and some give it no column.
//   - the fifth and every further combining mark on one character: by U+FFFD.
//
// Letters of all scripts stay, composed or decomposed, and so do accents, curly quotes, dashes and emoji.
//
// A sink is where text leaves the program as something else than cells of the screen. Each has its function here, which
// trusts nobody and cleans again:
//
//	window title (OSC 2)      Title
//	clipboard (OSC 52)        Clipboard
//	names of files, shown     FileName
//	JSON, and read back       MarshalText, UnmarshalText
//
// A link (OSC 8) has no sink: the program makes links itself and takes no target from a text.
package safe
