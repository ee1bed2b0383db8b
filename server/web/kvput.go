package web

import (
	"net/http"
	"strconv"
)

// kvPut sets a value: 201 for a key that was not there, 200 for another, 412 where a condition does not hold.
func (s *rest) kvPut(w http.ResponseWriter, r *http.Request, c hand, q kvRequest) *fault {
	life, f := kvLife(q.query)
	if f != nil {
		return f
	}
	asked, f := conditionsOf(r.Header)
	if f != nil {
		return f
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" { // GET could not tell of it
		return &fault{http.StatusUnsupportedMediaType, codeBadRequest, "a Content-Encoding is not kept"}
	}
	value, f := s.readValue(w, r, q.store, c.ValueLimit())
	if f != nil {
		return f
	}

	etag := etagOf(value)
	created, f := s.keep(r, c, q, value, etag, life, asked)
	if f != nil {
		return f
	}
	w.Header().Set("ETag", etag)
	if created {
		writeJSON(w, http.StatusCreated, []byte(`{"created":true}`))
		return nil
	}
	writeJSON(w, http.StatusOK, []byte(`{"created":false}`))
	return nil
}

// keep sets a value and its type under the conditions, and tells whether the key was new.
func (s *rest) keep(r *http.Request, c hand, q kvRequest, value []byte, etag string, life life, asked conditions) (created bool, f *fault) {
	lock := s.types.lock(q.store, q.key)
	lock.Lock()
	defer lock.Unlock()
	set := append([][]byte{[]byte("SET"), []byte(q.key), value}, life.words...)
	if created, f = c.put(r, []byte(q.key), set, asked); f == nil {
		s.types.put(c, q.store, q.key, etag, typeToKeep(r.Header), life.orDefault(c.DefaultLife()))
	}
	return created, f
}

// put runs set under the conditions, and tells whether the key was new. Each way is atomic: what it answers was so at the instant of the change.
func (c hand) put(r *http.Request, key []byte, set [][]byte, asked conditions) (created bool, f *fault) {
	switch {
	case asked.none():
		return c.putAny(r, set)
	case asked.onlyNew():
		created, f = c.putIf(set, "NX")
	case asked.onlyThere():
		var done bool
		if done, f = c.putIf(set, "XX"); done || f != nil {
			return false, f
		}
		return false, preconditionFault()
	default:
		exists, _, f := c.changeIf(r, key, set, asked)
		return !exists, f
	}
	if f == nil && !created {
		f = preconditionFault()
	}
	return created, f
}

// putAny sets the key whether it is there or not. A key can come or go between the two tries, but then somebody else has got on.
func (c hand) putAny(r *http.Request, set [][]byte) (created bool, f *fault) {
	for r.Context().Err() == nil {
		if done, f := c.putIf(set, "NX"); done || f != nil {
			return done, f
		}
		if done, f := c.putIf(set, "XX"); done || f != nil {
			return false, f
		}
	}
	return false, goneFault()
}

// putIf sets the key if it is not there (NX), or if it is (XX).
func (c hand) putIf(set [][]byte, when string) (done bool, f *fault) {
	v := c.Do(append(set[:len(set):len(set)], []byte(when))...)
	return !v.IsNull(), faultIn(v)
}

// changeIf runs a command that changes the key, if the conditions hold for what the key has at that instant. exists tells whether it was
// there, and v is the command's reply.
func (c hand) changeIf(r *http.Request, key []byte, change [][]byte, asked conditions) (exists bool, v Reply, f *fault) {
	defer c.Unwatch()
	for r.Context().Err() == nil {
		if f := faultIn(c.Watch(key)); f != nil {
			return false, v, f
		}
		old := c.Do([]byte("GET"), key)
		etag := ""
		exists = !old.IsNull()
		if f := faultIn(old); f == nil && exists {
			etag = etagOf(old.Bytes())
		} else if f != nil && f.code != "WRONGTYPE" { // which is there, without a tag
			return false, v, f
		}
		if !asked.matches(exists, etag) || !asked.differs(exists, etag) {
			return exists, v, preconditionFault()
		}
		all := c.Tx([][][]byte{change})
		if f := faultIn(all); f != nil {
			return exists, v, f
		}
		if !all.IsNull() { // nobody has changed the key since
			v = all.Elems()[0]
			return exists, v, faultIn(v)
		}
	}
	return false, v, goneFault()
}

// life is a time to live: what SET is told of it, none for none, and how long it is, in ms.
type life struct {
	words [][]byte
	ms    int64
}

// orDefault is the time to live, in ms, where the default is that of what has none.
func (l life) orDefault(otherwise int64) int64 {
	if l.words == nil {
		return otherwise
	}
	return l.ms
}

// kvLife reads ?ttl= and ?ttl_ms=.
func kvLife(query string) (l life, f *fault) {
	f = parseQuery(query, func(name, value string) *fault {
		unit, ms := "", int64(0)
		switch name {
		case "ttl":
			unit, ms = "EX", 1000
		case "ttl_ms":
			unit, ms = "PX", 1
		default:
			return onlyToken(name, value)
		}
		if l.words != nil {
			return badRequest("ttl and ttl_ms are given once, and not both")
		}
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n <= 0 {
			return &fault{http.StatusBadRequest, "TTLRANGE", name + " must be a whole number, more than 0"}
		}
		l = life{[][]byte{[]byte(unit), strconv.AppendInt(nil, n, 10)}, n * ms} // SET refuses an n that is too large
		return nil
	})
	return l, f
}
