package info

import (
	"strconv"

	"redstart/server/store"
	"redstart/storage"
)

// stores is one line for each store. It is called by the number of its database, as a store's name may have a colon in it.
func (c *Collector) stores(s *Section) { c.storesOf(s, c.Stores.All()) }

// storesIn is stores for those in some databases.
func (c *Collector) storesIn(s *Section, dbs []int) {
	var own []*store.Store
	for _, db := range dbs {
		if st := c.Stores.Of(db); st != nil {
			own = append(own, st)
		}
	}
	c.storesOf(s, own)
}

func (c *Collector) storesOf(s *Section, all []*store.Store) {
	s.num("stores", int64(len(all)))
	for _, st := range all {
		u := c.Keys.Usage(st.DB)
		s.add("store"+strconv.Itoa(st.DB), append([]Field{{"name", st.Name}}, UsageFields(&u)...))
	}
}

// UsageFields are what a store holds and what it has been used for.
func UsageFields(u *storage.Usage) []Field {
	return []Field{
		{"keys", int64(u.Keys)},
		{"bytes", u.Bytes},
		{"hits", u.Hits},
		{"misses", u.Misses},
		{"writes", u.Writes},
		{"evictions", u.Evictions},
		{"expirations", u.Expirations},
		{"refused", u.Refused},
	}
}
