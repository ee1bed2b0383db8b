package hll

import (
	"encoding/binary"
	"math"

	"redstart/server/command"
	"redstart/storage/value/hll"
)

var pfselftestSpec = &command.Spec{
	Name: "pfselftest", Arity: 1,
	Flags: command.Admin,
	Group: command.HyperLogLog,
	Since: "2.8.9", Cost: "N/A",
	Summary:  "Counts known numbers of elements and compares.",
	DocFlags: []string{"syscmd"},
	Run:      runPfselftest,
}

// selftestMost is up to how many elements the self-test counts; it takes some tens of milliseconds.
const selftestMost = 1_000_000

func runPfselftest(c *command.Ctx) error {
	sparse := hll.AppendEmpty(nil)
	dense, err := hll.ToDense(hll.AppendEmpty(nil))
	if err != nil {
		return err
	}
	var element [8]byte
	for n, next := 1, 1; n <= selftestMost; n++ {
		binary.LittleEndian.PutUint64(element[:], uint64(n))
		i, v := hll.Place(element[:])
		if sparse, _, err = hll.Raise(sparse, i, v, mostSparse(c)); err != nil {
			return command.ErrHLLSelftest
		}
		if dense, _, err = hll.Raise(dense, i, v, 0); err != nil {
			return command.ErrHLLSelftest
		}
		if n == next {
			next *= 10
			if !near(sparse, n) || !near(dense, n) {
				return command.ErrHLLSelftest
			}
		}
	}

	c.Reply.OK()
	return nil
}

// near reports whether b counts n elements within four standard errors.
func near(b []byte, n int) bool {
	got, err := hll.Count(b)
	limit := max(4*1.04/math.Sqrt(hll.Registers)*float64(n), 1)
	return err == nil && math.Abs(float64(got)-float64(n)) <= limit
}
