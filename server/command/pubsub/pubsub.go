// Package pubsub holds the commands on channels: subscribing, publishing, and what PUBSUB tells.
package pubsub

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	psubscribeSpec,
	publishSpec,
	pubsubSpec,
	punsubscribeSpec,
	spublishSpec,
	ssubscribeSpec,
	subscribeSpec,
	sunsubscribeSpec,
	unsubscribeSpec,
}

var pubsubSpec = &command.Spec{
	Name: "pubsub", Arity: -2,
	Group: command.PubSubGroup,
	Since: "2.8.0", Cost: "Depends on subcommand.",
	Summary: "Contains the commands that tell of channels and who listens to them.",
	Subs: []*command.Spec{
		pubsubChannelsSpec,
		pubsubHelpSpec,
		pubsubNumpatSpec,
		pubsubNumsubSpec,
		pubsubShardchannelsSpec,
		pubsubShardnumsubSpec,
	},
}
