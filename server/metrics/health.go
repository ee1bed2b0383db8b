package metrics

import (
	"io"
	"net/http"
)

// Healthz answers that the process lives. It asks for no lock, so it answers whatever the server does.
func (m *Monitor) Healthz(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok") }

// Readyz answers whether the server may be sent requests: 200, or 503 with the reason while the data is being loaded, while writes
// are refused because the log cannot be written, and while the server ends.
func (m *Monitor) Readyz(w http.ResponseWriter, _ *http.Request) {
	if err := m.sources.Unready(); err != nil {
		answer(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	answer(w, http.StatusOK, "ready")
}

func answer(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	io.WriteString(w, text+"\n") // nobody is there to be told of an error
}
