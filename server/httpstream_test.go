package server

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
)

// events is an open stream.
type events struct {
	t   testing.TB
	res *http.Response
	br  *bufio.Reader
}

// listen opens a stream. It ends with the test.
func listen(t testing.TB, url string, headers ...string) *events {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader("[]"))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Add(name, value)
	}
	tr := &http.Transport{}
	t.Cleanup(tr.CloseIdleConnections)
	res, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return &events{t, res, bufio.NewReader(res.Body)}
}

// want reads an event.
func (e *events) want(lines ...string) {
	e.t.Helper()
	for _, want := range append(lines, "") {
		if want != "" {
			want = "data: " + want
		}
		got, err := e.br.ReadString('\n')
		if err != nil || got != want+"\n" {
			e.t.Fatalf("got %q, %v, want %q", got, err, want)
		}
	}
}

func TestHTTPStreams(t *testing.T) {
	t.Parallel()
	srv, addr, base := webServer(t)
	ch := listen(t, base+"/subscribe/chat", "Upstash-Encoding: base64", "upstash-sync-token: x")
	if ct := ch.res.Header.Get("Content-Type"); ch.res.StatusCode != 200 || ct != "text/event-stream" {
		t.Errorf("status %d, type %s", ch.res.StatusCode, ct)
	}
	ch.want("subscribe,chat,1")
	pat := listen(t, base+"/psubscribe/c*/%5Bx%5D")
	pat.want("psubscribe,c*,1")
	pat.want("psubscribe,[x],2")
	p := dial(t, addr)
	p.want("PUBLISH chat hello,you", "2")
	p.want("PUBLISH x 1", "1")
	ch.want("message,chat,hello,you")
	pat.want("pmessage,c*,chat,hello,you")
	pat.want("pmessage,[x],x,1")
	webSteps(t, base, []webStep{{"POST", "/publish/chat", "two\nlines", nil, 200, `{"result":2}`}})
	ch.want("message,chat,two", "lines")
	pat.want("pmessage,c*,chat,two", "lines")

	mon := listen(t, base+"/monitor")
	mon.want(`"OK"`)
	p.want("ECHO x", "x")
	if line, err := mon.br.ReadString('\n'); err != nil || !strings.HasSuffix(line, `"ECHO" "x"`+"\n") || strings.HasPrefix(line, "data: +") {
		t.Errorf("MONITOR shows %q, %v", line, err)
	}

	ch.res.Body.Close()
	eventually(t, "the end of a subscription", func() bool { return srv.pubsub.Topics(0) == 0 })
	p.want("CLIENT KILL TYPE pubsub", "1")
	if b, err := pat.br.ReadByte(); err == nil {
		t.Errorf("%q after the client was killed", b)
	}
	webSteps(t, base, []webStep{
		{"POST", "/subscribe", "", nil, 400, `{"error":"ERR wrong number of arguments for 'subscribe' command"}`},
		{"HEAD", "/subscribe/c", "", nil, 405, ""},
		{"POST", "/monitor/x", "", nil, 400, `{"error":"ERR wrong number of arguments for 'monitor' command"}`},
	})
}

// More streams than there may be are refused, and what is refused leaves nothing behind.
func TestHTTPStreamsAreBounded(t *testing.T) {
	t.Parallel()
	srv, _, base := webServer(t, "http-max-streams 3")
	var open []*events
	for range 3 {
		open = append(open, listen(t, base+"/subscribe/c"))
		open[len(open)-1].want("subscribe,c,1")
	}
	for range 10 {
		webSteps(t, base, []webStep{{"POST", "/subscribe/c", "", nil, 503, `{"error":"ERR as many event streams are open as there may be"}`}})
	}
	if n := srv.pubsub.Clients(); n != 3 {
		t.Errorf("%d clients are subscribed", n)
	}
	open[0].res.Body.Close()
	eventually(t, "room for another stream", func() bool { return srv.pubsub.Clients() == 2 })
	eventually(t, "another stream", func() bool {
		res := listen(t, base+"/subscribe/c").res
		return res.StatusCode == 200
	})
}

// Who does not read is ended, as any subscriber is.
func TestHTTPStreamThatIsNotRead(t *testing.T) {
	t.Parallel()
	srv, addr, base := webServer(t, "client-output-buffer-limit pubsub 1mb 0 0")
	web := dialWeb(t, base)
	web.send("POST /subscribe/c HTTP/1.1\r\nHost: x\r\n\r\n")
	eventually(t, "the subscription", func() bool { return srv.pubsub.Clients() == 1 })
	p := dial(t, addr)
	message := strings.Repeat("x", 1<<20-100)
	for i := 0; srv.pubsub.Clients() == 1; i++ {
		if i == 1000 {
			t.Fatal("a subscriber may leave 100 MB unread")
		}
		p.do("PUBLISH c " + message[:60000])
		p.do("PUBLISH c " + message[:60000])
	}
}

// The end of the server ends streams and connections at once.
func TestHTTPEnds(t *testing.T) {
	t.Parallel()
	srv, _, base := webServer(t)
	stream, idle, handed := listen(t, base+"/subscribe/c"), dialWeb(t, base), dialWeb(t, base)
	stream.want("subscribe,c,1")
	idle.get("/echo/x", "")
	handed.send("DELETE /x HTTP/1.1\r\nHost: x\r\n\r\n")
	if a, b := idle.read(), handed.read(); !strings.HasPrefix(a, "200") || !strings.HasPrefix(b, "405") {
		t.Fatalf("%s, %s", a, b)
	}
	if err := srv.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b, err := stream.br.ReadByte(); err == nil {
		t.Errorf("the stream goes on: %q", b)
	}
	idle.wantEnd()
	handed.wantEnd()
	if n := srv.clients.Len(); n != 0 {
		t.Errorf("%d clients are left", n)
	}
}
