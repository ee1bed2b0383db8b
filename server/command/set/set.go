// Package set holds the commands on sets.
package set

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	saddSpec,
	scardSpec,
	sdiffSpec,
	sdiffstoreSpec,
	sinterSpec,
	sintercardSpec,
	sinterstoreSpec,
	sismemberSpec,
	smembersSpec,
	smismemberSpec,
	smoveSpec,
	spopSpec,
	srandmemberSpec,
	sremSpec,
	sscanSpec,
	sunionSpec,
	sunionstoreSpec,
}
