//go:build unix

package info

import "syscall"

// processTimes is the processor time of the process in seconds.
func processTimes() (user, sys float64) {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0, 0
	}
	return float64(r.Utime.Nano()) / 1e9, float64(r.Stime.Nano()) / 1e9
}
