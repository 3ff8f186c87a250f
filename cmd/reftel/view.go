package main

import (
	"github.com/spf13/cobra"

	"reftel/model"
	"reftel/model/readable"
)

// viewFlags say in which form the words of cables are printed: as received, or changed to be read more easily.
type viewFlags struct{ letters, apostrophes string }

// The forms of words.
const (
	wordsReceived = "received"
	wordsReadable = "readable"
	wordsMended   = "mended"
)

func (f *viewFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.letters, "case", wordsReceived, "received, or readable: text that is all capitals in sentence case")
	cmd.Flags().StringVar(&f.apostrophes, "apostrophes", wordsReceived, "received, or mended: commas that were apostrophes made apostrophes again")
	_ = cmd.RegisterFlagCompletionFunc("case", cobra.FixedCompletions([]string{wordsReceived, wordsReadable}, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("apostrophes", cobra.FixedCompletions([]string{wordsReceived, wordsMended}, cobra.ShellCompDirectiveNoFileComp))
}

// check finds mistakes before anything is read.
func (f *viewFlags) check() error {
	if f.letters != "" && f.letters != wordsReceived && f.letters != wordsReadable {
		return usagef("there is no case %q; choose received or readable", f.letters)
	}
	if f.apostrophes != "" && f.apostrophes != wordsReceived && f.apostrophes != wordsMended {
		return usagef("there are no apostrophes %q; choose received or mended", f.apostrophes)
	}
	return nil
}

// changes tells whether the flags ask for anything else than what was received.
func (f *viewFlags) changes() bool { return f.letters == wordsReadable || f.apostrophes == wordsMended }

// of is a cable as the flags ask for it.
func (f *viewFlags) of(c *model.Cable) *model.Cable {
	if f.apostrophes == wordsMended {
		c = readable.Mended(c)
	}
	if f.letters == wordsReadable {
		c = readable.Cable(c)
	}
	return c
}
