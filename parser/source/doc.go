// Package source finds cables in what a user names: files, folders, archives, mailboxes, the dump, standard input. It
// gives each as the bytes received with what its container says of it, and remembers the place so that they can be read
// again.
//
// It knows what a file is by its content (sniff.go), where cables begin and end in it (rows, objects, mailbox, texts,
// list: each a splitter), and how archives are unpacked, within bounds (unpack.go, archive.go). What the text of a cable
// means is known to package parser. It holds some MiB at a time, whatever the size of the input, and what cannot be read
// is reported as a [Problem] while the rest goes on.
//
//	set := source.Open([]string{"cables.csv", "mail.tar.gz"}, source.Options{Stdin: os.Stdin})
//	defer set.Close()
//	for cable, err := range set.Cables(ctx) {
//		if err != nil {
//			log.Print(err) // a *Problem: what, where, what to do
//			continue
//		}
//		parsed := parser.Parse(cable.Received, cable.About)
//	}
package source
