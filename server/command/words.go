package command

// Words that commands are logged with when the effect differs from the request.
var (
	WordDel       = []byte("DEL")
	WordKeepTTL   = []byte("KEEPTTL")
	WordPersist   = []byte("PERSIST")
	WordPExpireAt = []byte("PEXPIREAT")
	WordPXAT      = []byte("PXAT")
	WordSet       = []byte("SET")
	WordUnlink    = []byte("UNLINK")
)
