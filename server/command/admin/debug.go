package admin

import (
	"redstart/server/command"
	"redstart/server/config"
)

var debugSpec = &command.Spec{
	Name: "debug", Arity: -2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale | command.NoGate,
	Group: command.ServerGroup,
	Since: "1.0.0", Cost: "Depends on subcommand.",
	Summary:  "Commands for tests and fault finding.",
	DocFlags: []string{"syscmd"},
	Run:      runDebug,
}

// debugSub is a subcommand of DEBUG. They are no specs of their own, as they are none in Redis.
type debugSub struct {
	name        string // upper case
	least, most int    // number of words, DEBUG and the name included; most 0: no bound
	run         func(c *command.Ctx) error
}

// debugSubs lists them. Those that do nothing are about what this server does not have; they answer for the sake of test suites.
var debugSubs = []debugSub{
	{"AOF-FLUSH-SLEEP", 3, 3, debugNothing},
	{"ASSERT", 2, 2, debugPanic},
	{"CHANGE-REPL-ID", 2, 2, debugChangeReplID},
	{"CLIENT-EVICTION", 2, 2, refuse(command.ErrClientEviction)},
	{"CLUSTERLINK", 5, 5, refuse(command.ErrNotClusterDebug)},
	{"DICT-RESIZING", 3, 3, debugNothing},
	{"DIGEST", 2, 2, debugDigest},
	{"DIGEST-VALUE", 2, 0, debugDigestValue},
	{"DROP-CLUSTER-PACKET-FILTER", 3, 3, debugInt},
	{"ERROR", 3, 3, debugError},
	{"HELP", 2, 2, debugHelp},
	{"HTSTATS", 3, 4, debugHtstats},
	{"HTSTATS-KEY", 3, 4, debugHtstatsKey},
	{"INTERNAL_SECRET", 2, 2, refuse(command.ErrNoSecret)},
	{"LEAK", 3, 3, debugNothing},
	{"LISTPACK", 3, 3, refuseKey(command.ErrNotListpack)},
	{"LOADAOF", 2, 2, debugLoadAOF},
	{"LOG", 3, 3, debugLog},
	{"MARK-INTERNAL-CLIENT", 2, 3, oneOf("UNMARK")},
	{"OBJECT", 3, 3, debugObject},
	{"OOM", 2, 2, debugPanic},
	{"PANIC", 2, 2, debugPanic},
	{"PAUSE-CRON", 3, 3, debugPauseCron},
	{"POPULATE", 3, 5, debugPopulate},
	{"PROTOCOL", 3, 3, debugProtocol},
	{"QUICKLIST", 3, 4, refuseKey(command.ErrNotQuicklist)},
	{"QUICKLIST-PACKED-THRESHOLD", 3, 3, debugPackedThreshold},
	{"RELOAD", 2, 0, debugReload},
	{"REPL-PAUSE", 3, 3, oneOf("CLEAR", "AFTER-FORK", "BEFORE-RDB-CHANNEL", "ON-STREAMING-REPL-BUF")},
	{"REPLICATE", 3, 0, debugNothing},
	{"REPLYBUFFER", 4, 4, debugReplyBuffer},
	{"SCRIPT", 3, 3, oneOf("LIST")},
	{"SDSLEN", 3, 3, debugSDSLen},
	{"SEGFAULT", 2, 2, debugPanic},
	{"SET-ACTIVE-EXPIRE", 3, 3, debugSetActiveExpire},
	{"SET-DISABLE-DENY-SCRIPTS", 3, 3, debugNothing},
	{"SET-SKIP-CHECKSUM-VALIDATION", 3, 3, debugNothing},
	{"SLEEP", 3, 3, debugSleep},
	{"STRINGMATCH-TEST", 2, 2, debugStringMatch},
	{"STRUCTSIZE", 2, 2, debugStructSize},
}

func runDebug(c *command.Ctx) error {
	switch c.Srv.Config.Int(config.EnableDebugCommand) {
	case config.AllowYes:
	case config.AllowLocal:
		if !c.Client.Local() {
			return command.ErrDebugOff
		}
	default:
		return command.ErrDebugOff
	}
	for _, s := range debugSubs {
		if command.Fold(c.Arg(1), s.name) && c.Len() >= s.least && (s.most == 0 || c.Len() <= s.most) {
			return s.run(c)
		}
	}
	return command.ErrSubSyntax("debug", c.Arg(1))
}

// alone runs f with all keys to itself: DEBUG runs without the gate, because some of its subcommands wait.
func alone(c *command.Ctx, f func()) {
	c.Srv.Control.Alone(func() {
		c.Tx.Begin(true)
		f()
	})
}

func refuse(err error) func(*command.Ctx) error {
	return func(*command.Ctx) error { return err }
}

// refuseKey refuses to look at a key that is not of the type asked for; no key is.
func refuseKey(err error) func(*command.Ctx) error {
	return func(c *command.Ctx) error {
		exists := false
		alone(c, func() { exists = !c.Tx.Look(c.Arg(2)).IsNil() })
		if !exists {
			return command.ErrNoKey
		}
		return err
	}
}

func debugNothing(c *command.Ctx) error {
	c.Reply.OK()
	return nil
}

// oneOf does nothing with a word, which may be missing, out of a few.
func oneOf(words ...string) func(*command.Ctx) error {
	return func(c *command.Ctx) error {
		for _, w := range words {
			if c.Len() == 2 || command.Fold(c.Arg(2), w) {
				c.Reply.OK()
				return nil
			}
		}
		return command.ErrSubSyntax("debug", c.Arg(1))
	}
}

// debugInt does nothing with a number.
func debugInt(c *command.Ctx) error {
	if _, err := c.Int(2); err != nil {
		return err
	}
	c.Reply.OK()
	return nil
}

// debugPanic fails as a broken handler does: that ends the connection, and not the server.
func debugPanic(c *command.Ctx) error { panic("DEBUG " + string(c.Arg(1))) }
