package sqlite

// archives is the kind of database that an archive is. Steps are never changed once they were published; new ones follow.
//
// Cables are numbered from 1 in the order in which they came (row). A chunk holds the columns of a run of rows (see
// columns.go), an entry what a list shows (entry.go), a body the bytes received (body.go), each with a checksum. Words
// are numbered per list, so that columns hold numbers.
var archives = kind{
	name:        "an archive of cables",
	application: 0x72666172, // "rfar"
	migrations: []string{`
CREATE TABLE word (list INTEGER NOT NULL, id INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (list, id)) WITHOUT ROWID;
CREATE TABLE dictionary (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE chunk (first INTEGER PRIMARY KEY, rows INTEGER NOT NULL, columns BLOB NOT NULL, digests BLOB NOT NULL);
CREATE TABLE entry (row INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE body (row INTEGER PRIMARY KEY, about BLOB NOT NULL, data BLOB NOT NULL);
CREATE TABLE checkpoint (source TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, offset INTEGER NOT NULL, done INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE import (id INTEGER PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER NOT NULL, pid INTEGER NOT NULL, cables INTEGER NOT NULL, bytes INTEGER NOT NULL,
	duplicates INTEGER NOT NULL, versions INTEGER NOT NULL, repaired INTEGER NOT NULL, problems INTEGER NOT NULL);
CREATE TABLE problem (id INTEGER PRIMARY KEY, import INTEGER NOT NULL, place TEXT NOT NULL, what TEXT NOT NULL)`, `
CREATE TABLE segment (file TEXT PRIMARY KEY, cables INTEGER NOT NULL, units INTEGER NOT NULL, words INTEGER NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID`, `
-- Entries are no longer compressed; those that are stay so. A program that knows only compressed ones must not read them.`},
}
