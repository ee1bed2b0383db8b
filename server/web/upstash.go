package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// The Upstash-compatible API. A command comes as an array in the body of a request to /, or as a path. The token is asked for first, then
// the method, then the body is read.

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.cors(w, r) {
		return
	}
	path := rawPath(r)
	first, rest, more := strings.Cut(path[1:], "/")
	if door := s.doors[first]; door != nil {
		door(w, r)
		return
	}
	var err error
	switch {
	case !isMethod(r.Method):
		err = errMethod
	case first == "" && !more:
		err = s.serveCommand(w, r, nil)
	case first == "pipeline" && rest == "":
		err = s.servePipeline(w, r)
	case first == "multi-exec" && rest == "":
		err = s.serveTransaction(w, r)
	case first == "subscribe" || first == "psubscribe" || first == "monitor":
		err = s.serveStream(w, r, path[1:])
	default:
		err = s.servePath(w, r, path[1:])
	}
	if err != nil {
		refuse(w, err)
	}
}

// rawPath is the path as it was sent, which begins with a slash: nothing in it has been decoded or cleaned.
func rawPath(r *http.Request) string {
	path, _, _ := strings.Cut(r.RequestURI, "?")
	if !strings.HasPrefix(path, "/") { // the request names the server, too
		path = r.URL.EscapedPath()
	}
	if !strings.HasPrefix(path, "/") {
		return "/"
	}
	return path
}

func isMethod(m string) bool {
	return m == http.MethodPost || m == http.MethodGet || m == http.MethodPut || m == http.MethodHead
}

// servePath runs the command that is the path: its segments are words, then comes the body, if there is one, then the query.
func (s *Server) servePath(w http.ResponseWriter, r *http.Request, path string) error {
	words, err := segments(path)
	if err != nil {
		return err
	}
	return s.serveCommand(w, r, words)
}

// segments decodes the segments of a path.
func segments(path string) ([][]byte, error) {
	words := make([][]byte, 0, 8)
	for part := range strings.SplitSeq(path, "/") {
		word, err := url.PathUnescape(part)
		if err != nil {
			return nil, errPath
		}
		words = append(words, []byte(word))
	}
	return words, nil
}

// queryWords appends the words of the query: names with their values, which may be missing.
func queryWords(words [][]byte, query string) ([][]byte, error) {
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name == "_token" {
			continue
		}
		for _, part := range []string{name, value} {
			word, err := url.QueryUnescape(part)
			if err != nil {
				return nil, errQuery
			}
			if word != "" {
				words = append(words, []byte(word))
			}
		}
	}
	return words, nil
}

// serveCommand runs one command: that of the path, or, without words, that of the body.
func (s *Server) serveCommand(w http.ResponseWriter, r *http.Request, words [][]byte) error {
	v, err := s.admit(r, token(r))
	if err != nil {
		return err
	}
	defer v.leave()
	k := s.hold()
	defer s.release(k)
	if k.body, err = s.read(w, r, k.body); err != nil {
		return err
	}
	switch {
	case words == nil:
		k.parser.b = k.body
		if err := k.parser.command(); err != nil {
			return err
		}
		words = k.parser.words
	default:
		if len(k.body) > 0 {
			words = append(words, k.body)
		}
		if words, err = queryWords(words, r.URL.RawQuery); err != nil {
			return err
		}
	}
	if len(words) == 0 || len(words[0]) == 0 {
		return errEmpty
	}
	a, err := s.answer(w, r, k)
	if err != nil {
		return err
	}
	reply := v.Do(words...)
	if reply.IsError() {
		a.status = failureStatus(string(reply.line()))
	}
	if a.raw {
		a.out = append(a.out, reply...)
	} else {
		a.outcome(reply)
	}
	a.finish()
	return nil
}

// answer is what is written to a client.
type answer struct {
	*encoder
	w      http.ResponseWriter
	status int
	raw    bool // as RESP2
	begun  bool // something has been written
	more   bool // an outcome stands in the array
}

// The headers of requests that are looked at, as package http writes them.
const (
	encodingHeader = "Upstash-Encoding"
	formatHeader   = "Upstash-Response-Format"
	syncHeader     = "Upstash-Sync-Token"
)

