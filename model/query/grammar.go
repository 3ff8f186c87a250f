package query

import "strings"

// Example is a query and what it finds.
type Example struct{ Query, Finds string }

// Examples teach the language, the simplest first.
func Examples() []Example {
	return []Example{
		{`orange revolution`, "paragraphs with both words, in any order"},
		{`"orange revolution"`, "the words one after another"},
		{`near(orange revolution, 5)`, "at most five words between them, in any order; `orange NEAR/5 revolution` is the same"},
		{`revol*`, "any word that begins so"},
		{`orange OR rose`, "one of them or both"},
		{`"orange revolution" -karimov`, "the phrase, in a paragraph without the other word; `NOT karimov` is the same"},
		{`(orange OR rose) revolution`, "groups"},
		{`tag:PHUM,PGOV post:ALMATY`, "one of two TAGS, and the post"},
		{`post:"THE HAGUE"`, "a value with a blank is put in quotes"},
		{`sent:2005-02..2005-04`, "a range of days, months or years; `2005..` is open"},
		{`after:2005 before:2006-07`, "the same by its ends: on or after, and before"},
		{`class:>=confidential`, "marked so or higher"},
		{`mark:s/nf`, "a paragraph with that portion mark"},
		{`05ALMATY538`, "the cable, those that cite it, and those that name it in their text"},
		{`ref:05ALMATY538`, "those that cite it; `citedby:05ALMATY538` those that it cites"},
		{`id:05ALMATY*`, "identifiers that begin so"},
		{`has:comment -is:partial`, "what a cable holds and is"},
		{`is:unread label:elections`, "what you did with it"},
		{`in:morning tag:PREL`, "a saved search, narrowed"},
	}
}

// Rules are what one has to know beside the examples, a paragraph each. What stands in `these` is a query.
func Rules() []string {
	return []string{
		"A query is asked of paragraphs: words that stand together in it must stand in one paragraph, or in the head of the cable: subject, TAGS, references, names. Fields hold for the whole cable.",
		"Words are found in small and capital letters alike, with and without accents. `U.S.` and `us`, `800,000` and `800000`, `Kennedy's` and `kennedys` are the same. What is not a letter or digit parts words: `EUR/CACEN` is two, one after another.",
		"What stands side by side must all hold. OR, AND, NOT and NEAR are written in capitals. AND binds closer than OR. What NOT takes out, it takes out of paragraphs: `-karimov` alone finds every cable with a paragraph that has not the word, and `-tag:PHUM`, as a field, every cable without the TAG.",
		"Several values of one field are parted by commas: one of them must hold. Of class, mark, sent and year there are also `class:<secret`, `mark:>=s`, `sent:>=2005-02`, `year:<2004`. A star at the end of a value stands for any ending: `post:ALM*`, `tag:P*`. A text with a colon in it is put in quotes.",
	}
}

// HelpOf is what a field asks for, with its values where there are few.
func (f FieldInfo) HelpOf() string {
	if len(f.Values) == 0 {
		return f.Help
	}
	return f.Help + ": " + strings.ToLower(strings.Join(f.Values, ", "))
}

// Grammar explains the language, in Markdown. Whatever it shows in `code` is a query that can be read.
func Grammar() string {
	var b strings.Builder
	rules := Rules()
	b.WriteString(strings.Join(rules[:3], "\n\n"))
	b.WriteString("\n\n| query | finds |\n|---|---|\n")
	for _, e := range Examples() {
		b.WriteString("| `" + e.Query + "` | " + e.Finds + " |\n")
	}
	b.WriteString("\n| field | asks for | example |\n|---|---|---|\n")
	for _, f := range fields {
		b.WriteString("| " + string(f.Name) + " | " + f.HelpOf() + " | `" + f.Example + "` |\n")
	}
	b.WriteString("\n" + strings.Join(rules[3:], "\n\n") + "\n")
	return b.String()
}
