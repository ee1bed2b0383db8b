package server

import "testing"

// A database that is full takes no key from another one.
func TestMoveIntoFullDatabase(t *testing.T) {
	t.Parallel()
	s := quietSession(t, configured(t))
	s.script(t, [][2]string{
		{"CONFIG SET max-keys 1 max-keys-policy reject", "OK"},
		{"SET a 1", "OK"},
		{"SELECT 1", "OK"},
		{"SET b 2", "OK"},
		{"MOVE b 0", "OOM command not allowed when the database holds 'max-keys' keys."},
		{"GET b", "2"},
		{"MOVE b 2", "1"},
		{"DBSIZE", "0"},
		{"SELECT 0", "OK"},
		{"DBSIZE", "1"},
		{"DEL a", "1"},
		{"MOVE a 1", "0"},
	}...)
}
