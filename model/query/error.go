package query

import "fmt"

// Error says what is wrong with a query, where, and what could stand there.
type Error struct {
	At, Len int    // bytes of the text, as Query.Text has it
	What    string // in a sentence: "unknown field `tags`"
	Propose string // what could stand in that place; empty where nothing comes to mind
}

// Error is the sentence, with the proposal.
func (e *Error) Error() string {
	if e.Propose == "" {
		return e.What
	}
	return fmt.Sprintf("%s: did you mean `%s`?", e.What, e.Propose)
}

// Wordless is what is wrong with a query that was typed and asks for nothing: "* - ?".
func (q Query) Wordless() error {
	return &Error{At: 0, Len: len(q.Text), What: "there is no word and no field in it"}
}

// Fixed is a text with the proposal in its place; the text itself where nothing is proposed.
func (e *Error) Fixed(text string) string {
	if e.Propose == "" || e.At+e.Len > len(text) {
		return text
	}
	return text[:e.At] + e.Propose + text[e.At+e.Len:]
}

// nearest is the candidate that a typed word most likely meant; empty where none is near.
func nearest(typed string, candidates []string) string {
	best, least := "", 3
	if len(typed) < 4 {
		least = 2
	}
	for _, c := range candidates {
		if d := distance(typed, c); d < least {
			best, least = c, d
		}
	}
	if best != "" {
		return best
	}
	for _, c := range candidates { // or began to write
		if len(typed) >= 2 && len(c) > len(typed) && c[:len(typed)] == typed {
			return c
		}
	}
	return ""
}

// distance counts the letters to add, take away, change or swap to make one word of another.
func distance(a, b string) int {
	if len(a) > 24 || len(b) > 24 {
		return 99
	}
	var rows [3][26]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, up, upper := &rows[i%3], &rows[(i-1)%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(up[j]+1, row[j-1]+1, up[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], upper[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
