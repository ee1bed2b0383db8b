package integration

import (
	"fmt"
	"testing"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// TestBitsGoRedis uses a bitmap and counters in a string through go-redis.
func TestBitsGoRedis(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol })
			for _, day := range []int64{1, 3, 8, 30} {
				expect(t, "SETBIT", int64(0))(db.SetBit(ctx, "seen", day, 1).Result())
			}
			expect(t, "SETBIT again", int64(1))(db.SetBit(ctx, "seen", 3, 0).Result())
			expect(t, "GETBIT", int64(1))(db.GetBit(ctx, "seen", 8).Result())
			expect(t, "BITCOUNT", int64(3))(db.BitCount(ctx, "seen", nil).Result())
			expect(t, "BITCOUNT of bits", int64(2))(db.BitCount(ctx, "seen", &redis.BitCount{Start: 1, End: 8, Unit: redis.BitCountIndexBit}).Result())
			expect(t, "BITPOS", int64(8))(db.BitPos(ctx, "seen", 1, 1).Result())
			expect(t, "BITPOS of bits", int64(30))(db.BitPosSpan(ctx, "seen", 1, 9, -1, "bit").Result())
			db.SetBit(ctx, "other", 8, 1)
			expect(t, "BITOP AND", int64(4))(db.BitOpAnd(ctx, "both", "seen", "other").Result())
			expect(t, "BITOP OR", int64(4))(db.BitOpOr(ctx, "any", "seen", "other").Result())
			expect(t, "BITOP XOR", int64(4))(db.BitOpXor(ctx, "one", "seen", "other").Result())
			expect(t, "BITOP NOT", int64(4))(db.BitOpNot(ctx, "not", "seen").Result())
			expect(t, "BITCOUNT of BITOP", int64(29))(db.BitCount(ctx, "not", nil).Result())
			got, err := db.BitField(ctx, "fields", "SET", "u8", "#1", 200, "OVERFLOW", "SAT", "INCRBY", "u8", "#1", 100, "GET", "i8", "#1").Result()
			if err != nil || fmt.Sprint(got) != "[0 255 -1]" {
				t.Errorf("BITFIELD: %v, %v", got, err)
			}
			got, err = db.BitFieldRO(ctx, "fields", "u4", 8, "u4", 12).Result()
			if err != nil || fmt.Sprint(got) != "[15 15]" {
				t.Errorf("BITFIELD_RO: %v, %v", got, err)
			}
		})
	}
}

// TestBitsRueidis uses its builders.
func TestBitsRueidis(t *testing.T) {
	t.Parallel()
	c := rueidisClient(t, start(t, "--requirepass", "secret"), 3)
	for _, r := range c.DoMulti(t.Context(),
		c.B().Setbit().Key("k").Offset(9).Value(1).Build(),
		c.B().Bitcount().Key("k").Start(0).End(-1).Byte().Build(),
		c.B().Bitpos().Key("k").Bit(1).Start(0).End(20).Bit().Build(),
		c.B().Getbit().Key("k").Offset(9).Build(),
	) {
		if _, err := r.AsInt64(); err != nil {
			t.Error(err)
		}
	}
	got, err := c.Do(t.Context(), c.B().Bitfield().Key("k").OverflowFail().Incrby("u2", 0, 5).Build()).ToArray()
	if err != nil || len(got) != 1 || !rueidis.IsRedisNil(got[0].Error()) {
		t.Errorf("BITFIELD that fails: %v, %v", got, err)
	}
}

// TestBitsRedigo reads a bitmap as the bytes that it is.
func TestBitsRedigo(t *testing.T) {
	t.Parallel()
	c, err := redigo.Dial("tcp", start(t).addr, redigo.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, bit := range []int{0, 7, 15} {
		if n, err := redigo.Int(c.Do("SETBIT", "k", bit, 1)); err != nil || n != 0 {
			t.Errorf("SETBIT: %v, %v", n, err)
		}
	}
	if b, err := redigo.Bytes(c.Do("GET", "k")); err != nil || string(b) != "\x81\x01" {
		t.Errorf("GET: %x, %v", b, err)
	}
	if n, err := redigo.Ints(c.Do("BITFIELD", "k", "GET", "u16", 0, "INCRBY", "u16", 0, 1)); err != nil || fmt.Sprint(n) != "[33025 33026]" {
		t.Errorf("BITFIELD: %v, %v", n, err)
	}
}
