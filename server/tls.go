package server

import "crypto/tls"

func (srv *Server) tlsConfig() (*tls.Config, error) { return &tls.Config{}, nil }

const protectedText = "-DENIED Redis is running in protected mode\r\n"
