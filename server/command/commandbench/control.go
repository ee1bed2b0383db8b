package commandbench

import "redstart/server/command"

// control is a server that can only make clients wait.
type control struct {
	command.Control
	bench *Bench
}

// Block notes what the command waits for, and answers it as if its time were up.
func (c control) Block(ctx *command.Ctx, b *command.Block) {
	c.bench.Blocked = b
	b.Timeout(ctx.Reply)
}
