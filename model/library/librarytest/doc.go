// Package librarytest holds what every engine of package library must answer, as tests that each of them runs: Run for
// collections, RunShelf for shelves.
//
// It knows cables made by hand and the interface; it knows no engine and no parser. Random queries over random cables
// are held to an Oracle, which answers with package query alone.
//
//	func TestLibrary(t *testing.T) {
//		librarytest.Run(t, func(t *testing.T, cables []*model.Cable) library.Library { ... })
//	}
package librarytest
