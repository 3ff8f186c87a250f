// Package query is the language in which one asks a collection: text → tree, with one meaning for every engine.
//
//	q, err := query.Parse(`tag:PHUM post:ALMATY after:2005 "orange revolution" -karimov`)
//
// # Meaning
//
// A query is asked of paragraphs. Each paragraph of a cable is a unit, and so is its head (subject, TAGS, references,
// names of posts and persons): unit -1. A unit holds its own words and all fields of its cable. A cable is found if one
// of its units satisfies the query; the first such unit is its hit. So words that stand together must stand in the
// same paragraph, and a field holds for the whole cable. A query without words finds cables, not paragraphs: its hit is
// the cable's beginning. NOT of words alone is asked of paragraphs too.
//
// # Words
//
// Words and Split are the only places that part text into words: letters and digits of any script, in lower case and
// without accents; an apostrophe within a word is dropped ("Kennedy's" is kennedys), everything else parts words, so
// that EUR/CACEN and Al-Qaida are two words each. Engines index what Split gives and look for what a Word holds.
package query
