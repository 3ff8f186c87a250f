//go:build !unix

package sqlite

import "os"

// Without locks of files, SQLite's own lock keeps two imports from mixing; only the message is less clear.
func holdFile(*os.File) (bool, error) { return true, nil }

func isHeld(*os.File) bool { return false }
