package resp

import (
	"bufio"
	"errors"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func readValue(s string) (Value, error) {
	return ReadValue(bufio.NewReaderSize(iotest.OneByteReader(strings.NewReader(s)), 16))
}

func TestReadValue(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 200_000)
	tests := []struct {
		in   string
		want Value
	}{
		{"+OK\r\n", Value{Kind: '+', Str: "OK"}},
		{"+" + long + "\r\n", Value{Kind: '+', Str: long}},
		{"-ERR x\r\n", Value{Kind: '-', Str: "ERR x"}},
		{":-12\r\n", Value{Kind: ':', Str: "-12", Int: -12}},
		{"$3\r\na\r\n\r\n", Value{Kind: '$', Str: "a\r\n"}},
		{"$200000\r\n" + long + "\r\n", Value{Kind: '$', Str: long}},
		{"$-1\r\n", Value{Kind: '$', Null: true}},
		{"*-1\r\n", Value{Kind: '*', Null: true}},
		{"_\r\n", Value{Kind: '_', Null: true}},
		{"#t\r\n", Value{Kind: '#', Int: 1}},
		{"#f\r\n", Value{Kind: '#'}},
		{",1.50\r\n", Value{Kind: ',', Str: "1.50", Double: 1.5}},
		{",-inf\r\n", Value{Kind: ',', Str: "-inf", Double: math.Inf(-1)}},
		{"(123\r\n", Value{Kind: '(', Str: "123"}},
		{"=5\r\nmkd:a\r\n", Value{Kind: '=', Str: "a", Format: "mkd"}},
		{"~0\r\n", Value{Kind: '~', Elems: []Value{}}},
		{">1\r\n_\r\n", Value{Kind: '>', Elems: []Value{{Kind: '_', Null: true}}}},
		{"%1\r\n+k\r\n*1\r\n:1\r\n", Value{Kind: '%', Elems: []Value{
			{Kind: '+', Str: "k"},
			{Kind: '*', Elems: []Value{{Kind: ':', Str: "1", Int: 1}}},
		}}},
		{"|1\r\n+a\r\n+b\r\n+OK\r\n", Value{Kind: '+', Str: "OK", Attrs: []Value{{Kind: '+', Str: "a"}, {Kind: '+', Str: "b"}}}},
	}
	for _, tt := range tests {
		got, err := readValue(tt.in)
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%.40q: got %.200v, %v", tt.in, got, err)
		}
		if got.IsError() != (tt.in[0] == '-') {
			t.Errorf("%.40q: IsError() = %v", tt.in, got.IsError())
		}
		if _, err := readValue(tt.in[:len(tt.in)-1]); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%.40q cut short: %v", tt.in, err)
		}
	}
	if v, err := readValue(",nan\r\n"); err != nil || !math.IsNaN(v.Double) {
		t.Errorf("nan: got %v, %v", v.Double, err)
	}
	if _, err := readValue(""); err != io.EOF {
		t.Errorf("no reply: %v", err)
	}
}

func TestReadValueRefuses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"\r\n":                                   errReplyLength.Error(),
		"?\r\n":                                  `resp: reply of unknown kind '?'`,
		"+OK\n":                                  errReplyEnd.Error(),
		":1x\r\n":                                `resp: invalid reply ":1x"`,
		":\r\n":                                  `resp: invalid reply ":"`,
		"#x\r\n":                                 `resp: invalid reply "#x"`,
		"_x\r\n":                                 `resp: invalid reply "_x"`,
		",x\r\n":                                 `resp: invalid reply ",x"`,
		"$-2\r\n":                                errReplyLength.Error(),
		"$x\r\n":                                 errReplyLength.Error(),
		"$536870913\r\n":                         errReplyLength.Error(),
		"$9223372036854775807\r\n":               errReplyLength.Error(),
		"$1\r\nabc":                              errReplyEnd.Error(),
		"=3\r\ntxt\r\n":                          errReplyLength.Error(),
		"=5\r\ntxt+a\r\n":                        errReplyLength.Error(),
		"=-1\r\n":                                errReplyLength.Error(),
		"%-1\r\n":                                errReplyLength.Error(),
		"*-2\r\n":                                errReplyLength.Error(),
		"*16777217\r\n":                          errReplyElems.Error(),
		"%8388609\r\n":                           errReplyElems.Error(),
		"*9223372036854775807\r\n":               errReplyElems.Error(),
		"*2\r\n*16777214\r\n":                    io.ErrUnexpectedEOF.Error(),
		"*2\r\n*16777215\r\n":                    errReplyElems.Error(),
		"$536870912\r\n":                         io.ErrUnexpectedEOF.Error(),
		strings.Repeat("*1\r\n", 64) + "*0\r\n":  errReplyDepth.Error(),
		strings.Repeat("*1\r\n", 100) + ":1\r\n": errReplyDepth.Error(),
		strings.Repeat("*1\r\n", 64):             io.ErrUnexpectedEOF.Error(),
		"+" + strings.Repeat("x", maxReplyLine+1) + "\r\n": errReplyLine.Error(),
	} {
		if got, err := ReadValue(bufio.NewReader(strings.NewReader(in))); err == nil || err.Error() != want {
			t.Errorf("%.40q: got %.60v, error %v, want %s", in, got, err, want)
		}
	}
}

// FuzzReadValue checks that whatever is read can be shown, and that what a value says of itself holds.
func FuzzReadValue(f *testing.F) {
	for _, s := range []string{
		"+OK\r\n", "-ERR\r\n", ":1\r\n", "$1\r\na\r\n", "*2\r\n:1\r\n$-1\r\n", "%1\r\n+a\r\n~1\r\n#t\r\n", "|1\r\n+a\r\n+b\r\n=5\r\ntxt:x\r\n",
		">1\r\n,1.5\r\n", "(1\r\n", "_\r\n", "*99999999\r\n", "$99999999\r\nx",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ReadValue(bufio.NewReader(strings.NewReader(s)))
		if err != nil {
			return
		}
		_ = v.String()
		if v.Kind == '|' || (v.Kind == '%' && len(v.Elems)%2 != 0) || (v.Null && (v.Str != "" || v.Elems != nil)) {
			t.Errorf("%q: got %+v", s, v)
		}
	})
}
