// Package parser reads the text of one cable into a model.Cable.
//
// It is a scanner of lines and, on top of it, small grammars: of the transmission header, of the top matter
// (classification line to Classified By), and of the body (numbered paragraphs under headings). Forms that wrap
// the text, such as HTML pages and Markdown, are unwrapped first into a working text whose every byte knows
// where it was received. Damage is repaired in named steps, each of which leaves a diagnostic.
//
// Nothing is lost: the spans of a cable tile the bytes received, whatever these are. It knows nothing of files,
// archives and dumps (package source finds where a cable begins and ends in them) and nothing of screens.
//
//	c := parser.Parse(text, parser.Container{Path: "05ALMATY538.txt"})
package parser
