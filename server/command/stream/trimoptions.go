package stream

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage/value/stream"
)

// trimming is what XADD and XTRIM are asked for besides the entry.
type trimming struct {
	stream.Trim
	given  bool
	arg    int  // the position of the threshold
	noMake bool // NOMKSTREAM
	next   int  // the position of the ID
	id     stream.ID
	auto   autoID
}

// autoID says what of an entry's ID its stream chooses.
type autoID uint8

const (
	autoNone autoID = iota
	autoSeq         // the sequence number
	autoAll
)

// The most entries that an approximate trim removes at a time.
const (
	nodesAtOnce = 100
	fewestLimit = 10_000
	mostLimit   = 1_000_000
)

// parseTrimming reads the words from position 2 on: all of them, or, with forAdd, those in front of the ID.
func parseTrimming(c *command.Ctx, forAdd bool) (trimming, error) {
	var t trimming
	limited := false
	i := 2
	for ; i < c.Len(); i++ {
		word, more := c.Arg(i), c.Len()-1-i
		if forAdd && len(word) == 1 && word[0] == '*' {
			t.auto = autoAll
			break
		}
		var err error
		switch {
		case command.Fold(word, "MAXLEN") && more > 0:
			i, err = t.threshold(c, i+1, false)
		case command.Fold(word, "MINID") && more > 0:
			i, err = t.threshold(c, i+1, true)
		case command.Fold(word, "LIMIT") && more > 0:
			i++
			limited = true
			if t.Limit, err = c.Int(i); err == nil && t.Limit < 0 {
				err = command.ErrStreamLimit
			}
		case forAdd && command.Fold(word, "NOMKSTREAM"):
			t.noMake = true
		case forAdd:
			if t.id, t.auto, err = parseNewID(word); err == nil {
				t.next = i
				return t, t.finish(c, limited, forAdd)
			}
		default:
			err = command.ErrSyntax
		}
		if err != nil {
			return t, err
		}
	}
	t.next = i
	return t, t.finish(c, limited, forAdd)
}

// parseNewID reads the ID of an entry to be added.
func parseNewID(word []byte) (stream.ID, autoID, error) {
	if n := len(word); n > 2 && n <= maxIDWord && word[n-1] == '*' && word[n-2] == '-' {
		ms, ok := parseUint(word[:n-2])
		if !ok || word[0] == '-' { // the first "-" is where the sequence number begins
			return stream.ID{}, autoNone, command.ErrStreamID
		}
		return stream.ID{MS: ms}, autoSeq, nil
	}
	id, err := parseID(word, 0)
	return id, autoNone, err
}

// threshold reads what stands behind MAXLEN or MINID at position i and returns the position of its last word.
func (t *trimming) threshold(c *command.Ctx, i int, byID bool) (int, error) {
	if t.given {
		return i, command.ErrStreamTwoTrims
	}
	t.given, t.ByID, t.Approx = true, byID, false
	if w := c.Arg(i); len(w) == 1 && (w[0] == '~' || w[0] == '=') && i+1 < c.Len() {
		t.Approx = w[0] == '~'
		i++
	}
	t.arg = i
	var err error
	if byID {
		t.MinID, err = parseID(c.Arg(i), 0)
		return i, err
	}
	if t.MaxLen, err = c.Int(i); err == nil && t.MaxLen < 0 {
		err = command.ErrStreamMaxLen
	}
	return i, err
}

// finish checks what depends on several options. The log has exact trims with a limit, which does not count there.
func (t *trimming) finish(c *command.Ctx, limited, forAdd bool) error {
	switch {
	case t.Limit > 0 && !t.given:
		return command.ErrStreamLimitAlone
	case !t.given && !forAdd:
		return command.ErrStreamNoTrim
	case c.Tx.Replay:
		t.Limit = 0
	case limited && !t.Approx:
		return command.ErrStreamLimitExact
	case !limited && t.Approx:
		n := c.Srv.Config.Int(config.StreamNodeMaxEntries)
		t.Limit = fewestLimit
		if n > 0 && n <= mostLimit/nodesAtOnce {
			t.Limit = nodesAtOnce * n
		} else if n > 0 {
			t.Limit = mostLimit
		}
	}
	return nil
}

// logExact logs what an approximate trim has come to, in place of its threshold and of ~. The text is appended to b.
func (t *trimming) logExact(c *command.Ctx, s *stream.Stream, b []byte) []byte {
	at := len(b)
	switch {
	case !t.ByID:
		b = resp.AppendInt(b, int64(s.Len()))
	case s.Len() == 0:
		b = stream.MaxID().Append(b)
	default:
		b = s.First().Append(b)
	}
	c.RewriteWord(t.arg-1, wordEqual)
	c.RewriteWord(t.arg, b[at:len(b):len(b)])
	return b
}
