package hash

import (
	"fmt"
	"testing"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

func BenchmarkHash(b *testing.B) {
	for _, limit := range []int{512, 0} {
		for _, fields := range []int{10, 500} {
			var h Hash
			h.Open(table.Record{}, nil, Limits{Entries: limit, Value: 64})
			for i := range fields {
				set(&h, fmt.Sprint("field:", i), fmt.Sprint("value:", i))
			}
			r := store(&h)
			name, value := []byte(fmt.Sprint("field:", fields/2)), []byte("eulav:7")
			scratch := make([]byte, 0, 64<<10)
			run := func(what string, fn func()) {
				b.Run(fmt.Sprintf("%s/limit=%d/fields=%d", what, limit, fields), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						fn()
					}
				})
			}
			run("find", func() {
				h := Of(r)
				if _, ok := h.Find(name); !ok {
					b.Fatal("lost")
				}
			})
			run("set", func() {
				var h Hash
				h.Open(r, scratch, Limits{Entries: limit, Value: 64})
				h.Set(name, value)
			})
			run("each", func() {
				h, n := Of(r), 0
				h.Each(func(name, value pack.Entry, _ int64) bool {
					n += len(name.Bytes) + len(value.Bytes)
					return true
				})
			})
		}
	}
}

// BenchmarkMemory reports the bytes of a field of a large hash.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		var h Hash
		h.Open(table.Record{}, nil, Limits{})
		const n = 200_000
		for i := range n {
			set(&h, fmt.Sprint("field:", i), fmt.Sprint("value:", i))
		}
		b.ReportMetric(float64(h.large.Mem())/n, "B/field")
	}
}
