package resp

import (
	"bufio"
	"bytes"
	"math"
	"strings"
	"testing"
)

func TestWriter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		write        func(w *Writer)
		resp2, resp3 string // resp3 empty: the same
	}{
		{"ok", func(w *Writer) { w.OK() }, "+OK\r\n", ""},
		{"simple", func(w *Writer) { w.Simple("a\r\nb\n") }, "+a  b \r\n", ""},
		{"error", func(w *Writer) { w.Error("ERR a\r\nb\r\n\r\n") }, "-ERR a  b\r\n", ""},
		{"int", func(w *Writer) { w.Int(0); w.Int(9); w.Int(10); w.Int(-1) }, ":0\r\n:9\r\n:10\r\n:-1\r\n", ""},
		{"int limits", func(w *Writer) { w.Int(math.MaxInt64); w.Int(math.MinInt64) }, ":9223372036854775807\r\n:-9223372036854775808\r\n", ""},
		{"uint", func(w *Writer) { w.Uint(math.MaxUint64); w.Uint(7) }, ":18446744073709551615\r\n:7\r\n", ""},
		{"bulk", func(w *Writer) { w.Bulk(nil); w.Bulk([]byte("a\r\nb")) }, "$0\r\n\r\n$4\r\na\r\nb\r\n", ""},
		{"bulk string", func(w *Writer) { w.BulkString("0123456789") }, "$10\r\n0123456789\r\n", ""},
		{"long bulk", func(w *Writer) { w.BulkString(strings.Repeat("x", 100)) }, "$100\r\n" + strings.Repeat("x", 100) + "\r\n", ""},
		{"null", func(w *Writer) { w.Null() }, "$-1\r\n", "_\r\n"},
		{"null array", func(w *Writer) { w.NullArray() }, "*-1\r\n", "_\r\n"},
		{"array", func(w *Writer) { w.Array(0); w.Array(12345) }, "*0\r\n*12345\r\n", ""},
		{"map", func(w *Writer) { w.Map(50) }, "*100\r\n", "%50\r\n"},
		{"pairs", func(w *Writer) { w.Pairs(2) }, "*4\r\n", "%2\r\n"},
		{"tuples", func(w *Writer) { w.Tuples(3, 2); w.Tuple(2) }, "*6\r\n", "*3\r\n*2\r\n"},
		{"table", func(w *Writer) { m := w.DeferTable(); w.Row(); w.Int(1); w.Int(2); w.EndTable(m, 1) }, "*1\r\n*2\r\n:1\r\n:2\r\n", "%1\r\n:1\r\n:2\r\n"},
		{"set", func(w *Writer) { w.Set(3) }, "*3\r\n", "~3\r\n"},
		{"push", func(w *Writer) { w.Push(3) }, "*3\r\n", ">3\r\n"},
		{"double", func(w *Writer) { w.Double(2.5); w.Double(math.Inf(-1)); w.Double(math.NaN()) }, "$3\r\n2.5\r\n$4\r\n-inf\r\n$3\r\nnan\r\n", ",2.5\r\n,-inf\r\n,nan\r\n"},
		{"bool", func(w *Writer) { w.Bool(true); w.Bool(false) }, ":1\r\n:0\r\n", "#t\r\n#f\r\n"},
		{"verbatim", func(w *Writer) { w.Verbatim("txt", "a\nb") }, "$3\r\na\nb\r\n", "=7\r\ntxt:a\nb\r\n"},
		{"big number", func(w *Writer) { w.BigNumber("123") }, "$3\r\n123\r\n", "(123\r\n"},
		{"raw", func(w *Writer) { w.Raw([]byte(":1\r\n")) }, ":1\r\n", ""},
		{"attribute", func(w *Writer) {
			if w.Attribute(1) {
				w.OK()
				w.OK()
			}
			w.Int(1)
		}, ":1\r\n", "|1\r\n+OK\r\n+OK\r\n:1\r\n"},
		{"deferred", func(w *Writer) {
			outer := w.DeferArray()
			m := w.DeferMap()
			w.Int(1)
			s := w.DeferSet()
			w.EndSet(s, 0)
			w.EndMap(m, 1)
			for range 11 {
				w.Int(2)
			}
			w.EndArray(outer, 12)
		}, "*12\r\n*2\r\n:1\r\n*0\r\n" + strings.Repeat(":2\r\n", 11), "*12\r\n%1\r\n:1\r\n~0\r\n" + strings.Repeat(":2\r\n", 11)},
	}
	for _, tt := range tests {
		if tt.resp3 == "" {
			tt.resp3 = tt.resp2
		}
		w := Writer{B: []byte("before")}
		tt.write(&w)
		if got := string(w.B); got != "before"+tt.resp2 {
			t.Errorf("%s, RESP2: got %q, want %q", tt.name, got, tt.resp2)
		}
		w = Writer{RESP3: true}
		tt.write(&w)
		if got := string(w.B); got != tt.resp3 {
			t.Errorf("%s, RESP3: got %q, want %q", tt.name, got, tt.resp3)
		}
	}
}

