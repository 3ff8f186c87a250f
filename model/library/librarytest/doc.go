// Package librarytest holds what every engine of package library must answer, as a test that each of them runs.
//
// It knows cables made by hand and the interface; it knows no engine and no parser.
//
//	func TestLibrary(t *testing.T) {
//		librarytest.Run(t, func(t *testing.T, cables []*model.Cable) library.Files { ... })
//	}
package librarytest
