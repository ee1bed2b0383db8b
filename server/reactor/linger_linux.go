package reactor

import (
	"syscall"
	"unsafe"
)

// prSetTimerSlack is PR_SET_TIMERSLACK: how late a timer of the thread may be, ns. By default it is 50,000.
const prSetTimerSlack = 29

// linger waits for a moment, ns, in the kernel, without giving up the processor to other goroutines: that would take longer.
func linger(ns int64) {
	syscall.RawSyscall(syscall.SYS_PRCTL, prSetTimerSlack, 1, 0)
	t := syscall.NsecToTimespec(ns)
	syscall.RawSyscall(syscall.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&t)), 0, 0)
}
