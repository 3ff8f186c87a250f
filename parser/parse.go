package parser

import (
	"reftel/model"
)

// Container is what the file or record around a cable says of it. What it does not say is empty.
type Container struct {
	Path           string       // as the user named it; may be hostile
	Format         model.Format // empty: find out
	Offset         int64
	ID             string
	Created        string
	Origin         string
	Classification string
	References     []string
}

// Parse reads one cable. It never fails: what it cannot place stays in the cable as unplaced text, with diagnostics.
// The result keeps received; the caller must not change it afterwards.
func Parse(received []byte, about Container) *model.Cable {
	c := &model.Cable{Received: received}
	return c
}
