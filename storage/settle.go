package storage

import (
	"slices"
	"unicode/utf8"

	"redstart/storage/table"
)

// Ruled says whether the command works in a database with rules: Settle must be called after it, before its effect is logged and its shards
// are unlocked.
func (tx *Tx) Ruled() bool { return tx.journal != nil }

// Settle ends what a command does in databases with rules. When each key that it has changed is as the rules want it, keys that were
// written without a time to live get the default one, see Armed, and the listeners hear of all changes. Otherwise it is as if the command
// had done nothing, Dirty is 0, and the rule that it has broken is returned.
func (tx *Tx) Settle() (broken *RuleError) {
	j := tx.journal
	if j == nil {
		return nil
	}
	if len(j.changes) == 0 && len(j.others) == 0 {
		tx.deliver()
		tx.forget()
		return nil
	}
	j.all = append(append(j.all[:0], tx), j.others...)
	all := j.all
	for _, t := range all {
		t.arm()
	}
	if broken = judge(all); broken == nil {
		broken = tx.commit(all)
	}
	if broken != nil {
		tx.refusedBy(all).usage.refused.Add(1)
		for _, t := range slices.Backward(all) { // the journal of tx, which has all, ends last
			t.restore()
			t.forget()
		}
		return broken
	}
	for _, t := range all {
		t.deliver()
	}
	tx.keepArmed(all)
	for _, t := range slices.Backward(all) {
		t.forget()
	}
	return nil
}

// refusedBy is the database whose rules have refused a command.
func (tx *Tx) refusedBy(all []*Tx) *DB {
	for _, t := range all {
		if t.db.rules != nil && len(t.journal.changes) > 0 {
			return t.db
		}
	}
	return tx.db
}

// abandon takes back what a command has changed that ended in no proper way.
func (tx *Tx) abandon() {
	for _, o := range tx.journal.others {
		o.restore()
		o.forget()
	}
	tx.restore()
	tx.forget()
}

// lasting is when a value expires that is written to expire at at, 0 for never: then by the default time to live, if there is one.
func (tx *Tx) lasting(at int64) int64 {
	if at == 0 && tx.journal != nil {
		return tx.defaultAt()
	}
	return at
}

// defaultAt is when a key expires that is written now without a time to live; 0: never.
func (tx *Tx) defaultAt() int64 {
	if r := tx.db.rules; r != nil && r.DefaultTTL > 0 {
		return tx.now + r.DefaultTTL
	}
	return 0
}

// arm gives the default time to live to the keys that were changed and have none.
func (tx *Tx) arm() {
	at := tx.defaultAt()
	if at == 0 || !tx.isDirty() {
		return
	}
	for i := range tx.journal.changes {
		c := &tx.journal.changes[i]
		r := c.sh.t.Get(c.hash, c.key)
		if r.IsNil() || c.given && r.ExpireAt() != 0 {
			continue
		}
		if r.ExpireAt() == 0 {
			tx.db.before(c.sh)
			tx.expire(c.sh, c.hash, r, at)
		} else if r.ExpireAt() != at {
			continue
		}
		tx.journal.armed = append(tx.journal.armed, Armed{tx.db.id, c.key, at})
		tx.hold(newsChanged, c.key, "expire")
	}
}

// isDirty says whether anything has changed, of what is settled together.
func (tx *Tx) isDirty() bool {
	return tx.dirty > 0 || tx.origin != nil && tx.origin.dirty > 0
}

// keepArmed gathers what all have given the default time to live.
func (tx *Tx) keepArmed(all []*Tx) {
	for _, t := range all {
		tx.armed = append(tx.armed, t.journal.armed...)
	}
}

// Armed is the keys that Settle has given the default time to live: the log has to be told. It is valid until Unlock.
func (tx *Tx) Armed() []Armed { return tx.armed }

