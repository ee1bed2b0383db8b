package stream

import "redstart/server/command"

// reading is what XREAD and XREADGROUP are asked for.
type reading struct {
	count           int64 // of entries of each stream at most; 0: all
	blocks          bool
	deadline        int64 // as command.Block has it
	group, consumer []byte
	noAck           bool
	first           int // the position of the first key
	streams         int // how many keys there are; their IDs follow them
}

// key is the key of stream i, and id the word of its ID.
func (o *reading) key(c *command.Ctx, i int) []byte { return c.Arg(o.first + i) }
func (o *reading) id(c *command.Ctx, i int) []byte  { return c.Arg(o.first + o.streams + i) }

// parseReading reads the words of XREAD, or, with ofGroup, of XREADGROUP.
func parseReading(c *command.Ctx, ofGroup bool) (reading, error) {
	var o reading
	a := c.Options(1)
	for o.first == 0 && a.More() {
		more := a.Left() - 1
		switch {
		case more > 0 && a.Is("BLOCK"):
			ms, err := c.Timeout(a.Bytes())
			if err != nil {
				return o, err
			}
			o.blocks, o.deadline = true, c.Deadline(ms)
		case more > 0 && a.Is("COUNT"):
			o.count = max(a.Int(), 0)
		case more > 0 && a.Is("STREAMS"):
			o.first, o.streams = c.Len()-a.Left(), a.Left()/2
			if a.Left()%2 != 0 {
				return o, unbalanced(ofGroup)
			}
		case more > 1 && a.Is("GROUP"):
			if !ofGroup {
				return o, command.ErrStreamReadGroup
			}
			o.group, o.consumer = a.Bytes(), a.Bytes()
		case a.Is("NOACK"):
			if o.noAck = true; !ofGroup {
				return o, command.ErrStreamReadNoAck
			}
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	switch {
	case a.Err() != nil:
		return o, a.Err()
	case o.first == 0:
		return o, command.ErrSyntax
	case ofGroup && o.group == nil:
		return o, command.ErrStreamNoGroupWord
	}
	return o, nil
}

func unbalanced(ofGroup bool) error {
	if ofGroup {
		return command.ErrUnbalancedGroup
	}
	return command.ErrUnbalancedRead
}

// isWord reports whether b is the one-byte word w.
func isWord(b []byte, w byte) bool { return len(b) == 1 && b[0] == w }
