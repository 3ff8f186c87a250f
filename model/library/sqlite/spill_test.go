package sqlite

import (
	"errors"
	"strings"
	"syscall"
	"testing"

	"reftel/model/library"
)

func TestErrorsOfFilesNameTheirPlaceOnce(t *testing.T) {
	dir := t.TempDir()
	s := spill{dir: dir}
	if err := s.create(); err != nil {
		t.Fatal(err)
	}
	if err := s.file.Close(); err != nil {
		t.Fatal(err)
	}
	err := s.put(1, []byte("a block"))
	if err == nil || strings.Count(err.Error(), dir) != 1 || strings.Contains(err.Error(), spillSuffix+":") {
		t.Errorf("a block that cannot be written: %v", err)
	}
	err = placed("/a/b", syscall.ENOSPC)
	if !errors.Is(err, library.ErrFull) || strings.Count(err.Error(), "/a/b") != 1 {
		t.Errorf("a full disk: %v", err)
	}
}
