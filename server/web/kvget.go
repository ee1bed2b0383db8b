package web

import (
	"net/http"
	"strconv"
)

// kvGet answers with a value's bytes, its type and its entity tag.
func (s *rest) kvGet(w http.ResponseWriter, r *http.Request, c hand, q kvRequest) *fault {
	if f := parseQuery(q.query, onlyToken); f != nil {
		return f
	}
	asked, f := conditionsOf(r.Header)
	if f != nil {
		return f
	}
	v, etag, kind := s.look(c, q)
	if f := faultIn(v); f != nil {
		return f
	}
	there, value := !v.IsNull(), v.Bytes()
	switch {
	case !asked.matches(there, etag):
		return preconditionFault()
	case !there:
		return &fault{http.StatusNotFound, codeNotFound, "no value for this key"}
	}
	h := w.Header()
	h.Set("ETag", etag)
	h.Set("X-Content-Type-Options", "nosniff") // what was stored as data is not guessed to be a page
	if !asked.differs(true, etag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Length", strconv.Itoa(len(value)))
	h.Set("Content-Type", kind)
	w.Write(value)
	return nil
}

// look reads a value. Its tag and its type are those of the value, if there is one.
func (s *rest) look(c hand, q kvRequest) (v Reply, etag, kind string) {
	lock := s.types.lock(q.store, q.key)
	lock.RLock()
	defer lock.RUnlock()
	if v = c.do("GET", q.key); faultIn(v) == nil && !v.IsNull() {
		etag = etagOf(v.Bytes())
		kind = s.types.of(q.store, q.key, etag)
	}
	return v, etag, kind
}
