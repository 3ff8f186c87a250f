package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"time"

	"reftel/model/library"
	"reftel/model/safe"
)

// Config is what a server is made of.
type Config struct {
	Library library.Library
	Name    safe.Line                             // what the collection is called; empty: the last part of its own name
	Verbs   []Verb                                // besides the reader, in the order of the help
	Aloud   func(ctx context.Context, c Call) int // the form that is read aloud, for a reader without a terminal
	Version string
	// Shelf opens what is kept of a reader, who is known by the fingerprint of a key; for "" one that is forgotten at the end.
	// It is closed at the end of the session; one reader may have several.
	Shelf func(ctx context.Context, fingerprint string) (library.Shelf, error)

	HostKey string         // file of the host key, in a folder of its own; made if it is missing
	Keys    string         // file of the keys that may read, as OpenSSH writes it; "" with Anyone for none
	Anyone  bool           // people without a key may read too
	Allow   []netip.Prefix // networks from which people may read; none: all

	Theme  string
	ASCII  bool
	Lean   bool // treat every line as a slow one
	Limits Limits

	Log        *slog.Logger
	LogOpened  bool // tell which cables are opened
	LogQueries bool // tell what is searched for
}

// Verb is a command for scripts.
type Verb struct {
	Name, Use, Help string
	Verbatim        bool                                  // double quotes stay in its words, since they mean something in a query
	Run             func(ctx context.Context, c Call) int // gives the exit status
}

// Call is a verb as it was called.
type Call struct {
	Library  library.Library
	Args     []string // not clean
	Out, Err io.Writer
}

// Limits bound what one reader, one address and all together may take.
type Limits struct {
	Sessions           int // at once, in all
	SessionsPerAddress int
	SessionsPerKey     int
	Connections        int // at once that have not logged in yet, in all; a fourth of them from one address
	Tries              int // keys that one connection may offer
	Failures           int // connections from one address that may fail to log in within FailureWindow
	FailureWindow      time.Duration
	Handshake          time.Duration // until logged in
	Idle               time.Duration // without a key
	Length             time.Duration // of a session
	Stall              time.Duration // without taking what it is sent
	Query              time.Duration // of a verb, the time its reader takes not counted, and of a search on the screen
	Output             int64         // bytes that a verb may write
	Input              int           // bytes a second that a session may send, over time
	InputBurst         int           // bytes at once
	Drain              time.Duration // that verbs have to end when the server ends
}

// DefaultLimits are sane for a server of a hundred readers.
func DefaultLimits() Limits {
	return Limits{
		Sessions: 500, SessionsPerAddress: 32, SessionsPerKey: 16,
		Connections: 128, Tries: 6, Failures: 20, FailureWindow: 5 * time.Minute, Handshake: 20 * time.Second,
		Idle: time.Hour, Length: 24 * time.Hour, Stall: time.Minute,
		Query: 30 * time.Second, Output: 256 << 20,
		Input: 2000, InputBurst: 64 << 10,
		Drain: 10 * time.Second,
	}
}

func (l Limits) check() error {
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"sessions", int64(l.Sessions)}, {"sessions per address", int64(l.SessionsPerAddress)}, {"sessions per key", int64(l.SessionsPerKey)},
		{"connections", int64(l.Connections)}, {"tries", int64(l.Tries)}, {"failures", int64(l.Failures)}, {"failure window", int64(l.FailureWindow)},
		{"handshake", int64(l.Handshake)}, {"idle", int64(l.Idle)}, {"length", int64(l.Length)}, {"stall", int64(l.Stall)}, {"query", int64(l.Query)},
		{"output", l.Output}, {"input", int64(l.Input)}, {"input burst", int64(l.InputBurst)}, {"drain", int64(l.Drain)},
	} {
		if n.value <= 0 {
			return fmt.Errorf("the limit of %s has to be more than nothing", n.name)
		}
	}
	return nil
}

func (c *Config) check() error {
	switch {
	case c.Library == nil:
		return errors.New("there is no library to read")
	case c.Shelf == nil:
		return errors.New("there are no shelves to keep notes on")
	case c.HostKey == "":
		return errors.New("there is no file for the host key")
	case c.Keys == "" && !c.Anyone:
		return errors.New("nobody could log in: name a file of keys, or let anyone in")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c.Limits.check()
}
