package web

import (
	"net/http"
	"time"
)

// serveFalToken exchanges "Authorization: Key id:secret" for a bearer token. The whole of id:secret is a store's token, or id is a user
// and secret its password; without a colon too, it may be a store's token.
func (s *rest) serveFalToken(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		writeFalFault(w, methodFault(r.Method, http.MethodPost))
		return
	}
	scheme, key := authorization(r)
	if scheme != "key" || key == "" {
		writeFalFault(w, &fault{http.StatusUnauthorized, "NOAUTH", "the request needs the header Authorization: Key id:secret"})
		return
	}
	v, f := s.identify(r, key)
	if f != nil {
		writeFalFault(w, f)
		return
	}
	v.leave()
	end := (s.Clock.Milli() + bearerLife) / 1000 * 1000
	b := appendText([]byte(`{"token":`), s.seal.seal(key, end))
	b = appendText(append(b, `,"token_type":"Bearer","base_url":`...), falBase(r))
	b = appendText(append(b, `,"expires_at":`...), time.UnixMilli(end).UTC().Format("2006-01-02T15:04:05+00:00"))
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, append(b, '}'))
}

// falBase is the address that the client has used, up to what it puts in front of /get, /set and /delete.
func falBase(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https://"
	}
	return scheme + r.Host + "/fal"
}

// falLogin is what a request under /fal authenticates with: a bearer token of ours, a token of a store, or a key in its place.
func falLogin(r *http.Request) string {
	if scheme, rest := authorization(r); scheme == "bearer" || scheme == "key" {
		return rest
	}
	return ""
}
