// Package ingest brings cables from where they lie into an archive: source → archive, which parses them by the function
// that it was given here.
//
// It knows how far an import has come and how to go on with one that was cut off. What cannot be read is told, kept
// with the archive, and the rest goes on.
//
//	archive, err := sqlite.Open(ctx, dir, sqlite.Options{Parse: ingest.Parse, Create: true})
//	report, err := ingest.Run(ctx, archive, paths, ingest.Options{Progress: show})
package ingest
