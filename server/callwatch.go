package server

import (
	"redstart/server/config"
	"redstart/server/web"
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
	if s := k.srv.stores.Of(int(k.c.DB.Load())); s != nil && s.Rules.MaxValueBytes > 0 {
		limit = min(limit, int64(s.Rules.MaxValueBytes))
	}
	return limit
}
