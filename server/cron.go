package server

import "time"

// cron does what must be done now and then, until the server ends.
func (srv *Server) cron() {
	t := time.NewTicker(100 * time.Millisecond)
	defer t.Stop()
	ticks := 0
	for {
		select {
		case <-srv.done:
			return
		case <-t.C:
			srv.clock.Sync()
			if ticks++; ticks%10 == 0 {
				srv.sweepClients()
			}
		}
	}
}
