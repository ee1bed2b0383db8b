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
	v := c.do("GET", q.key)
	if f := faultIn(v); f != nil {
		return f
	}
	there, value, etag := !v.IsNull(), v.Bytes(), ""
	if there {
		etag = etagOf(value)
	}
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
	h.Set("Content-Type", s.types.of(q.store, q.key, etag))
	w.Write(value)
	return nil
}
