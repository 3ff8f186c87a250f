package main

import (
	"os"
	"strconv"
	"syscall"
)

// readersFirst is the niceness of an import: whoever reads on the same machine goes before it.
const readersFirst = 10

// giveWay lets other programs go first, on all threads there are; those that are started later inherit it.
func giveWay() {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil { // without it the import is only less polite
		return
	}
	for _, t := range threads {
		id, err := strconv.Atoi(t.Name())
		if err != nil {
			continue
		}
		// The system call gives 20 less the niceness. One who made the import nicer than that is not overruled.
		if now, err := syscall.Getpriority(syscall.PRIO_PROCESS, id); err == nil && 20-now < readersFirst {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, readersFirst)
		}
	}
}
