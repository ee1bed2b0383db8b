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
	del := [][]byte{[]byte("DEL"), []byte(q.key)}
	var v Reply
	if asked.none() {
		v = c.Do(del...)
		f = faultIn(v)
	} else {
		_, v, f = c.changeIf(r, []byte(q.key), del, asked)
	}
	if f != nil {
		return f
	}
	s.types.drop(q.store, q.key)
	if v.Int() > 0 {
		writeJSON(w, http.StatusOK, []byte(`{"deleted":true}`))
	} else {
		writeJSON(w, http.StatusOK, []byte(`{"deleted":false}`))
	}
	return nil
}

// kvClear removes all keys of a store at once.
func (s *rest) kvClear(w http.ResponseWriter, r *http.Request, c hand, q kvRequest) *fault {
	if f := parseQuery(q.query, onlyToken); f != nil {
		return f
	}
	if f := faultIn(c.do("FLUSHDB")); f != nil {
		return f
	}
	s.types.clear(q.store)
	writeJSON(w, http.StatusOK, []byte(`{"cleared":true}`))
	return nil
}
