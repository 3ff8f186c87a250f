// Package sqlite keeps an archive of cables, and a reader's shelf, in files of their own.
//
// An archive is a folder: archive.db, a SQLite database with the bytes received, what lists show and the columns that
// are filtered and counted by, and beside it the segments of the text index (package segment). The database says which
// segments belong to the archive; a file that it does not name is left over from an import that ended early. A shelf is
// one SQLite database. The package knows no parser: it is handed a function that reads a cable again.
//
//	lib, err := sqlite.Open(ctx, dir, sqlite.Options{Parse: parse})
//	shelf, err := sqlite.OpenShelf(ctx, filepath.Join(dir, "shelf.db"))
package sqlite
