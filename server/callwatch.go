package server

import (
	"redstart/server/config"
	"redstart/server/web"
	"redstart/storage"
)

// Watch makes the caller's next transaction fail if key changes before it runs.
func (k *caller) Watch(key []byte) web.Reply {
	k.take()
	k.watch(key)
	return k.replies()
}

func (k *caller) watch(key []byte) {
	defer k.recover()
	k.enter()
	defer k.leave()
	k.directly([][]byte{[]byte("WATCH"), key})
}

// ValueLimit is how long a value may be in the caller's database, in bytes.
func (k *caller) ValueLimit() int64 {
	limit := k.srv.cfg.Int(config.ProtoMaxBulkLen)
	if most := k.rules().MaxValueBytes; most > 0 {
		limit = min(limit, int64(most))
	}
	return limit
}

// DefaultLife is the time to live of what is set without one in the caller's database, in ms; 0: for ever.
func (k *caller) DefaultLife() int64 { return k.rules().DefaultTTL }

// rules are those of the caller's database.
func (k *caller) rules() storage.Rules {
	if s := k.srv.stores.Of(int(k.c.DB.Load())); s != nil {
		return s.Rules
	}
	return storage.Rules{}
}
