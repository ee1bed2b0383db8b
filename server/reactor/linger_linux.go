package reactor

import (
	"syscall"
	"unsafe"
)

// lingerTime is how long a leader lingers, ns. It is a small part of what the requests of many clients wait for one another.
const lingerTime = 30_000

// prSetTimerSlack is PR_SET_TIMERSLACK: how late a timer of the thread may be, ns. By default it is 50,000.
const prSetTimerSlack = 29

// linger waits for a moment in the kernel, without giving up the processor to other goroutines: that would take longer.
func linger() {
	syscall.RawSyscall(syscall.SYS_PRCTL, prSetTimerSlack, 1, 0)
	t := syscall.NsecToTimespec(lingerTime)
	syscall.RawSyscall(syscall.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&t)), 0, 0)
}
