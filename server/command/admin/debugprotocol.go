package admin

import (
	"strings"

	"redstart/resp"
	"redstart/server/command"
)

// debugProtocol answers with a reply of the type that it is given.
func debugProtocol(c *command.Ctx) error {
	w := c.Reply
	switch strings.ToLower(string(c.Arg(2))) {
	case "string":
		w.BulkString("Hello World")
	case "integer":
		w.Int(12345)
	case "double":
		w.Double(3.141)
	case "null":
		w.Null()
	case "array":
		w.Array(3)
		numbers(w)
	case "set":
		w.Set(3)
		numbers(w)
	case "map":
		w.Map(3)
		for i := range 3 {
			w.Int(int64(i))
			w.Bool(i == 1)
		}
	case "attrib":
		if w.Attribute(1) {
			w.BulkString("key-popularity")
			w.Array(2)
			w.BulkString("key:123")
			w.Int(90)
		}
		w.BulkString("Some real reply following the attribute")
	case "push":
		return debugPush(w)
	case "true":
		w.Bool(true)
	case "false":
		w.Bool(false)
	case "verbatim":
		w.Verbatim("txt", "This is a verbatim\nstring")
	case "bignum":
		w.BigNumber("1234567999999999999999999999999999999")
	default:
		return command.ErrDebugType
	}
	return nil
}

func numbers(w *resp.Writer) {
	for i := range 3 {
		w.Int(int64(i))
	}
}

// debugPush writes a message out of order, and then the reply.
func debugPush(w *resp.Writer) error {
	if !w.RESP3 {
		return command.ErrDebugRESP3
	}
	w.Push(2)
	w.BulkString("server-cpu-usage")
	w.Int(42)
	w.BulkString("Some real reply following the push reply")
	return nil
}
