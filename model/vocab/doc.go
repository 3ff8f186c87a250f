// Package vocab says what the codes of cables mean: TAGS, posts, captions, reasons, abbreviations, routing indicators.
// The tables are embedded and read at the first look-up; nothing happens at start.
//
//	vocab.Origin("ALMATY") // Embassy Almaty
//	vocab.Explain("PHUM")  // what the tables know of it
package vocab
