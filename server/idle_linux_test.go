package server

import (
	"net"
	"runtime"
	"syscall"
	"testing"
)

// idleConnections is how many connections are opened, where the process may have as many descriptors.
const idleConnections = 10_000

// idleBound is what an idle connection may take of our memory, bytes: 1.5 times what redis-server 7.0.15 takes right after connecting
// (9,691), and about as much as 8.0.2 does (5,643).
const idleBound = 6 << 10

// TestIdleConnections opens very many connections, each of which has run a command, and looks at what they cost.
func TestIdleConnections(t *testing.T) {
	n := idleConnections
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if most := int(limit.Cur)/2 - 100; n > most { // both ends are ours
		n = most
		t.Logf("%d connections only: the process may have %d descriptors", n, limit.Cur)
	}
	srv, addr := serving(t, "maxclients 20000")
	at, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	to := &syscall.SockaddrInet4{Port: at.Port, Addr: [4]byte{127, 0, 0, 1}}
	fds := make([]int, 0, n)
	defer func() {
		for _, fd := range fds {
			syscall.Close(fd)
		}
	}()
	before := memory()
	reply := make([]byte, 16)
	for range n {
		fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
		if err != nil {
			t.Fatal(err)
		}
		fds = append(fds, fd)
		if err := syscall.Connect(fd, to); err != nil {
			t.Fatal(err)
		}
		if _, err := syscall.Write(fd, []byte("PING\r\n")); err != nil {
			t.Fatal(err)
		}
		if k, err := syscall.Read(fd, reply); err != nil || string(reply[:k]) != "+PONG\r\n" {
			t.Fatalf("%q, %v", reply[:k], err)
		}
	}
	if got := srv.clients.Len(); got != n {
		t.Errorf("%d clients, want %d", got, n)
	}
	each := (memory() - before) / int64(n)
	t.Logf("%d bytes for each of %d connections", each, n)
	if each > idleBound && !raceEnabled {
		t.Errorf("an idle connection takes %d bytes, at most %d are allowed", each, idleBound)
	}
}

// memory is what the heap and the stacks take, bytes.
func memory() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}
