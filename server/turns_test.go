package server

import (
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"

	"redstart/server/client"
)

// What can happen to a connection that waits, before its first command and after one.
func TestWaitingConnection(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		do   func(t *testing.T, srv *Server, p *peer)
	}{
		{"a command", func(t *testing.T, srv *Server, p *peer) {
			p.want("SET key value", "OK")
		}},
		{"half a command, and the rest of it", func(t *testing.T, srv *Server, p *peer) {
			io.WriteString(p, "*2\r\n$4\r\nEC")
			eventually(t, "it has been read", func() bool { return srv.clients.List()[0].QueryLen.Load() == 10 })
			io.WriteString(p, "HO\r\n$2\r\nhi\r\n")
			p.wantReply("hi")
		}},
		{"the end", func(t *testing.T, srv *Server, p *peer) {
			p.Close()
			eventually(t, "the client is gone", func() bool { return srv.clients.Len() == 0 })
		}},
		{"a command and the end", func(t *testing.T, srv *Server, p *peer) {
			p.send("PING")
			p.Conn.(*net.TCPConn).CloseWrite()
			p.wantReply("PONG")
			p.wantEnd()
		}},
		{"CLIENT KILL", func(t *testing.T, srv *Server, p *peer) {
			srv.clients.List()[0].Kill()
			p.wantEnd()
			eventually(t, "the client is gone", func() bool { return srv.clients.Len() == 0 })
		}},
		{"the end of the server", func(t *testing.T, srv *Server, p *peer) {
			srv.Close(t.Context())
			p.wantEnd()
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv, addr := serving(t)
			p := dial(t, addr)
			eventually(t, "it is admitted", func() bool { return srv.clients.Len() == 1 })
			tt.do(t, srv, p)
		})
		t.Run(tt.name+" after a command", func(t *testing.T) {
			t.Parallel()
			srv, addr := serving(t)
			p := dial(t, addr)
			p.want("PING", "PONG")
			tt.do(t, srv, p)
		})
	}
}

// Sessions are woken all the time while their clients talk: no request and no reply is lost, and nobody hangs.
func TestWakesUnderLoad(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	var talking sync.WaitGroup
	for i := range 8 {
		p := dial(t, addr)
		talking.Go(func() {
			for n := range 300 {
				word := fmt.Sprintf("%d-%d-%s", i, n, strings.Repeat("x", n))
				p.send("ECHO "+word, "PING")
				p.wantReply(word)
				p.wantReply("PONG")
			}
		})
	}
	over := make(chan struct{})
	go func() {
		talking.Wait()
		close(over)
	}()
	for {
		select {
		case <-over:
			return
		default:
			for _, c := range srv.clients.List() {
				if !c.Has(client.CloseNow) {
					c.Wake()
				}
			}
			runtime.Gosched()
		}
	}
}

// A subscriber is not idle.
func TestSubscriberIsNotIdle(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "timeout 1")
	p := subscribed(t, addr, "c")
	srv.clock.Move(10_000_000_000)
	srv.sweepClients()
	if n := srv.pubsub.Publish(0, []byte("c"), []byte("x")); n != 1 {
		t.Fatalf("%d clients got it", n)
	}
	p.wantReply("[message c x]")
}
