// Package sieve tells from the bytes of a cable as they were received whether a word can stand in what the parser reads
// of them, so that a search parses those cables only that it may find.
//
// It knows nothing of how the parser mends a text: words that a line end divides, entities, quoted-printable, names and
// identifiers in their normal form. Instead it is held to what the parser made when the cable was listed: Odd lists the
// words of the parsed cable that do not stand in its bytes in any of the ways in which Term looks for them. Whoever
// keeps these few words beside the cable loses no hit:
//
//	a word of the parsed cable is odd, or Term.In finds it in the bytes
//
// for every cable, query and parser, since Odd takes no word for plain that Term.In would not find.
package sieve
