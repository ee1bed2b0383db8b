package command

import (
	"fmt"
	"strings"
)

// The error texts of commands about users.
var (
	ErrUserName     error = Error("ERR Usernames can't contain spaces or null characters")
	ErrDefaultUser  error = Error("ERR The 'default' user cannot be removed")
	ErrNoACLFile    error = Error("ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order to store users in the Redis configuration.")
	ErrACLSave      error = Error("ERR There was an error trying to save the ACLs. Please check the server logs for more information")
	ErrPasswordBits error = Error("ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096")
	ErrNoKeyAccess  error = Error("NOPERM No permissions to access a key")
	ErrNoChannel    error = Error("NOPERM No permissions to access a channel")
	ErrSortBy       error = Error("ERR BY option of SORT denied due to insufficient ACL permissions.")
	ErrSortGet      error = Error("ERR GET option of SORT denied due to insufficient ACL permissions.")
)

// ErrNoCommandAccess is the error for a command that the user may not run; name is the full name.
func ErrNoCommandAccess(user, name string) error {
	return Error("NOPERM User " + user + " has no permissions to run the '" + name + "' command")
}

// ErrNoStoreAccess is the error for a database that the user may not use, as the request calls it; empty: the selected one.
func ErrNoStoreAccess(store string) error {
	if store == "" {
		return Error("NOPERM this user has no access to the selected store")
	}
	return Error("NOPERM this user has no access to store '" + store + "'")
}

// ErrStoreReadOnly is the error for a change in a store that the user may only read.
func ErrStoreReadOnly(store string) error {
	return Error("NOPERM this user may only read store '" + store + "'")
}

// ErrRulesChanged is the error for a command of a transaction that may not be run any more; reason is why, in Redis' words.
func ErrRulesChanged(reason string) error {
	return Error("NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: " + reason)
}

// ErrInScript is the error for a call in a script that err refuses.
func ErrInScript(err error) error {
	_, why, _ := strings.Cut(string(AsError(err)), " ")
	return Error("ERR ACL failure in script: " + why)
}

// ErrRule is the error for a rule of ACL SETUSER.
func ErrRule(rule string, why error) error {
	return Error(fmt.Sprintf("ERR Error in ACL SETUSER modifier '%s': %s", clip([]byte(rule), len(rule)), why))
}

// ErrParenthesis is the error for permissions in parentheses that do not end.
func ErrParenthesis(start string) error {
	return Error(fmt.Sprintf("ERR Unmatched parenthesis in acl selector starting at '%s'.", start))
}

// ErrCategory is the error for a category that does not exist.
func ErrCategory(name []byte) error { return Error(fmt.Sprintf("ERR Unknown category '%s'", name)) }

// ErrUserNotFound is ACL DRYRUN's error for a user that does not exist.
func ErrUserNotFound(name []byte) error { return Error(fmt.Sprintf("ERR User '%s' not found", name)) }

// ErrCommandNotFound is ACL DRYRUN's error for a command that does not exist.
func ErrCommandNotFound(name []byte) error {
	return Error(fmt.Sprintf("ERR Command '%s' not found", name))
}

// ErrUsersFile is what is wrong with a file of users.
func ErrUsersFile(err error) error { return Error("ERR " + err.Error()) }
