package command

import (
	"math"

	"redstart/resp"
	"redstart/server/config"
	"redstart/storage/table"
	"redstart/storage/value"
)

// packedNames are the names of the forms of packed values.
var packedNames = [...][4]string{
	table.KindList: {"listpack"},
	table.KindSet:  {"intset", "listpack"},
	table.KindZSet: {"listpack"},
	table.KindHash: {"listpack", "listpackex"},
}

// maxEmbedded is the length of the longest string that Redis keeps in one piece with its header.
const maxEmbedded = 44

// Encoding names how Redis would keep a value.
func Encoding(r table.Record) string {
	if !r.Packed() {
		return r.Object().(value.Object).Encoding()
	}
	if r.Kind() != table.KindString {
		return packedNames[r.Kind()][r.Form()]
	}
	if r.Raw() || len(r.Value()) > maxEmbedded {
		return "raw"
	}
	if _, ok := IntOf(r); ok {
		return "int"
	}
	return "embstr"
}

// IntOf returns the integer in a string that Redis would keep as one.
func IntOf(r table.Record) (n int64, ok bool) {
	if r.Raw() || r.Text() {
		return 0, false
	}
	return resp.ParseInt(r.Value())
}

// The values that Redis shares.
const (
	sharedInts  = 10000 // integers below
	sharedCount = math.MaxInt32
)

// Refcount is the number of references to a value, as if integers were shared as Redis shares them: unless eviction needs each value's
// clock.
func (c *Ctx) Refcount(r table.Record) int64 {
	if r.Kind() != table.KindString {
		return 1
	}
	n, ok := IntOf(r)
	if !ok || n < 0 || n >= sharedInts || c.Srv.Config.Int(config.MaxMemory) > 0 && clocked(c.Srv.Config.Int(config.MaxMemoryPolicy)) {
		return 1
	}
	return sharedCount
}

// clocked reports whether a policy chooses by the access clock.
func clocked(policy int64) bool {
	switch policy {
	case config.VolatileLRU, config.VolatileLFU, config.AllKeysLRU, config.AllKeysLFU:
		return true
	}
	return false
}
