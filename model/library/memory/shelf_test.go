package memory_test

import (
	"testing"

	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/library/memory"
)

func TestShelf(t *testing.T) {
	librarytest.RunShelf(t, librarytest.Shelves{Open: func(*testing.T) library.Shelf { return memory.NewShelf() }})
}
