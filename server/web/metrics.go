package web

import "net/http"

// serveMetrics answers a scrape of whoever may see what INFO shows.
func (s *Server) serveMetrics(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		refuse(w, errMethod)
		return
	}
	v, err := s.admit(r, token(r))
	if err != nil {
		refuse(w, err)
		return
	}
	sees, err := v.Observe()
	v.leave()
	if err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	s.Metrics(w, r, sees)
}
