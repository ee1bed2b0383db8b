package command

// The error texts of the commands on streams.
var (
	ErrStreamID          error = Error("ERR Invalid stream ID specified as stream command argument")
	ErrStreamStart       error = Error("ERR invalid start ID for the interval")
	ErrStreamEnd         error = Error("ERR invalid end ID for the interval")
	ErrStreamZeroID      error = Error("ERR The ID specified in XADD must be greater than 0-0")
	ErrStreamSmallID     error = Error("ERR The ID specified in XADD is equal or smaller than the target stream top item")
	ErrStreamExhausted   error = Error("ERR The stream has exhausted the last possible ID, unable to add more items")
	ErrStreamLarge       error = Error("ERR Elements are too large to be stored")
	ErrStreamMaxLen      error = Error("ERR The MAXLEN argument must be >= 0.")
	ErrStreamLimit       error = Error("ERR The LIMIT argument must be >= 0.")
	ErrStreamTwoTrims    error = Error("ERR syntax error, MAXLEN and MINID options at the same time are not compatible")
	ErrStreamLimitAlone  error = Error("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy")
	ErrStreamLimitExact  error = Error("ERR syntax error, LIMIT cannot be used without the special ~ option")
	ErrStreamNoTrim      error = Error("ERR syntax error, XTRIM must be called with a trimming strategy")
	ErrStreamSetSmall    error = Error("ERR The ID specified in XSETID is smaller than the target stream top item")
	ErrStreamSetDeleted  error = Error("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id")
	ErrStreamSetMaxDel   error = Error("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id")
	ErrStreamSetAdded    error = Error("ERR The entries_added specified in XSETID is smaller than the target stream length")
	ErrStreamAdded       error = Error("ERR entries_added must be positive")
	ErrStreamEntriesRead error = Error("ERR value for ENTRIESREAD must be positive or -1")
	ErrStreamNoKey       error = Error("ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.")
	ErrStreamBusyGroup   error = Error("BUSYGROUP Consumer Group name already exists")
	ErrStreamReadGroup   error = Error("ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.")
	ErrStreamReadNoAck   error = Error("ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.")
	ErrStreamReadNew     error = Error("ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.")
	ErrStreamNoGroupWord error = Error("ERR Missing GROUP option for XREADGROUP")
	ErrStreamLastID      error = Error("ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.")
	ErrStreamPlusID      error = Error("ERR The + ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The + ID would just return an empty result set.")
	ErrUnbalancedRead    error = Error("ERR Unbalanced 'xread' list of streams: for each stream key an ID, '+', or '$' must be specified.")
	ErrUnbalancedGroup   error = Error("ERR Unbalanced 'xreadgroup' list of streams: for each stream key an ID or '>' must be specified.")
	ErrStreamCount       error = Error("ERR COUNT must be > 0")
	ErrClaimIdle         error = Error("ERR Invalid min-idle-time argument for XCLAIM")
	ErrAutoclaimIdle     error = Error("ERR Invalid min-idle-time argument for XAUTOCLAIM")
)

// ErrClaimOption is what XCLAIM answers to an option whose value is no number.
func ErrClaimOption(option string) error {
	return Errorf("ERR Invalid %s option argument for XCLAIM", option)
}

// ErrClaimUnknown is what XCLAIM answers to a word that is no option.
func ErrClaimUnknown(word []byte) error {
	return Errorf("ERR Unrecognized XCLAIM option '%s'", clip(word, len(word)))
}

// ErrNoGroup is the error for a group that does not exist, or whose key does not.
func ErrNoGroup(key, group []byte) error {
	return Errorf("NOGROUP No such key '%s' or consumer group '%s'", clip(key, len(key)), clip(group, len(group)))
}

// ErrReadNoGroup is ErrNoGroup of XREADGROUP.
func ErrReadNoGroup(key, group []byte) error {
	return Error(ErrNoGroup(key, group).Error() + " in XREADGROUP with GROUP option")
}

// ErrNoGroupOf is the error for a group that does not exist, of a key that does.
func ErrNoGroupOf(key, group []byte) error {
	return Errorf("NOGROUP No such consumer group '%s' for key name '%s'", clip(group, len(group)), clip(key, len(key)))
}
