// Package source finds cables in what a user names: files, folders, standard input. It gives each as the bytes
// received with what its container says of it, and remembers the place so that they can be read again.
//
// It knows where cables begin and end; what their text means is known to package parser. It holds one cable at a
// time, whatever the size of the input, and what cannot be read is reported as a [Problem] while the rest goes on.
//
//	for cable, err := range source.All(ctx, []string{"cables/"}, os.Stdin) {
//		if err != nil {
//			log.Print(err) // a *Problem: what, where, what to do
//			continue
//		}
//		parsed := parser.Parse(cable.Received, cable.About)
//	}
package source
