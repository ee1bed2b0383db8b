package web

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"redstart/resp"
)

// Event streams: SUBSCRIBE, PSUBSCRIBE and MONITOR for as long as the client stays. Each is a client of its own, whose messages come by a
// pipe: so who does not read them is bounded by client-output-buffer-limit as any subscriber is.

// serveStream answers with a stream: the path is the command and what it is to listen to.
func (s *Server) serveStream(w http.ResponseWriter, r *http.Request, path string) error {
	if r.Method == http.MethodHead {
		return errMethod
	}
	var k work
	words, err := k.segments(strings.TrimSuffix(path, "/"))
	if err != nil {
		return err
	}
	if s.Host.Open() && s.isForeign(r) {
		return errForeign
	}
	if s.streams.Add(1) > int64(s.Streams()) {
		s.streams.Add(-1)
		return errStreams
	}
	defer s.streams.Add(-1)
	in, out := io.Pipe()
	defer in.Close()
	home := connOf(r)
	write := &cutter{w: w}
	if r.ProtoMajor == 1 {
		write.conn = home
	}
	defer write.over()
	client, err := s.Host.Join(&Peer{
		Local: home.LocalAddr(), Remote: home.RemoteAddr(), TLS: home.tls,
		Kill: func() {
			out.CloseWithError(errKilled)
			write.cut() // it may wait for a peer that does not read
		}, Out: out,
	})
	if err != nil {
		return err
	}
	defer client.Close()
	if err := client.Auth(token(r)); err != nil {
		return err
	}
	reply := client.Do(words...)
	if err := reply.Err(); err != nil {
		return err
	}
	for _, ctx := range []context.Context{r.Context(), s.ctx} {
		defer context.AfterFunc(ctx, func() { in.Close() })()
	}
	deadline(w, r)(time.Time{})
	e := events{w: w, flush: http.NewResponseController(w).Flush}
	e.begin(r)
	for rest := reply; len(rest) > 0; {
		size := rest.Size()
		v, _ := resp.ReadValue(bufio.NewReader(strings.NewReader(string(rest[:size]))))
		e.event(v)
		rest = rest[size:]
	}
	e.follow(in)
	return nil
}

// cutter ends a write of an answer that the peer does not take.
type cutter struct {
	mu   sync.Mutex
	w    http.ResponseWriter // nil: the answer is over
	conn *conn               // nil: there are other answers on the connection, too
}

func (c *cutter) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.w == nil:
	case c.conn != nil:
		c.conn.cut()
	default:
		http.NewResponseController(c.w).SetWriteDeadline(time.Unix(1, 0))
	}
}

// over says that the answer is.
func (c *cutter) over() {
	c.mu.Lock()
	c.w = nil
	c.mu.Unlock()
}

// errKilled ends the stream of a client that has been ended.
var errKilled = errors.New("the client has been ended")

// events writes server-sent events.
type events struct {
	w     io.Writer
	flush func() error
	out   []byte
}

// begin writes the head of the answer.
func (e *events) begin(r *http.Request) {
	w := e.w.(http.ResponseWriter)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-cache")
	h.Set("X-Accel-Buffering", "no") // a proxy is to pass events on at once
	if v := r.Header[syncHeader]; len(v) > 0 && v[0] != "" {
		h[syncHeader] = v[:1]
	}
	w.WriteHeader(http.StatusOK)
}

// follow writes what comes by the pipe, until it or the client ends.
func (e *events) follow(in *io.PipeReader) {
	br := bufio.NewReader(in)
	for {
		if br.Buffered() == 0 && e.send() != nil {
			return
		}
		v, err := resp.ReadValue(br)
		if err != nil {
			return
		}
		e.event(v)
	}
}

// send writes the events that have gathered.
func (e *events) send() error {
	if len(e.out) > 0 {
		if _, err := e.w.Write(e.out); err != nil {
			return err
		}
		e.out = e.out[:0]
	}
	return e.flush()
}

// event appends a message: its parts, separated by commas, or a line of MONITOR. A status is what a command has replied.
func (e *events) event(v resp.Value) {
	var parts []string
	for _, part := range v.Elems {
		parts = append(parts, part.Str)
	}
	text := strings.Join(parts, ",")
	if v.Elems == nil {
		if text = v.Str; text == "OK" {
			text = `"OK"`
		}
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n") {
		e.out = append(append(append(e.out, "data: "...), line...), '\n')
	}
	e.out = append(e.out, '\n')
}
