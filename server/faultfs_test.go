package server

import (
	"io/fs"
	"os"
	"strings"
	"sync/atomic"
	"syscall"

	"redstart/storage/aof"
)

// faultFS is the machine's file system, with a disk that can be full or broken.
type faultFS struct {
	aof.FS
	room     atomic.Int64 // bytes that can still be written while full is set
	full     atomic.Bool
	failSync atomic.Bool
	stopped  atomic.Bool
	stopRead chan struct{} // while it is open, reading a log file waits; nil: it never does
	stopSync chan struct{} // the same for writing and syncing once stopped is set
}

func newFaultFS() *faultFS { return &faultFS{FS: aof.OS()} }

func (f *faultFS) OpenFile(name string, flag int, perm fs.FileMode) (aof.File, error) {
	file, err := f.FS.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return &faultFile{file, f, name}, nil
}

// fill leaves room for so many bytes.
func (f *faultFS) fill(room int64) {
	f.room.Store(room)
	f.full.Store(true)
}

type faultFile struct {
	aof.File
	fs   *faultFS
	name string
}

func (f *faultFile) Write(p []byte) (int, error) {
	f.stand()
	if !f.fs.full.Load() {
		return f.File.Write(p)
	}
	n := int(min(int64(len(p)), max(f.fs.room.Load(), 0)))
	f.fs.room.Add(-int64(n))
	n, err := f.File.Write(p[:n])
	if err == nil && n < len(p) {
		err = &os.PathError{Op: "write", Path: "log", Err: syscall.ENOSPC}
	}
	return n, err
}

func (f *faultFile) Read(p []byte) (int, error) {
	if f.fs.stopRead != nil && strings.HasSuffix(f.name, ".incr.aof") {
		<-f.fs.stopRead
	}
	return f.File.Read(p)
}

// stand waits while writing is stopped.
func (f *faultFile) stand() {
	if f.fs.stopSync != nil && f.fs.stopped.Load() {
		<-f.fs.stopSync
	}
}

func (f *faultFile) Sync() error {
	f.stand()
	if f.fs.failSync.Load() {
		return &os.PathError{Op: "fdatasync", Path: "log", Err: syscall.EIO}
	}
	return f.File.Sync()
}
