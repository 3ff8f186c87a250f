package main

import (
	"context"
	"errors"
	"path/filepath"

	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/library/sqlite"
	"reftel/model/safe"
)

// dataFolder is where the program keeps what a reader leaves behind (XDG Base Directory Specification):
// $XDG_DATA_HOME/reftel, or ~/.local/share/reftel.
func (a *app) dataFolder() (string, error) {
	if dir := a.getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "reftel"), nil
	}
	if home := a.getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "share", "reftel"), nil
	}
	return "", errors.New("neither XDG_DATA_HOME nor HOME names a folder")
}

// shelfFile is where in that folder the shelf is.
func shelfFile(dir string) string { return filepath.Join(dir, "shelf.db") }

// shelf opens the reader's own shelf. Where nothing is to be kept, or nothing can be, it lasts as long as the program;
// the second result then says so, for the screen to tell.
func (a *app) shelf(ctx context.Context, private bool) (library.Shelf, string) {
	if private {
		return memory.NewShelf(), ""
	}
	dir, err := a.dataFolder()
	if err == nil {
		var s *sqlite.Shelf
		if s, err = sqlite.OpenShelf(ctx, shelfFile(dir)); err == nil {
			return s, ""
		}
	}
	return memory.NewShelf(), "marks, notes and places last until you quit: " + safe.Of(err.Error()).String()
}
