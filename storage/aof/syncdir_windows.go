package aof

// syncDir does nothing: Windows offers no sync of a directory, and NTFS journals its entries.
func syncDir(string) error { return nil }
