package server

import (
	"redstart/server/command"
	"redstart/server/command/acl"
	"redstart/server/command/admin"
	"redstart/server/command/bit"
	"redstart/server/command/cluster"
	"redstart/server/command/conf"
	"redstart/server/command/conn"
	"redstart/server/command/geo"
	"redstart/server/command/hash"
	"redstart/server/command/hll"
	"redstart/server/command/key"
	"redstart/server/command/list"
	"redstart/server/command/meta"
	"redstart/server/command/persist"
	"redstart/server/command/pubsub"
	"redstart/server/command/repl"
	"redstart/server/command/script"
	"redstart/server/command/set"
	"redstart/server/command/sort"
	"redstart/server/command/store"
	"redstart/server/command/str"
	"redstart/server/command/stream"
	"redstart/server/command/txn"
	"redstart/server/command/zset"
)

// families is the one list of all commands.
var families = [][]*command.Spec{
	acl.Commands,
	admin.Commands,
	bit.Commands,
	cluster.Commands,
	hash.Commands,
	conf.Commands,
	conn.Commands,
	geo.Commands,
	hll.Commands,
	list.Commands,
	meta.Commands,
	persist.Commands,
	pubsub.Commands,
	repl.Commands,
	script.Commands,
	set.Commands,
	sort.Commands,
	store.Commands,
	str.Commands,
	txn.Commands,
	stream.Commands,
	zset.Commands,
	key.Commands,
}
