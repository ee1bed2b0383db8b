//go:build !linux

package server

// loop runs the session until its connection ends.
func (s *session) loop() { s.plain() }

// write sends b and returns how much of it was sent; false: the connection has failed.
func (s *session) write(b []byte) (int, bool) {
	n, err := s.conn.Write(b)
	return n, err == nil
}

// finWatch is needed by the raw loop alone.
type finWatch struct{}

func (*finWatch) start() error { return nil }
func (*finWatch) stop()        {}
