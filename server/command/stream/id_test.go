package stream

import (
	"testing"

	"redstart/storage/value/stream"
)

func TestParseID(t *testing.T) {
	const most = 1<<64 - 1
	for _, c := range []struct {
		word string
		want stream.ID
		ok   bool
	}{
		{"0", stream.ID{Seq: 7}, true},
		{"5-3", stream.ID{MS: 5, Seq: 3}, true},
		{"18446744073709551615-18446744073709551615", stream.ID{MS: most, Seq: most}, true},
		{"007-03", stream.ID{MS: 7, Seq: 3}, true},
		{" 5-+3", stream.ID{MS: 5, Seq: 3}, true},
		{"5- -1", stream.ID{MS: 5, Seq: most}, true},
		{"18446744073709551616", stream.ID{}, false},
		{"-5", stream.ID{}, false},
		{"5--1", stream.ID{}, false},
		{"", stream.ID{}, false},
		{"-", stream.ID{}, false},
		{"+", stream.ID{}, false},
		{"5-", stream.ID{}, false},
		{"5-3-1", stream.ID{}, false},
		{"5_0", stream.ID{}, false},
		{"0x5", stream.ID{}, false},
	} {
		id, err := parseID([]byte(c.word), 7)
		if (err == nil) != c.ok || c.ok && id != c.want {
			t.Errorf("%q: %v, %v", c.word, id, err)
		}
	}
}

// Every ID is read as it is written, and no word is read as anything else.
func FuzzParseID(f *testing.F) {
	for _, w := range []string{"0-0", "5-3", "18446744073709551615-1", " 1-2", "007-1", "-", "1--1", "x"} {
		f.Add([]byte(w), uint64(1), uint64(2))
	}
	f.Fuzz(func(t *testing.T, word []byte, ms, seq uint64) {
		want := stream.ID{MS: ms, Seq: seq}
		if id, err := parseID(want.Append(nil), 0); err != nil || id != want {
			t.Fatalf("%v is read as %v, %v", want, id, err)
		}
		id, err := parseID(word, 0)
		if err != nil {
			return
		}
		if again, err := parseID(id.Append(nil), 0); err != nil || again != id {
			t.Fatalf("%q is read as %v, that as %v, %v", word, id, again, err)
		}
	})
}
