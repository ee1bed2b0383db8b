package bit

import (
	"redstart/resp"
	"redstart/server/command"
)

// step is one operation of BITFIELD.
type step struct {
	field
	what  verb
	how   overflow
	value int64 // of SET and INCRBY
}

// verb is what a step does with its field.
type verb uint8

const (
	get verb = iota
	set
	increment
)

// parseSteps reads the words from position 2 on and appends the steps to list. length is how many bytes the steps that write need; 0
// when none does.
func parseSteps(c *command.Ctx, list []step) (_ []step, length int, err error) {
	how := wrap
	a := c.Options(2)
	for a.More() {
		var s step
		switch left := a.Left() - 1; {
		case left >= 2 && a.Is("GET"):
		case left >= 3 && a.Is("SET"):
			s.what = set
		case left >= 3 && a.Is("INCRBY"):
			s.what = increment
		case left >= 1 && a.Is("OVERFLOW"):
			how = parseOverflow(&a)
			continue
		default:
			a.Fail(command.ErrSyntax)
			continue
		}
		s.how = how
		if s.field, err = parseField(c, a.Bytes(), a.Bytes()); err != nil {
			return nil, 0, err
		}
		if s.what != get {
			s.value = a.Int()
			length = max(length, s.end())
		}
		list = append(list, s)
	}
	return list, length, a.Err()
}

func parseOverflow(a *command.Args) overflow {
	switch {
	case a.Is("WRAP"):
		return wrap
	case a.Is("SAT"):
		return saturate
	case a.Is("FAIL"):
		return fail
	}
	a.Fail(command.ErrBitOverflow)
	return wrap
}

// parseField reads a field's type, like u8 or i16, and its place.
func parseField(c *command.Ctx, kind, place []byte) (f field, err error) {
	if len(kind) == 0 {
		return f, command.ErrBitFieldType
	}
	most := int64(63)
	switch kind[0] {
	case 'i':
		f.signed, most = true, 64
	case 'u':
	default:
		return f, command.ErrBitFieldType
	}
	size, ok := resp.ParseInt(kind[1:])
	if !ok || size < 1 || size > most {
		return f, command.ErrBitFieldType
	}
	f.size = uint(size)
	f.at, err = parseFieldOffset(c, place, f.size)
	return f, err
}

// apply does a step that writes to b and returns what it replies; ok is false where the value does not fit and the step fails.
func (s *step) apply(b []byte) (reply int64, changed, ok bool) {
	old := s.load(b)
	var v int64
	if s.what == set {
		reply = old
		v, ok = s.fit(s.value, s.how)
	} else {
		v, ok = s.add(old, s.value, s.how)
		reply = v
	}
	if !ok {
		return 0, false, false
	}
	s.store(b, v)
	return reply, v != old, true
}
