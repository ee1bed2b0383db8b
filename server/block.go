package server

import "redstart/server/command"

// Block makes the client of c wait, see command.Ctx.Block.
func (srv *Server) Block(c *command.Ctx, b *command.Block) { b.Timeout(c.Reply) }
