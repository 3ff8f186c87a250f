// Command reftel reads U.S. diplomatic cables in the terminal.
//
// It is the only place that puts parser, library and screen together; each verb has a file of its own.
//
//	reftel                        the sample cables; the first one teaches the keys
//	reftel cables/                a folder
//	reftel cat 05ALMATY538#7      one paragraph, to standard output
//	reftel export --format jsonl  for other programs
package main
