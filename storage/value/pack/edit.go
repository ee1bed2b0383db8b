package pack

import "slices"

// Insert puts v before the entry at pos, or at the end when pos is len(p). It works in place when p's capacity allows, else in a grown
// copy. v must not be a view of p.
func Insert(p Pack, pos int, v []byte) Pack {
	return splice(p, pos, pos, v)
}

// Replace puts v in place of the entry at pos. It works in place when p's capacity allows, else in a grown copy. v must not be a view of p.
func Replace(p Pack, pos int, v []byte) Pack {
	return splice(p, pos, after(p, pos), v)
}

// Remove takes out n entries from pos on, or all from there when they are fewer, in place.
func Remove(p Pack, pos, n int) Pack {
	end := pos
	for ; n > 0 && end < len(p); n-- {
		end = after(p, end)
	}
	return append(p[:pos], p[end:]...)
}

// splice puts the entry of v in place of the bytes from pos to end.
func splice(p Pack, pos, end int, v []byte) Pack {
	var head [maxHead]byte
	n, data := encode(&head, v)
	length := n + len(data)
	tail := tailSize(length)
	p = shift(p, end, pos+length+tail-end)
	copy(p[pos:], head[:n])
	copy(p[pos+n:], data)
	putTail(p[pos+length:pos+length+tail], length)
	return p
}

// shift moves what stands from pos on by the given distance, which may be negative, and makes p longer or shorter by it.
func shift(p Pack, pos, by int) Pack {
	size := len(p)
	if by > 0 {
		p = slices.Grow(p, by)
	}
	p = p[:max(size, size+by)]
	copy(p[pos+by:], p[pos:size])
	return p[:size+by]
}
