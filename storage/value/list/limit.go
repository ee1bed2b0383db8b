package list

import "math"

// Limit bounds what Redis would keep as one listpack, or in one node of a quicklist: list-max-listpack-size.
type Limit struct {
	bytes   int // of the listpack, its frame counted
	entries int
	counted bool // the setting is a number of entries
}

const (
	// safeBytes bounds a node whose limit is a number of entries.
	safeBytes = 8 << 10
	// maxEntries is the largest number of entries that the setting can mean.
	maxEntries = 1<<15 - 1
	// frame is what Redis' listpack has around its entries.
	frame = 7
	// headroom is what Redis allows for beside the bytes of an element before it adds it to a node.
	headroom = 8
)

// LimitOf returns what a value of list-max-listpack-size means: -1 to -5 for 4, 8, 16, 32 and 64 KiB, else a number of entries.
func LimitOf(setting int64) Limit {
	if setting >= 0 {
		return Limit{bytes: safeBytes, entries: int(min(max(setting, 1), maxEntries)), counted: true}
	}
	return Limit{bytes: 2 << 10 << min(-setting, 5), entries: math.MaxInt}
}

// exceeded says whether a listpack of so many bytes and entries is too large.
func (l Limit) exceeded(bytes, entries int) bool { return bytes > l.bytes || entries > l.entries }

// half is the limit below which a list becomes a listpack again. Where entries count, nothing but their number does.
func (l Limit) half() Limit {
	if l.counted {
		return Limit{bytes: math.MaxInt, entries: l.entries / 2}
	}
	return Limit{bytes: l.bytes / 2, entries: l.entries}
}

// large says whether an element of n bytes gets a node of its own.
func (l Limit) large(n int) bool { return n > l.bytes }
