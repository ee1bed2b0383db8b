//go:build !linux

package info

// residentBytes is the process' resident memory; 0: unknown.
func residentBytes() int64 { return 0 }

// systemMemory is the machine's memory in bytes; 0: unknown.
func systemMemory() int64 { return 0 }

// release is the kernel's version and a blank; empty: unknown.
func release() string { return "" }
