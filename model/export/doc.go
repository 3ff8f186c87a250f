// Package export writes cables in the forms that other programs and people read: JSON, lines of JSON, Markdown,
// plain text, a page of HTML, a table of the metadata as CSV, and the form that is read aloud. It writes one cable at a
// time and keeps none; a page holds back what fits in some megabytes, so that cables can be linked to later ones.
//
// The JSON names are the project's public format: they are described in the README and do not change.
//
//	w, err := export.New(os.Stdout, export.JSONL)
//	err = w.Write(cable)
//	err = w.Close()
package export
