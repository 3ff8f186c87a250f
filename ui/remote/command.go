package remote

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// mostCommand is how long a command may be, in bytes.
const mostCommand = 4096

// split cuts a command into words. There is no shell: blanks part words, quotes keep them together, a backslash keeps one
// character; everything else is what it is, $ and ; and | too. With verbatim, double quotes stay in the words.
func split(command string, verbatim bool) ([]string, error) {
	if len(command) > mostCommand {
		return nil, errors.New("the command is too long")
	}
	if !utf8.ValidString(command) {
		return nil, errors.New("the command is not UTF-8")
	}
	var words []string
	var word strings.Builder
	open := false    // a word has begun
	quote := rune(0) // what ends the quoted part
	kept := false    // behind a backslash
	for _, r := range command {
		switch {
		case r == 0 || r == '\n' || r == '\r':
			return nil, errors.New("the command has more than one line")
		case kept:
			word.WriteRune(r)
			kept = false
		case r == '\\' && quote != '\'':
			kept, open = true, true
		case quote != 0:
			if r != quote || verbatim && r == '"' {
				word.WriteRune(r)
			}
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote, open = r, true
			if verbatim && r == '"' {
				word.WriteRune(r)
			}
		case r == ' ' || r == '\t':
			if open {
				words = append(words, word.String())
				word.Reset()
				open = false
			}
		default:
			word.WriteRune(r)
			open = true
		}
	}
	switch {
	case quote != 0:
		return nil, errors.New("a quote is not closed")
	case kept:
		return nil, errors.New("nothing follows the last backslash")
	case open:
		words = append(words, word.String())
	}
	return words, nil
}
