package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/safe"
	"reftel/ui/remote"
	"reftel/ui/theme"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	listen, hostKey, keys, theme, glyphs, monitor, logFormat string
	name, readers                                            string
	archive                                                  archiveFlag
	allow                                                    []string
	anyone, lean, logOpened, logQueries                      bool
	monitorAnywhere, printUnit                               bool
	limits                                                   remote.Limits
}

func (a *app) serveCommand() *cobra.Command {
	f := serveFlags{limits: remote.DefaultLimits()}
	cmd := &cobra.Command{
		Use:   "serve [PATH]",
		Short: "Let people read over SSH",
		Long: `Let people read over SSH: ssh -t -p 2222 HOST opens the reader, and ssh -p 2222 HOST cat ID prints a cable. There is no shell, no transfer of files, and nothing is forwarded.

What is read is the archive that reftel import made, or the files of PATH.

Who may read is in a file of public keys, as OpenSSH's authorized_keys; it is read again when it changes. The server's own key is made on the first start. SIGHUP reads the file of keys at once; SIGTERM and SIGINT tell everyone, leave their terminals as they were, and end.`,
		Example: `# Your own key, this machine alone
reftel serve --listen localhost:2222 --authorized-keys ~/.ssh/id_ed25519.pub cables/

# A network
reftel serve --listen :2222 --allow 10.0.0.0/8 --library /srv/reftel

# As a service of systemd
reftel serve --print-unit > /etc/systemd/system/reftel.service`,
		Args: cobra.ArbitraryArgs,
		RunE: a.verb(func(ctx context.Context, args []string) error { return a.serve(ctx, f, args) }),
	}
	f.register(cmd.Flags())
	_ = cmd.RegisterFlagCompletionFunc("theme", cobra.FixedCompletions(theme.Names(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (f *serveFlags) register(flags *pflag.FlagSet) {
	l := &f.limits
	flags.StringVar(&f.listen, "listen", ":2222", "address to listen on")
	flags.StringVar(&f.hostKey, "host-key", "", "file of the server's own key, made if it is missing (default: in the folder of settings)")
	flags.StringVar(&f.keys, "authorized-keys", "", "file of the public keys that may read (default: in the folder of settings)")
	f.archive.register(flags)
	flags.StringVar(&f.name, "name", "", "what the collection is called on the screen (default: the name of its folder)")
	flags.StringVar(&f.readers, "readers", "", "folder of what readers leave: places, marks, notes; a file for each key (default: in the folder of settings)")
	flags.BoolVar(&f.anyone, "open-to-anyone", false, "let in people without a key, and with any: whoever reaches the address reads everything")
	flags.StringArrayVar(&f.allow, "allow", nil, "network from which people may read, such as 10.0.0.0/8 (default: all)")
	flags.StringVar(&f.theme, "theme", "", "colors, by name")
	flags.StringVar(&f.glyphs, "glyphs", glyphsUnicode, "unicode or ascii")
	flags.BoolVar(&f.lean, "lean", false, "draw for slow lines always, not only where one is measured")
	flags.StringVar(&f.monitor, "monitor", "", "address for /healthz and /metrics, such as localhost:9222 (default: none)")
	flags.BoolVar(&f.monitorAnywhere, "monitor-anywhere", false, "allow an address for --monitor that other machines can reach")
	flags.StringVar(&f.logFormat, "log-format", "text", "text or json, on standard error")
	flags.BoolVar(&f.logOpened, "log-opened", false, "log which cables are opened, and by whom")
	flags.BoolVar(&f.logQueries, "log-queries", false, "log what is searched for, and by whom")
	flags.BoolVar(&f.printUnit, "print-unit", false, "print a unit for systemd, and end")
	flags.IntVar(&l.Sessions, "sessions", l.Sessions, "sessions at once")
	flags.IntVar(&l.SessionsPerAddress, "sessions-per-address", l.SessionsPerAddress, "sessions at once from one address")
	flags.IntVar(&l.SessionsPerKey, "sessions-per-key", l.SessionsPerKey, "sessions at once with one key")
	flags.IntVar(&l.Connections, "connections", l.Connections, "connections that are logging in at once; a fourth of them from one address")
	flags.IntVar(&l.Tries, "tries", l.Tries, "keys that a connection may offer")
	flags.IntVar(&l.Failures, "failures", l.Failures, "connections from one address that may fail to log in within --failure-window")
	flags.DurationVar(&l.FailureWindow, "failure-window", l.FailureWindow, "time after which such a failure is forgotten")
	flags.DurationVar(&l.Handshake, "handshake", l.Handshake, "time to log in")
	flags.DurationVar(&l.Idle, "idle", l.Idle, "time without a key that ends a session")
	flags.DurationVar(&l.Length, "length", l.Length, "longest session")
	flags.DurationVar(&l.Stall, "stall", l.Stall, "time after which a client that takes nothing is cut off")
	flags.DurationVar(&l.Query, "query-time", l.Query, "longest verb or search")
	flags.Int64Var(&l.Output, "output", l.Output, "bytes that a verb may write")
	flags.IntVar(&l.Input, "input", l.Input, "bytes of input a second, over time")
	flags.IntVar(&l.InputBurst, "input-burst", l.InputBurst, "bytes of input at once")
	flags.DurationVar(&l.Drain, "drain", l.Drain, "time that verbs have to end when the server ends")
}

// settings is the folder that the server keeps its key and the keys of its readers in, unless told otherwise.
func settings() (string, error) {
	if dir := os.Getenv("STATE_DIRECTORY"); dir != "" { // systemd's
		return dir, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("there is no folder for settings; name files by --host-key, --authorized-keys and --readers: %w", err)
	}
	return filepath.Join(dir, "reftel", "serve"), nil
}

// complete fills in what was left out, and finds mistakes before anything is opened.
func (f *serveFlags) complete() ([]netip.Prefix, error) {
	if err := (&readFlags{theme: f.theme, glyphs: f.glyphs}).check(); err != nil {
		return nil, err
	}
	if f.logFormat != "text" && f.logFormat != "json" {
		return nil, usagef("there is no form of log %q; choose text or json", f.logFormat)
	}
	var allow []netip.Prefix
	for _, a := range f.allow {
		for one := range strings.SplitSeq(a, ",") {
			p, err := netip.ParsePrefix(one)
			if addr, e := netip.ParseAddr(one); err != nil && e == nil {
				p, err = addr.Prefix(addr.BitLen())
			}
			if err != nil {
				return nil, usagef("--allow %q is not a network such as 10.0.0.0/8", one)
			}
			if p != p.Masked() {
				return nil, usagef("--allow %s is an address within a network; the network is %s", p, p.Masked())
			}
			allow = append(allow, p)
		}
	}
	if f.hostKey != "" && f.readers != "" && (f.keys != "" || f.anyone) {
		return allow, nil
	}
	dir, err := settings()
	if err != nil {
		return nil, err
	}
	if f.hostKey == "" {
		f.hostKey = filepath.Join(dir, "host-keys", "ed25519")
	}
	if f.readers == "" {
		f.readers = filepath.Join(dir, "readers")
	}
	if f.keys == "" {
		f.keys = filepath.Join(dir, "authorized_keys")
		if f.anyone && !exists(f.keys) {
			f.keys = ""
		}
	}
	return allow, nil
}

// serve lets people read until ctx ends.
func (a *app) serve(ctx context.Context, f serveFlags, args []string) error {
	if f.printUnit {
		_, err := fmt.Fprint(a.stdout, unit)
		return err
	}
	allow, err := f.complete()
	if err != nil {
		return err
	}
	var handler slog.Handler = slog.NewTextHandler(a.stderr, nil)
	if f.logFormat == "json" {
		handler = slog.NewJSONHandler(a.stderr, nil)
	}
	log := slog.New(handler)
	loading, stop := context.WithCancel(ctx)
	defer stop()
	lib, closed, err := a.shared(loading, f, args)
	if err != nil {
		return err
	}
	defer closed()
	readers := &shelves{dir: f.readers}

	server, err := remote.New(remote.Config{
		Library: lib, Name: safe.Of(f.name), Shelf: readers.open, Verbs: remoteVerbs(), Aloud: remoteAloud, Version: version(),
		HostKey: f.hostKey, Keys: f.keys, Anyone: f.anyone, Allow: allow,
		Theme: f.theme, ASCII: f.glyphs == glyphsASCII, Lean: f.lean, Limits: f.limits,
		Log: log, LogOpened: f.logOpened, LogQueries: f.logQueries,
	})
	if err != nil {
		if errors.Is(err, os.ErrNotExist) && f.keys != "" && !exists(f.keys) {
			return fmt.Errorf("%w: put the public keys there of those who may read, one a line, or name another file by --authorized-keys", err)
		}
		return err
	}
	if f.anyone {
		log.Warn("open to anyone: whoever reaches this address reads everything, without a key")
	}
	l, err := listener(ctx, f.listen)
	if err != nil {
		return err
	}
	monitored, err := monitor(f, server, log)
	if err != nil {
		_ = l.Close()
		return err
	}
	defer monitored()
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	go func() {
		for {
			select {
			case <-hangup:
				if err := server.Reload(); err != nil {
					log.Error("nobody can log in by a key", "why", err.Error())
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	log.Info("listening", "address", l.Addr().String(), "host-key", f.hostKey, "keys", f.keys)
	if err := server.Serve(ctx, l); err != nil {
		return err
	}
	log.Info("ended")
	return nil
}

// shared opens what is read: files, or the archive, and gives what closes it.
func (a *app) shared(ctx context.Context, f serveFlags, args []string) (library.Library, func(), error) {
	if len(args) > 0 && f.archive.dir != "" {
		return nil, nil, usagef("either --library or files")
	}
	if len(args) == 0 && a.hasArchive(f.archive) {
		archive, err := a.openArchive(ctx, f.archive)
		if err != nil {
			return nil, nil, err
		}
		return archive, func() { _ = archive.Close() }, nil
	}
	name := collectionName(args)
	if len(args) == 1 {
		name = safe.Of(filepath.Base(args[0]))
	}
	lib := memory.New(name)
	go a.load(ctx, lib, args)
	return lib, func() {}, nil
}

// firstSocket is the number of the first socket that systemd hands over.
const firstSocket = 3

// listener opens the address, or takes the socket that systemd holds for us while we are started anew.
func listener(ctx context.Context, address string) (net.Listener, error) {
	if os.Getenv("LISTEN_PID") == fmt.Sprint(os.Getpid()) && os.Getenv("LISTEN_FDS") != "" {
		l, err := net.FileListener(os.NewFile(firstSocket, "systemd"))
		if err != nil {
			return nil, fmt.Errorf("the socket that systemd handed over: %w", err)
		}
		return l, nil
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--listen %s: %w", address, err)
	}
	return l, nil
}

// monitor answers questions about the server at an address of the machine's own, and gives what ends that.
func monitor(f serveFlags, server *remote.Server, log *slog.Logger) (func(), error) {
	if f.monitor == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", f.monitor)
	if err != nil {
		return nil, fmt.Errorf("--monitor %s: %w", f.monitor, err)
	}
	if addr, ok := l.Addr().(*net.TCPAddr); ok && !addr.IP.IsLoopback() && !f.monitorAnywhere {
		_ = l.Close()
		return nil, usagef("--monitor %s can be reached from other machines, and asks nobody for a key; use localhost, or say --monitor-anywhere", f.monitor)
	}
	h := &http.Server{Handler: server.Monitor(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 8 << 10}
	go func() {
		if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the monitor ended", "why", err.Error())
		}
	}()
	log.Info("monitor", "address", l.Addr().String())
	return func() { _ = h.Close() }, nil
}

// unit is how systemd runs the server: as nobody in particular, with nothing but its own folder to write in.
const unit = `[Unit]
Description=U.S. diplomatic cables over SSH
After=network.target

[Service]
ExecStart=/usr/local/bin/reftel serve --listen :2222 --authorized-keys /etc/reftel/authorized_keys --monitor localhost:9222 --library /srv/reftel
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
TimeoutStopSec=30
DynamicUser=yes
StateDirectory=reftel
StateDirectoryMode=0700
LimitNOFILE=8192
MemoryMax=2G
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6
RestrictNamespaces=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
CapabilityBoundingSet=
UMask=0077

[Install]
WantedBy=multi-user.target
`
