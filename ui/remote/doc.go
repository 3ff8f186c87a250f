// Package remote lets people read over SSH: the reader in a terminal, and a few verbs for scripts, each known by a key.
//
// It knows connections, keys, limits and poor lines. It knows no shell, starts no program, forwards nothing, and never
// touches a file of the machine but the host key and the list of keys. Which cables there are, what is kept of a reader
// and what the verbs do is handed to it.
//
//	server, err := remote.New(remote.Config{Library: lib, HostKey: "keys/host_ed25519", Keys: "authorized_keys", Log: log})
//	listener, err := net.Listen("tcp", ":2222")
//	err = server.Serve(ctx, listener) // until ctx ends; then everyone is told, and let go
package remote
