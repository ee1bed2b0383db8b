package track

import "redstart/resp"

// message is one about keys that have changed, in both protocols, as far as they are needed.
type message struct {
	names   []string // empty: all keys
	writers [2]resp.Writer
	done    [2]bool
}

// begin makes it the message about the keys; without any, about all. names are kept until the next begin.
func (m *message) begin(names ...string) {
	m.names, m.done = names, [2]bool{}
}

// encoded is the message in RESP2 or RESP3. It is valid until begin.
func (m *message) encoded(resp3 bool) []byte {
	i := 0
	if resp3 {
		i = 1
	}
	w := &m.writers[i]
	if m.done[i] {
		return w.B
	}
	m.done[i] = true
	if cap(w.B) > keepMessage {
		w.B = nil
	}
	w.Reset()
	if resp3 {
		w.Push(2)
		w.BulkString("invalidate")
	} else {
		w.Array(3)
		w.BulkString("message")
		w.BulkString(channel)
	}
	if len(m.names) == 0 {
		w.Null()
		return w.B
	}
	w.Array(len(m.names))
	for _, name := range m.names {
		w.BulkString(name)
	}
	return w.B
}

// keepMessage is how large a buffer is kept for the next message.
const keepMessage = 64 << 10
