package web

import "net/http"

// kvDelete removes a key, whether it is there or not, where the conditions hold.
func (s *rest) kvDelete(w http.ResponseWriter, r *http.Request, c hand, q kvRequest) *fault {
	if f := parseQuery(q.query, onlyToken); f != nil {
		return f
	}
	asked, f := conditionsOf(r.Header)
	if f != nil {
		return f
	}
	deleted, f := s.remove(r, c, q, asked)
	switch {
	case f != nil:
		return f
	case deleted:
		writeJSON(w, http.StatusOK, []byte(`{"deleted":true}`))
	default:
		writeJSON(w, http.StatusOK, []byte(`{"deleted":false}`))
	}
	return nil
}

// remove removes a value and its type under the conditions, and tells whether the key was there.
func (s *rest) remove(r *http.Request, c hand, q kvRequest, asked conditions) (deleted bool, f *fault) {
	lock := s.types.lock(q.store, q.key)
	lock.Lock()
	defer lock.Unlock()
	del := [][]byte{[]byte("DEL"), []byte(q.key)}
	var v Reply
	if asked.none() {
		v = c.Do(del...)
		f = faultIn(v)
	} else {
		_, v, f = c.changeIf(r, []byte(q.key), del, asked)
	}
	if f != nil {
		return false, f
	}
	s.types.drop(q.store, q.key)
	return v.Int() > 0, nil
}

// kvClear removes all keys of a store at once.
func (s *rest) kvClear(w http.ResponseWriter, r *http.Request, c hand, q kvRequest) *fault {
	if f := parseQuery(q.query, onlyToken); f != nil {
		return f
	}
	if f := s.removeAll(c, q.store); f != nil {
		return f
	}
	writeJSON(w, http.StatusOK, []byte(`{"cleared":true}`))
	return nil
}

// removeAll removes all values of a store and their types.
func (s *rest) removeAll(c hand, store string) *fault {
	defer s.types.lockAll()()
	f := faultIn(c.do("FLUSHDB"))
	if f == nil {
		s.types.clear(store)
	}
	return f
}
