package web

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
)

// A value's content type is kept beside it, so that whoever reads the key by another way finds the plain value: in a store of ours, as
// field key of the hash {store}, together with the value's entity tag. A type whose tag is not that of the value says nothing: the value
// was set by another way since. So the two need not change as one, and a type can be missing but never wrong.

// typesStore is the store that types are kept in. It is made when the first is.
const typesStore = "redstart.content-types"

// octetStream is the type of values that nobody has given one.
const octetStream = "application/octet-stream"

// maxType bounds a content type, in bytes.
const maxType = 255

// contentTypes keeps the types of all stores.
type contentTypes struct {
	host Host
	none atomic.Bool // there is no typesStore, as far as we know
}

// typeToKeep returns a request's content type; "" for one that says nothing: that of bytes, and that which curl and urllib send with any
// body. What is no content type is dropped, as it comes back in a header.
func typeToKeep(h http.Header) string {
	t := h.Get("Content-Type")
	kind, _, err := mime.ParseMediaType(t)
	if err != nil || len(t) > maxType || kind == octetStream || kind == "application/x-www-form-urlencoded" || strings.HasPrefix(kind, "multipart/") {
		return ""
	}
	return t
}

// enter returns a hand with typesStore selected, to be released by Close; not ok: there is none, and make does not ask for it.
func (t *contentTypes) enter(make bool) (c hand, ok bool) {
	if t.none.Load() && !make {
		return c, false
	}
	k, err := t.host.System()
	if err != nil {
		return c, false
	}
	c = hand{k}
	if c.Store(typesStore) == nil {
		return c, true
	}
	if make && !c.do("STORE", "CREATE", typesStore).IsError() && c.Store(typesStore) == nil {
		t.none.Store(false)
		return c, true
	}
	t.none.Store(true)
	c.Close()
	return c, false
}

// of returns the type of the value of a key, which has the given entity tag.
func (t *contentTypes) of(store, key, etag string) string {
	c, ok := t.enter(false)
	if !ok {
		return octetStream
	}
	defer c.Close()
	if of, is := strings.CutPrefix(string(c.do("HGET", store, key).Bytes()), etag); is {
		return of
	}
	return octetStream
}

// put keeps the type of a value that was just set, until the value's end at at (Unix ms, 0 for none); "" forgets what was kept. What cannot be kept (no
// memory, no disk) is left out: the value is there.
func (t *contentTypes) put(store, key, etag, kind string, at int64) {
	if kind == "" {
		t.drop(store, key)
		return
	}
	c, ok := t.enter(true)
	if !ok {
		return
	}
	defer c.Close()
	if at > 0 {
		c.do("HSETEX", store, "PXAT", strconv.FormatInt(at, 10), "FIELDS", "1", key, etag+kind)
		return
	}
	c.do("HSETEX", store, "FIELDS", "1", key, etag+kind)
}

// drop forgets the type of a key.
func (t *contentTypes) drop(store, key string) {
	if c, ok := t.enter(false); ok {
		c.do("HDEL", store, key)
		c.Close()
	}
}

// clear forgets the types of a store.
func (t *contentTypes) clear(store string) {
	if c, ok := t.enter(false); ok {
		c.do("UNLINK", store)
		c.Close()
	}
}
