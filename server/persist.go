package server

import (
	"redstart/server/config"
	"redstart/storage/aof"
)

// openLog reads the log's manifest; it changes nothing on disk.
func (srv *Server) openLog() (err error) {
	srv.aof, err = aof.Open(aof.Options{
		Dir:      srv.cfg.String(config.Dir),
		DirName:  srv.cfg.String(config.AppendDirname),
		FileName: srv.cfg.String(config.AppendFilename),
		Now:      srv.clock.Milli,
	})
	return err
}
