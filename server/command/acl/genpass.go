package acl

import (
	"crypto/rand"
	"encoding/hex"

	"redstart/server/command"
)

var aclGenpassSpec = &command.Spec{
	Name: "genpass", Arity: -2,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "6.0.0", Cost: "O(1)",
	Syntax:  "[bits:integer]",
	Summary: "Makes a password by chance.",
	Run:     runAclGenpass,
}

// maxBits is the longest password, in bits.
const maxBits = 4096

func runAclGenpass(c *command.Ctx) error {
	bits := int64(256)
	if c.Len() > 3 {
		return command.ErrSubSyntax("acl", c.Arg(1))
	}
	if c.Len() == 3 {
		var err error
		if bits, err = c.Int(2); err != nil {
			return err
		}
		if bits < 1 || bits > maxBits {
			return command.ErrPasswordBits
		}
	}
	digits := (bits + 3) / 4
	random := make([]byte, (digits+1)/2)
	rand.Read(random)
	c.Reply.BulkString(hex.EncodeToString(random)[:digits])
	return nil
}
