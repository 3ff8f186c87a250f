package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FileName makes the name of a file showable on one line. Line feeds and tabs become pictures too: they are part of the name.
// The result is for display only; the file is opened by the name that was given.
func FileName(path string) Line {
	s, _ := clean(path, asName)
	return Line{s}
}

// Title makes a window title of at most most characters: the text between "OSC 2 ;" and its end. A longer one ends in "…".
//
// The end of that text is a control character in every terminal, so nothing that is printable can end it early. A semicolon
// stays: xterm takes all that follows the first as the title (xterm ctlseqs, "Operating System Commands": Ps ; Pt), and
// the number before the first is written by the program. What is not printable goes, and runs of blanks are one, since
// a title may be sent back by the terminal as if it were typed (CSI 21 t) and is shown where no count of replaced
// characters can stand beside it.
func Title(title Line, most int) string {
	s, _ := clean(title.s, asLine)
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)), " ")
	if most <= 0 {
		return ""
	}
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	n := 0
	cut := 0 // the end of the last character that fits with its marks and leaves room for the dots
	for i, r := range s {
		if !combining(r) && n < most {
			cut = i
		}
		if n == most {
			break
		}
		n++
	}
	return strings.TrimRight(s[:cut], " ") + "…"
}

// Clipboard is the text that goes to the clipboard of the terminal (OSC 52), before it is encoded in base64. Line feeds and
// tabs stay; line feeds at the end go, so that what is pasted into a shell waits there for the reader's own return key.
// Line feeds within do not wait everywhere: a shell without bracketed paste runs each line. There is no limit here; some
// terminals drop silently what is longer than about 74,000 bytes in base64, which the caller has to say.
func Clipboard(t Text) string {
	s, _ := clean(t.s, asText)
	return strings.TrimRight(s, "\n")
}
