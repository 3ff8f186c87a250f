// Package readable turns text that is all capitals, as telegrams of the 1970s are, into sentence case: names, acronyms,
// titles and codes right, the rest small. It changes the case of letters and nothing else: what comes out has the same
// length in bytes, letter by letter, so that whatever points into the text received points at the same words in the
// readable one. Text that is not all capitals comes back as it is.
//
// It decides by tables of words (what is no word is a name), by what stands beside a word, and by how the same cable
// writes it where it is not all capitals. It knows nothing of where a text comes from, and is a guess: the text received
// stays what is searched, cited and exported unless one asks for this one.
//
//	c = readable.Cable(c)                             // a copy in readable case
//	readable.Text(safe.TextOf("PRESIDENT SADAT SAID")) // President Sadat said
package readable
