// Package hash holds the commands on hashes.
package hash

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	hdelSpec,
	hexistsSpec,
	hexpireSpec,
	hexpireatSpec,
	hexpiretimeSpec,
	hgetSpec,
	hgetallSpec,
	hgetdelSpec,
	hgetexSpec,
	hincrbySpec,
	hincrbyfloatSpec,
	hkeysSpec,
	hlenSpec,
	hmgetSpec,
	hmsetSpec,
	hpersistSpec,
	hpexpireSpec,
	hpexpireatSpec,
	hpexpiretimeSpec,
	hpttlSpec,
	hrandfieldSpec,
	hscanSpec,
	hsetSpec,
	hsetexSpec,
	hsetnxSpec,
	hstrlenSpec,
	httlSpec,
	hvalsSpec,
}
