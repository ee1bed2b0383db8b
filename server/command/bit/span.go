package bit

import "redstart/server/command"

// span is a part of a string, as BITCOUNT and BITPOS take it: from start to end, both included, counted in bytes or bits, negative
// ones from the string's end.
type span struct {
	start, end int64
	inBits     bool
}

// setUnit reads the word that says what a span counts.
func (s *span) setUnit(word []byte) error {
	switch {
	case command.Fold(word, "BIT"):
		s.inBits = true
	case !command.Fold(word, "BYTE"):
		return command.ErrSyntax
	}
	return nil
}

// bits returns the positions of the first and the last bit that the span has in a string of n bytes; ok is false for none.
func (s span) bits(n int) (from, to int64, ok bool) {
	length, unit := int64(n), int64(8)
	if s.inBits {
		length, unit = 8*length, 1
	}
	from, to = s.start, s.end
	if from < 0 {
		from = max(from+length, 0)
	}
	if to < 0 {
		to = max(to+length, 0)
	}
	to = min(to, length-1)
	return from * unit, to*unit + unit - 1, from <= to
}
