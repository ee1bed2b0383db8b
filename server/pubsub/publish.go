package pubsub

import (
	"redstart/resp"
	"redstart/server/client"
	"redstart/server/glob"
)

// everyDatabase stands for the database of a message that tells of none.
const everyDatabase = -1

// Publish delivers a message to those of a scope who are subscribed to the channel, and then to those with a pattern that matches it. It
// returns to how many. It keeps neither channel nor message.
func (h *Hub) Publish(scope int, channel, message []byte) int {
	if h.clients.Load() == 0 {
		return 0
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.publish(h.space(scope), channel, message, everyDatabase)
}

// Notify delivers a message that tells of a database to those who may know of it: in the store's own scope, and in that of everybody.
func (h *Hub) Notify(db int, channel, message []byte) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	h.publish(&h.shared, channel, message, db)
	if h.stores != nil {
		h.publish(h.stores[db+1], channel, message, db)
	}
}

// publish delivers a message, which tells of a database, to those in a space. The caller holds mu.
func (h *Hub) publish(in *space, channel, message []byte, db int) int {
	if in == nil {
		return 0
	}
	n := 0
	t := in.topics[Channel][string(channel)]
	if t == nil && len(in.patterns) == 0 {
		return 0
	}
	h.Courier.Note()
	e := h.encoder()
	if t != nil {
		e.begin("message", nil, channel, message)
		n += h.deliver(t, e, db)
	}
	for _, t := range in.patterns {
		if glob.Match(t.name, channel, false) {
			e.begin("pmessage", t.name, channel, message)
			n += h.deliver(t, e, db)
		}
	}
	h.recycle(e)
	return n
}

// PublishShard delivers a message to those of a scope who are subscribed to the channel of a shard. It returns to how many.
func (h *Hub) PublishShard(scope int, channel, message []byte) int {
	if h.clients.Load() == 0 {
		return 0
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	in := h.space(scope)
	if in == nil {
		return 0
	}
	t := in.topics[Shard][string(channel)]
	if t == nil {
		return 0
	}
	h.Courier.Note()
	e := h.encoder()
	e.begin("smessage", nil, channel, message)
	n := h.deliver(t, e, everyDatabase)
	h.recycle(e)
	return n
}

// deliver posts a message, which tells of a database, to all who are subscribed and may know of it, and closes those who have not read too
// much.
func (h *Hub) deliver(t *topic, e *encoder, db int) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := 0
	for _, s := range t.seats {
		if s.c.Has(client.Restricted) && !h.reaches(s.c, db) {
			continue
		}
		n++
		b, shared := e.encoded(s.c.Proto.Load() == 3)
		if !s.c.Out.Post(b, shared) {
			s.c.Kill()
		}
	}
	return n
}

// reaches reports whether a client who may not do everything gets a message, which tells of a database.
func (h *Hub) reaches(c *client.Client, db int) bool {
	if db == everyDatabase {
		return c.Identity().Live() // it may listen to what a new store calls its own
	}
	return h.Sees == nil || h.Sees(c, db)
}

// encoder is a message in both protocols, as far as they are needed.
type encoder struct {
	kind                   string
	pattern, channel, text []byte
	forms                  [2]resp.Writer // RESP2, RESP3
	done                   [2]bool
}

// shareFrom is the size from which a message is not copied for each subscriber.
const shareFrom = 16 << 10

func (h *Hub) encoder() *encoder {
	if e, ok := h.encoders.Get().(*encoder); ok {
		return e
	}
	e := &encoder{}
	e.forms[1].RESP3 = true
	return e
}

// recycle takes e back, without what it was given.
func (h *Hub) recycle(e *encoder) {
	e.begin("", nil, nil, nil)
	h.encoders.Put(e)
}

// begin makes e the encoder of a message. pattern is nil where none matched.
func (e *encoder) begin(kind string, pattern, channel, text []byte) {
	e.kind, e.pattern, e.channel, e.text = kind, pattern, channel, text
	e.done = [2]bool{}
}

// encoded is the message in RESP2 or RESP3; shared: it will not be written to again.
func (e *encoder) encoded(resp3 bool) (b []byte, shared bool) {
	i := 0
	if resp3 {
		i = 1
	}
	if !e.done[i] {
		e.done[i] = true
		e.encode(&e.forms[i])
	}
	return e.forms[i].B, len(e.forms[i].B) >= shareFrom
}

func (e *encoder) encode(w *resp.Writer) {
	if cap(w.B) >= shareFrom { // it may be shared
		w.B = nil
	}
	w.Reset()
	n := 3
	if e.kind == "pmessage" {
		n = 4
	}
	w.Push(n)
	w.BulkString(e.kind)
	if n == 4 {
		w.Bulk(e.pattern)
	}
	w.Bulk(e.channel)
	w.Bulk(e.text)
}
