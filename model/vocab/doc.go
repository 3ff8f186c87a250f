// Package vocab says what the codes of cables mean: TAGS, posts, captions, markings, reasons for classification,
// abbreviations, routing indicators; and what the right form of a station or an identifier is.
//
// The tables are embedded, and each is read at the first look-up that needs it; nothing happens at start.
// It knows nothing of how a cable is read: a term comes in as it stands in a text, an explanation goes out.
//
//	vocab.Origin("ALMATY")                            // Embassy Almaty
//	vocab.CanonicalIDText("06SECTION01OF02HARARE628") // 06HARARE628
//	vocab.Explain("(S/NF)")                           // Secret; not releasable to foreign nationals
//
// Where the tables are from: TAGS in the wording of 5 FAH-3 and of the 1974 TAGS handbook; posts, their years, counts and
// aliases from the list of the 251,287 identifiers of Cablegate; malformed identifiers from the same list;
// routing indicators from the headers of cables (a code that names several offices has them all, joined by " | ");
// captions, markings and reasons from 5 FAH-2, 12 FAM and the Executive Orders; abbreviations from common usage.
package vocab
