package aof

import (
	"io"
	"io/fs"
	"os"
)

// File is an open file of the log. Write appends where the file was opened for appending.
type File interface {
	io.Reader
	io.Writer
	io.Closer
	// Sync returns when the file's data is on disk (fdatasync where the system has it).
	Sync() error
	// Truncate cuts the file to size bytes.
	Truncate(size int64) error
}

// FS is the seam between the log and the disk. Names are paths as Options.Dir makes them.
type FS interface {
	// OpenFile opens name with the flags of the os package.
	OpenFile(name string, flag int, perm fs.FileMode) (File, error)
	// Rename replaces newname by oldname in one step.
	Rename(oldname, newname string) error
	Remove(name string) error
	Truncate(name string, size int64) error
	// Size returns the length of a file in bytes, or an error that is fs.ErrNotExist.
	Size(name string) (int64, error)
	MkdirAll(name string, perm fs.FileMode) error
	// ReadDir returns the names in a directory.
	ReadDir(name string) ([]string, error)
	// SyncDir makes the creations, renames and removals in a directory durable.
	SyncDir(name string) error
}

// OS returns the file system of the machine.
func OS() FS { return osFS{} }

type osFS struct{}

type osFile struct{ *os.File }

func (f osFile) Sync() error { return datasync(f.File) }

func (osFS) OpenFile(name string, flag int, perm fs.FileMode) (File, error) {
	f, err := os.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

func (osFS) Rename(oldname, newname string) error { return os.Rename(oldname, newname) }

func (osFS) Remove(name string) error { return os.Remove(name) }

func (osFS) Truncate(name string, size int64) error { return os.Truncate(name, size) }

func (osFS) Size(name string) (int64, error) {
	st, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

func (osFS) MkdirAll(name string, perm fs.FileMode) error { return os.MkdirAll(name, perm) }

func (osFS) ReadDir(name string) ([]string, error) {
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}

func (osFS) SyncDir(name string) error { return syncDir(name) }
