package main

import (
	"bufio"
	"net"
	"strings"
	"testing"

	"redstart/resp"
)

// TestHealthcheck asks a peer that gives the replies of a server in different states.
func TestHealthcheck(t *testing.T) {
	for _, tt := range []struct {
		name     string
		password string
		replies  string
		want     string // error; "": none
	}{
		{name: "well", replies: "+PONG\r\n"},
		{name: "loading", replies: "-LOADING Redis is loading the dataset in memory\r\n", want: "LOADING Redis is loading the dataset in memory"},
		{name: "log broken", replies: "-MISCONF Errors writing to the AOF file: No space left on device\r\n", want: "MISCONF Errors"},
		{name: "password wanted, none given", replies: "-NOAUTH Authentication required.\r\n"},
		{name: "password right", password: "x", replies: "+OK\r\n+PONG\r\n"},
		{name: "password not wanted", password: "x", replies: "-ERR AUTH <password> called without any password configured\r\n+PONG\r\n"},
		{name: "password wrong", password: "x", replies: "-WRONGPASS invalid username-password pair or user is disabled.\r\n", want: "WRONGPASS"},
		{name: "something else", replies: "+HELLO\r\n", want: `PING is answered with "HELLO"`},
		{name: "gone", replies: "+PO", want: "EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ours, peer := net.Pipe()
			defer ours.Close()
			go func() {
				defer peer.Close()
				r := bufio.NewReader(peer)
				for reply := range strings.Lines(tt.replies) {
					if _, err := resp.ReadValue(r); err != nil {
						return
					}
					if _, err := peer.Write([]byte(reply)); err != nil {
						return
					}
				}
			}()
			err := ask(ours, tt.password)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}
