//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// notifyHangup makes SIGHUP come to c.
func notifyHangup(c chan<- os.Signal) { signal.Notify(c, syscall.SIGHUP) }
