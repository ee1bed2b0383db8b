package web

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestOutcomes(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ reply, plain, encoded string }{
		{"+OK\r\n", `{"result":"OK"}`, `{"result":"OK"}`},
		{"+PONG\r\n", `{"result":"PONG"}`, `{"result":"UE9ORw=="}`},
		{"$2\r\nOK\r\n", `{"result":"OK"}`, `{"result":"T0s="}`},
		{"$0\r\n\r\n", `{"result":""}`, `{"result":""}`},
		{"$-1\r\n", `{"result":null}`, `{"result":null}`},
		{"*-1\r\n", `{"result":null}`, `{"result":null}`},
		{"*0\r\n", `{"result":[]}`, `{"result":[]}`},
		{":-12\r\n", `{"result":-12}`, `{"result":-12}`},
		{":9223372036854775807\r\n", `{"result":9223372036854775807}`, `{"result":9223372036854775807}`},
		{"-ERR no\r\n", `{"error":"ERR no"}`, `{"error":"ERR no"}`},
		{"*4\r\n$1\r\na\r\n*2\r\n:1\r\n$-1\r\n+OK\r\n-ERR no\r\n", `{"result":["a",[1,null],"OK","ERR no"]}`, `{"result":["YQ==",[1,null],"T0s=","ERR no"]}`},
		{"$8\r\n\"\\\n\r\t\x01\x7f<\r\n", `{"result":"\"\\\n\r\t\u0001` + "\x7f" + `<"}`, `{"result":"IlwKDQkBfzw="}`},
		{"$4\r\n\xc3\xa9\xff\xc3\r\n", `{"result":"é\ufffd\ufffd"}`, `{"result":"w6n/ww=="}`},
	} {
		for _, encoded := range []bool{false, true} {
			e := encoder{base64: encoded}
			e.outcome(Reply(tc.reply))
			want := tc.plain
			if encoded {
				want = tc.encoded
			}
			if string(e.out) != want {
				t.Errorf("%q: %s, want %s", tc.reply, e.out, want)
			}
			if !json.Valid(e.out) {
				t.Errorf("%q: %s is no JSON", tc.reply, e.out)
			}
			if got := Reply(tc.reply).Size(); got != len(tc.reply) {
				t.Errorf("%q: size %d", tc.reply, got)
			}
		}
	}
}

// Long replies are written in parts, and are the same.
func TestLongReplies(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		strings.Repeat("x", 3*spillAt), strings.Repeat("\n", spillAt), strings.Repeat("é\xff", spillAt), strings.Repeat("é", spillAt) + "\xc3",
	} {
		for _, encoded := range []bool{false, true} {
			var to bytes.Buffer
			e := encoder{base64: encoded, to: &to}
			e.value(Reply(fmt.Sprintf("*2\r\n$%d\r\n%s\r\n:1\r\n", len(s), s)))
			if to.Len() == 0 {
				t.Error("nothing was written early")
			}
			to.Write(e.out)
			var got []any
			if err := json.Unmarshal(to.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			want := strings.ToValidUTF8(s, "\ufffd")
			if !utf8.ValidString(s) {
				want = string([]rune(s))
			}
			if encoded {
				want = base64.StdEncoding.EncodeToString([]byte(s))
			}
			if got[0] != want || got[1] != float64(1) {
				t.Errorf("%.10q is another one", s)
			}
		}
	}
}

// FuzzText reads what is written with the standard library.
func FuzzText(f *testing.F) {
	f.Add("plain")
	f.Add("\x00\"\\\u2028\xff\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, s string) {
		e := encoder{}
		e.text([]byte(s))
		var got string
		if err := json.Unmarshal(e.out, &got); err != nil || got != string([]rune(s)) {
			t.Fatalf("%q became %s: %q, %v", s, e.out, got, err)
		}
	})
}
