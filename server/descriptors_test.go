package server

import (
	"fmt"
	"strings"
	"testing"

	"redstart/server/config"
)

// maxclients never promises more clients than the process may have descriptors for.
func TestMaxClientsFitsDescriptors(t *testing.T) {
	limit := descriptorLimit()
	if limit > 1<<31 {
		t.Skip("this system has no limit that maxclients could exceed")
	}
	cfg, _, err := config.Parse([]string{"--maxclients", fmt.Sprint(limit)}, strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	srv, err := New(Options{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	fits := limit - ownDescriptors()
	if got := cfg.Int(config.MaxClients); got != fits {
		t.Errorf("maxclients is %d, want %d", got, fits)
	}
	s := quietSession(t, srv)
	s.script(t,
		[2]string{fmt.Sprintf("CONFIG SET maxclients %d", fits-1), "OK"},
		[2]string{
			fmt.Sprintf("CONFIG SET maxclients %d", fits+1),
			fmt.Sprintf("ERR CONFIG SET failed (possibly related to argument 'maxclients') - The operating system is not able to handle the specified number of clients, try with %d", fits),
		},
		[2]string{fmt.Sprintf("CONFIG SET maxclients %d", fits), "OK"},
	)
}
