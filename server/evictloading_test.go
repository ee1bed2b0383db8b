package server

import "testing"

// While the log is loaded nothing is evicted: the log's next command on such a key would make another value of it.
func TestNoEvictionWhileLoading(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	s := quietSession(t, srv)
	s.script(t, [][2]string{
		{"SET k v", "OK"},
		{"CONFIG SET maxmemory-policy allkeys-lru", "OK"},
	}...)
	srv.setGate(gateLoading, true)
	s.script(t, [][2]string{
		{"CONFIG SET maxmemory 1", "OK"},
		{"SET l v", "LOADING Redis is loading the dataset in memory"},
	}...)
	srv.setGate(gateLoading, false)
	s.script(t, [][2]string{
		{"CONFIG SET maxmemory 0", "OK"},
		{"GET k", "v"},
	}...)
}
