package info

import "syscall"

// processTimes is the processor time of the process in seconds.
func processTimes() (user, sys float64) {
	p, err := syscall.GetCurrentProcess()
	if err != nil {
		return 0, 0
	}
	var created, exited, kernel, u syscall.Filetime
	if syscall.GetProcessTimes(p, &created, &exited, &kernel, &u) != nil {
		return 0, 0
	}
	ticks := func(f syscall.Filetime) float64 { return float64(int64(f.HighDateTime)<<32|int64(f.LowDateTime)) / 1e7 }
	return ticks(u), ticks(kernel)
}
