package admin

import (
	"fmt"

	"redstart/resp"
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/table"
)

// debugObject describes how a value is kept, in Redis' terms.
func debugObject(c *command.Ctx) error {
	var text string
	alone(c, func() {
		r := c.Tx.Look(c.Arg(2))
		if r.IsNil() {
			return
		}
		seconds := c.Tx.Idle(r) / 1000
		text = fmt.Sprintf("Value at:%p refcount:%d encoding:%s serializedlength:%d lru:%d lru_seconds_idle:%d",
			&r.Key()[:1][0], c.Refcount(r), command.Encoding(r), serializedLength(r), r.Clock(), seconds)
	})
	if text == "" {
		return command.ErrNoKey
	}
	c.Reply.Simple(text)
	return nil
}

// serializedLength is the length of a string in the format of Redis' snapshots, without compression.
func serializedLength(r table.Record) int {
	if r.Kind() != table.KindString {
		return r.Size()
	}
	v := r.Value()
	if n, ok := resp.ParseInt(v); ok && len(v) <= 11 {
		switch {
		case n == int64(int8(n)):
			return 2
		case n == int64(int16(n)):
			return 3
		case n == int64(int32(n)):
			return 5
		}
	}
	switch n := len(v); {
	case n < 1<<6:
		return n + 1
	case n < 1<<14:
		return n + 2
	default:
		return n + 5
	}
}

func debugSDSLen(c *command.Ctx) error {
	var text string
	err := command.ErrNoKey
	alone(c, func() {
		r := c.Tx.Look(c.Arg(2))
		if r.IsNil() {
			return
		}
		if r.Kind() != table.KindString || command.Encoding(r) == "int" {
			err = command.ErrNotSDS
			return
		}
		key, value := r.Key(), r.Value()
		text = fmt.Sprintf("key_sds_len:%d, key_sds_avail:0, key_zmalloc: %d, val_sds_len:%d, val_sds_avail:%d, val_zmalloc: %d",
			len(key), len(key), len(value), cap(value)-len(value), cap(value))
	})
	if text == "" {
		return err
	}
	c.Reply.Simple(text)
	return nil
}

func debugHtstats(c *command.Ctx) error {
	n, err := c.Int(2)
	if err != nil {
		return err
	}
	if !c.Srv.Keys.Exists(int(n)) {
		return command.ErrDebugDB
	}
	var text string
	alone(c, func() {
		s := c.Srv.Keys.DBStats(int(n), c.Tx.Now())
		slots := s.TableBytes / bucketBytes * slotsPerBucket
		text = "[Dictionary HT]\n" + tableText("main hash table", s.Keys, slots) +
			"[Expires HT]\n" + tableText("keys with a time to live, in the same table", s.Expires, slots)
	})
	c.Reply.Verbatim("txt", text)
	return nil
}

// A bucket of the hash tables is a cache line with seven keys.
const (
	bucketBytes    = 64
	slotsPerBucket = 7
)

func tableText(name string, keys int, slots int64) string {
	if keys == 0 {
		return ""
	}
	return fmt.Sprintf("Hash table 0 stats (%s):\n table size: %d\n number of elements: %d\n", name, slots, keys)
}

func debugHtstatsKey(c *command.Ctx) error {
	return refuseKey(command.ErrNotHashTable)(c)
}

// populateStep is how many keys are made while the keys are held.
const populateStep = 1024

// debugPopulate makes keys, which are not logged, as in Redis.
func debugPopulate(c *command.Ctx) error {
	prefix := []byte("key")
	if c.Len() > 3 {
		prefix = c.Arg(3)
	}
	count, ok := resp.ParseInt(c.Arg(2))
	if !ok || count < 0 {
		return command.ErrNotPositive
	}
	size := int64(0)
	if c.Len() > 4 {
		if size, ok = resp.ParseInt(c.Arg(4)); !ok || size < 0 {
			return command.ErrNotPositive
		}
	}

	c.NoLog()
	for i := int64(0); i < count; i += populateStep {
		var broken *storage.RuleError
		alone(c, func() {
			for n := i; n < min(i+populateStep, count); n++ {
				populate(c, prefix, n, size)
			}
			broken = c.Tx.Settle()
		})
		if broken != nil {
			return command.ErrBroken(broken)
		}
	}

	c.Reply.OK()
	return nil
}

// populate makes key number n unless it exists.
func populate(c *command.Ctx, prefix []byte, n, size int64) {
	key := resp.AppendInt(append(append(make([]byte, 0, len(prefix)+21), prefix...), ':'), n)
	if !c.Tx.Look(key).IsNil() {
		return
	}
	value := resp.AppendInt([]byte("value:"), n)
	if size > 0 {
		sized := make([]byte, size)
		copy(sized, value)
		value = sized
	}
	c.Tx.SetString(key, value, 0, "set")
}
