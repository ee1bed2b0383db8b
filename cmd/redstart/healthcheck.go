package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"redstart/resp"
)

// healthTime bounds a health check, connecting included.
const healthTime = 3 * time.Second

// healthcheck asks the server at an address whether it answers: redstart --healthcheck [host:port or socket] [--requirepass password].
// password is the one to use when the arguments have none; "" for none. A server that wants a password and gets none counts as
// healthy: it serves.
func healthcheck(args []string, password string) error {
	addr := "127.0.0.1:6379"
	if len(args) > 0 && !strings.HasPrefix(args[0], "--") {
		addr, args = args[0], args[1:]
	}
	switch {
	case len(args) == 2 && args[0] == "--requirepass":
		password = args[1]
	case len(args) != 0:
		return errors.New("usage: redstart --healthcheck [host:port or socket] [--requirepass password]")
	}
	network := "tcp"
	if strings.Contains(addr, "/") {
		network = "unix"
	}
	conn, err := net.DialTimeout(network, addr, healthTime)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(healthTime))
	return ask(conn, password)
}

func ask(conn net.Conn, password string) error {
	r := bufio.NewReader(conn)
	if password != "" {
		v, err := call(conn, r, "AUTH", password)
		if err != nil {
			return err
		}
		// A server without a password refuses AUTH with ERR.
		if v.IsError() && !strings.HasPrefix(v.Str, "ERR") {
			return errors.New(v.Str)
		}
	}
	v, err := call(conn, r, "PING")
	switch {
	case err != nil:
		return err
	case v.IsError() && password == "" && strings.HasPrefix(v.Str, "NOAUTH"):
		return nil
	case v.IsError():
		return errors.New(v.Str)
	case v.Str != "PONG":
		return fmt.Errorf("PING is answered with %q", v.Str)
	}
	return nil
}

// call sends one command and reads its reply.
func call(conn net.Conn, r *bufio.Reader, words ...string) (resp.Value, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", len(words))
	for _, w := range words {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(w), w)
	}
	if _, err := conn.Write([]byte(b.String())); err != nil {
		return resp.Value{}, err
	}
	return resp.ReadValue(r)
}
