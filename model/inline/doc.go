// Package inline finds, in the clean text of a paragraph, what a screen sets off or follows: references to the cable's
// own list ("REF A", "reftel"), other cables that are named ("05 ASTANA 90", "Almaty 347"), paragraphs ("para 4"),
// what was taken out ("XXXXXXXXXXXX"), who is to be protected, and commas that were apostrophes.
//
// It is computed when a paragraph is shown, in some microseconds, and stored nowhere. It changes no text.
//
//	for _, r := range inline.Of(cable, 3) {
//		show(cable.Paragraphs[3].Text.Slice(int(r.Start), int(r.End)), r.Kind)
//	}
package inline
