// Package key holds the commands on keys of any type.
package key

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	copySpec,
	delSpec,
	existsSpec,
	expireSpec,
	expireatSpec,
	expiretimeSpec,
	keysSpec,
	moveSpec,
	objectSpec,
	persistSpec,
	pexpireSpec,
	pexpireatSpec,
	pexpiretimeSpec,
	pttlSpec,
	randomkeySpec,
	renameSpec,
	renamenxSpec,
	scanSpec,
	touchSpec,
	ttlSpec,
	typeSpec,
	unlinkSpec,
}
