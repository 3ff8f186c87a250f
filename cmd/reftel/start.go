package main

import (
	"runtime/debug"
	"time"
)

// While the program starts it collects no garbage, which there is little of, unless it takes more memory than this.
const (
	startMemory = 128 << 20
	startTime   = 400 * time.Millisecond
)

// startFast puts off the collection of garbage until the first screen stands. With an archive of a quarter of a million
// cables this is a third of the time to it.
func startFast() {
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(startMemory)
	time.AfterFunc(startTime, func() {
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	})
}
