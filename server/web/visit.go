package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// visit is a request's use of a client: it acts as the user of the request's token.
type visit struct {
	Conn
	at *conn
}

// leave ends it. It should come before a long reply is written.
func (v visit) leave() { v.at.put(v.Conn) }

// admit gives the request a client, which acts as the user whom the token stands for. The caller must leave. The errors are
// those of this package, for refuse.
func (s *Server) admit(r *http.Request, token string) (visit, error) {
	return s.visit(connOf(r), r, token)
}

// visit is admit for a request that came by c. r is nil for one that no browser has sent.
func (s *Server) visit(c *conn, r *http.Request, token string) (visit, error) {
	if r != nil && s.Host.Open() && s.isForeign(r) {
		return visit{}, errForeign
	}
	k, err := c.take()
	if err != nil {
		return visit{}, err
	}
	v := visit{k, c}
	if err := k.Auth(token); err != nil {
		v.leave()
		return visit{}, err
	}
	return v, nil
}

// token is what the request shows: a bearer's token, a user's name and password, or the parameter _token; empty: none.
func token(r *http.Request) string {
	if t, ok := bearer(r.Header); ok {
		return t
	}
	if name, pass, ok := r.BasicAuth(); ok {
		if name == "" {
			return pass
		}
		return name + ":" + pass
	}
	return queryToken(r.URL.RawQuery)
}

// queryToken is the parameter _token of a query.
func queryToken(query string) string {
	for pair := range strings.SplitSeq(query, "&") {
		if t, ok := strings.CutPrefix(pair, "_token="); ok {
			if t, err := url.QueryUnescape(t); err == nil {
				return t
			}
		}
	}
	return ""
}

// bearer is the token of the header Authorization.
func bearer(h http.Header) (string, bool) {
	all := h["Authorization"]
	if len(all) != 1 {
		return "", false
	}
	return bearerToken(all[0])
}

// bearerToken is the token in that header's value.
func bearerToken(value string) (string, bool) {
	const scheme = "bearer "
	if len(value) < len(scheme) || !strings.EqualFold(value[:len(scheme)], scheme) {
		return "", false
	}
	return strings.TrimSpace(value[len(scheme):]), true
}

// isForeign reports whether a browser sends the request for a page of another site. Where no token is asked for, such a page could use
// whatever the browser can reach.
func (s *Server) isForeign(r *http.Request) bool {
	if site := r.Header["Sec-Fetch-Site"]; len(site) > 0 && (site[0] == "cross-site" || site[0] == "same-site") {
		return !s.isWelcome(r)
	}
	origin := r.Header["Origin"]
	if len(origin) == 0 {
		return false
	}
	_, host, _ := strings.Cut(origin[0], "://")
	return host != r.Host && !s.isWelcome(r)
}

// isWelcome reports whether pages of the request's origin may call.
func (s *Server) isWelcome(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	allowed := s.Origins()
	return origin != "" && (slices.Contains(allowed, origin) || slices.Contains(allowed, "*"))
}

// cors adds what a browser wants to see where a page of an allowed site calls. It reports whether the request only asks for that.
func (s *Server) cors(w http.ResponseWriter, r *http.Request) (done bool) {
	if len(r.Header["Origin"]) == 0 || !s.isWelcome(r) {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	h.Set("Vary", "Origin")
	h.Set("Access-Control-Expose-Headers", "Upstash-Sync-Token, ETag")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE")
	h.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
	return true
}
