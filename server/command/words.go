package command

// Words that commands are logged with when the effect differs from the request.
var (
	WordDel       = []byte("DEL")
	WordHDel      = []byte("HDEL")
	WordKeepTTL   = []byte("KEEPTTL")
	WordPersist   = []byte("PERSIST")
	WordPExpireAt = []byte("PEXPIREAT")
	WordPXAT      = []byte("PXAT")
	WordSet       = []byte("SET")
	WordUnlink    = []byte("UNLINK")
)
