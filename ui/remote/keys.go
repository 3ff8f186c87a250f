package remote

import (
	"bufio"
	"bytes"
	"crypto/rsa"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"reftel/model/safe"
)

// keyRing is the file of the keys that may read. It is read again when it has changed.
type keyRing struct {
	path string
	log  *slog.Logger

	mu      sync.Mutex
	looked  time.Time
	size    int64
	changed time.Time
	keys    map[string]allowed // by the bytes of the key
}

// allowed is what the file says of a key.
type allowed struct {
	line    int
	from    string // patterns of addresses; "" for all
	expires time.Time
	noPTY   bool
}

// mostKeys bounds a file of keys: 10,000 lines or a megabyte.
const (
	mostKeyLines = 10_000
	mostKeyBytes = 4 << 20
)

func openKeys(path string, log *slog.Logger) (*keyRing, error) {
	k := &keyRing{path: path, log: log}
	return k, k.read()
}

// read reads the file. Where it cannot be read, nobody has a key any more: a file that was taken away lets nobody in.
func (k *keyRing) read() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.readLocked()
}

func (k *keyRing) readLocked() error {
	info, err := os.Stat(k.path)
	if err == nil {
		switch {
		case info.Mode().Perm()&0o022 != 0:
			err = fmt.Errorf("%s may be written by others than its owner: chmod 600 it", k.path)
		case info.Size() > mostKeyBytes:
			err = fmt.Errorf("%s has %d bytes; a file of keys has at most %d", k.path, info.Size(), mostKeyBytes)
		}
	}
	var text []byte
	if err == nil {
		text, err = os.ReadFile(k.path)
	}
	if err != nil {
		k.keys, k.size, k.changed = nil, -1, time.Time{}
		return fmt.Errorf("the keys that may read: %w", err)
	}
	k.size, k.changed = info.Size(), info.ModTime()
	k.keys = k.parse(text)
	return nil
}

// parse takes the keys of a file. A line that is not understood in every part lets nobody in, and is told.
func (k *keyRing) parse(text []byte) map[string]allowed {
	keys := map[string]allowed{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 64<<10)
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if n > mostKeyLines {
			k.log.Error("the file of keys is too long; what follows is not used", "file", k.path, "line", n)
			break
		}
		key, a, err := parseKey(line)
		if err != nil {
			k.log.Error("a key is not used", "file", k.path, "line", n, "why", safe.Of(err.Error()).String())
			continue
		}
		a.line = n
		keys[string(key.Marshal())] = a
	}
	if err := lines.Err(); err != nil {
		k.log.Error("the file of keys is damaged; what follows is not used", "file", k.path, "line", n+1, "why", err.Error())
	}
	return keys
}

// parseKey reads a line of a file of keys. Options that would allow what is never allowed here change nothing; those that
// restrict are held to; all others refuse the key, since what they ask for would not be done.
func parseKey(line []byte) (gossh.PublicKey, allowed, error) {
	var a allowed
	key, _, options, _, err := gossh.ParseAuthorizedKey(line)
	if err != nil {
		return nil, a, errors.New("it cannot be read as a key")
	}
	if err := weak(key); err != nil {
		return nil, a, err
	}
	for _, option := range options {
		name, value, _ := strings.Cut(option, "=")
		value = strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(value, `"`), `"`), `\"`, `"`)
		switch strings.ToLower(name) {
		case "from":
			if err := checkPatterns(value); err != nil {
				return nil, a, err
			}
			a.from = value
		case "expiry-time":
			if a.expires, err = expiry(value); err != nil {
				return nil, a, err
			}
		case "no-pty":
			a.noPTY = true
		case "restrict": // what it forbids is never allowed here, but a terminal
			a.noPTY = true
		case "pty":
			a.noPTY = false
		case "no-agent-forwarding", "no-port-forwarding", "no-user-rc", "no-x11-forwarding",
			"agent-forwarding", "port-forwarding", "user-rc", "x11-forwarding", "no-touch-required":
		default:
			return nil, a, fmt.Errorf("the option %q is not known here", name)
		}
	}
	return key, a, nil
}

