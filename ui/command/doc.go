// Package command holds the verbs of the reader and the keys that call them. The screen routes by this table;
// the hint line, the help, the palette, the documentation and the tests read it.
//
//	keys := command.Default()
//	err := keys.Read("keys", file)              // lines such as "g g top"
//	verb, found, more := keys.For("g")          // more: "g" begins a chord
//	line := keys.Key("top")                     // "g g", as the hints show it
package command
