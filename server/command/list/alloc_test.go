//go:build !race

package list

import (
	"strconv"
	"testing"
)

// The commands that make up nearly all traffic take no memory from the heap while the list's blocks have room.
func TestAllocations(t *testing.T) {
	b := newBench(t)
	b.Do("RPUSH small a b c")
	for i := range 5000 {
		b.Do("RPUSH large value:" + strconv.Itoa(i))
	}
	for _, line := range []string{
		"LRANGE small 0 -1",
		"LRANGE large 2000 2600",
		"LINDEX large 2500",
		"LSET large 2500 value:9999",
		"LSET small 1 x",
		"LPOS large value:4000",
		"LPOS large value:1 RANK -1 COUNT 0",
		"LMOVE large large LEFT RIGHT",
		"LMOVE small small LEFT RIGHT",
		"BLMOVE large large LEFT RIGHT 0",
		"LPUSHX none a",
		"LPOP none",
		"LREM large 1 none",
	} {
		if n := b.Allocs(line); n != 0 {
			t.Errorf("%s: %v allocations", line, n)
		}
	}
	for _, line := range []string{"LPUSH large value", "LPOP large", "RPUSH large value", "RPOP large", "LPUSH large a b", "LMPOP 1 large LEFT COUNT 2"} {
		if n := b.Allocs(line); n >= 1 { // a block now and then
			t.Errorf("%s: %v allocations", line, n)
		}
	}
}
