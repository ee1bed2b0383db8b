package stream

// What the same entry takes in a listpack of Redis. The limits of a node are in these bytes, so that a stream is cut into the same
// nodes, and an approximate trim removes the same entries. What a block really takes is less.

// listpackFrame is the header and the end mark of a listpack.
const listpackFrame = 7

// element is the size of a listpack's element with its packed bytes, which are followed by their length.
func element(packed int) int {
	switch {
	case packed < 128:
		return packed + 1
	case packed < 16383:
		return packed + 2
	case packed < 2097151:
		return packed + 3
	case packed < 268435455:
		return packed + 4
	}
	return packed + 5
}

// number is the size of an integer as an element of a listpack.
func number(n int64) int {
	switch {
	case n >= 0 && n < 128:
		return 2
	case n >= -4096 && n < 4096:
		return 3
	case n >= -1<<15 && n < 1<<15:
		return 4
	case n >= -1<<23 && n < 1<<23:
		return 5
	case n >= -1<<31 && n < 1<<31:
		return 6
	}
	return 10
}
