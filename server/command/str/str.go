// Package str holds the commands on strings.
package str

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	appendSpec,
	decrSpec,
	decrbySpec,
	getSpec,
	getdelSpec,
	getexSpec,
	getrangeSpec,
	getsetSpec,
	incrSpec,
	incrbySpec,
	incrbyfloatSpec,
	lcsSpec,
	mgetSpec,
	msetSpec,
	msetnxSpec,
	psetexSpec,
	setSpec,
	setexSpec,
	setnxSpec,
	setrangeSpec,
	strlenSpec,
	substrSpec,
}
