package bit

import "redstart/server/command"

// extend returns the bytes of the string that key holds, at least n of them, to be changed in place. A missing string is made, which
// is counted at once, and of which the caller notifies; one that is too short becomes longer by zeros, which, as all other changes, the
// caller reports.
func extend(c *command.Ctx, key []byte, n int) (b []byte, made, longer bool, err error) {
	r, err := c.Tx.EditString(key)
	if err != nil {
		return nil, false, false, err
	}
	if r.IsNil() {
		c.Tx.SetString(key, nil, 0, "")
		return c.Tx.Resize(key, c.Tx.Look(key), n, n).Value(), true, false, nil
	}
	if old := len(r.Value()); old < n {
		return c.Tx.Resize(key, r, n, command.RoomFor(n, old)).Value(), false, true, nil
	}
	c.Tx.Unshare(key)
	r.SetRaw(true) // even when no bit changes
	return r.Value(), false, false, nil
}
