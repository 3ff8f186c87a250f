package remote

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// counters is what happened since the server began.
type counters struct {
	connections, logins, failures atomic.Int64
	screens, verbs                atomic.Int64 // begun
	frames, frameBytes            atomic.Int64
	dropped                       atomic.Int64 // bytes of input
	lean, panics                  atomic.Int64
	answers                       [len(answerBounds) + 1]atomic.Int64 // how long keys waited for their frame
	answerNanos                   atomic.Int64

	mu      sync.Mutex
	refused map[string]int64 // by reason
	ended   map[string]int64 // sessions, by why
}

// answerBounds are the upper bounds of what is counted together, as Prometheus has them.
var answerBounds = [...]time.Duration{time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 250 * time.Millisecond, time.Second}

// frame counts a frame, and how long the key waited that it answers, if it answers one.
func (c *counters) frame(bytes int, asked, now time.Time) {
	c.frames.Add(1)
	c.frameBytes.Add(int64(bytes))
	if asked.IsZero() {
		return
	}
	took := now.Sub(asked)
	c.answerNanos.Add(int64(took))
	i := 0
	for i < len(answerBounds) && took > answerBounds[i] {
		i++
	}
	c.answers[i].Add(1)
}

func (c *counters) add(to *map[string]int64, what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if *to == nil {
		*to = map[string]int64{}
	}
	(*to)[what]++
}

func (s *Server) refused(reason string) { s.count.add(&s.count.refused, reason) }

// Monitor answers /healthz, with 503 once the server is ending, and /metrics in the text form of Prometheus. It tells
// nothing of who reads what; still, it is for an address of the machine's own.
func (s *Server) Monitor() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if s.ending() {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, "ending")
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		s.metrics(w)
	})
	return mux
}

func (s *Server) metrics(w io.Writer) {
	c := &s.count
	head := func(name, kind, help string) { fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	one := func(name, kind, help string, n int64) {
		head(name, kind, help)
		fmt.Fprintf(w, "%s %d\n", name, n)
	}
	one("reftel_sessions", "gauge", "Sessions now.", int64(s.seats.taken()))
	one("reftel_connections_total", "counter", "Connections that were accepted or turned away.", c.connections.Load())
	head("reftel_logins_total", "counter", "Connections that logged in, and that ended before they had.")
	fmt.Fprintf(w, "reftel_logins_total{result=\"ok\"} %d\nreftel_logins_total{result=\"failed\"} %d\n", c.logins.Load(), c.failures.Load())
	head("reftel_sessions_total", "counter", "Sessions that began, by what they are.")
	fmt.Fprintf(w, "reftel_sessions_total{kind=\"screen\"} %d\nreftel_sessions_total{kind=\"verb\"} %d\n", c.screens.Load(), c.verbs.Load())
	c.mu.Lock()
	by := func(name, label, help string, m map[string]int64) {
		head(name, "counter", help)
		for _, k := range slices.Sorted(maps.Keys(m)) {
			fmt.Fprintf(w, "%s{%s=%q} %d\n", name, label, k, m[k])
		}
	}
	by("reftel_refused_total", "reason", "What was refused, by why.", c.refused)
	by("reftel_sessions_ended_total", "why", "Sessions that ended, by why.", c.ended)
	c.mu.Unlock()
	one("reftel_frames_total", "counter", "Frames drawn.", c.frames.Load())
	one("reftel_frame_bytes_total", "counter", "Bytes of these, before encryption.", c.frameBytes.Load())
	one("reftel_input_dropped_bytes_total", "counter", "Input beyond the limit.", c.dropped.Load())
	one("reftel_lean_sessions_total", "counter", "Sessions drawn for a slow line.", c.lean.Load())
	one("reftel_panics_total", "counter", "Sessions that ended by an error of the program.", c.panics.Load())
	head("reftel_answer_seconds", "histogram", "From a key to its frame, within the server.")
	sum := int64(0)
	for i := range c.answers {
		sum += c.answers[i].Load()
		le := "+Inf"
		if i < len(answerBounds) {
			le = fmt.Sprint(answerBounds[i].Seconds())
		}
		fmt.Fprintf(w, "reftel_answer_seconds_bucket{le=\"%s\"} %d\n", le, sum)
	}
	fmt.Fprintf(w, "reftel_answer_seconds_sum %g\nreftel_answer_seconds_count %d\n", time.Duration(c.answerNanos.Load()).Seconds(), sum)
}
