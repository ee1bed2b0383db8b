package list

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/table"
)

// The words that blocking commands are logged with.
var (
	wordLMove     = []byte("LMOVE")
	wordLPop      = []byte("LPOP")
	wordRPop      = []byte("RPOP")
	wordRPopLPush = []byte("RPOPLPUSH")
)

// popWord is the command that pops from an end.
func popWord(front bool) []byte {
	if front {
		return wordLPop
	}
	return wordRPop
}

// wait makes the client wait until one of keys holds a list.
func wait(c *command.Ctx, keys [][]byte, deadline int64) {
	c.Block(&command.Block{Keys: keys, Kind: table.KindList, Deadline: deadline, Timeout: (*resp.Writer).NullArray})
}
