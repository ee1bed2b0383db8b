package web

import (
	"hash/maphash"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// A value's content type is kept beside it, so that whoever reads the key by another way finds the plain value: in a store of ours, as
// field key of the hash {store}, together with the value's entity tag. A type whose tag is not that of the value says nothing: the value
// was set by another way since. So a type can be missing but never wrong. Requests of ours change or read the two under one of the locks, so
// that they do not lose a type to each other.

// typesStore is the store that types are kept in. It is made when the first is.
const typesStore = "redstart.content-types"

// octetStream is the type of values that nobody has given one.
const octetStream = "application/octet-stream"

// maxType bounds a content type, in bytes.
const maxType = 255

// contentTypes keeps the types of all stores.
type contentTypes struct {
	host  Host
	seed  maphash.Seed
	locks [256]sync.RWMutex // by store and key
}

func newContentTypes(host Host) *contentTypes {
	return &contentTypes{host: host, seed: maphash.MakeSeed()}
}

// lock is to be held for reading or changing a value and its type.
func (t *contentTypes) lock(store, key string) *sync.RWMutex {
	var h maphash.Hash
	h.SetSeed(t.seed)
	h.WriteString(store)
	h.WriteByte(0)
	h.WriteString(key)
	return &t.locks[h.Sum64()%uint64(len(t.locks))]
}

// lockAll holds all locks until unlock is called.
func (t *contentTypes) lockAll() (unlock func()) {
	for i := range t.locks {
		t.locks[i].Lock()
	}
	return func() {
		for i := range t.locks {
			t.locks[i].Unlock()
		}
	}
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

// enter returns a hand with typesStore selected, to be closed; not ok: there is none, and make does not ask for it.
func (t *contentTypes) enter(make bool) (h hand, ok bool) {
	k, ok := t.host.Aside(typesStore, make)
	return hand{k}, ok
}

// of returns the type of the value of a key, which has the given entity tag.
func (t *contentTypes) of(store, key, etag string) string {
	h, ok := t.enter(false)
	if !ok {
		return octetStream
	}
	defer h.Close()
	if of, is := strings.CutPrefix(string(h.do("HGET", store, key).Bytes()), etag); is {
		return of
	}
	return octetStream
}

// put keeps the type of a value that c has just set, for as long as the value lives, ms; 0 is for ever. "" forgets what was kept. What
// cannot be kept (no memory, no disk) is left out: the value is there.
func (t *contentTypes) put(c hand, store, key, etag, kind string, life int64) {
	if kind == "" {
		t.drop(store, key)
		return
	}
	h, ok := t.enter(true)
	if !ok {
		return
	}
	defer h.Close()
	if life > 0 {
		h.do("HSETEX", store, "PX", strconv.FormatInt(life, 10), "FIELDS", "1", key, etag+kind)
	} else {
		h.do("HSETEX", store, "FIELDS", "1", key, etag+kind)
	}
	t.sweep(h, c, store)
}

// Types of keys that were deleted by another way are swept by and by, when they are the most.
const (
	sweepFrom = 1000 // types that are kept of a store
	sweepLook = 10   // that are looked at when one more is
)

// sweep forgets types of keys that are not there, where there must be many. h is in typesStore, c in the store.
func (t *contentTypes) sweep(h, c hand, store string) {
	kept := h.do("HLEN", store).Int()
	if kept < sweepFrom || kept < 2*c.do("DBSIZE").Int() {
		return
	}
	var gone []string
	for _, field := range h.do("HRANDFIELD", store, strconv.Itoa(sweepLook)).Elems() {
		if key := field.Bytes(); c.Do([]byte("EXISTS"), key).Int() == 0 {
			gone = append(gone, string(key))
		}
	}
	if len(gone) > 0 {
		h.do(append([]string{"HDEL", store}, gone...)...)
	}
}

// drop forgets the type of a key.
func (t *contentTypes) drop(store, key string) {
	if h, ok := t.enter(false); ok {
		h.do("HDEL", store, key)
		h.Close()
	}
}

// clear forgets the types of a store.
func (t *contentTypes) clear(store string) {
	if h, ok := t.enter(false); ok {
		h.do("UNLINK", store)
		h.Close()
	}
}