var rawType = []string{"application/octet-stream"}

// answer begins an answer as the request's headers want it.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, k *work) (*answer, error) {
	a := &answer{encoder: &k.encoder, w: w, status: http.StatusOK}
	h := w.Header()
	h["Content-Type"] = jsonType
	if v := r.Header[encodingHeader]; len(v) > 0 {
		a.base64 = strings.EqualFold(v[0], "base64")
	}
	if v := r.Header[formatHeader]; len(v) > 0 {
		if a.raw = strings.EqualFold(v[0], "resp2"); a.raw {
			h["Content-Type"] = rawType
		} else if v[0] != "" && !strings.EqualFold(v[0], "json") {
			return nil, errFormat
		}
	}
	if v := r.Header[syncHeader]; len(v) > 0 && v[0] != "" {
		h[syncHeader] = v[:1]
	}
	a.to = a
	return a, nil
}

// Write writes a part of a long answer.
func (a *answer) Write(b []byte) (int, error) {
	if !a.begun {
		a.begun = true
		a.w.WriteHeader(a.status)
	}
	return a.w.Write(b)
}

// knownLength is the length from which package http does not find out the length of an answer by itself.
const knownLength = 2048

// finish writes what is left.
func (a *answer) finish() {
	if !a.begun && len(a.out) >= knownLength {
		a.w.Header()["Content-Length"] = []string{strconv.Itoa(len(a.out))}
	}
	a.Write(a.out)
	a.to = nil
}

// list reads a body that is an array of commands.
func (s *Server) list(w http.ResponseWriter, r *http.Request, k *work) (err error) {
	if k.body, err = s.read(w, r, k.body); err != nil {
		return err
	}
	k.parser.b = k.body
	if k.ends, err = k.parser.commands(k.ends); err != nil {
		return err
	}
	from := 0
	for _, end := range k.ends {
		words := k.parser.words[from:end]
		if len(words) == 0 || len(words[0]) == 0 {
			return errEmpty
		}
		k.commands = append(k.commands, words)
		from = end
	}
	if len(k.commands) == 0 {
		return errEmpty
	}
	return nil
}

// servePipeline runs commands one after another.
func (s *Server) servePipeline(w http.ResponseWriter, r *http.Request) error {
	v, err := s.admit(r, token(r))
	if err != nil {
		return err
	}
	defer v.leave()
	k := s.hold()
	defer s.release(k)
	if err := s.list(w, r, k); err != nil {
		return err
	}
	a, err := s.answer(w, r, k)
	if err != nil {
		return err
	}
	a.begin(len(k.commands))
	v.Batch(k.commands, func(reply Reply) { a.element(reply) })
	a.close()
	return nil
}

// serveTransaction runs commands as one.
func (s *Server) serveTransaction(w http.ResponseWriter, r *http.Request) error {
	v, err := s.admit(r, token(r))
	if err != nil {
		return err
	}
	defer v.leave()
	k := s.hold()
	defer s.release(k)
	if err := s.list(w, r, k); err != nil {
		return err
	}
	a, err := s.answer(w, r, k)
	if err != nil {
		return err
	}
	reply := v.Tx(k.commands)
	if err := reply.Err(); err != nil {
		return err
	}
	n, rest := reply.open()
	a.begin(n)
	for range n {
		size := rest.Size()
		a.element(rest[:size])
		rest = rest[size:]
	}
	a.close()
	return nil
}

// begin begins an array of the outcomes of n commands.
func (a *answer) begin(n int) {
	if a.raw {
		a.out = append(strconv.AppendInt(append(a.out, '*'), int64(n), 10), "\r\n"...)
	} else {
		a.out = append(a.out, '[')
	}
}

// element adds an outcome to it.
func (a *answer) element(reply Reply) {
	if a.raw {
		a.out = append(a.out, reply...)
	} else {
		if a.more {
			a.out = append(a.out, ',')
		}
		a.more = true
		a.outcome(reply)
	}
	a.spill()
}

// close ends the array.
func (a *answer) close() {
	if !a.raw {
		a.out = append(a.out, ']')
	}
	a.finish()
}
