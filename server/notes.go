package server

import (
	"strconv"
	"sync"
	"sync/atomic"

	"redstart/server/config"
	"redstart/storage"
)

// notes is keyspace notifications: messages about changes of keys.
type notes struct {
	classes atomic.Uint32 // bits of notify-keyspace-events; 0: nobody is to be told
	buffers sync.Pool     // of *[]byte, for the names of channels
}

// applyNotes takes over which events are told. Without a kind of channel nobody can hear of any.
func (srv *Server) applyNotes() error {
	classes := uint32(srv.cfg.Int(config.NotifyKeyspaceEvents))
	if classes&(config.EventKeyspace|config.EventKeyevent) == 0 {
		classes = 0
	}
	srv.notes.classes.Store(classes)
	return nil
}

// added hears of every new key, under its lock.
func (srv *Server) added(db int, key []byte) {
	if classes := srv.notes.classes.Load(); classes&config.EventNew != 0 {
		srv.note(classes, db, key, "new")
	}
}

// missed hears of every key that a command looked for in vain, under its lock.
func (srv *Server) missed(db int, key []byte) {
	if classes := srv.notes.classes.Load(); classes&config.EventMiss != 0 {
		srv.note(classes, db, key, "keymiss")
	}
}

// note publishes an event of a key, if its class is among classes. The key is locked.
func (srv *Server) note(classes uint32, db int, key []byte, ev storage.Event) {
	if srv.pubsub.Clients() == 0 || ev == "" || classes&classOf(ev) == 0 {
		return
	}
	n := &srv.notes
	p, ok := n.buffers.Get().(*[]byte)
	if !ok {
		p = new([]byte)
	}
	b := *p
	if classes&config.EventKeyspace != 0 {
		b = append(appendChannel(b[:0], "__keyspace@", db), key...)
		at := len(b)
		b = append(b, ev...)
		srv.pubsub.Notify(db, b[:at:at], b[at:])
	}
	if classes&config.EventKeyevent != 0 {
		b = append(appendChannel(b[:0], "__keyevent@", db), ev...)
		srv.pubsub.Notify(db, b, key)
	}
	*p = b
	n.buffers.Put(p)
}

// appendChannel appends how the names of a database's channels begin.
func appendChannel(b []byte, prefix string, db int) []byte {
	return append(strconv.AppendInt(append(b, prefix...), int64(db), 10), "__:"...)
}

// classOf is the class of an event, a bit of notify-keyspace-events.
func classOf(ev storage.Event) uint32 {
	switch ev {
	case "set", "setrange", "append", "incrby", "decrby", "incrbyfloat", "setbit", "pfadd":
		return config.EventString
	case "lpush", "rpush", "lpop", "rpop", "lset", "linsert", "lrem", "ltrim", "sortstore":
		return config.EventList
	case "sadd", "srem", "spop", "sinterstore", "sunionstore", "sdiffstore":
		return config.EventSet
	case "hset", "hincrby", "hincrbyfloat", "hdel", "hexpire", "hexpired", "hpersist":
		return config.EventHash
	case "zadd", "zincr", "zrem", "zpopmin", "zpopmax", "zremrangebyrank", "zremrangebyscore", "zremrangebylex", "zdiffstore", "zinterstore",
		"zunionstore", "zrangestore", "geosearchstore", "georadiusstore":
		return config.EventZSet
	case "xadd", "xdel", "xtrim", "xsetid", "xgroup-create", "xgroup-createconsumer", "xgroup-delconsumer", "xgroup-destroy", "xgroup-setid":
		return config.EventStream
	case "expired":
		return config.EventExpired
	case "evicted":
		return config.EventEvicted
	case "new":
		return config.EventNew
	case "keymiss":
		return config.EventMiss
	}
	return config.EventGeneric
}
