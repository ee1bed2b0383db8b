package server

import "time"

// cron does what must be done now and then, until the server ends.
func (srv *Server) cron() {
	t := time.NewTicker(100 * time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-srv.done:
			return
		case <-t.C:
			srv.clock.Sync()
		}
	}
}
