package conn

import (
	"redstart/server/client"
	"redstart/server/command"
)

var clientTrackinginfoSpec = &command.Spec{
	Name: "trackinginfo", Arity: 2,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "6.2.0", Cost: "O(1)",
	Summary: "Tells whether and how this connection hears of changed keys.",
	Run:     runClientTrackinginfo,
}

func runClientTrackinginfo(c *command.Ctx) error {
	c.Reply.Map(3)
	c.Reply.BulkString("flags")
	flags := trackingFlags(c.Client)
	c.Reply.Set(len(flags))
	for _, f := range flags {
		c.Reply.BulkString(f)
	}
	c.Reply.BulkString("redirect")
	c.Reply.Int(redirect(c.Client))
	c.Reply.BulkString("prefixes")
	prefixes := c.Srv.Track.Prefixes(c.Client)
	c.Reply.Array(len(prefixes))
	for _, p := range prefixes {
		c.Reply.BulkString(p)
	}
	return nil
}

// trackingFlags are the words for how k tracks.
func trackingFlags(k *client.Client) []string {
	if !k.Has(client.Tracking) {
		return []string{"off"}
	}
	words := []string{"on"}
	for _, f := range [...]struct {
		flags client.Flags
		word  string
	}{
		{client.Broadcast, "bcast"},
		{client.OptIn, "optin"},
		{client.OptIn | client.Caching, "caching-yes"},
		{client.OptOut, "optout"},
		{client.OptOut | client.Caching, "caching-no"},
		{client.NoLoop, "noloop"},
		{client.BrokenRedirect, "broken_redirect"},
	} {
		if k.Has(f.flags) {
			words = append(words, f.word)
		}
	}
	return words
}
