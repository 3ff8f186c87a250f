package query

import (
	"strings"
	"unicode/utf8"

	"reftel/model/safe"
)

// Completion is what is being typed at the cursor of a query.
type Completion struct {
	Kind       CompletionKind
	Field      FieldName // of a value
	Prefix     string    // what there is of it already, without quotes
	Start, End int       // bytes of the text that a proposal takes the place of
	Quoted     bool      // a quote is open before it
}

// CompletionKind says what a completion is of.
type CompletionKind uint8

// The kinds. CompleteWord may be the beginning of a field's name as well as a word of the text.
const (
	CompleteNothing CompletionKind = iota
	CompleteWord
	CompleteValue
)

// Complete tells what is being typed at a cursor, so that a prompt can propose names of fields (Proposals) and values
// (Library.Values). The text is taken as it is; a cursor beyond it is at its end.
func Complete(text string, cursor int) Completion {
	cursor = max(0, min(cursor, len(text)))
	for cursor > 0 && cursor < len(text) && !utf8.RuneStart(text[cursor]) {
		cursor--
	}
	before := text[:cursor]
	start, open := 0, -1
	for i := 0; i < len(before); {
		if n := quote(before[i:]); n > 0 {
			if open < 0 {
				open = i
				if i == 0 || strings.IndexByte(" (", before[i-1]) >= 0 {
					start = i
				}
			} else {
				open = -1
			}
			i += n
			continue
		}
		if open >= 0 && before[i] == '\\' && i+1 < len(before) {
			i += 1 + max(1, quote(before[i+1:]))
			continue
		}
		if open < 0 && strings.IndexByte(" ()", before[i]) >= 0 {
			start = i + 1
		}
		i++
	}
	token := before[start:]
	if trimmed := strings.TrimLeft(token, "-"); len(trimmed) < len(token) {
		start += len(token) - len(trimmed)
		token = trimmed
	}
	end := cursor
	for end < len(text) && strings.IndexByte(" (),\"", text[end]) < 0 {
		end++
	}
	if name := letters(token); name > 0 && name < len(token) && token[name] == ':' {
		of := FieldName(strings.ToLower(token[:name]))
		if _, ok := InfoOf(of); !ok {
			return Completion{Start: cursor, End: cursor}
		}
		from := start + name + 1
		p := parser{s: before, at: from}
		p.compare()
		from = p.at
		quoted := false
		for i := from; i < len(before); {
			if n := quote(before[i:]); n > 0 {
				if quoted = !quoted; quoted {
					from = i
				}
				i += n
				continue
			}
			if before[i] == ',' && !quoted {
				from = i + 1
			}
			i++
		}
		c := Completion{Kind: CompleteValue, Field: of, Start: from, End: end, Quoted: quoted}
		value := before[from:]
		value = value[quote(value):]
		if quoted && end < len(text) && quote(text[end:]) > 0 {
			c.End += quote(text[end:])
		}
		c.Prefix = safe.Of(value).String()
		return c
	}
	if quote(token) > 0 || open >= 0 || token == "" {
		return Completion{Start: cursor, End: cursor, Quoted: open >= 0}
	}
	return Completion{Kind: CompleteWord, Prefix: safe.Of(token).String(), Start: start, End: end}
}

// Proposal is what could stand at the cursor.
type Proposal struct {
	Text string // with the colon, where it is a field; in quotes, where it needs them
	Help string
}

// Proposals are those that need no collection: names of fields that begin as typed, and the values of fields that have
// few. The values of others come from Library.Values; Quoted gives them the form in which they are put in.
func (c Completion) Proposals() []Proposal {
	var out []Proposal
	prefix := strings.ToLower(c.Prefix)
	switch c.Kind {
	case CompleteWord:
		for i := range fields {
			if strings.HasPrefix(string(fields[i].Name), prefix) {
				out = append(out, Proposal{string(fields[i].Name) + ":", fields[i].Help})
			}
		}
	case CompleteValue:
		info, _ := InfoOf(c.Field)
		for _, v := range info.Values {
			if strings.HasPrefix(strings.ToLower(v), prefix) {
				out = append(out, Proposal{Text: Quoted(v)})
			}
		}
	}
	return out
}

// Apply is the text with a proposal put in, and where the cursor is then.
func (c Completion) Apply(text, proposal string) (string, int) {
	start, end := max(0, min(c.Start, len(text))), max(0, min(c.End, len(text)))
	return text[:start] + proposal + text[end:], start + len(proposal)
}

// Quoted is a value as one writes it in a query: in quotes where it needs them.
func Quoted(value string) string { return writtenValue(value) }
