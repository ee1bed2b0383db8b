package web

import (
	"net/http"
	"strconv"
	"strings"
)

// rest serves /kv and /fal. It may be used from several goroutines.
type rest struct {
	*Server
	seal  *bearerSeal
	types *contentTypes
}

// openDoors adds what rest serves.
func (s *Server) openDoors() {
	d := &rest{Server: s, seal: newBearerSeal(s.BearerKey), types: newContentTypes(s.Host)}
	s.doors["kv"], s.doors["fal"] = d.serveKV, d.serveFal
}

// hand is a client at work for a request.
type hand struct{ Conn }

// do is Do for a few short words.
func (c hand) do(words ...string) Reply {
	b := make([][]byte, len(words))
	for i, w := range words {
		b[i] = []byte(w)
	}
	return c.Do(b...)
}

// faultIn is nil unless the reply is an error.
func faultIn(r Reply) *fault {
	if !r.IsError() {
		return nil
	}
	return faultOf(string(r.line()))
}

// enter returns a client with the identity of the request and the store selected, or why there is none. The caller must leave.
func (s *rest) enter(r *http.Request, credentials, store string) (visit, *fault) {
	v, f := s.identify(r, credentials)
	if f != nil {
		return v, f
	}
	if err := v.Store(store); err != nil {
		v.leave()
		return v, faultFrom(err)
	}
	return v, nil
}

// identify returns a client that may do what the credentials allow. The caller must leave.
func (s *rest) identify(r *http.Request, credentials string) (visit, *fault) {
	if isBearer(credentials) {
		opened, ok := s.seal.open(credentials, s.Clock.Milli())
		if !ok {
			return visit{}, &fault{http.StatusUnauthorized, "WRONGPASS", "the bearer token is not valid, or no longer"}
		}
		credentials = opened
	}
	v, err := s.admit(r, credentials)
	if err != nil {
		return v, faultFrom(err)
	}
	return v, nil
}

// onlyToken refuses the parameters that a request does not know: a misspelt ttl would keep a value for ever.
func onlyToken(name, _ string) *fault {
	if name == "_token" {
		return nil
	}
	return badRequest("unknown parameter '" + name + "'")
}

// writeJSON answers with a whole text of JSON.
func writeJSON(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h["Content-Type"] = jsonType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	w.Write(body)
}

// appendText appends s as a string of JSON.
func appendText(dst []byte, s string) []byte {
	e := encoder{out: dst}
	e.text([]byte(s))
	return e.out
}

// authorization is the scheme of a request's header Authorization in lower case, and what follows it.
func authorization(r *http.Request) (scheme, rest string) {
	scheme, rest, _ = strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.ToLower(scheme), strings.TrimSpace(rest)
}