// judge returns the first rule about a single key that is broken, nil for none.
func judge(all []*Tx) *RuleError {
	for _, t := range all {
		r := t.db.rules
		if r == nil {
			continue
		}
		for i := range t.journal.changes {
			c := &t.journal.changes[i]
			now := c.sh.t.Get(c.hash, c.key)
			if now.IsNil() {
				continue
			}
			if err := t.judge(r, c, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// judge returns the rule that a key breaks which now holds the record now.
func (tx *Tx) judge(r *Rules, c *change, now table.Record) *RuleError {
	if c.rec.IsNil() {
		if err := r.name(c.key); err != nil {
			return err
		}
	}
	if n := lengthOf(now); r.MaxValueBytes > 0 && n > r.MaxValueBytes && !c.lost && (c.rec.IsNil() || c.rewritten || n > c.length) {
		return &RuleError{Rule: RuleValueBytes, Store: r.Name, Size: int64(n), Limit: int64(r.MaxValueBytes)}
	}
	if at := now.ExpireAt(); at != 0 && at != c.at && at != tx.defaultAt() {
		left := at - tx.now
		if r.MaxTTL > 0 && left > r.MaxTTL || left < r.MinTTL && !c.carried {
			return &RuleError{Rule: RuleTTL, Store: r.Name, Min: r.MinTTL, Max: r.MaxTTL}
		}
	}
	return nil
}

// name returns the rule that the name of a key breaks.
func (r *Rules) name(key []byte) *RuleError {
	switch {
	case r.MaxKeyBytes > 0 && len(key) > r.MaxKeyBytes:
		return &RuleError{Rule: RuleKeyBytes, Store: r.Name, Size: int64(len(key)), Limit: int64(r.MaxKeyBytes)}
	case r.UTF8Keys && !utf8.Valid(key):
		return &RuleError{Rule: RuleUTF8, Store: r.Name}
	}
	return nil
}

// commit enters the changes into the books of how many keys and bytes there are, unless there is no room for them. Keys that must go for
// them are left to Enforce.
func (tx *Tx) commit(all []*Tx) *RuleError {
	if tx.promise != nil {
		tx.promise.release()
		tx.promise = nil
	}
	first, second := bounded(all)
	if first == nil {
		return nil
	}
	one := first.db.recent
	one.mu.Lock()
	defer one.mu.Unlock()
	if broken := one.admits(first); broken != nil {
		return broken
	}
	if second != nil {
		two := second.db.recent
		two.mu.Lock()
		defer two.mu.Unlock()
		if broken := two.admits(second); broken != nil {
			return broken
		}
		tx.victims = two.admit(second, tx.victims)
	}
	tx.victims = one.admit(first, tx.victims)
	return nil
}

// bounded is those whose database has a bound, by the number of that; there are two at most.
func bounded(all []*Tx) (first, second *Tx) {
	for _, t := range all {
		switch {
		case t.db.recent == nil || first != nil && t.db == first.db:
		case first == nil:
			first = t
		case t.db.id < first.db.id:
			first, second = t, first
		default:
			second = t
		}
	}
	return first, second
}

// admits returns the bound that the changes of tx break. The caller holds mu.
func (rec *recency) admits(tx *Tx) *RuleError {
	rec.take(&tx.journal.room)
	var keys int
	var bytes, largest int64
	lost := false
	for i := range tx.journal.changes {
		c := &tx.journal.changes[i]
		lost = lost || c.lost
		if _, doomed := rec.doomed[string(c.key)]; doomed {
			continue
		}
		if !c.rec.IsNil() {
			keys, bytes = keys-1, bytes-c.size
		}
		if now := c.sh.t.Get(c.hash, c.key); !now.IsNil() {
			size := int64(now.Size())
			keys, bytes, largest = keys+1, bytes+size, max(largest, size)
		}
	}
	if lost {
		return nil // secure has seen to it
	}
	l := &rec.limits
	if l.keys > 0 && !l.evict && keys > 0 && rec.keys+rec.promised+keys > l.keys {
		if l.server {
			return &RuleError{Rule: RuleMaxKeys, Limit: int64(l.keys)}
		}
		return &RuleError{Rule: RuleKeys, Store: tx.db.rules.Name, Limit: int64(l.keys)}
	}
	if l.bytes == 0 || bytes <= 0 {
		return nil
	}
	var freed int64
	if l.evict && l.keys > 0 && rec.keys+keys > l.keys && rec.order != nil {
		if _, size, ok := rec.order.GetOldest(); ok {
			freed = *size
		}
	}
	if l.bytesEvict && largest > l.bytes || !l.bytesEvict && rec.bytes+rec.promisedBytes+bytes-freed > l.bytes {
		return &RuleError{Rule: RuleBytes, Store: tx.db.rules.Name, Limit: l.bytes}
	}
	return nil
}

// admit enters the changes of tx and adds the keys that lose their place by them to victims. The caller holds mu.
func (rec *recency) admit(tx *Tx, victims []victim) []victim {
	for i := range tx.journal.changes {
		c := &tx.journal.changes[i]
		now := c.sh.t.Get(c.hash, c.key)
		if _, doomed := rec.doomed[string(c.key)]; doomed {
			if now.IsNil() {
				delete(rec.doomed, string(c.key))
			}
			continue
		}
		switch {
		case c.rec.IsNil() && !now.IsNil():
			rec.enter(c.key, int64(now.Size()))
		case !c.rec.IsNil() && now.IsNil():
			rec.leave(c.key, c.size)
		case !now.IsNil():
			rec.resize(c.key, int64(now.Size())-c.size)
		}
	}
	for oldest, over := rec.surplus(); over; oldest, over = rec.surplus() {
		victims = append(victims, victim{rec, oldest})
	}
	return victims
}

// Caller is who runs commands through a Tx. A journal asks it when it would save a copying of a large value.
type Caller interface {
	// Keys are the keys of the command that runs; Words all its words. They are valid until its end.
	Keys() [][]byte
	Words() [][]byte
}

// room is what a command has got in advance of the bounds of a database.
type room struct {
	from  *recency
	keys  int   // guarded by from.mu
	bytes int64 // the same
	upTo  int   // bytes that a value, and what is added in all, may have; 0: nothing was got
}

// release gives it back.
func (m *room) release() {
	if m.from != nil {
		m.from.mu.Lock()
		m.from.take(m)
		m.from.mu.Unlock()
	}
	*m = room{}
}

// take takes back what a command has got. The caller holds mu.
func (rec *recency) take(m *room) {
	if m.from == rec {
		rec.promised -= m.keys
		rec.promisedBytes -= m.bytes
		m.keys, m.bytes = 0, 0
	}
}

// MostGrowth is the most bytes that a command can make of the values of its keys, which it edits in place and which have so many bytes, and of
// its words. A table that grows doubles its buckets, and a group of a stream notes for each entry who has got it.
func MostGrowth(values int, words [][]byte) int {
	most := 64<<10 + 8*values
	for _, w := range words {
		most += 128 + 4*len(w)
	}
	return most
}

// secure says whether no rule can refuse the command that runs, whatever it makes of its keys: it is about to edit the value of key in
// place, to at most length bytes if that is not 0. Room is taken for it, so that this holds until Settle.
func (tx *Tx) secure(key []byte, length int) bool {
	j := tx.journal
	if tx.Caller == nil || tx.origin != nil || len(j.others) > 0 || tx.db.rules == nil {
		return false
	}
	if j.room.upTo > 0 {
		return length <= j.room.upTo
	}
	rules, keys := tx.db.rules, tx.Caller.Keys()
	values, declared := 0, false
	for _, k := range keys {
		declared = declared || string(k) == string(key)
		if rules.name(k) != nil {
			return false
		}
		h := table.Hash(tx.ks.seed, k)
		if r := tx.db.shard(h).t.Get(h, k); !r.IsNil() {
			values += r.Size()
		}
	}
	upTo := MostGrowth(values, tx.Caller.Words()) + length
	if !declared || rules.MaxValueBytes > 0 && upTo > rules.MaxValueBytes {
		return false
	}
	rec := tx.db.recent
	if rec != nil && !rec.secure(&j.room, len(keys), int64(upTo)) {
		return false
	}
	j.room.upTo = upTo
	return true
}

// secure takes room for up to keys and bytes, or none.
func (rec *recency) secure(m *room, keys int, bytes int64) bool {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	l := &rec.limits
	if l.keys > 0 && !l.evict && rec.keys+rec.promised+keys > l.keys {
		return false
	}
	if l.bytes > 0 && (l.bytesEvict && bytes > l.bytes || !l.bytesEvict && rec.bytes+rec.promisedBytes+bytes > l.bytes) {
		return false
	}
	m.from, m.keys, m.bytes = rec, keys, bytes
	rec.promised += keys
	rec.promisedBytes += bytes
	return true
}
