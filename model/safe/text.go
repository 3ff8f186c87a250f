package safe

import (
	"strings"
	"unicode/utf8"
)

// Text is text that may be shown: no control character other than line feed and tab, no C1 control,
// no bidirectional or invisible character, valid UTF-8. Only this package can make one, so a function
// that takes a Text cannot be handed bytes of a cable that were not cleaned.
type Text struct{ s string }

// Line is a Text of one line: no line feed and no tab either.
type Line struct{ s string }

// Clean makes any string showable and counts the characters that it had to replace.
// Clean text comes back as the same string, without a copy.
func Clean(s string) (Text, int) {
	out, hits := clean(s, asText)
	return Text{out}, hits
}

// CleanLine is Clean for what must stay on one line: line feeds and tabs become blanks.
func CleanLine(s string) (Line, int) {
	out, hits := clean(s, asLine)
	return Line{out}, hits
}

// Of is CleanLine for callers that do not report the count.
func Of(s string) Line { l, _ := CleanLine(s); return l }

// TextOf is Clean for callers that do not report the count.
func TextOf(s string) Text { t, _ := Clean(s); return t }

// String is the text itself.
func (t Text) String() string { return t.s }

// Len is the length in bytes.
func (t Text) Len() int { return len(t.s) }

// Empty tells whether there is no text at all.
func (t Text) Empty() bool { return t.s == "" }

// Slice is the text from byte i up to byte j. An index inside a character is taken for its start.
func (t Text) Slice(i, j int) Text { return Text{part(t.s, i, j)} }

// Line is the text on one line: line feeds and tabs become blanks.
func (t Text) Line() Line {
	if !strings.ContainsAny(t.s, "\n\t") {
		return Line(t)
	}
	return Line{strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, t.s)}
}

// String is the line itself.
func (l Line) String() string { return l.s }

// Len is the length in bytes.
func (l Line) Len() int { return len(l.s) }

// Empty tells whether the line has no characters.
func (l Line) Empty() bool { return l.s == "" }

// Text is the line as a Text.
func (l Line) Text() Text { return Text(l) }

// Slice is the line from byte i up to byte j. An index inside a character is taken for its start.
func (l Line) Slice(i, j int) Line { return Line{part(l.s, i, j)} }

// JoinText joins texts with line feeds.
func JoinText(parts ...Text) Text {
	if len(parts) == 1 {
		return parts[0]
	}
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = p.s
	}
	return Text{strings.Join(all, "\n")}
}

// MarshalText gives the text as it is, for JSON among others; whether < > & are escaped there is left to the encoder.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.s), nil }

// MarshalText gives the line as it is.
func (l Line) MarshalText() ([]byte, error) { return []byte(l.s), nil }

// UnmarshalText reads text back, and cleans it: a file that was written by us may have been changed by others.
func (t *Text) UnmarshalText(b []byte) error {
	*t = TextOf(string(b))
	return nil
}

// UnmarshalText reads a line back, and cleans it.
func (l *Line) UnmarshalText(b []byte) error {
	*l = Of(string(b))
	return nil
}

// part is s[i:j], with an index inside a character taken for the start of that character: half a character would be
// a byte that some terminals obey (0x9B is the second byte of Û, and the start of a control sequence).
func part(s string, i, j int) string {
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	for j > i && j < len(s) && !utf8.RuneStart(s[j]) {
		j--
	}
	return s[i:j]
}