func TestWriterTakesBack(t *testing.T) {
	t.Parallel()
	var w Writer
	w.OK()
	n := w.Len()
	w.Int(1)
	w.Truncate(n)
	if string(w.B) != "+OK\r\n" || w.Len() != 5 {
		t.Errorf("got %q", w.B)
	}
	w.Reset()
	if w.Len() != 0 || cap(w.B) == 0 {
		t.Errorf("after Reset: %d bytes, room for %d", w.Len(), cap(w.B))
	}
}

func writeEverything(w *Writer, text []byte) {
	w.Array(10)
	w.OK()
	w.Simple("PONG")
	w.Error("ERR syntax error")
	w.Int(-1234567)
	w.Bulk(text)
	w.Null()
	w.Double(3.25)
	w.Bool(true)
	w.Verbatim("txt", "some text")
	m := w.DeferMap()
	w.BulkString("k")
	w.Uint(77777)
	w.EndMap(m, 1)
}

func TestWriterAllocatesNothing(t *testing.T) {
	text := []byte("value")
	for _, resp3 := range []bool{false, true} {
		w := Writer{B: make([]byte, 0, 1024), RESP3: resp3}
		if got := testing.AllocsPerRun(100, func() {
			w.Reset()
			writeEverything(&w, text)
		}); got != 0 {
			t.Errorf("RESP3 %v: %v allocations", resp3, got)
		}
	}
}

func TestWriterIsReadBack(t *testing.T) {
	t.Parallel()
	for resp3, want := range map[bool]string{
		false: "1) OK\n2) PONG\n3) (error) ERR syntax error\n4) (integer) -1234567\n5) \"v\"\n6) (nil)\n" +
			"7) \"3.25\"\n8) (integer) 1\n9) \"some text\"\n10) 1) \"k\"\n    2) (integer) 77777",
		true: "1) OK\n2) PONG\n3) (error) ERR syntax error\n4) (integer) -1234567\n5) \"v\"\n6) (nil)\n" +
			"7) (double) 3.25\n8) (true)\n9) some text\n10) 1# \"k\" => (integer) 77777",
	} {
		w := Writer{RESP3: resp3}
		writeEverything(&w, []byte("v"))
		v, err := ReadValue(bufio.NewReader(bytes.NewReader(w.B)))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll("\n"+v.String(), "\n ", "\n"); got != "\n"+strings.ReplaceAll(want, "\n ", "\n") {
			t.Errorf("RESP3 %v: got\n%s\nwant\n%s", resp3, got, want)
		}
	}
}

func BenchmarkWriter(b *testing.B) {
	value := bytes.Repeat([]byte{'v'}, 64)
	for name, write := range map[string]func(w *Writer){
		"OK":      func(w *Writer) { w.OK() },
		"Int1":    func(w *Writer) { w.Int(1) },
		"Int7":    func(w *Writer) { w.Int(1234567) },
		"Bulk64":  func(w *Writer) { w.Bulk(value) },
		"Null":    func(w *Writer) { w.Null() },
		"Error":   func(w *Writer) { w.Error("WRONGTYPE Operation against a key holding the wrong kind of value") },
		"Array10": func(w *Writer) { w.Array(10) },
	} {
		b.Run(name, func(b *testing.B) {
			w := Writer{B: make([]byte, 0, 256)}
			b.ReportAllocs()
			for b.Loop() {
				w.Reset()
				write(&w)
			}
		})
	}
}
