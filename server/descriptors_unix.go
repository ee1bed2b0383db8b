//go:build unix

package server

import (
	"math"
	"syscall"
)

// descriptorLimit is how many files and sockets the process may have open. The runtime has raised it to the hard limit.
func descriptorLimit() int64 {
	var r syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &r) != nil {
		return math.MaxInt64
	}
	return int64(min(uint64(r.Cur), math.MaxInt64))
}
