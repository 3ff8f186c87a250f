package remote

import (
	"fmt"
	"net/netip"
	"sync"
)

// seats counts who reads, so that nobody takes all the room.
type seats struct {
	limits *Limits

	mu        sync.Mutex
	all       int
	byAddress map[netip.Addr]int // by household
	byKey     map[string]int     // by fingerprint
}

func newSeats(l *Limits) *seats {
	return &seats{limits: l, byAddress: map[netip.Addr]int{}, byKey: map[string]int{}}
}

// take takes a seat, or says why there is none. key is "" for someone without one.
func (s *seats) take(addr netip.Addr, key string) (reason, sentence string) {
	home := household(addr)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.all >= s.limits.Sessions:
		return "sessions", fmt.Sprintf("all %d seats are taken; try again later", s.limits.Sessions)
	case s.byAddress[home] >= s.limits.SessionsPerAddress:
		return "sessions per address", fmt.Sprintf("there are %d sessions from your address already, which is the most; end one of them", s.limits.SessionsPerAddress)
	case key != "" && s.byKey[key] >= s.limits.SessionsPerKey:
		return "sessions per key", fmt.Sprintf("there are %d sessions with your key already, which is the most; end one of them", s.limits.SessionsPerKey)
	}
	s.all++
	s.byAddress[home]++
	if key != "" {
		s.byKey[key]++
	}
	return "", ""
}

// leave gives a seat back.
func (s *seats) leave(addr netip.Addr, key string) {
	home := household(addr)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.byAddress[home]--; s.byAddress[home] <= 0 {
		delete(s.byAddress, home)
	}
	if key == "" {
		return
	}
	if s.byKey[key]--; s.byKey[key] <= 0 {
		delete(s.byKey, key)
	}
}

func (s *seats) taken() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all
}
