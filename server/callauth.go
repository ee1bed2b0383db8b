package server

import (
	"bytes"

	"redstart/resp"
	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/command/conn"
	"redstart/server/web"
)

// Open reports whether callers need no token.
func (srv *Server) Open() bool { return !srv.NeedsPassword() }

// Auth makes the caller act as the user whom token stands for: a store's token, which selects the store, the default user's password, or
// a user's name, a colon and its password. Where the default user needs no password it may be anything, as with AUTH, unless stores have
// tokens: one that is not right any more must not lead into database 0.
func (k *caller) Auth(token string) error {
	srv := k.srv
	srv.acl.BecomeDefault(k.c)
	// While the log is loaded it may be a store's token that is not known yet.
	unknown := token != "" && srv.isLoading() && !srv.acl.IsToken([]byte(token))
	known := !srv.NeedsPassword()
	if token != "" {
		known = !(unknown && srv.acl.DefaultNoPass()) && k.authenticate([]byte(token))
	}
	switch {
	case !known && unknown:
		return web.Failure(command.ErrLoading.Error())
	case !known:
		k.noteWrong()
		return web.ErrUnauthorized
	}
	k.c.Set(client.Authenticated, true)
	return nil
}

func (k *caller) authenticate(token []byte) bool {
	users := k.srv.acl
	if db, ok := users.EnterToken(k.c, token); ok {
		k.c.DB.Store(int32(db))
		return true
	}
	if name, pass, both := bytes.Cut(token, []byte(":")); both && users.Get(string(name)) != nil {
		return users.Authenticate(k.c, name, pass) && k.comeHome()
	}
	if users.DefaultNoPass() && k.srv.stores.HasTokens() {
		return false
	}
	return users.Authenticate(k.c, []byte(acl.DefaultUser), token)
}

// comeHome selects the store of a user who may use one only: by HTTP nobody can select. Whether it may be used is asked of each command.
func (k *caller) comeHome() bool {
	if only := k.c.Identity().Rules().OnlyStore(); only != "" {
		if st := k.srv.stores.Get([]byte(only)); st != nil {
			k.c.DB.Store(int32(st.DB))
		} else if n, ok := resp.ParseInt([]byte(only)); ok && k.srv.keys.Exists(int(n)) {
			k.c.DB.Store(int32(n))
		}
	}
	return true
}

// noteWrong counts a wrong token and notes it in the users' log, as AUTH does.
func (k *caller) noteWrong() {
	k.take()
	k.ctx.Reset(nil, &command.Entry{FullName: "auth"})
	conn.NoteDenial(&k.ctx, acl.ByAuth, "HTTP", acl.DefaultUser, acl.TopLevel)
}

// Store selects a database by its name.
func (k *caller) Store(name string) error {
	k.take()
	k.choose(name)
	err := k.replies().Err()
	if err != nil && k.srv.isLoading() {
		return web.Failure(command.AsError(command.ErrLoading))
	}
	if _, number := resp.ParseInt([]byte(name)); err != nil && !number && err.Error() == command.ErrNotInteger.Error() {
		return web.Failure(command.AsError(command.ErrNoStore([]byte(name)))) // SELECT is as in Redis where there are no stores at all
	}
	return err
}

func (k *caller) choose(name string) {
	defer k.recover()
	k.enter()
	defer k.leave()
	k.directly([][]byte{[]byte("SELECT"), []byte(name)})
}
