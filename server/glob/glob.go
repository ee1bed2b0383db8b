// Package glob matches the patterns of KEYS, SCAN, CONFIG GET and PSUBSCRIBE: * for any bytes, ? for one byte, [a-z] and [^a-z]
// for one out of a class, and \ before a byte that is meant as it is. It agrees with Redis in every case, also for patterns
// that end in the middle of a class.
package glob

// Match reports whether the whole of s matches pattern; nocase makes ASCII letters equal in both cases. It does not allocate, and
// takes at most len(pattern) * len(s) steps, whatever the pattern is.
func Match(pattern, s []byte, nocase bool) bool {
	if len(s) == 0 { // KEYS knows a lone star as everything; to the matching itself, stars need something to match
		return len(pattern) == 0 || string(pattern) == "*"
	}
	// Each element of a pattern except * takes exactly one byte, so when a match fails behind a *, only the last * needs to
	// take more: an earlier one could gain nothing by it.
	star, resume := -1, 0 // where the pattern goes on behind the last *, and the first byte that it has not tried to take
	p, i := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			p++
			star, resume = p, i
			continue
		case p < len(pattern):
			if n, ok := matchOne(pattern[p:], s[i], nocase); ok {
				p += n
				i++
				continue
			}
		}
		if star < 0 {
			return false
		}
		resume++
		p, i = star, resume
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// matchOne matches the element at the start of pattern, which is not empty and not *, and returns its length.
func matchOne(pattern []byte, c byte, nocase bool) (n int, ok bool) {
	switch pattern[0] {
	case '?':
		return 1, true
	case '[':
		return matchClass(pattern, c, nocase)
	case '\\':
		if len(pattern) > 1 {
			return 2, equal(pattern[1], c, nocase)
		}
	}
	return 1, equal(pattern[0], c, nocase)
}

// matchClass matches the class at the start of pattern. A class that is not closed ends with the pattern.
func matchClass(pattern []byte, c byte, nocase bool) (n int, ok bool) {
	p := 1
	not := p < len(pattern) && pattern[p] == '^'
	if not {
		p++
	}
	for ; p < len(pattern) && pattern[p] != ']'; p++ {
		switch {
		case pattern[p] == '\\' && p+1 < len(pattern):
			p++
			ok = ok || equal(pattern[p], c, nocase)
		case p+2 < len(pattern) && pattern[p+1] == '-':
			ok = ok || between(pattern[p], pattern[p+2], c, nocase)
			p += 2
		default:
			ok = ok || equal(pattern[p], c, nocase)
		}
	}
	if p < len(pattern) {
		p++ // the closing bracket
	}
	return p, ok != not
}

func equal(a, b byte, nocase bool) bool {
	return a == b || nocase && lower(a) == lower(b)
}

// between reports whether c is from lo to hi, or from hi to lo.
func between(lo, hi, c byte, nocase bool) bool {
	if lo > hi {
		lo, hi = hi, lo
	}
	if nocase {
		lo, hi, c = lower(lo), lower(hi), lower(c)
	}
	return lo <= c && c <= hi
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
