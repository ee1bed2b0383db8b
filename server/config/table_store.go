package config

var storeSection = Section{
	Title: "Stores",
	About: "A store is a database with a name, by which SELECT finds it, and rules. One line for each: store NAME [db N] " +
		"[preset fal1|fal2|invoke|spin] [max-key-bytes N] [max-value-bytes N] [max-keys N reject|evict] [max-bytes N reject|evict] " +
		"[default-ttl D] [min-ttl D] [max-ttl D] [utf8-keys yes|no] [token T [ro]]... " +
		"N may be a size such as 1mb, D a time such as 1500ms, 60s or 30d; a token is given as it is, or as # and its SHA-256. " +
		"STORE CREATE and its kin do it while the server runs; those stores are kept in the log. " +
		"What a line says of a store holds at the next start, whatever the log says of it.",
	Rows: []Directive{
		{
			ID: StoreAutoCreate, Name: "store-auto-create", Kind: KindEnum, Default: "no", Values: []string{"no", "yes", "fal1", "fal2", "invoke", "spin"}, Flags: Ours,
			Help: "Whether SELECT of a name that no store has makes a store of that name: yes, without rules, or with those of a preset.",
		},
	},
}
