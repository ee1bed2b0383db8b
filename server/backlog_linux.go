package server

import "syscall"

// setBacklog makes the kernel queue up to n connections that nobody has accepted yet; a second listen(2) is how one changes it.
func setBacklog(ln syscall.Conn, n int) {
	if raw, err := ln.SyscallConn(); err == nil {
		raw.Control(func(fd uintptr) { syscall.Listen(int(fd), n) })
	}
}
