package web

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// fal's wire: GET /fal/get/{db}/{key}, PUT /fal/set/{db}/{key}[?ttl=seconds], DELETE /fal/delete/{db}/{key}, and the endpoint that
// gives out bearer tokens (falauth.go). Its client sends a key as it is: everything behind the slash that follows the db is the key, with
// '?', '..', '//' and "%2F", see falKey. Only set takes a query: what follows the last '?', if it begins with "ttl=".
//
// Set and delete never answer 404, which the client takes for success, and what the caller has done wrong is answered with a code that
// the client does not try again.

// falRequest is a request of fal's wire in its parts.
type falRequest struct {
	verb, store, key string
	ttl              string // seconds as they were sent; "" for none
	hasTTL           bool
}

// falMethods is the method of each verb.
var falMethods = map[string]string{"get": http.MethodGet, "set": http.MethodPut, "delete": http.MethodDelete}

// parseFal takes apart what follows /fal/.
func parseFal(rest string) (q falRequest, f *fault) {
	verb, rest, _ := strings.Cut(rest, "/")
	if falMethods[verb] == "" {
		return q, &fault{http.StatusNotFound, codeNotFound, "there is only get/{db}/{key}, set/{db}/{key}, delete/{db}/{key} and storage/auth/token under /fal"}
	}
	store, key, found := strings.Cut(rest, "/")
	if !found || store == "" || key == "" {
		return q, badRequest("the path is /fal/" + verb + "/{db}/{key}")
	}
	q = falRequest{verb: verb}
	if q.store, found = percentDecode(store); !found {
		return q, badRequest("the db is not percent-encoded rightly")
	}
	if verb == "set" {
		if at := strings.LastIndexByte(key, '?'); at >= 0 {
			if ttl, is := strings.CutPrefix(key[at+1:], "ttl="); is {
				key, q.ttl, q.hasTTL = key[:at], ttl, true
			}
		}
		if key == "" {
			return q, badRequest("the key is empty")
		}
	}
	q.key = falKey(key)
	return q, nil
}

// falKey is the key that a client has meant which does not encode keys, but whose HTTP library escapes what a URL cannot have (RFC 3986):
// blanks, control characters, what is not ASCII, some signs, and a '%' without two hexadecimal digits behind it. Only these escapes are
// decoded, so no two keys that a URL can have become one, and other clients of the store find them under their names.
func falKey(sent string) string {
	if strings.IndexByte(sent, '%') < 0 {
		return sent
	}
	b := make([]byte, 0, len(sent))
	for i := 0; i < len(sent); i++ {
		if escape, is := escapeAt(sent, i); is && falEscapes(escape, sent, i+3) {
			b = append(b, escape)
			i += 2
		} else {
			b = append(b, sent[i])
		}
	}
	return string(b)
}

// falEscapes reports whether c can come only escaped, where sent goes on at next.
func falEscapes(c byte, sent string, next int) bool {
	if c == '%' {
		digits := next+1 < len(sent) && hexDigit(sent[next]) >= 0 && hexDigit(sent[next+1]) >= 0
		return !digits
	}
	return c <= ' ' || c >= 0x7f || strings.IndexByte("#\"<>\\^`{|}", c) >= 0
}

// serveFal answers a request under /fal/.
func (s *rest) serveFal(w http.ResponseWriter, r *http.Request) {
	_, rest, _ := strings.Cut(target(r), "/")
	if path, _, _ := strings.Cut(rest, "?"); path == "storage/auth/token" {
		s.serveFalToken(w, r)
		return
	}
	if f := s.fal(w, r, rest); f != nil {
		s.drain(w, r)
		writeFalFault(w, f)
	}
}

func (s *rest) fal(w http.ResponseWriter, r *http.Request, rest string) *fault {
	q, f := parseFal(rest)
	if f != nil {
		return f
	}
	if r.Method != falMethods[q.verb] && !(r.Method == http.MethodHead && q.verb == "get") {
		w.Header().Set("Allow", falMethods[q.verb])
		return methodFault(r.Method, falMethods[q.verb])
	}
	v, f := s.enter(r, falLogin(r), q.store)
	if f != nil {
		return falFault(q, f)
	}
	defer v.leave()
	c := hand{v.Conn}
	switch q.verb {
	case "get":
		f = falGet(w, c, q)
	case "set":
		f = s.falSet(w, r, c, q)
	default:
		if f = faultIn(c.do("DEL", q.key)); f == nil {
			writeFalOK(w)
		}
	}
	return falFault(q, f)
}

func falGet(w http.ResponseWriter, c hand, q falRequest) *fault {
	v := c.do("GET", q.key)
	if f := faultIn(v); f != nil {
		return f
	}
	if v.IsNull() {
		return &fault{http.StatusNotFound, codeNotFound, "no value for this key"}
	}
	text := v.Bytes()
	if !utf8.Valid(text) { // set by another way than this wire
		return &fault{http.StatusUnprocessableEntity, "NOTUTF8", "the value is not text in UTF-8"}
	}
	e := encoder{out: append(make([]byte, 0, len(text)+len(text)/8+16), `{"value":`...)}
	e.text(text)
	writeJSON(w, http.StatusOK, append(e.out, '}'))
	return nil
}

func (s *rest) falSet(w http.ResponseWriter, r *http.Request, c hand, q falRequest) *fault {
	ttl, err := strconv.ParseInt(q.ttl, 10, 64)
	if q.hasTTL && (err != nil || ttl <= 0) {
		return &fault{http.StatusBadRequest, "TTLRANGE", "ttl must be a whole number of seconds, more than 0"}
	}
	value, f := s.readValue(w, r, q.store, c.ValueLimit())
	if f != nil {
		return f
	}
	if !utf8.Valid(value) { // get could not return it
		return badRequest("the value must be text in UTF-8")
	}
	words := [][]byte{[]byte("SET"), []byte(q.key), value}
	if q.hasTTL {
		words = append(words, []byte("EX"), strconv.AppendInt(nil, ttl, 10))
	}
	if f := faultIn(c.Do(words...)); f != nil {
		return f
	}
	writeFalOK(w)
	return nil
}

// falFault keeps set and delete from answering 404. To get it says that there is no value, in a store that is not there, too.
func falFault(q falRequest, f *fault) *fault {
	if f != nil && f.status == http.StatusNotFound && q.verb != "get" {
		f.status = http.StatusBadRequest
	}
	return f
}

func writeFalOK(w http.ResponseWriter) { writeJSON(w, http.StatusOK, []byte(`{"ok":true}`)) }

// writeFalFault answers {"error":"CODE message"}.
func writeFalFault(w http.ResponseWriter, f *fault) {
	f.head(w.Header())
	b := appendText([]byte(`{"error":`), f.code+" "+f.message)
	writeJSON(w, f.status, append(b, '}'))
}
