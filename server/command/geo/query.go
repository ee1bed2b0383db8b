package geo

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/geohash"
	"redstart/storage/value/zset"
)

// order is how the places found are put in order of their distance.
type order int8

const (
	asFound order = iota
	ascending
	descending
)

// style is what a command has of the family's options.
type style uint8

const (
	mayStore style = 1 << iota // STORE and STOREDIST with a key
	search                     // the center and the shape are options
	doStore                    // STOREDIST without a key; the first key is where to store
)

// query is one search: what is looked for, and what becomes of what is found.
type query struct {
	style  style
	set    zset.Set
	none   bool // there is no key
	shape  geohash.Shape
	order  order
	count  int64 // 0: all
	anyOne bool  // the first that are found do

	withDist, withHash, withCoord bool

	dest      []byte // where to store; nil: reply
	storeDist bool   // distances, not the scores that the places have

	from center
	by   outline
}

// center is how the center of a search was given.
type center uint8

const (
	fromNothing center = iota
	fromMember
	fromPlace
)

// outline is how the shape of a search was given.
type outline uint8

const (
	byNothing outline = iota
	byRadius
	byBox
)

// open looks the source up.
func (q *query) open(c *command.Ctx, key []byte) error {
	r, err := c.Tx.Value(key, table.KindZSet)
	q.set, q.none = zset.Of(r), r.IsNil()
	return err
}

// parse reads the options from word i on and checks that they go together.
func (q *query) parse(c *command.Ctx, i int) error {
	a := c.Options(i)
	for a.More() {
		q.option(&a)
	}
	if err := a.Err(); err != nil {
		return err
	}
	switch {
	case q.dest != nil && (q.withDist || q.withHash || q.withCoord):
		if q.style&doStore != 0 {
			return command.ErrGeoStore("GEOSEARCHSTORE")
		}
		return command.ErrGeoStore("STORE option in GEORADIUS")
	case q.style&search != 0 && q.from == fromNothing:
		return command.ErrGeoFrom(c.Arg(0))
	case q.style&search != 0 && q.by == byNothing:
		return command.ErrGeoBy(c.Arg(0))
	case q.anyOne && q.count == 0:
		return command.ErrGeoAny
	}
	if q.count > 0 && q.order == asFound && !q.anyOne {
		q.order = ascending
	}
	return nil
}

// option reads one option.
func (q *query) option(a *command.Args) {
	left := a.Left() - 1 // behind the word
	switch {
	case a.Is("WITHDIST"):
		q.withDist = true
	case a.Is("WITHHASH"):
		q.withHash = true
	case a.Is("WITHCOORD"):
		q.withCoord = true
	case a.Is("ANY"):
		q.anyOne = true
	case a.Is("ASC"):
		q.order = ascending
	case a.Is("DESC"):
		q.order = descending
	case left >= 1 && a.Is("COUNT"):
		if q.count = a.Int(); q.count <= 0 {
			a.Fail(command.ErrGeoCount)
		}
	case q.style&mayStore != 0 && left >= 1 && a.Is("STORE"):
		q.dest, q.storeDist = a.Bytes(), false
	case q.style&mayStore != 0 && left >= 1 && a.Is("STOREDIST"):
		q.dest, q.storeDist = a.Bytes(), true
	case q.style&doStore != 0 && a.Is("STOREDIST"):
		q.storeDist = true
	case q.style&search == 0 || !q.searchOption(a, left):
		a.Fail(command.ErrSyntax)
	}
}

// searchOption reads one of the options that say what GEOSEARCH looks for; false: it is none. Of two ways to say the same thing only
// one may be used, but that one again and again.
func (q *query) searchOption(a *command.Args, left int) bool {
	switch {
	case left >= 1 && q.from != fromPlace && a.Is("FROMMEMBER"):
		q.from = fromMember
		a.Fail(q.centerOn(a.Bytes()))
	case left >= 2 && q.from != fromMember && a.Is("FROMLONLAT"):
		q.from = fromPlace
		a.Fail(q.centerAt(a.Bytes(), a.Bytes()))
	case left >= 2 && q.by != byBox && a.Is("BYRADIUS"):
		q.by = byRadius
		a.Fail(parseCircle(&q.shape, a.Bytes(), a.Bytes()))
	case left >= 3 && q.by != byRadius && a.Is("BYBOX"):
		q.by = byBox
		a.Fail(parseBox(&q.shape, a.Bytes(), a.Bytes(), a.Bytes()))
	default:
		return false
	}
	return true
}

// centerOn makes a member's place the center.
func (q *query) centerOn(member []byte) error {
	p, ok := placeOf(&q.set, member)
	if !ok && !q.none {
		return command.ErrGeoMember
	}
	q.shape.Center = p
	return nil
}

// centerAt makes a place the center.
func (q *query) centerAt(lon, lat []byte) (err error) {
	q.shape.Center, err = parsePlace(lon, lat)
	return err
}
