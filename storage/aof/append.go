package aof

import "strconv"

// Append encodes one command for database db into the pending buffer and returns the log offset after it. The arguments are
// copied. It does not allocate, but for the buffer's growth. While the log is off it does nothing.
func (l *Log) Append(db int, args ...[]byte) (end int64) {
	l.mu.Lock()
	if !l.mu.on {
		l.mu.Unlock()
		return l.appended.Load()
	}
	before := len(l.mu.buf)
	b := l.appendStamp(l.mu.buf)
	b = l.appendSelect(b, db)
	b = AppendCommand(b, args...)
	return l.appendDone(b, before)
}

// AppendRaw is Append for a command that is encoded already: one RESP array of bulk strings, exactly as this package
// writes it. The bytes are copied.
func (l *Log) AppendRaw(db int, raw []byte) (end int64) {
	l.mu.Lock()
	if !l.mu.on {
		l.mu.Unlock()
		return l.appended.Load()
	}
	before := len(l.mu.buf)
	b := l.appendStamp(l.mu.buf)
	b = l.appendSelect(b, db)
	b = append(b, raw...)
	return l.appendDone(b, before)
}

// AppendGroup appends the commands of g as one unit: after a crash all of them are loaded or none. More than one are
// wrapped in MULTI and EXEC. The group can be used again after Reset.
func (l *Log) AppendGroup(g *Group) (end int64) {
	l.mu.Lock()
	if !l.mu.on || g.n == 0 {
		l.mu.Unlock()
		return l.appended.Load()
	}
	before := len(l.mu.buf)
	b := l.appendStamp(l.mu.buf)
	if g.n > 1 {
		b = append(b, "*1\r\n$5\r\nMULTI\r\n"...)
	}
	b = l.appendSelect(b, g.first)
	b = append(b, g.buf...)
	l.mu.db = g.last
	if g.n > 1 {
		b = append(b, "*1\r\n$4\r\nEXEC\r\n"...)
	}
	return l.appendDone(b, before)
}

// appendDone makes b, which had before bytes, the pending buffer and releases mu.
func (l *Log) appendDone(b []byte, before int) (end int64) {
	l.mu.buf = b
	end = l.appended.Load() + int64(len(b)-before)
	l.appended.Store(end)
	l.mu.Unlock()
	return end
}

func (l *Log) appendStamp(b []byte) []byte {
	if !l.mu.stamps {
		return b
	}
	second := l.o.Now() / 1000
	if second <= l.mu.second {
		return b
	}
	l.mu.second = second
	return appendStamp(b, second)
}

func (l *Log) appendSelect(b []byte, db int) []byte {
	if db == l.mu.db {
		return b
	}
	l.mu.db = db
	return appendSelect(b, db)
}

// Group collects commands that must be replayed together. The zero value is an empty group. It is not safe for concurrent use.
type Group struct {
	buf   []byte
	n     int
	first int // database of the first command
	last  int // database of the last command
}

// Add appends a command for database db. The arguments are copied.
func (g *Group) Add(db int, args ...[]byte) {
	g.enter(db)
	g.buf = AppendCommand(g.buf, args...)
}

// AddRaw appends a command that is encoded already, as AppendRaw takes it. The bytes are copied.
func (g *Group) AddRaw(db int, raw []byte) {
	g.enter(db)
	g.buf = append(g.buf, raw...)
}

// Len returns the number of commands.
func (g *Group) Len() int { return g.n }

// Reset empties the group and keeps its memory, unless that has become large.
func (g *Group) Reset() {
	if cap(g.buf) > keepBuffer {
		g.buf = nil
	}
	*g = Group{buf: g.buf[:0]}
}

func (g *Group) enter(db int) {
	if g.n == 0 {
		g.first = db
	} else if db != g.last {
		g.buf = appendSelect(g.buf, db)
	}
	g.last = db
	g.n++
}

func appendStamp(b []byte, second int64) []byte {
	b = append(b, "#TS:"...)
	b = strconv.AppendInt(b, second, 10)
	return append(b, '\r', '\n')
}

func appendSelect(b []byte, db int) []byte {
	if db >= 0 && db < 10 {
		return append(b, '*', '2', '\r', '\n', '$', '6', '\r', '\n', 'S', 'E', 'L', 'E', 'C', 'T', '\r', '\n',
			'$', '1', '\r', '\n', '0'+byte(db), '\r', '\n')
	}
	var digits [20]byte
	n := strconv.AppendInt(digits[:0], int64(db), 10)
	b = append(b, "*2\r\n$6\r\nSELECT\r\n"...)
	b = appendHeader(b, '$', len(n))
	b = append(b, n...)
	return append(b, '\r', '\n')
}

// AppendCommand appends one command, encoded as the log has it, to b, for AppendRaw.
func AppendCommand(b []byte, args ...[]byte) []byte {
	b = appendHeader(b, '*', len(args))
	for _, arg := range args {
		b = appendHeader(b, '$', len(arg))
		b = append(b, arg...)
		b = append(b, '\r', '\n')
	}
	return b
}

func appendHeader(b []byte, kind byte, n int) []byte {
	if n < 10 {
		return append(b, kind, '0'+byte(n), '\r', '\n')
	}
	b = append(b, kind)
	b = strconv.AppendInt(b, int64(n), 10)
	return append(b, '\r', '\n')
}
