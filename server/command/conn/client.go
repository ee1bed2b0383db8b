package conn

import "redstart/server/command"

var clientSpec = &command.Spec{
	Name: "client", Arity: -2,
	Group: command.Connection,
	Since: "2.4.0", Cost: "Depends on subcommand.",
	Summary: "Commands about client connections.",
	Subs: []*command.Spec{
		clientCachingSpec,
		clientGetnameSpec,
		clientGetredirSpec,
		clientHelpSpec,
		clientIDSpec,
		clientInfoSpec,
		clientKillSpec,
		clientListSpec,
		clientNoEvictSpec,
		clientNoTouchSpec,
		clientPauseSpec,
		clientReplySpec,
		clientSetinfoSpec,
		clientSetnameSpec,
		clientTrackingSpec,
		clientTrackinginfoSpec,
		clientUnblockSpec,
		clientUnpauseSpec,
	},
}
