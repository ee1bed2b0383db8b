package stream

// Lag is how many entries the group has yet to read; false: it is not known.
func (s *Stream) Lag(g *Group) (int64, bool) {
	switch {
	case s.added == 0 || s.count == 0:
		return 0, true
	case g.Last.Less(s.first) && s.deleted.Less(s.first):
		return int64(s.count), true
	case g.Read != Unread && !s.gaps(g.Last):
		return int64(s.added) - g.Read, true
	}
	if read := s.Distance(g.Last); read != Unread {
		return int64(s.added) - read, true
	}
	return 0, false
}

// gaps reports whether an entry from id on may have been deleted.
func (s *Stream) gaps(id ID) bool {
	return s.count > 0 && !s.deleted.IsZero() && !s.deleted.Less(id)
}

// Distance is how many entries had been added when id was, itself included; Unread where that is not known.
func (s *Stream) Distance(id ID) int64 {
	added, count := int64(s.added), int64(s.count)
	switch c := id.Compare(s.last); {
	case s.added == 0:
		return 0
	case count == 0 && c <= 0:
		return added
	case !id.IsZero() && id.Less(s.deleted):
		return Unread
	case c == 0:
		return added
	case c > 0:
		return Unread
	}
	if s.deleted.Less(s.first) { // nothing between the entries is missing
		switch c := id.Compare(s.first); {
		case c < 0:
			return added - count
		case c == 0:
			return added - count + 1
		}
	}
	return Unread
}

// Advance notes that the group has been given the entry id, which comes after all that it was given before.
func (s *Stream) Advance(g *Group, id ID) {
	if g.Read != Unread && !g.Last.Less(s.first) && !s.gaps(g.Last) {
		g.Read++
	} else if s.added != 0 {
		g.Read = s.Distance(id)
	}
	g.Last = id
}
