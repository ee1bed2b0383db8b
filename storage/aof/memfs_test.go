package aof

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
)

var errCrashed = errors.New("crashed")

// memFile is the content of a file, as the kernel has it and as the disk has it.
type memFile struct {
	data   []byte
	onDisk []byte
}

// memFS is a file system in memory that can fail and crash. Names are full paths.
type memFS struct {
	mu      sync.Mutex
	files   map[string]*memFile
	durable map[string]*memFile // names as they are on disk
	dirs    map[string]bool
	ops     int                                          // changing operations so far
	crashAt int                                          // the operation that crashes, 0 for none
	torn    int                                          // of a write that crashes, so many bytes get through
	fail    func(op, name string, size int) (int, error) // an error to return; for a write, the bytes that get through
}

func newMemFS() *memFS {
	return &memFS{files: map[string]*memFile{}, durable: map[string]*memFile{}, dirs: map[string]bool{}}
}

// failWith sets what fails from now on, nil for nothing.
func (m *memFS) failWith(f func(op, name string, size int) (int, error)) {
	m.mu.Lock()
	m.fail = f
	m.mu.Unlock()
}

// step counts a changing operation. It returns an error if the operation must not happen, and for a write what gets through.
func (m *memFS) step(op, name string, size int) (int, error) {
	if m.crashAt > 0 && m.ops >= m.crashAt {
		return 0, errCrashed
	}
	m.ops++
	if m.ops == m.crashAt {
		return min(m.torn, size), errCrashed
	}
	if m.fail != nil {
		return m.fail(op, filepath.Base(name), size)
	}
	return size, nil
}

// crash is what is left of a file system after a crash.
type crash int

const (
	killed     crash = iota // the process died: everything the kernel has
	powerLoss               // only what was synced, names and data
	namesFirst              // all names, but only the data that was synced
)

// reboot ends a crash.
func (m *memFS) reboot(c crash) {
	m.crashAt, m.fail = 0, nil
	if c == killed {
		return
	}
	left := m.durable
	if c == namesFirst {
		left = m.files
	}
	m.files, m.durable = map[string]*memFile{}, map[string]*memFile{}
	for name, f := range left {
		m.files[name] = &memFile{data: bytes.Clone(f.onDisk), onDisk: f.onDisk}
		m.durable[name] = m.files[name]
	}
}

func (m *memFS) OpenFile(name string, flag int, _ fs.FileMode) (File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.files[name]
	if f == nil && flag&os.O_CREATE == 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if flag&(os.O_CREATE|os.O_TRUNC) != 0 {
		if _, err := m.step("open", name, 0); err != nil {
			return nil, err
		}
		if f == nil {
			f = &memFile{}
			m.files[name] = f
		}
		if flag&os.O_TRUNC != 0 {
			f.data = nil
		}
	}
	return &memHandle{fs: m, f: f, name: name}, nil
}

func (m *memFS) Rename(oldname, newname string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.step("rename", newname, 0); err != nil {
		return err
	}
	f := m.files[oldname]
	if f == nil {
		return &fs.PathError{Op: "rename", Path: oldname, Err: fs.ErrNotExist}
	}
	delete(m.files, oldname)
	m.files[newname] = f
	return nil
}

func (m *memFS) Remove(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.step("remove", name, 0); err != nil {
		return err
	}
	if m.files[name] == nil {
		return &fs.PathError{Op: "remove", Path: name, Err: fs.ErrNotExist}
	}
	delete(m.files, name)
	return nil
}

func (m *memFS) Truncate(name string, size int64) error {
	f, err := m.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Truncate(size)
}

func (m *memFS) Size(name string) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f := m.files[name]; f != nil {
		return int64(len(f.data)), nil
	}
	return 0, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
}

func (m *memFS) MkdirAll(name string, _ fs.FileMode) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.step("mkdir", name, 0); err != nil {
		return err
	}
	m.dirs[name] = true
	return nil
}

func (m *memFS) ReadDir(name string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.dirs[name] {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	var names []string
	for path := range m.files {
		if filepath.Dir(path) == name {
			names = append(names, filepath.Base(path))
		}
	}
	sort.Strings(names)
	return names, nil
}

func (m *memFS) SyncDir(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.step("syncdir", name, 0); err != nil {
		return err
	}
	for path := range m.durable {
		if filepath.Dir(path) == name {
			delete(m.durable, path)
		}
	}
	for path, f := range m.files {
		if filepath.Dir(path) == name {
			m.durable[path] = f
		}
	}
	return nil
}

// put makes a file that is on disk.
func (m *memFS) put(name, data string) {
	f := &memFile{data: []byte(data), onDisk: []byte(data)}
	m.files[name], m.durable[name] = f, f
	m.dirs[filepath.Dir(name)] = true
}

// get returns a file's content, or "" if there is none.
func (m *memFS) get(name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f := m.files[name]; f != nil {
		return string(f.data)
	}
	return ""
}

// list returns the base names of all files, sorted, in one string.
func (m *memFS) list() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []string
	for path := range m.files {
		names = append(names, filepath.Base(path))
	}
	sort.Strings(names)
	return strings.Join(names, " ")
}

type memHandle struct {
	fs   *memFS
	f    *memFile
	name string
	at   int
}

func (h *memHandle) Read(p []byte) (int, error) {
	h.fs.mu.Lock()
	defer h.fs.mu.Unlock()
	if h.at >= len(h.f.data) {
		return 0, io.EOF
	}
	n := copy(p, h.f.data[h.at:])
	h.at += n
	return n, nil
}

func (h *memHandle) Write(p []byte) (int, error) {
	h.fs.mu.Lock()
	defer h.fs.mu.Unlock()
	n, err := h.fs.step("write", h.name, len(p))
	h.f.data = append(h.f.data, p[:n]...)
	return n, err
}

func (h *memHandle) Sync() error {
	h.fs.mu.Lock()
	defer h.fs.mu.Unlock()
	if _, err := h.fs.step("sync", h.name, 0); err != nil {
		return err
	}
	h.f.onDisk = bytes.Clone(h.f.data)
	return nil
}

func (h *memHandle) Truncate(size int64) error {
	h.fs.mu.Lock()
	defer h.fs.mu.Unlock()
	if _, err := h.fs.step("truncate", h.name, 0); err != nil {
		return err
	}
	h.f.data = append([]byte(nil), h.f.data[:size]...)
	return nil
}

func (h *memHandle) Close() error { return nil }
