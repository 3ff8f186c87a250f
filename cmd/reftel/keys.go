package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"reftel/ui/command"
)

// keysCommand prints the bindings in force, in the form in which a file of keys has them.
func (a *app) keysCommand() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:   "keys",
		Short: "Print the keys in force",
		Long: `Print the keys in force, in the form of a file of keys: on each line a key, or a chord of several, and the name of a verb.

Keys of your own stand in ` + "$XDG_CONFIG_HOME/reftel/keys" + ` (~/.config/reftel/keys), or in the file that --keys names. What the file does not name stays as it is; none unbinds a key; lines that begin with # are remarks.`,
		Example: `# See what there is
reftel keys

# g g instead of g
printf 'g none\ng g top\n' >> ~/.config/reftel/keys`,
		Args: cobra.NoArgs,
		RunE: a.verb(func(context.Context, []string) error {
			keys, err := a.bindings(file)
			if err != nil {
				return err
			}
			_, err = keys.WriteTo(a.stdout)
			return err
		}),
	}
	c.Flags().StringVar(&file, "keys", "", "a file of keys")
	return c
}

// bindings are the keys in force: those of the table, and what a file says else. A file that the user named must be there.
func (a *app) bindings(file string) (*command.Bindings, error) {
	keys := command.Default()
	named := file != ""
	if !named {
		if file = a.keysFile(); file == "" {
			return keys, nil
		}
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return keys, nil
	}
	if err != nil {
		return nil, usageError{err}
	}
	defer f.Close()
	if err := keys.Read(file, f); err != nil {
		return nil, usageError{err}
	}
	return keys, nil
}

// keysFile is where a user keeps keys; empty where there is no home.
func (a *app) keysFile() string {
	dir := a.getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) {
		home := a.getenv("HOME")
		if home == "" {
			return ""
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "reftel", "keys")
}

// editor is the command of the user's editor, as other programs find it.
func (a *app) editor() string {
	if e := a.getenv("VISUAL"); e != "" {
		return e
	}
	return a.getenv("EDITOR")
}
