package config

import "math"

var absentSection = Section{
	Title: "Users, messages, scripts",
	About: "Users and their rules, messages about keys, clients that cache, scripts.",
	Rows: []Directive{
		{
			ID: ACLFile, Name: "aclfile", Kind: KindString, Flags: Immutable,
			Help: "File of the users and what they may do, a line for each. Without it they may stand here, in user lines.",
		},
		{
			ID: ACLPubsubDefault, Name: "acl-pubsub-default", Kind: KindEnum, Default: "resetchannels", Values: []string{"allchannels", "resetchannels"},
			Help: "Whether a new user may use any channel.",
		},
		{
			ID: ACLLogMaxLen, Name: "acllog-max-len", Kind: KindInt, Default: "128", Max: math.MaxInt64,
			Help: "Entries in the log of refused commands.",
		},
		{
			ID: NotifyKeyspaceEvents, Name: "notify-keyspace-events", Kind: KindEvents,
			Help: "Which events on keys are published: K for __keyspace@<db>__:<key>, E for __keyevent@<db>__:<event>; g generic, $ strings, l lists, s sets, h hashes, z sorted sets, t streams, x expired, e evicted, d modules, A for all of these; n new keys, m misses.",
		},
		{
			ID: TrackingTableMaxKeys, Name: "tracking-table-max-keys", Kind: KindInt, Default: "1000000", Max: math.MaxInt64,
			Help: "Keys remembered for clients that cache them.",
		},
		{
			ID: BusyReplyThreshold, Name: "busy-reply-threshold", Aliases: []string{"lua-time-limit"}, Kind: KindInt, Default: "5000", Max: math.MaxInt64,
			Help: "Milliseconds after which a running script may be interrupted.",
		},
		{
			ID: LuaEnableDeprecatedAPI, Name: "lua-enable-deprecated-api", Kind: KindBool, Default: "no", Flags: Hidden | Immutable,
			NoMeaning: noScripts,
			Help:      "Whether old parts of the scripts' interface stay.",
		},
		{
			ID: EnableModuleCommand, Name: "enable-module-command", Kind: KindEnum, Default: "no", Values: []string{"no", "yes", "local"}, Flags: Immutable,
			NoMeaning: "There are no modules here.",
			Help:      "Who may load modules.",
		},
		{
			ID: LocaleCollate, Name: "locale-collate", Kind: KindString,
			NoMeaning: "There is no SORT by locale in this version.",
			Help:      "Locale that orders strings.",
		},
	},
}
