package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// How much of a body that nobody wants is read and dropped, so that a client that sends all of it before it looks for the answer finds
// the answer, not a connection that was reset, which it might try again.
const (
	drainLimit = 32 << 20
	drainTime  = 30 * time.Second // for all of it
)

// readValue reads the whole body as it is, whatever its Content-Type says. One of more than limit bytes is a fault with 413.
func (s *Server) readValue(w http.ResponseWriter, r *http.Request, store string, limit int64) ([]byte, *fault) {
	if r.ContentLength > limit {
		return nil, valueTooLarge(fmt.Sprintf("value would be %d bytes, store '%s' allows %d", r.ContentLength, store, limit))
	}
	body, err := s.readBody(w, r, nil, limit)
	switch {
	case errors.Is(err, errTooLarge):
		return nil, valueTooLarge(fmt.Sprintf("value would be more than the %d bytes that store '%s' allows", limit, store))
	case err != nil:
		return nil, badRequest(err.Error())
	}
	return body, nil
}

func valueTooLarge(message string) *fault {
	return &fault{http.StatusRequestEntityTooLarge, codeTooLarge, message}
}

// drain reads what is left of the body of a request that is refused, unless the client waits to be told whether it should send
// (Expect: 100-continue). A connection with a body that was not read to its end is closed behind the answer.
func (s *Server) drain(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength == 0 {
		return
	}
	if r.Header.Get("Expect") == "" {
		wait := deadline(w, r)
		wait(s.after(drainTime))
		for buf, left := make([]byte, startBody), drainLimit; left > 0; {
			n, err := r.Body.Read(buf)
			if errors.Is(err, io.EOF) {
				wait(time.Time{})
				return
			}
			if left -= n; err != nil {
				break
			}
		}
	}
	w.Header().Set("Connection", "close")
}
