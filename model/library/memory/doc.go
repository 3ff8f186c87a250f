// Package memory is a library of cables that stay where they are: files opened in place, nothing imported.
//
// It knows of each cable what a list shows, which cables it refers to, and how to read it again. It keeps no bodies
// but those of the few cables read last, and may be asked while it is still being filled.
//
// A search of a collection whose words are too many to be kept looks at the bytes of its cables as they lie in the files,
// on all cores, and reads those cables again that may be found; package sieve says which.
//
//	lib := memory.New(safe.Of("cables/"))
//	go func() {
//		defer lib.Done()
//		lib.Add(cable, func(ctx context.Context) (*model.Cable, error) { return readAgain(ctx, path) })
//	}()
package memory
