package web

import (
	"net/http"
	"net/url"
	"strings"
)

// The Upstash-compatible API. A command comes as an array in the body of a request to /, or as a path. The token is asked for first, then
// the body is read.

// request is a request for commands, whichever way it has come.
type request struct {
	at                     *conn
	path, query            string // as they were sent
	token                  string
	encoding, format, sync string                           // values of headers
	load                   func(buf []byte) ([]byte, error) // reads the body; nil: it is in work.body
	guest                  *http.Request                    // what a browser may have sent for a page; nil: no browser has
}

// The headers of requests that are looked at, as package http writes them.
const (
	encodingHeader = "Upstash-Encoding"
	formatHeader   = "Upstash-Response-Format"
	syncHeader     = "Upstash-Sync-Token"
)

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.cors(w, r) {
		return
	}
	path := rawPath(r)
	first, _, _ := strings.Cut(path[1:], "/")
	if door := s.doors[first]; door != nil {
		door(w, r)
		return
	}
	switch {
	case !isMethod(r.Method):
		refuse(w, errMethod)
	case isStream(first):
		if err := s.serveStream(w, r, path[1:]); err != nil {
			refuse(w, err)
		}
	default:
		q := request{
			at: connOf(r), path: path, query: r.URL.RawQuery, token: token(r), guest: r,
			encoding: header(r, encodingHeader), format: header(r, formatHeader), sync: header(r, syncHeader),
			load: func(buf []byte) ([]byte, error) { return s.read(w, r, buf) },
		}
		k := s.hold()
		defer s.release(k)
		s.run(&q, k, &httpSink{w: w})
	}
}

// header is the first value of a header.
func header(r *http.Request, name string) string {
	if v := r.Header[name]; len(v) > 0 {
		return v[0]
	}
	return ""
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

// isStream reports whether a path that begins with this segment is answered with events.
func isStream(first string) bool {
	return first == "subscribe" || first == "psubscribe" || first == "monitor"
}

// run answers a request for commands.
func (s *Server) run(q *request, k *work, to sink) {
	a := &k.answer
	a.sink, a.head = to, head{status: http.StatusOK, sync: q.sync}
	if err := s.attempt(q, k, a); err != nil {
		a.refuse(err)
	}
}

// attempt returns an error before anything has been written.
func (s *Server) attempt(q *request, k *work, a *answer) error {
	v, err := s.visit(q.at, q.guest, q.token)
	if err != nil {
		return err
	}
	defer v.leave()
	a.base64 = strings.EqualFold(q.encoding, "base64")
	a.head.raw = strings.EqualFold(q.format, "resp2")
	if !a.head.raw && q.format != "" && !strings.EqualFold(q.format, "json") {
		return errFormat
	}
	if q.load != nil {
		if k.body, err = q.load(k.body); err != nil {
			return err
		}
	}
	switch q.path {
	case "/":
		k.parser.b = k.body
		if err := k.parser.command(); err != nil {
			return err
		}
		return v.command(k.parser.words, a)
	case "/pipeline", "/pipeline/":
		if err := k.list(); err != nil {
			return err
		}
		a.begin(len(k.commands))
		v.Batch(k.commands, func(reply Reply) { a.element(reply) })
		a.end()
		return nil
	case "/multi-exec", "/multi-exec/":
		if err := k.list(); err != nil {
			return err
		}
		return v.transaction(k.commands, a)
	}
	words, err := pathWords(q, k)
	if err != nil {
		return err
	}
	return v.command(words, a)
}

// pathWords is the command that a path is: its segments are words, then comes the body, if there is one, then the query.
func pathWords(q *request, k *work) ([][]byte, error) {
	words, err := k.segments(q.path[1:])
	if err != nil {
		return nil, err
	}
	if len(k.body) > 0 {
		words = append(words, k.body)
	}
	if q.query != "" {
		words, err = k.queryWords(words, q.query)
	}
	k.parser.words = words
	return words, err
}

// segments are the segments of a path, decoded.
func (k *work) segments(path string) ([][]byte, error) {
	words := k.parser.words[:0]
	for part := range strings.SplitSeq(path, "/") {
		word, err := url.PathUnescape(part)
		if err != nil {
			return nil, errPath
		}
		words = append(words, k.word(word))
	}
	return words, nil
}

// queryWords appends the words of a query: names with their values, which may be missing.
func (k *work) queryWords(words [][]byte, query string) ([][]byte, error) {
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
				words = append(words, k.word(word))
			}
		}
	}
	return words, nil
}

// word copies a word. What was copied before stays where it is.
func (k *work) word(s string) []byte {
	from := len(k.text)
	k.text = append(k.text, s...)
	return k.text[from:len(k.text):len(k.text)]
}

// command runs one command.
func (v visit) command(words [][]byte, a *answer) error {
	if len(words) == 0 || len(words[0]) == 0 {
		return errEmpty
	}
	reply := v.Do(words...)
	if reply.IsError() {
		a.head.status = failureStatus(string(reply.line()))
	}
	if a.head.raw {
		a.out = append(a.out, reply...)
	} else {
		a.to = a
		a.outcome(reply)
	}
	a.finish()
	return nil
}

// transaction runs commands as one.
func (v visit) transaction(commands [][][]byte, a *answer) error {
	reply := v.Tx(commands)
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
	a.end()
	return nil
}

// list reads a body that is an array of commands.
func (k *work) list() (err error) {
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
