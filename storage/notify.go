package storage

// Notify reports one more event of a change that has been counted already, such as "expire" after "set".
func (tx *Tx) Notify(key []byte, ev Event) {
	if tx.journal != nil {
		tx.hold(newsChanged, key, ev)
	} else if f := tx.ks.opts.Changed; f != nil {
		f(tx.db.id, key, ev, tx.By)
	}
}