// weak refuses keys that are broken or too short.
func weak(key gossh.PublicKey) error {
	switch key.Type() {
	case gossh.KeyAlgoED25519, gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521, gossh.KeyAlgoSKED25519, gossh.KeyAlgoSKECDSA256:
		return nil
	case gossh.KeyAlgoRSA:
		if c, ok := key.(gossh.CryptoPublicKey); ok {
			if r, ok := c.CryptoPublicKey().(*rsa.PublicKey); ok && r.N.BitLen() >= 2048 {
				return nil
			}
		}
		return errors.New("RSA keys have to have 2048 bits or more")
	}
	return fmt.Errorf("keys of type %q are not used here", key.Type())
}

// checkPatterns finds mistakes in the value of from=.
func checkPatterns(patterns string) error {
	for p := range strings.SplitSeq(patterns, ",") {
		p = strings.TrimPrefix(strings.TrimSpace(p), "!")
		if strings.Contains(p, "/") {
			if _, err := netip.ParsePrefix(p); err != nil {
				return fmt.Errorf("from=: %q is not a network", p)
			}
			continue
		}
		if _, err := netip.ParseAddr(p); err == nil {
			continue
		}
		if p == "" || strings.Trim(p, "0123456789abcdefABCDEF.:*?") != "" {
			return fmt.Errorf("from=: %q is not an address; names of hosts are not looked up here", p)
		}
	}
	return nil
}

// from tells whether an address is among patterns, as OpenSSH matches them: one with ! that fits refuses.
func from(patterns string, addr netip.Addr) bool {
	fits := false
	for p := range strings.SplitSeq(patterns, ",") {
		p = strings.TrimSpace(p)
		name, not := strings.CutPrefix(p, "!")
		match := false
		if prefix, err := netip.ParsePrefix(name); err == nil {
			match = prefix.Contains(addr)
		} else if a, err := netip.ParseAddr(name); err == nil {
			match = a.Unmap() == addr
		} else {
			match, _ = path.Match(name, addr.String())
		}
		if match && not {
			return false
		}
		fits = fits || match
	}
	return fits
}

// expiry reads YYYYMMDD[HHMM[SS]], in the time of the machine or, with a Z, in UTC.
func expiry(s string) (time.Time, error) {
	zone := time.Local
	if rest, ok := strings.CutSuffix(strings.ToUpper(s), "Z"); ok {
		s, zone = rest, time.UTC
	}
	for _, form := range []string{"20060102", "200601021504", "20060102150405"} {
		if len(s) == len(form) {
			if t, err := time.ParseInLocation(form, s, zone); err == nil {
				return t, nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("expiry-time=%q is not a time such as 20301231", s)
}

// lookAgainAfter is how long the file is taken to be unchanged.
const lookAgainAfter = time.Second

// find gives what is said of a key for someone at an address now.
func (k *keyRing) find(key gossh.PublicKey, addr netip.Addr, now time.Time) (allowed, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if now.Sub(k.looked) >= lookAgainAfter || now.Before(k.looked) {
		k.looked = now
		info, err := os.Stat(k.path)
		if err != nil && k.size >= 0 || err == nil && (info.Size() != k.size || !info.ModTime().Equal(k.changed)) {
			if err := k.readLocked(); err != nil {
				k.log.Error("nobody can log in by a key", "why", err.Error())
			} else {
				k.log.Info("the keys were read again", "keys", len(k.keys))
			}
		}
	}
	a, ok := k.keys[string(key.Marshal())]
	if !ok || a.from != "" && !from(a.from, addr) || !a.expires.IsZero() && !now.Before(a.expires) {
		return allowed{}, false
	}
	return a, true
}

// count is how many keys there are.
func (k *keyRing) count() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.keys)
}

// addressOf is where a connection comes from, an IPv4 address always as such.
func addressOf(a net.Addr) netip.Addr {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	if p, err := netip.ParseAddrPort(a.String()); err == nil {
		return p.Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// household is what is counted as one address: with IPv6 a network of 64 bits, since one person has as many addresses.
func household(a netip.Addr) netip.Addr {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return a
}
