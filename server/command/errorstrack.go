package command

import "fmt"

// The error texts of CLIENT TRACKING and CLIENT CACHING.
var (
	ErrCachingOff       error = Error("ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled")
	ErrCachingYes       error = Error("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.")
	ErrCachingNo        error = Error("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.")
	ErrTrackRedirect    error = Error("ERR The client ID you want redirect to does not exist")
	ErrTrackTwoRedirect error = Error("ERR A client can only redirect to a single other client")
	ErrTrackPrefix      error = Error("ERR PREFIX option requires BCAST mode to be enabled")
	ErrTrackBroadcast   error = Error("ERR OPTIN and OPTOUT are not compatible with BCAST")
	ErrTrackOptBoth     error = Error("ERR You can't specify both OPTIN mode and OPTOUT mode")
	ErrTrackSwitchOpt   error = Error("ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.")
	ErrTrackSwitchBcast error = Error("ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.")
)

// ErrTrackOverlap is the error for a prefix that overlaps with another that the client gives, or has already.
func ErrTrackOverlap(prefix, other string, existing bool) error {
	which := "another provided"
	if existing {
		which = "an existing"
	}
	return Error(fmt.Sprintf("ERR Prefix '%s' overlaps with %s prefix '%s'. Prefixes for a single client must not overlap.", prefix, which, other))
}
