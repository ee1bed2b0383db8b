package list

import (
	"encoding/binary"

	"redstart/storage/value/pack"
)

// A packed list is the number of its entries, two bytes, and the entries.
const (
	countSize = 2
	// maxPacked is the bytes up to which a list that becomes larger stays packed, and minPacked those below which a List that becomes
	// smaller is packed. A change of a packed list copies it.
	maxPacked = 1 << 10
	minPacked = maxPacked / 2
)

// count reads the number of entries of a packed list.
func count(p []byte) int { return int(binary.LittleEndian.Uint16(p)) }

// setCount writes the number of entries.
func setCount(p []byte, n int) { binary.LittleEndian.PutUint16(p, uint16(n)) }

// entries returns a view of the entries of a packed list.
func entries(p []byte) pack.Pack { return pack.Pack(p[countSize:]) }
