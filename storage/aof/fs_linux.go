package aof

import (
	"os"
	"syscall"
)

// datasync leaves out the metadata that reading the file back does not need, such as its times.
func datasync(f *os.File) error { return eachTry(f, syscall.Fdatasync) }

// SyncQuick is Sync for a disk that is known to be fast. It does not tell the runtime that the thread may block, so it saves the
// hand-over of the processor to another thread, which costs more than a fast disk takes; a slow one holds the processor.
func (f osFile) SyncQuick() error {
	return eachTry(f.File, func(fd int) error {
		if _, _, errno := syscall.RawSyscall(syscall.SYS_FDATASYNC, uintptr(fd), 0, 0); errno != 0 {
			return errno
		}
		return nil
	})
}

// eachTry calls sync with the file's descriptor until no signal interrupts it.
func eachTry(f *os.File, sync func(fd int) error) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var result error
	err = conn.Control(func(fd uintptr) {
		for {
			if result = sync(int(fd)); result != syscall.EINTR {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	if result != nil {
		return &os.PathError{Op: "fdatasync", Path: f.Name(), Err: result}
	}
	return nil
}
