package stream

// Words that effects are logged with.
var (
	wordXclaim         = []byte("XCLAIM")
	wordXgroup         = []byte("XGROUP")
	wordXadd           = []byte("XADD")
	wordXsetid         = []byte("XSETID")
	wordCreate         = []byte("CREATE")
	wordCreateConsumer = []byte("CREATECONSUMER")
	wordSetID          = []byte("SETID")
	wordEntriesRead    = []byte("ENTRIESREAD")
	wordEntriesAdded   = []byte("ENTRIESADDED")
	wordMaxDeletedID   = []byte("MAXDELETEDID")
	wordTime           = []byte("TIME")
	wordRetryCount     = []byte("RETRYCOUNT")
	wordForce          = []byte("FORCE")
	wordJustID         = []byte("JUSTID")
	wordLastID         = []byte("LASTID")
	wordMaxLen         = []byte("MAXLEN")
	wordEqual          = []byte("=")
	wordZero           = []byte("0")
)
