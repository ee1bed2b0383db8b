package conn

import (
	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/track"
)

var clientTrackingSpec = &command.Spec{
	Name: "tracking", Arity: -3,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "6.0.0", Cost: "O(1). Some options may introduce additional complexity.",
	Syntax:   "status:(ON | OFF) [REDIRECT client-id:integer] [PREFIX... prefix] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]",
	Summary:  "Turns messages about changed keys on or off, for clients that keep copies of them.",
	Stateful: true,
	Run:      runClientTracking,
}

func runClientTracking(c *command.Ctx) error {
	o, err := trackingOptions(c)
	if err != nil {
		return err
	}
	switch {
	case command.Fold(c.Arg(2), "ON"):
		if err := checkTracking(c, o); err != nil {
			return err
		}
		c.Session.Listen()
		c.Srv.Track.Start(c.Client, o)
	case command.Fold(c.Arg(2), "OFF"):
		c.Srv.Track.Stop(c.Client)
	default:
		return command.ErrSyntax
	}
	c.Reply.OK()
	return nil
}

// trackingOptions reads the words behind ON or OFF.
func trackingOptions(c *command.Ctx) (o track.Options, err error) {
	a := c.Options(3)
	for a.More() {
		switch {
		case a.Left() > 1 && a.Is("REDIRECT"):
			if o.Redirect != 0 {
				return o, command.ErrTrackTwoRedirect
			}
			id, ok := resp.ParseInt(a.Bytes())
			if !ok {
				return o, command.ErrNotInteger
			}
			if find(c, id) == nil {
				return o, command.ErrTrackRedirect
			}
			o.Redirect = id
		case a.Is("BCAST"):
			o.Modes |= client.Broadcast
		case a.Is("OPTIN"):
			o.Modes |= client.OptIn
		case a.Is("OPTOUT"):
			o.Modes |= client.OptOut
		case a.Is("NOLOOP"):
			o.Modes |= client.NoLoop
		case a.Left() > 1 && a.Is("PREFIX"):
			o.Prefixes = append(o.Prefixes, string(a.Bytes()))
		default:
			return o, command.ErrSyntax
		}
	}
	return o, nil
}

// checkTracking looks whether the options go together, and with those that the client has already.
func checkTracking(c *command.Ctx, o track.Options) error {
	k := c.Client
	broadcast := o.Modes&client.Broadcast != 0
	const opts = client.OptIn | client.OptOut
	switch {
	case len(o.Prefixes) > 0 && !broadcast:
		return command.ErrTrackPrefix
	case k.Has(client.Tracking) && k.Has(client.Broadcast) != broadcast:
		return command.ErrTrackSwitchBcast
	case broadcast && o.Modes&opts != 0:
		return command.ErrTrackBroadcast
	case o.Modes&opts == opts:
		return command.ErrTrackOptBoth
	case o.Modes&client.OptIn != 0 && k.Has(client.OptOut), o.Modes&client.OptOut != 0 && k.Has(client.OptIn):
		return command.ErrTrackSwitchOpt
	}
	if twice, found := c.Srv.Track.Overlapping(k, o.Prefixes); found {
		return command.ErrTrackOverlap(twice.Prefix, twice.Other, twice.Existing)
	}
	return nil
}
