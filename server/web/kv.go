package web

import (
	"net/http"
	"strings"
)

// Plain REST: /kv/{store}/{key} is a value, /kv/{store} the store. Both names are percent-decoded once, a segment's '/' may stand for
// itself in a key, and nothing is cleaned: "..", "//" and "%00" are parts of a key as any others.

// kvRequest is a request of /kv in its parts.
type kvRequest struct {
	store, key string
	whole      bool // the request is about the store; there is no key
	query      string
}

// The methods of a store and of a key, as Allow lists them.
const (
	kvStoreMethods = "GET, HEAD, DELETE"
	kvKeyMethods   = "GET, HEAD, PUT, DELETE"
)

// parseKV takes apart what follows /kv/.
func parseKV(rest string) (q kvRequest, f *fault) {
	path, query, _ := strings.Cut(rest, "?")
	store, key, hasKey := strings.Cut(path, "/")
	var storeOK, keyOK bool
	q.store, storeOK = percentDecode(store)
	q.key, keyOK = percentDecode(key)
	q.query, q.whole = query, !hasKey
	switch {
	case !storeOK || !keyOK:
		return q, badRequest("the path is not percent-encoded rightly")
	case q.store == "":
		return q, badRequest("the path is /kv/{store}/{key} or /kv/{store}")
	case hasKey && q.key == "": // of a client that left out the key; it must not clear the store
		return q, badRequest("the key is empty")
	}
	return q, nil
}

// serveKV answers a request under /kv/.
func (s *rest) serveKV(w http.ResponseWriter, r *http.Request) {
	_, rest, _ := strings.Cut(target(r), "/")
	if f := s.kv(w, r, rest); f != nil {
		s.drain(w, r)
		writeKVFault(w, f)
	}
}

func (s *rest) kv(w http.ResponseWriter, r *http.Request, rest string) *fault {
	q, f := parseKV(rest)
	if f != nil {
		return f
	}
	serve, methods := kvKeyServer(r.Method), kvKeyMethods
	if q.whole {
		serve, methods = kvStoreServer(r.Method), kvStoreMethods
	}
	if serve == nil {
		w.Header().Set("Allow", methods)
		return methodFault(r.Method, methods)
	}
	v, f := s.enter(r, token(r), q.store)
	if f != nil {
		return f
	}
	defer v.leave()
	return serve(s, w, r, hand{v.Conn}, q)
}

// kvServer serves one method, for a client that may use the store, which is selected.
type kvServer func(s *rest, w http.ResponseWriter, r *http.Request, c hand, q kvRequest) *fault

func kvKeyServer(method string) kvServer {
	switch method {
	case http.MethodGet, http.MethodHead:
		return (*rest).kvGet
	case http.MethodPut:
		return (*rest).kvPut
	case http.MethodDelete:
		return (*rest).kvDelete
	}
	return nil
}

func kvStoreServer(method string) kvServer {
	switch method {
	case http.MethodGet, http.MethodHead:
		return (*rest).kvList
	case http.MethodDelete:
		return (*rest).kvClear
	}
	return nil
}

// writeKVFault answers {"error":{"code":...,"message":...}}.
func writeKVFault(w http.ResponseWriter, f *fault) {
	f.head(w.Header())
	b := appendText([]byte(`{"error":{"code":`), f.code)
	b = appendText(append(b, `,"message":`...), f.message)
	writeJSON(w, f.status, append(b, "}}"...))
}
