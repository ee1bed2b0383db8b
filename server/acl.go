package server

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"redstart/server/acl"
	"redstart/server/command"
	"redstart/server/config"
)

// newUsers makes the users that there are before the configuration names any.
func (srv *Server) newUsers() *acl.Store {
	bearers := func() []acl.Bearer {
		var all []acl.Bearer
		for _, c := range srv.clients.List() {
			all = append(all, c)
		}
		return all
	}
	open := func() bool { return srv.cfg.Int(config.ACLPubsubDefault) == config.PubsubAllChannels }
	return acl.NewStore(srv.catalog(), bearers, open)
}

// Check says what is wrong with the users and stores that a configuration names, as New would.
func Check(cfg *config.Config) error {
	table, err := command.NewTable(families...)
	if err != nil {
		return err
	}
	srv := &Server{cfg: cfg, table: table}
	srv.acl = srv.newUsers()
	return errors.Join(srv.loadUsers(), srv.readStores())
}

// catalog is what users' rules may name: the commands, by their numbers, and behind them those of Redis that are not to be had here.
func (srv *Server) catalog() *acl.Catalog {
	categories := command.CategoryNames()
	var commands []acl.Command
	known := make(map[string]int)
	add := func(c acl.Command) {
		if parent, _, isSub := strings.Cut(c.Name, "|"); isSub {
			c.IsSub = true
			commands[known[parent]].Subs = append(commands[known[parent]].Subs, len(commands))
		}
		known[c.Name] = len(commands)
		commands = append(commands, c)
	}
	srv.table.Each(func(e *command.Entry) {
		c := acl.Command{Name: e.FullName, Free: e.Flags&command.NoAuth != 0, Wide: e.IsWide()}
		for _, name := range e.Categories(nil) {
			c.Categories |= 1 << slices.Index(categories, name)
		}
		add(c)
	})
	for name := range strings.FieldsSeq(absentCommands) {
		if _, here := known[name]; !here {
			add(acl.Command{Name: name})
		}
	}
	return acl.NewCatalog(categories, commands, storeNames{srv})
}

// errTwoSources is the error for users in two places.
const errTwoSources = refused("Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid. This setup is very likely to lead to configuration errors and security holes, please define either an ACL file or declare users directly in your redis.conf, but not both.")

// loadUsers takes the users that the configuration names, by its lines or by a file.
func (srv *Server) loadUsers() error {
	if pass := srv.cfg.String(config.RequirePass); pass != "" {
		srv.acl.SetDefaultPassword(pass)
	}
	lines, file := srv.cfg.Users(), srv.cfg.String(config.ACLFile)
	if len(lines) > 0 && file != "" {
		return errTwoSources
	}
	seen := make(map[string]bool)
	for _, l := range lines {
		name := l.Args[0]
		_, _, err := srv.acl.Set(name, l.Args[1:], true)
		if seen[name] {
			err = refused("Duplicate user found. A user can only be defined once in config files")
		}
		seen[name] = true
		if err != nil {
			return l.Refused(fmt.Sprintf("Error in user declaration '%s': %s", name, userReason(err)))
		}
	}
	if file != "" {
		if _, err := srv.acl.Load(srv.cfg.Path(config.ACLFile), file); err != nil {
			return refused("Aborting Redis startup because of ACL errors: " + err.Error())
		}
	}
	srv.cfg.OnChange(func() error {
		srv.acl.SetDefaultPassword(srv.cfg.String(config.RequirePass))
		return nil
	}, config.RequirePass)
	srv.cfg.UsersFrom(srv.acl.Lines)
	return nil
}

// userReason is what is wrong with a line about a user.
func userReason(err error) string {
	var rule *acl.RuleError
	switch {
	case errors.Is(err, acl.ErrName):
		return "Spaces not allowed in ACL usernames"
	case errors.As(err, &rule) && rule.Rule != "":
		return fmt.Sprintf("%s: '%s'", rule.Err, rule.Rule)
	case rule != nil:
		return fmt.Sprintf("Wrong format: the parenthesis in '%s' is not closed", rule.Start)
	}
	return err.Error()
}

// place is the context of a request that comes from the client itself.
func (s *session) place() string {
	if s.multi != nil {
		return acl.Multi
	}
	return acl.TopLevel
}
