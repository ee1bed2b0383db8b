package table

const (
	// minAlloc is the least that a record asks for: below it the runtime packs several
	// allocations into one block, and one live record would keep its neighbours alive.
	minAlloc = 16
	// maxClass is the largest size that the runtime serves from size classes; above it
	// allocations are whole pages.
	maxClass = 32 << 10
	// classStep is the finest distance between two size classes.
	classStep = 8
)

// classes is what the allocator of this build does. It is measured once and never written again.
var classes = measureClasses()

// sizeClasses maps a size to what the allocator reserves for it.
type sizeClasses struct {
	steps [maxClass/classStep + 1]uint16 // by size in steps, rounded up; in steps
	page  int                            // bytes; a power of two
}

// measureClasses asks the allocator itself, so that no table of ours can disagree with the
// runtime that the program was built with. It allocates one block of each class.
func measureClasses() *sizeClasses {
	s := new(sizeClasses)
	for n := 0; n <= maxClass; {
		size := allocated(max(n, minAlloc))
		for ; n <= size && n <= maxClass; n += classStep {
			s.steps[n/classStep] = uint16(size / classStep)
		}
	}
	s.page = allocated(maxClass+1) - maxClass
	return s
}

// allocated returns the bytes that the allocator reserves for n pointer-free bytes.
func allocated(n int) int { return cap(append([]byte(nil), make([]byte, n)...)) }

// ClassSize returns the bytes that a pointer-free allocation of n bytes takes from the heap,
// 16 at least.
func ClassSize(n int) int {
	if n <= maxClass {
		return int(classes.steps[uint(n+classStep-1)/classStep]) * classStep
	}
	return (n + classes.page - 1) &^ (classes.page - 1)
}
