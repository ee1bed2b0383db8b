package stream

import (
	"testing"
	"unsafe"

	"redstart/storage/table"
)

// What Mem counts for the structures is what the allocator gives them.
func TestSizes(t *testing.T) {
	for _, c := range []struct {
		name       string
		size, want int
	}{
		{"Stream", int(unsafe.Sizeof(Stream{})), streamBytes},
		{"block", int(unsafe.Sizeof(block{})), blockBytes},
		{"blockRef", int(unsafe.Sizeof(blockRef{})), blockRef{}.bytes()},
		{"Group", int(unsafe.Sizeof(Group{})) + pointerBytes, groupBytes},
		{"Consumer", int(unsafe.Sizeof(Consumer{})) + pointerBytes, consumerBytes},
		{"Delivery", int(unsafe.Sizeof(Delivery{})), Delivery{}.bytes()},
		{"node", int(unsafe.Sizeof(node[member]{})), nodeBytes},
	} {
		if c.size != c.want && table.ClassSize(c.size) != c.want && table.ClassSize(c.size-pointerBytes)+pointerBytes != c.want {
			t.Errorf("%s takes %d bytes, counted as %d", c.name, c.size, c.want)
		}
	}
}
