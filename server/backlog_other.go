//go:build !linux

package server

import "syscall"

// setBacklog leaves the length of the queue as Go sets it.
func setBacklog(syscall.Conn, int) {}
