package web

import (
	"net/http"
	"time"
)

// stamp is a second as the header Date has it.
type stamp struct {
	second int64
	text   string
}

// date is the time now.
func (s *Server) date() string {
	second := s.Clock.Milli() / 1000
	if d := s.stamp.Load(); d != nil && d.second == second {
		return d.text
	}
	text := time.Unix(second, 0).UTC().Format(http.TimeFormat)
	s.stamp.Store(&stamp{second, text})
	return text
}
