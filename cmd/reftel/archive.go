package main

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/spf13/pflag"

	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/library/sqlite"
	"reftel/parser/ingest"
)

// archiveFlag is where the archive lies.
type archiveFlag struct {
	dir    string
	unless bool // leave the default archive alone
}

func (f *archiveFlag) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.dir, "library", "", "the archive's folder, if not the usual one")
}

// archiveDir is the folder of the archive that is meant: by default library in the data folder.
func (a *app) archiveDir(f archiveFlag) (string, error) {
	if f.dir != "" {
		return f.dir, nil
	}
	dir, err := a.dataFolder()
	if err != nil {
		return "", errors.Join(err, errors.New("name the archive's folder with --library"))
	}
	return filepath.Join(dir, "library"), nil
}

// errNoArchive says that nothing was imported yet.
var errNoArchive = errors.New("there is no archive yet; make one with reftel import PATH")

// openArchive opens the archive that is meant.
func (a *app) openArchive(ctx context.Context, f archiveFlag) (*sqlite.Archive, error) {
	dir, err := a.archiveDir(f)
	if err != nil {
		return nil, err
	}
	if !sqlite.Exists(dir) {
		return nil, &sqlite.Error{Path: dir, What: errNoArchive.Error(), Err: errors.Join(errNoArchive, fs.ErrNotExist)}
	}
	return sqlite.Open(ctx, dir, sqlite.Options{Parse: ingest.Parse})
}

// hasArchive tells whether there is an archive to open where nothing else was named.
func (a *app) hasArchive(f archiveFlag) bool {
	if f.dir != "" {
		return true // or it is told that there is none
	}
	dir, err := a.archiveDir(f)
	return err == nil && !f.unless && sqlite.Exists(dir)
}

// collection opens what paths name: cables where they are; the archive where there are no paths and there is one; else
// the samples. What it gives last gives everything back.
func (a *app) collection(ctx context.Context, f archiveFlag, paths []string) (lib library.Library, samples bool, done func(), err error) {
	if len(paths) == 0 && a.hasArchive(f) {
		archive, err := a.openArchive(ctx, f)
		if err != nil {
			return nil, false, nil, err
		}
		return archive, false, func() { _ = archive.Close() }, nil
	}
	loading, stop := context.WithCancel(ctx)
	files := memory.New(collectionName(paths))
	go a.load(loading, files, paths)
	return files, len(paths) == 0, stop, nil
}
