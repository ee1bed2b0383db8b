package commandtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"net"
	"os"
	"strings"
	"testing"

	"redstart/resp"
)

var oracle = flag.String("oracle", "", "address of a Redis 8.0.2 whose answers replace the recording")

// With -oracle the recording is made anew; without, the recording must be what it would be written as: one command a line, sorted.
func TestRecording(t *testing.T) {
	if *oracle != "" {
		record(t, *oracle)
	}
	all, err := Recording()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 382 {
		t.Errorf("%d commands, want 382", len(all))
	}
	last := ""
	for line := range strings.Lines(string(recording)) {
		var r Recorded
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if r.Name <= last {
			t.Errorf("%s stands after %s", r.Name, last)
		}
		if len(r.Info) == 0 || len(r.Docs) == 0 {
			t.Errorf("%s: incomplete", r.Name)
		}
		last = r.Name
	}
}

func record(t *testing.T, addr string) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r := bufio.NewReader(c)
	ask := func(args ...string) (resp.Value, error) {
		var w resp.Writer
		w.Array(len(args))
		for _, a := range args {
			w.BulkString(a)
		}
		if _, err := c.Write(w.B); err != nil {
			return resp.Value{}, err
		}
		return resp.ReadValue(r)
	}
	if _, err := ask("HELLO", "3"); err != nil {
		t.Fatal(err)
	}
	all, err := Record(ask)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, e := range all {
		if err := enc.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	recording = out.Bytes()
	if err := os.WriteFile("redis-8.0.2.jsonl", recording, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRender(t *testing.T) {
	for _, tt := range []struct{ wire, want string }{
		{":-3\r\n", `-3`},
		{"$1\r\n<\r\n", `"<"`},
		{"+a\"b\r\n", `"+a\"b"`},
		{"*2\r\n:1\r\n*0\r\n", `[1,[]]`},
		{"~1\r\n+x\r\n", `["~","+x"]`},
		{"%2\r\n$1\r\nb\r\n:1\r\n$1\r\na\r\n~0\r\n", `{"b":1,"a":["~"]}`},
		{"_\r\n", `null`},
	} {
		v, err := resp.ReadValue(bufio.NewReader(strings.NewReader(tt.wire)))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(render(nil, v)); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.wire, got, tt.want)
		}
	}
}

func TestRemoveNames(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`["a|b","a|c","a|d"]`, `["a|b"]`},
		{`["a|c","a|e","a|d"]`, `["a|e"]`},
		{`["a|e"]`, `["a|e"]`},
	} {
		if got := string(names{"a|c", "a|d"}.remove([]byte(tt.in))); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.in, got, tt.want)
		}
	}
}
