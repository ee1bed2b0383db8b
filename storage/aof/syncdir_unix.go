//go:build !windows

package aof

import (
	"errors"
	"os"
	"syscall"
)

func syncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) {
		err = nil // the file system has no notion of it, and no better one to offer
	}
	return errors.Join(err, d.Close())
}
