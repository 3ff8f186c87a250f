package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"reftel/model/library/sqlite"
	"reftel/parser/ingest"
)

// archiveFlag is where the archive lies.
type archiveFlag struct{ dir string }

func (f *archiveFlag) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.dir, "library", "", "the archive's folder (by default "+filepath.Join("$XDG_DATA_HOME", "reftel", "library")+")")
}

// dataDir is where what belongs to the user is kept (XDG Base Directory Specification).
func (a *app) dataDir() string {
	if dir := a.getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "reftel")
	}
	home := a.getenv("HOME")
	if home == "" {
		home, _ = os.UserHomeDir()
	}
	return filepath.Join(home, ".local", "share", "reftel")
}

// archiveDir is the folder of the archive that is meant.
func (a *app) archiveDir(f archiveFlag) string {
	if f.dir != "" {
		return f.dir
	}
	return filepath.Join(a.dataDir(), "library")
}

// errNoArchive says that nothing was imported yet.
var errNoArchive = errors.New("there is no archive yet; make one with reftel import PATH")

// openArchive opens the archive that is meant, for reading where it may not be written to.
func (a *app) openArchive(ctx context.Context, f archiveFlag) (*sqlite.Archive, error) {
	dir := a.archiveDir(f)
	if !sqlite.Exists(dir) {
		return nil, &sqlite.Error{Path: dir, What: errNoArchive.Error(), Err: errors.Join(errNoArchive, fs.ErrNotExist)}
	}
	return sqlite.Open(ctx, dir, sqlite.Options{Parse: ingest.Parse})
}
